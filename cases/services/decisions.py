"""The rows that record what each event decides: made here, stored by the one door in the same transaction.

Each event has one small function; it is given the papers of the case and the step that is taken, checks what
the decision needs, and returns its rows. Nothing here writes, moves a case, or asks who may.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from accounts.models import Force
from cases import authority, bases, early_start
from cases.answers import Actor
from cases.choices import CaseEvent, DeterminationKind, Prepared, SignOffOutcome
from cases.errors import TransitionRefused
from cases.models import (
    Application,
    Determination,
    DeterminationItem,
    ErasableText,
    Preparation,
    Refusal,
    StopDecision,
    StopSignOff,
)
from cases.services.papers import Item, Papers, can_be_determined
from law.facts import Determination as LawDetermination

NEEDS_REASONS = frozenset(
    {
        CaseEvent.RETAIN,
        CaseEvent.RESUME,
        CaseEvent.SEND_BACK,
        CaseEvent.APPLY,
        CaseEvent.WITHDRAW_APPLICATION,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says with an event. Which of them an event needs is in the functions below.

    ``months`` is a length in calendar months beginning with the day made. ``item_ids`` None means every item
    that a determination could cover. ``rank``, ``force`` and ``consent_evidence`` are for history alone; for
    the living they are looked up.
    """

    reasons: str = ""
    holder: Any = None
    to_force: Any = None
    to_officer: Any = None
    months: int | None = None
    kind: str = DeterminationKind.FULL
    item_ids: tuple[int, ...] | None = None
    review_by: date | None = None
    signed_at: datetime | None = None
    prepared_by: Any = None
    rank: str = ""
    force: Any = None
    consent_evidence: str = ""


@dataclass(slots=True)
class Step:
    """One event of one case, as it is about to be recorded.

    ``recorded`` are the columns of ``audit.facts.stamp``; ``reasons`` the text row; ``void_because`` is empty
    unless the act lacked authority and already happened.
    """

    event: str
    actor: Actor
    details: Details
    recorded: dict[str, Any]
    reasons: ErasableText | None = None
    void_because: str = ""

    @property
    def in_history(self) -> bool:
        """Whether the act already happened, so that its faults are recorded rather than refused."""
        return self.actor.in_history


@dataclass(slots=True)
class Rows:
    """Rows to store, in this order; ``gives_cover`` is false for a determination that counts for nothing."""

    facts: list[models.Model] = field(default_factory=list)
    gives_cover: bool = True
    determination: LawDetermination | None = None
    item_ids: tuple[int, ...] = ()


def rows_of(papers: Papers, step: Step) -> Rows:
    """The rows that record this step.

    Raises TransitionRefused where something that the event needs is missing.
    """
    if step.event in NEEDS_REASONS and step.reasons is None and not step.in_history:
        raise _refused(papers, f"{CaseEvent(step.event).label} needs reasons, in your own words.")
    maker = _MAKERS.get(step.event)
    return maker(papers, step) if maker else Rows()


def _retention(papers: Papers, step: Step) -> Rows:
    """Retaining decides nothing about material: it needs that the law keeps it without an end already."""
    why_not = "" if step.in_history else bases.why_no_other(papers.case)
    if why_not:
        raise _refused(papers, why_not)
    return Rows()


def _referral(papers: Papers, step: Step) -> Rows:
    """JFIT starts before the profile comes where fingerprints were taken; by policy alone, where not."""
    why_not = "" if step.in_history else early_start.why_not_yet(papers.case, step.actor.day)
    if why_not:
        raise _refused(papers, why_not)
    return Rows()


def _application(papers: Papers, step: Step) -> Rows:
    details = step.details
    if details.to_force is None:
        raise _refused(papers, "An application needs the force whose chief officer decides it. Choose one.")
    if not step.in_history:
        _check_items(papers, papers.coverable())
        if details.months is not None:
            _check_months(papers, step, papers.coverable())
    application = Application(
        case=papers.case,
        applied_on=step.actor.day,
        applied_by=step.actor.officer,
        to_force=details.to_force,
        to_officer=details.to_officer,
        kind=details.kind,
        months=details.months,
        reasons=step.reasons,
        **step.recorded,
    )
    papers.application = application
    papers.preparers.add(step.actor.officer.pk)
    return Rows([application, *_preparation(papers, step, Prepared.APPLICATION)])


def _determination(papers: Papers, step: Step) -> Rows:
    listed = _listed(papers, step)
    months = step.details.months
    if not months or months < 1:
        raise _refused(papers, "A determination needs a length of one or more whole months.")
    if not step.in_history:
        _check_living_determination(papers, step, listed)
    earliest = listed[0]
    determination = Determination(
        case=papers.case,
        application=papers.application,
        kind=step.details.kind,
        made_on=step.actor.day,
        signed_at=step.details.signed_at or (None if step.in_history else step.recorded["recorded_at"]),
        months=months,
        review_by=step.details.review_by,
        maker=step.actor.officer,
        maker_rank=step.actor.rank,
        maker_force=_force(step),
        capacity=authority.capacity_of(
            step.actor, power=earliest.power, nation=earliest.nation, force=earliest.force
        ),
        consent_evidence=step.actor.consent,
        reasons=step.reasons,
        void_because=step.void_because,
        **step.recorded,
    )
    items = [DeterminationItem(determination=determination, material_id=item.pk) for item in listed]
    act = LawDetermination(id="this", made_on=step.actor.day, months=months, void=bool(step.void_because))
    ids = tuple(item.pk for item in listed)
    gives_cover = len(papers.not_covered_by(act, ids)) < len(ids)
    return Rows([determination, *items], gives_cover, act, ids)


def _refusal(papers: Papers, step: Step) -> Rows:
    earliest = papers.items[0] if papers.items else Item(0, "")
    return Rows(
        [
            Refusal(
                case=papers.case,
                application=papers.application,
                refused_on=step.actor.day,
                refused_by=step.actor.officer,
                rank=step.actor.rank,
                force=_force(step),
                capacity=authority.capacity_of(
                    step.actor, power=earliest.power, nation=earliest.nation, force=earliest.force
                ),
                consent_evidence=step.actor.consent,
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
    return Rows([stop, *_preparation(papers, step, Prepared.STOP)])


def _sign_off(papers: Papers, step: Step) -> Rows:
    if papers.stop is None:
        raise _refused(papers, "There is no provisional Stop-NSD on record to sign off.")
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
    CaseEvent.APPLY: _application,
    CaseEvent.DETERMINE: _determination,
    CaseEvent.REFUSE: _refusal,
    CaseEvent.STOP: _stop,
    CaseEvent.CONFIRM_STOP: _sign_off,
    CaseEvent.REFER_UP: _sign_off,
    CaseEvent.OVERRULE_STOP: _sign_off,
}


def _force(step: Step) -> Force:
    """The force in which the actor held their rank on the day."""
    return step.details.force or Force.objects.get(code=min(step.actor.forces))


def _preparation(papers: Papers, step: Step, what: Prepared) -> list[Preparation]:
    """The record of a drafter other than the one who applies or stops, so that neither may decide."""
    drafter = step.details.prepared_by
    if drafter is None or drafter.pk == step.actor.officer.pk:
        return []
    papers.preparers.add(drafter.pk)
    return [
        Preparation(
            case=papers.case, what=what, prepared_on=step.actor.day, prepared_by=drafter, **step.recorded
        )
    ]


def _listed(papers: Papers, step: Step) -> list[Item]:
    """The items that the determination lists, each of this case and each such as can be determined."""
    if step.details.item_ids is None:
        listed = (
            papers.coverable() if not step.in_history else [i for i in papers.items if can_be_determined(i)]
        )
    else:
        of_case = {item.pk: item for item in papers.items}
        strangers = [pk for pk in step.details.item_ids if pk not in of_case]
        if strangers:
            raise _refused(papers, f"Item {strangers[0]} is not of this case. List items of this case only.")
        listed = [of_case[pk] for pk in dict.fromkeys(step.details.item_ids)]
    _check_items(papers, listed)
    return listed


def _check_items(papers: Papers, listed: list[Item]) -> None:
    if not listed:
        raise _refused(papers, "A determination lists at least one item that is held and not a DNA sample.")


def _check_living_determination(papers: Papers, step: Step, listed: list[Item]) -> None:
    for item in listed:
        if not can_be_determined(item):
            raise _refused(papers, "A determination cannot cover a DNA sample. Leave it out of the list.")
        if item.is_gone:
            raise _refused(papers, f"Item {item.pk} is deleted. Leave it out of the list.")
        may = authority.may_determine(
            step.actor, power=item.power, nation=item.nation, force=item.force, what=f"Item {item.pk}"
        )
        if not may:
            raise _refused(papers, f"{may.reason} Leave that item out of the list.")
    _check_months(papers, step, listed)
    if step.details.kind == DeterminationKind.HOLDING:
        review_by = step.details.review_by
        if review_by is None or review_by <= step.actor.day:
            raise _refused(
                papers, "A holding NSD needs a day, after the day it is made, by which it is reviewed."
            )


def _check_months(papers: Papers, step: Step, listed: list[Item]) -> None:
    day = step.actor.day
    most = min(authority.most_months(item.power, item.nation, day) for item in listed)
    if step.details.months is not None and not 1 <= step.details.months <= most:
        raise _refused(
            papers,
            f"{step.details.months} months is not a length that a determination made on {day:%-d %B %Y} "
            f"may have: at least 1 and at most {most} months.",
        )


def _refused(papers: Papers, why: str) -> TransitionRefused:
    return TransitionRefused(f"Case {papers.case.ref}: {why}")
