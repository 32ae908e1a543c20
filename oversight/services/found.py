"""Recording what was found: whether a lapse was worth keeping, and why something was kept too long."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from cases.choices import WouldHaveApplied
from cases.models import Case, CounterfactualReview
from oversight.cause_findings import lapse_of
from oversight.choices import KeptBecause, YesNo
from oversight.errors import OversightRefused
from oversight.models import LapseReview, RetentionCause
from oversight.permissions import FINDS_WHY_KEPT, REVIEWS_LAPSES
from oversight.services.words import check_role, tell, written
from oversight.unlawful import unlawful_of


@transaction.atomic
def review_lapse(
    case_id: int, *, could: str, should: str, would: str, words: str, by: Officer
) -> LapseReview:
    """Record whether lapsed material could, should, and by JFIT would, have been kept; the latest stands.

    Raises OversightRefused without the right, where the case has not lapsed, without words, or for answers
    that contradict one another: what could not be kept should not, and would not.
    """
    check_role(by, REVIEWS_LAPSES, "JFIT reviews whether it would have applied, and its managers.")
    if could not in YesNo.values or should not in YesNo.values or would not in WouldHaveApplied.values:
        raise OversightRefused("Answer yes or no to each of the three questions.")
    if could == YesNo.NO and YesNo.YES in (should, would):
        raise OversightRefused(
            "What could not be kept should not, and would not, have been kept. Check the answers."
        )
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if lapse_of(case_id) is None:
        raise OversightRefused(f"{case.ref} has not lapsed: there is nothing to review.")
    said, today = written(words, by, "Enter what the answers rest on."), clock.today()
    row = LapseReview.objects.create(
        case=case, could=could, should=should, reviewed_on=today, words=said, **stamp(by)
    )
    CounterfactualReview.objects.create(case=case, would_have_applied=would, reviewed_on=today, **stamp(by))
    tell(Verb.LAPSE_REVIEWED, row, by, {"could": could, "should": should, "would": would}, case_id=case_id)
    return row


@transaction.atomic
def find_why_kept(case_id: int, because: Iterable[str], *, words: str, by: Officer) -> list[RetentionCause]:
    """Record why material of a case was kept beyond its cover: all the causes there are, in place of before.

    Raises OversightRefused without the right, where nothing of the case was ever kept so, without a cause,
    for one that is none, or without words.
    """
    check_role(by, FINDS_WHY_KEPT, "Managers and the Commissioner's office find why material was kept.")
    wanted = list(dict.fromkeys(because))
    if not wanted or not set(wanted) <= set(KeptBecause.values):
        raise OversightRefused("Choose at least one cause.")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if not unlawful_of(case_id):
        raise OversightRefused(f"Nothing of {case.ref} was kept beyond its cover.")
    said = written(words, by, "Enter what shows that these were the causes.")
    standing = RetentionCause.objects.current().filter(case=case)
    withdraw(standing, by=by, because=WithdrawnBecause.CORRECTED)
    rows = [
        RetentionCause.objects.create(
            case=case, because=each, found_on=clock.today(), words=said, **stamp(by)
        )
        for each in wanted
    ]
    tell(Verb.RETENTION_CAUSE_FOUND, rows[0], by, {"because": wanted}, case_id=case_id)
    return rows
