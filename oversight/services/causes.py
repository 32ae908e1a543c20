"""Finding the cause of a lapse: a supervisor confirms or corrects it, the stage blamed may dispute it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from cases.models import Case, ErasableText
from oversight.cause_findings import blamed_roles, proposed_cause, standing
from oversight.choices import CauseStepKind, PrimaryCause
from oversight.errors import OversightRefused
from oversight.models import CauseStep
from oversight.permissions import CONFIRMS_CAUSES
from oversight.services.words import check_role, tell, written


@transaction.atomic
def confirm(case_id: int, primary: str, *, words: str, by: Officer) -> CauseStep:
    """Record a supervisor's finding of the primary cause of a lapse.

    Raises OversightRefused without the right, where the case has not lapsed, where the same is found already,
    and without words for a finding that the rules do not propose or that answers a dispute.
    """
    check_role(by, CONFIRMS_CAUSES, "A manager of SOFS or JFIT, or a senior manager, confirms a cause.")
    if primary not in PrimaryCause.values:
        raise OversightRefused("Choose the primary cause.")
    case = _locked(case_id)
    proposed, last = _proposed(case), standing(case_id)
    disputed = last is not None and last.step == CauseStepKind.DISPUTED
    if last is not None and not disputed and last.primary == primary:
        raise OversightRefused("That is what was found already.")
    if disputed and last is not None and last.recorded_by_id == by.pk:
        raise OversightRefused("You disputed this cause. Another supervisor answers.")
    said = None
    if primary != proposed or disputed or last is not None or words.strip():
        said = written(words, by, "Enter why: it is not what the rules propose, or it answers a dispute.")
    return _step(case, CauseStepKind.CONFIRMED, primary, said, by)


@transaction.atomic
def dispute(case_id: int, *, words: str, by: Officer) -> CauseStep:
    """Record that the stage blamed disputes the cause, with its reason.

    Raises OversightRefused for anybody else, without a reason, or where it is disputed already.
    """
    case = _locked(case_id)
    proposed, last = _proposed(case), standing(case_id)
    if last is not None and last.step == CauseStepKind.DISPUTED:
        raise OversightRefused("It is disputed already, and waits for a supervisor.")
    primary = last.primary if last else proposed
    if not roles_on(by, clock.today()) & blamed_roles(primary):
        raise OversightRefused(f"Only the stage blamed, {PrimaryCause(primary).label}, disputes its cause.")
    said = written(words, by, "Enter why the cause is disputed.")
    return _step(case, CauseStepKind.DISPUTED, primary, said, by)


def _proposed(case: Case) -> str:
    cause = proposed_cause(case.pk)
    if cause is None:
        raise OversightRefused(f"{case.ref} has not lapsed: there is no cause to find.")
    return cause


def _locked(case_id: int) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case_id)


def _step(case: Case, kind: CauseStepKind, primary: str, said: ErasableText | None, by: Officer) -> CauseStep:
    step = CauseStep.objects.create(
        case=case, step=kind, stepped_on=clock.today(), primary=primary, words=said, **stamp(by)
    )
    verb = Verb.CAUSE_CONFIRMED if kind == CauseStepKind.CONFIRMED else Verb.CAUSE_DISPUTED
    tell(verb, step, by, {"cause": primary}, case_id=case.pk)
    return step
