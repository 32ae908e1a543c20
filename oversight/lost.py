"""Lost cases: every lapse with what is done about it: its mitigation, its remedies, what replaced it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Case
from oversight.choices import MatchStatus, MitigationStatus
from oversight.figures import LAPSES
from oversight.figures.lapses import YES, LapseRow
from oversight.models import MatchIncident, Mitigation, Remedy, RemedyAction, Replacement
from oversight.selectors import Days, answers
from oversight.suspected import can_have_lapsed

if TYPE_CHECKING:
    from accounts.models import Officer

# How far each has come, in the words of a list; the codes of ``?show=``.
STATUSES = tuple(MitigationStatus.choices)


@dataclass(frozen=True, slots=True)
class Lost:
    """A lapse that cost a case for which JFIT would have applied, with its mitigation as last reviewed."""

    row: LapseRow
    mitigation: Mitigation | None
    replaced_by: str = ""

    @property
    def case_id(self) -> int:
        """The case."""
        return self.row.case_id

    @property
    def ref(self) -> str:
        """Its reference."""
        return self.row.ref

    @property
    def last_lawful_day(self) -> date:
        """The day after which it was lost."""
        return self.row.last_lawful_day

    @property
    def status(self) -> str:
        """How far its mitigation has come; one of which nothing is recorded is not yet considered."""
        return self.mitigation.status if self.mitigation else str(MitigationStatus.NOT_CONSIDERED)

    @property
    def status_words(self) -> str:
        """The same in words."""
        return str(MitigationStatus(self.status).label)

    @property
    def next_review_on(self) -> date | None:
        """When it is reviewed next."""
        return self.mitigation.next_review_on if self.mitigation else None

    def is_late(self, day: date) -> bool:
        """Whether its monthly review is over."""
        return bool(self.next_review_on and self.next_review_on < day)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A lapse with its remedies, where any are recorded."""

    row: LapseRow
    remedy: Remedy | None

    @property
    def case_id(self) -> int:
        """The case."""
        return self.row.case_id

    @property
    def ref(self) -> str:
        """Its reference."""
        return self.row.ref

    @property
    def harm(self) -> str:
        """Whether something was lost by it, or it would have been stopped anyway (R-084)."""
        words = {YES: "Harmful: JFIT would have applied", "no": "Would have been stopped anyway"}
        return words.get(self.row.would_have_applied, "Not yet reviewed")


def lost_cases(officer: Officer, day: date, case_id: int | None = None) -> list[LapseRow]:
    """Every lapse as known today, the first lost first; or that of one case."""
    scope = can_have_lapsed(day)
    if case_id is not None:
        scope = scope.filter(pk=case_id)
    rows = answers([LAPSES], Days(day, day), officer, day, among=scope)[LAPSES.slug].rows
    return sorted(rows, key=lambda row: (row.last_lawful_day, row.case_id))


def lost_case(case_id: int, officer: Officer, day: date) -> LapseRow | None:
    """The lapse of one case; None where it did not lapse."""
    return next(iter(lost_cases(officer, day, case_id)), None)


def to_mitigate(officer: Officer, day: date) -> list[Lost]:
    """The lapses for which JFIT would have applied, and any other whose mitigation is recorded."""
    rows = lost_cases(officer, day)
    replaced = Replacement.objects.current().filter(case=OuterRef("case")).order_by("-pk")
    standing: Any = _mitigations().select_related("owner", "how", "action")
    rows_of = standing.annotate(replaced_by=Subquery(replaced.values("material__case__ref")[:1]))
    known = {each.case_id: each for each in rows_of}
    return [
        Lost(row, known.get(row.case_id), getattr(known.get(row.case_id), "replaced_by", "") or "")
        for row in rows
        if row.would_have_applied == YES or row.case_id in known
    ]


def by_status(found: Iterable[Lost]) -> list[tuple[str, str, int]]:
    """How many have come how far: code, words and number, none left out."""
    counted = Counter(each.status for each in found)
    return [(code, str(words), counted[code]) for code, words in STATUSES]


def late_reviews(officer: Officer, day: date) -> int:
    """How many mitigations are somebody's to review and late, or due today."""
    return _mitigations().filter(owner=officer, next_review_on__lte=day).count()


def history_of(case: Case) -> list[Mitigation]:
    """Every review of the mitigation of a case, the latest first."""
    rows = Mitigation.objects.filter(case=case).select_related("owner", "recorded_by", "how", "action")
    return list(rows.order_by("-pk"))


def replacements_of(case: Case) -> list[Replacement]:
    """What replaces a lost case, with the clock of each item."""
    rows = Replacement.objects.current().filter(case=case)
    return list(rows.select_related("material__case", "recorded_by").order_by("pk"))


def lapses_with_remedies(officer: Officer, day: date) -> list[Lapsed]:
    """Every lapse with its remedies."""
    known = {each.case_id: each for each in remedies()}
    return [Lapsed(row, known.get(row.case_id)) for row in lost_cases(officer, day)]


def remedies(case_ids: Collection[int] | None = None) -> QuerySet[Remedy]:
    """The remedies that stand, with their words; of some cases or of all."""
    rows = Remedy.objects.current().select_related(
        "recorded_by", "fixed", "prevented", "mitigated", "why_none"
    )
    return rows if case_ids is None else rows.filter(case__in=case_ids)


def actions() -> list[RemedyAction]:
    """Every action, the latest first."""
    rows = RemedyAction.objects.current().select_related("words", "recorded_by")
    return list(rows.order_by("-done_on", "-pk"))


def matches() -> QuerySet[MatchIncident]:
    """Every match recorded, those not ended first."""
    return MatchIncident.objects.select_related("case", "material").order_by("status", "-matched_on", "-pk")


def _mitigations() -> QuerySet[Mitigation]:
    return Mitigation.objects.current()


def held_back(case_ids: Collection[int]) -> dict[int, str]:
    """Of these cases, those with a match whose disclosure is blocked, each with why nothing may leave."""
    rows = MatchIncident.objects.filter(case__in=list(case_ids), disclosure_blocked=True)
    return {
        match.case_id: f"Case {match.case.ref}: disclosure is blocked by match {match.ref} against material "
        "without cover. A legal reviewer decides."
        for match in rows.exclude(status=MatchStatus.ENDED).select_related("case").order_by("-pk")
    }
