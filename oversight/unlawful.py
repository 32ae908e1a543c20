"""Reads about one case of which something was kept beyond its cover, and why it was, as found."""

from __future__ import annotations

from audit import clock
from cases.models import Case
from oversight.figures.deletion import PastRow, past_rows
from oversight.lives import lives_of
from oversight.models import RetentionCause
from oversight.reader import reading_cases


def unlawful_of(case_id: int) -> list[PastRow]:
    """The items of a case that were held past their cover, as known today; also those gone since."""
    today = clock.today()
    with reading_cases(today, Case.objects.filter(pk=case_id)) as cases:
        return [row for case in lives_of(cases, today) for row in past_rows(case, today)]


def why_kept(case_id: int) -> list[RetentionCause]:
    """Why it was kept, as it stands, in order."""
    rows = RetentionCause.objects.current().filter(case=case_id).select_related("words", "recorded_by")
    return list(rows.order_by("pk"))
