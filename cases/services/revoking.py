"""Ending a determination that is no longer necessary, and reviewing a holding NSD by its day.

Whoever could make the determination today may end or review it, and nobody who prepared it. A revocation
takes effect with its own day as the last: nothing is kept a day longer that is not necessary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import transaction

from accounts.models import Force, Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Source, Verb
from audit.facts import stamp
from cases import authority, holding, permissions
from cases.answers import Actor, actor_on
from cases.choices import CaseEvent, DeterminationKind, HoldingOutcome
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Case, Determination, HoldingReview, Movement, Revocation
from cases.services.ends import lock, settle, tell
from cases.services.papers import Papers, lay_out
from cases.services.transition import audit_refusal
from cases.services.words import needed

REVOKE, REVIEW = "revoke", "review_holding"
TO_JFIT = "The determination was revoked: keeping the material under it is no longer necessary."


def revoke(determination_id: int, *, by: Officer, reasons: str) -> Revocation:
    """Record that a Chief Officer ends a determination today; what it alone kept is ordered to go.

    Of a holding NSD this is its review. Raises AuthorityRefused for whoever could not make it today or
    prepared it; FactRefused without reasons, or where it is void, ended or keeps nothing any more.
    """
    actor = actor_on(by, clock.today())
    with _refusal_audited(determination_id, REVOKE, actor):
        case, made, papers = _may_end(determination_id, actor)
        words = needed(reasons, by, f"Case {case.ref}: enter your reasons: why it is no longer necessary.")
        due_on = holding.due_of(made, actor.day)
        first = papers.items[0]
        capacity = authority.capacity_of(actor, power=first.power, nation=first.nation, force=first.force)
        revocation = Revocation.objects.create(
            case=case,
            determination=made,
            revoked_on=actor.day,
            revoked_by=by,
            rank=actor.rank,
            force=Force.objects.get(code=min(actor.forces)),
            capacity=capacity,
            consent_evidence=actor.evidence_of(capacity),
            reasons=words,
            **stamp(by),
        )
        listed = list(made.listed.order_by("material_id").values_list("material_id", flat=True))
        told: dict[str, object] = {"determination": made.pk, "last_day": actor.day, "items": listed}
        tell(Verb.DETERMINATION_REVOKED, revocation, by, told)
        if due_on is not None:
            _reviewed(made, due_on, by, outcome=HoldingOutcome.REVOKED, revocation=revocation)
        settle(case, listed, reasons=TO_JFIT)
        return revocation


def continue_holding(
    determination_id: int, *, by: Officer, next_review_by: date | None, reasons: str
) -> HoldingReview:
    """Record that a holding NSD was reviewed and goes on, with another day of review.

    Raises AuthorityRefused as ``revoke``; FactRefused without reasons, where it is not to be reviewed, or for
    a day that is not after today or that lies beyond the determination's own last day.
    """
    actor = actor_on(by, clock.today())
    with _refusal_audited(determination_id, REVIEW, actor):
        case, made, _ = _may_end(determination_id, actor)
        due_on = holding.due_of(made, actor.day)
        if due_on is None:
            raise FactRefused(f"Case {case.ref}: this is no holding NSD that is still to be reviewed.")
        last = authority.last_day_of(made.months, made_on=made.made_on)
        if next_review_by is None or not actor.day < next_review_by <= last:
            raise FactRefused(
                f"Case {case.ref}: the next review is after today, {actor.day:%-d %B %Y}, and by the "
                f"determination's own last day, {last:%-d %B %Y}, at the latest."
            )
        words = needed(reasons, by, f"Case {case.ref}: enter your reasons: why it goes on to be necessary.")
        return _reviewed(
            made,
            due_on,
            by,
            outcome=HoldingOutcome.CONTINUED,
            next_review_by=next_review_by,
            reasons=words,
        )


def why_not(made: Determination, case: Case, officer: Officer, day: date) -> str:
    """Why ``officer`` could not end or review a determination on ``day``; empty where they could."""
    papers = lay_out([case])[case.pk]
    try:
        _check(made, papers, actor_on(officer, day))
    except (AuthorityRefused, FactRefused) as refusal:
        return str(refusal)
    return ""


def after_move(movements: Sequence[Movement], *, in_history: bool) -> None:
    """A full determination of all that a holding NSD still keeps takes its place, and is its review."""
    for movement in movements:
        if movement.event == CaseEvent.DETERMINE and not in_history:
            _replaced(movement)


def _replaced(movement: Movement) -> None:
    made = Determination.objects.current().filter(case=movement.case_id).order_by("-pk").first()
    if made is None or made.kind == DeterminationKind.HOLDING:
        return
    covered = set(made.listed.values_list("material_id", flat=True))
    others = Determination.objects.filter(case=movement.case_id).exclude(pk=made.pk)
    for former in holding.to_review(movement.moved_on, others):
        kept = former.listed.filter(material__deleted_on=None).values_list("material_id", flat=True)
        if set(kept) <= covered:
            _reviewed(
                former,
                former.due_on,
                made.maker,
                outcome=HoldingOutcome.REPLACED,
                by_determination=made,
                is_by_system=True,
            )


def _reviewed(
    made: Determination, due_on: date, by: Officer, *, is_by_system: bool = False, **said: object
) -> HoldingReview:
    recorder = system_officer() if is_by_system else by
    review = HoldingReview.objects.create(
        case_id=made.case_id,
        determination=made,
        due_on=due_on,
        reviewed_on=clock.today(),
        reviewed_by=by,
        **said,
        **stamp(recorder, source=Source.SYSTEM if is_by_system else Source.SCREEN),
    )
    told: dict[str, object] = {"determination": made.pk, "outcome": str(review.outcome), "due_on": due_on}
    tell(Verb.HOLDING_REVIEWED, review, recorder, told)
    return review


def _may_end(determination_id: int, actor: Actor) -> tuple[Case, Determination, Papers]:
    """A determination that stands, locked, which the actor may end; with its case and papers of its items."""
    case, made = lock(determination_id)
    papers = lay_out([case])[case.pk]
    _check(made, papers, actor)
    return case, made, papers


def _check(made: Determination, papers: Papers, actor: Actor) -> None:
    """Raises AuthorityRefused or FactRefused; afterwards the papers have the items of the determination."""
    listed = set(made.listed.values_list("material_id", flat=True))
    papers.items[:] = [item for item in papers.items if item.pk in listed]
    answer = permissions.end(papers.case, actor)
    if not answer:
        raise AuthorityRefused(answer.reason)
    what = f"Case {papers.case.ref}"
    if made.void_because:
        raise FactRefused(
            f"{what}: this determination is void and keeps nothing, so there is nothing to end."
        )
    if made.revocations.filter(withdrawn_at=None).exists():
        raise FactRefused(f"{what}: this determination was revoked already.")
    if not holding.standing(Determination.objects.filter(pk=made.pk), actor.day).exists():
        raise FactRefused(f"{what}: nothing is kept under this determination any more.")


@contextmanager
def _refusal_audited(determination_id: int, event: str, actor: Actor) -> Iterator[None]:
    """All of it or nothing; a refusal for want of authority is audited once all was undone."""
    try:
        with transaction.atomic():
            yield
    except AuthorityRefused:
        case_id = Determination.objects.values_list("case_id", flat=True).get(pk=determination_id)
        with transaction.atomic():
            audit_refusal(case_id, event, actor)
        raise
