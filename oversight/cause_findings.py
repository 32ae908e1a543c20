"""Reads of what was found of the cause of a lapse: what is proposed, what stands, who may dispute it."""

from __future__ import annotations

from accounts.choices import Role
from audit import clock
from cases.models import Case
from cases.permissions import JFIT, SOFS
from oversight.choices import PrimaryCause
from oversight.figures.lapses import LapseRow, lapse_rows
from oversight.lives import lives_of
from oversight.models import CauseStep
from oversight.reader import reading_cases

# Who answers for a stage. For those outside, JFIT's managers speak, who asked them.
STAGES: dict[str, frozenset[str]] = {
    PrimaryCause.SOFS: SOFS,
    PrimaryCause.WRONG_DATE: SOFS,
    PrimaryCause.SECURITY_SERVICE: frozenset({Role.JFIT_MANAGER}),
    PrimaryCause.CTU: frozenset({Role.JFIT_MANAGER}),
    PrimaryCause.JFIT: JFIT,
    PrimaryCause.CHIEF_OFFICER: frozenset({Role.SENIOR_MANAGER}),
    PrimaryCause.STOP_SIGN_OFF: frozenset({Role.SENIOR_MANAGER}),
}


def blamed_roles(cause: str) -> frozenset[str]:
    """The roles of the stage to which a cause attributes a lapse."""
    return STAGES[cause]


def lapse_of(case_id: int) -> LapseRow | None:
    """The lapse of a case as known today; None where it has not lapsed."""
    today = clock.today()
    with reading_cases(today, Case.objects.filter(pk=case_id)) as cases:
        return next((row for case in lives_of(cases, today) for row in lapse_rows(case, today)), None)


def proposed_cause(case_id: int) -> str | None:
    """The primary cause that the rules propose for the lapse of a case; None where it has not lapsed."""
    row = lapse_of(case_id)
    return str(row.causes.proposed) if row else None


def standing(case_id: int) -> CauseStep | None:
    """What was last found of the cause; None while nobody has looked."""
    return CauseStep.objects.current().filter(case=case_id).order_by("-pk").first()


def steps_of(case_id: int) -> list[CauseStep]:
    """Everything that was found of the cause, in order."""
    rows = CauseStep.objects.current().filter(case=case_id).select_related("words", "recorded_by")
    return list(rows.order_by("pk"))
