"""The rows that record what each event decides: made here, stored by the one door in the same transaction.

Each event has one small function; it is given the papers of the case and the step that is taken, checks what
the decision needs, and returns its rows. Nothing here writes, moves a case, or asks who may.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from accounts.models import Force
from cases import authority, bases, early_start
from cases.choices import Capacity, CaseEvent, DeterminationKind, Prepared, SignOffOutcome
from cases.models import (
    Determination,
    DeterminationItem,
    Refusal,
    StopDecision,
    StopSignOff,
)
from cases.services.applications import application_rows, reallocation_rows, taking_back_rows
from cases.services.papers import Item, Papers, asked_for, can_be_determined
from cases.services.steps import Details, Rows, Step, check_items, check_months, preparation, refused
from law.facts import Determination as LawDetermination

__all__ = ["NEEDS_REASONS", "Details", "Rows", "Step", "rows_of"]

NEEDS_REASONS = frozenset(
    {
        CaseEvent.RETAIN,
        CaseEvent.RESUME,
        CaseEvent.SEND_BACK,
        CaseEvent.APPLY,
        CaseEvent.WITHDRAW_APPLICATION,
        CaseEvent.REALLOCATE,
        CaseEvent.DETERMINE,
        CaseEvent.REFUSE,
        CaseEvent.REOPEN,
        CaseEvent.STOP,
        CaseEvent.REFER_UP,
        CaseEvent.OVERRULE_STOP,
    }
)
OUTCOMES = {
    CaseEvent.CONFIRM_STOP: SignOffOutcome.CONFIRMED,
    CaseEvent.REFER_UP: SignOffOutcome.REFERRED_UP,
    CaseEvent.OVERRULE_STOP: SignOffOutcome.OVERRULED,
}


def rows_of(papers: Papers, step: Step) -> Rows:
    """The rows that record this step.

    Raises TransitionRefused where something that the event needs is missing.
    """
    if step.event in NEEDS_REASONS and step.reasons is None and not step.in_history:
        raise refused(papers, f"{CaseEvent(step.event).label} needs reasons, in your own words.")
    maker = _MAKERS.get(step.event)
    return maker(papers, step) if maker else Rows()


def _retention(papers: Papers, step: Step) -> Rows:
    """Retaining decides nothing about material: it needs that the law keeps it without an end already."""
    why_not = "" if step.in_history else bases.why_no_other(papers.case)
    if why_not:
        raise refused(papers, why_not)
    return Rows()


def _referral(papers: Papers, step: Step) -> Rows:
    """JFIT starts before the profile comes where fingerprints were taken; by policy alone, where not."""
    why_not = "" if step.in_history else early_start.why_not_yet(papers.case, step.actor.day)
    if why_not:
        raise refused(papers, why_not)
    return Rows()


def _determination(papers: Papers, step: Step) -> Rows:
    listed = _listed(papers, step)
    months = step.details.months
    if not months or months < 1:
        raise refused(papers, "A determination needs a length of one or more whole months.")
    if not step.in_history and not step.void_because:
        _check_living_determination(papers, step, listed)
    capacity = _capacity_of(step, listed[0])
    determination = Determination(
        case=papers.case,
        application=papers.application,
        kind=_kind(papers, step),
        made_on=step.actor.day,
        signed_at=_signed_at(step),
        months=months,
        review_by=step.details.review_by,
        maker=step.actor.officer,
        maker_rank=step.actor.rank,
        maker_force=_force(step),
        capacity=capacity,
        consent_evidence=step.actor.evidence_of(capacity),
        reasons=step.reasons,
        void_because=step.void_because,
        **step.recorded,
    )
    items = [DeterminationItem(determination=determination, material_id=item.pk) for item in listed]
    act = LawDetermination(id="this", made_on=step.actor.day, months=months, void=bool(step.void_because))
    ids = tuple(item.pk for item in listed)
    gives_cover = len(papers.not_covered_by(act, ids)) < len(ids)
    return Rows([determination, *items], gives_cover, act, ids)


def _kind(papers: Papers, step: Step) -> str:
    """A full determination upon an application for a renewal is a renewal."""
    asked = papers.application.kind if papers.application is not None else ""
    is_renewal = step.details.kind == DeterminationKind.FULL and asked == DeterminationKind.RENEWAL
    return DeterminationKind.RENEWAL if is_renewal else step.details.kind


def _refusal(papers: Papers, step: Step) -> Rows:
    capacity = _capacity_of(step, papers.items[0] if papers.items else Item(0, ""))
    return Rows(
        [
            Refusal(
                case=papers.case,
                application=papers.application,
                refused_on=step.actor.day,
                signed_at=_signed_at(step),
                refused_by=step.actor.officer,
                rank=step.actor.rank,
                force=_force(step),
                capacity=capacity,
                consent_evidence=step.actor.evidence_of(capacity),
                reasons=step.reasons,
                void_because=step.void_because,
                **step.recorded,
            )
        ]
    )


def _stop(papers: Papers, step: Step) -> Rows:
    stop = StopDecision(
        case=papers.case,
        stopped_on=step.actor.day,
        stopped_by=step.actor.officer,
        reasons=step.reasons,
        **step.recorded,
    )
    papers.stop = stop
    papers.preparers.add(step.actor.officer.pk)
    return Rows([stop, *preparation(papers, step, Prepared.STOP)])


def _sign_off(papers: Papers, step: Step) -> Rows:
    if papers.stop is None:
        raise refused(papers, "There is no provisional Stop-NSD on record to sign off.")
    return Rows(
        [
            StopSignOff(
                stop=papers.stop,
                signed_off_on=step.actor.day,
                signed_off_by=step.actor.officer,
                rank=step.actor.rank,
                outcome=OUTCOMES[CaseEvent(step.event)],
                reasons=step.reasons,
                void_because=step.void_because,
                **step.recorded,
            )
        ]
    )


_MAKERS: dict[str, Callable[[Papers, Step], Rows]] = {
    CaseEvent.RETAIN: _retention,
    CaseEvent.RESUME: _referral,
    CaseEvent.REFER: _referral,
    CaseEvent.APPLY: application_rows,
    CaseEvent.REALLOCATE: reallocation_rows,
    CaseEvent.WITHDRAW_APPLICATION: taking_back_rows,
    CaseEvent.DETERMINE: _determination,
    CaseEvent.REFUSE: _refusal,
    CaseEvent.STOP: _stop,
    CaseEvent.CONFIRM_STOP: _sign_off,
    CaseEvent.REFER_UP: _sign_off,
    CaseEvent.OVERRULE_STOP: _sign_off,
}


def _signed_at(step: Step) -> datetime | None:
    """The moment of signature: as told, else that of the act itself; of a log nobody knows it."""
    return step.details.signed_at or (None if step.in_history else step.recorded["recorded_at"])


def _capacity_of(step: Step, item: Item) -> Capacity:
    """In what capacity the actor decides about an item."""
    return authority.capacity_of(step.actor, power=item.power, nation=item.nation, force=item.force)


def _force(step: Step) -> Force:
    """The force in which the actor held their rank on the day."""
    return step.details.force or Force.objects.get(code=min(step.actor.forces))


def _listed(papers: Papers, step: Step) -> list[Item]:
    """The items that the determination lists, each of this case and each such as can be determined."""
    if step.details.item_ids is None:
        listed = _all_that_could_be(papers, step)
    else:
        of_case = {item.pk: item for item in papers.items}
        strangers = [pk for pk in step.details.item_ids if pk not in of_case]
        if strangers:
            raise refused(papers, f"Item {strangers[0]} is not of this case. List items of this case only.")
        listed = [of_case[pk] for pk in dict.fromkeys(step.details.item_ids)]
    check_items(papers, listed)
    return listed


def _all_that_could_be(papers: Papers, step: Step) -> list[Item]:
    """What is listed where nobody said which: all that is held and was asked for; of a log, all there was."""
    if step.in_history:
        return [item for item in papers.items if can_be_determined(item)]
    asked = asked_for(papers.application)
    return [item for item in papers.coverable() if asked is None or item.pk in asked]


def _check_living_determination(papers: Papers, step: Step, listed: list[Item]) -> None:
    # What was signed on paper lists what it lists, asked for or not.
    asked = None if step.details.paper else asked_for(papers.application)
    for item in listed:
        if not can_be_determined(item):
            raise refused(papers, "A determination cannot cover a DNA sample. Leave it out of the list.")
        if item.is_gone:
            raise refused(papers, f"Item {item.pk} is deleted. Leave it out of the list.")
        if asked is not None and item.pk not in asked:
            raise refused(
                papers,
                f"Item {item.pk} is not one that the application asks for, so no reasons were given for it. "
                "Leave it out of the list, or let JFIT withdraw the application and apply for it too.",
            )
        may = authority.may_determine(
            step.actor, power=item.power, nation=item.nation, force=item.force, what=f"Item {item.pk}"
        )
        if not may:
            raise refused(papers, f"{may.reason} Leave that item out of the list.")
    check_months(papers, step, listed)
    if step.details.kind == DeterminationKind.HOLDING:
        review_by = step.details.review_by
        if review_by is None or review_by <= step.actor.day:
            raise refused(
                papers, "A holding NSD needs a day, after the day it is made, by which it is reviewed."
            )
        last = authority.last_day_of(step.details.months or 1, made_on=step.actor.day)
        if review_by > last:
            raise refused(
                papers, f"A holding NSD of that length ends on {last:%-d %B %Y}: it is reviewed by then."
            )
