"""Decisions signed on paper and keyed later: one person keys, a second compares and confirms.

Keying records a claim. Confirming takes the step through the one door as of the day of signature: in time, it
has effect from then; out of time, or by somebody without authority that day, it is recorded and counts for
nothing, and the case stays where it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import RecordedFact, stamp
from audit.record import record
from cases import authority
from cases.choices import CaseState, DeterminationKind, PaperOutcome
from cases.errors import AuthorityRefused, FactRefused
from cases.models import (
    Application,
    Case,
    Determination,
    ErasableSignedPaper,
    PaperConfirmation,
    PaperDecision,
    Refusal,
)
from cases.permissions import JFIT, STAFF
from cases.selectors.applications import first_sent
from cases.services.papers import Item, can_be_determined, lay_out
from cases.services.transition import Moved, move_signed
from cases.services.uploads import plain_name
from cases.services.words import kept

KEYS = JFIT | STAFF | {Role.CHIEF_OFFICER}
MOST_BYTES = 10_000_000
# What a scan begins with, by what it is called.
BEGINS = {".pdf": b"%PDF-", ".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """What somebody reads off a signed record: ``signed_at`` the moment on it, ``months`` calendar months.

    Of a refusal nothing is listed, and it has no length: ``months``, ``item_ids`` and the rest do not count.
    """

    maker: Officer
    signed_at: datetime
    reasons: str
    scan_name: str
    scan: bytes
    is_refusal: bool = False
    months: int | None = None
    item_ids: tuple[int, ...] = ()
    kind: str = DeterminationKind.FULL
    review_by: date | None = None


@transaction.atomic
def key(case_id: int, said: Keyed, *, by: Officer) -> PaperDecision:
    """Record what was keyed, with the scan. It gives no cover until a second person has confirmed it.

    Raises AuthorityRefused for whoever may not key, FactRefused for what no such paper can be.
    """
    _check_role(by)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    application = _application(case)
    _check_claim(case, application, said)
    _check_scan(said)
    recorded = stamp(by)
    determined = {
        "kind": said.kind,
        "months": said.months,
        "review_by": said.review_by,
        "item_ids": list(said.item_ids),
    }
    paper = PaperDecision.objects.create(
        case=case,
        application=application,
        maker=said.maker,
        signed_at=said.signed_at,
        **({"is_refusal": True, "item_ids": []} if said.is_refusal else determined),
        reasons=kept(said.reasons, by, recorded["recorded_at"]),
        sha256=hashlib.sha256(said.scan).hexdigest(),
        **recorded,
    )
    ErasableSignedPaper.objects.create(paper=paper, name=plain_name(said.scan_name), content=said.scan)
    _tell(paper, case.pk, by, sha256=paper.sha256, signed_at=said.signed_at.isoformat())
    return paper


@transaction.atomic(durable=True)
def confirm(paper_id: int, *, by: Officer, signed_on: date, seen_version: int) -> Moved:
    """Let a paper be the decision that it is; ``signed_on`` is the day as the second person reads it.

    Raises FactRefused where that is not the day that was keyed or it was compared before, AuthorityRefused
    for whoever keyed or made it, and what the one door raises: StaleCase, TransitionRefused.
    """
    paper = _to_compare(paper_id, by)
    keyed_on = clock.local_day(paper.signed_at)
    if signed_on != keyed_on:
        raise FactRefused(
            f"You read {signed_on:%-d %B %Y} on the signed record, and {keyed_on:%-d %B %Y} was keyed. "
            "Look again; where the record says otherwise than what was keyed, turn it away."
        )
    moved = move_signed(paper, by=by, seen_version=seen_version)
    name, model = ("refusal", Refusal) if paper.is_refusal else ("determination", Determination)
    made: Any = model.objects.filter(case=paper.case_id).latest("pk")
    done = PaperConfirmation.objects.create(
        paper=paper, outcome=PaperOutcome.CONFIRMED, **{name: made}, **stamp(by)
    )
    _tell(done, paper.case_id, by, paper=paper.pk, **{name: made.pk})
    return moved


@transaction.atomic
def turn_away(paper_id: int, *, by: Officer, reasons: str) -> PaperConfirmation:
    """End a paper that is not what was signed; it may be keyed anew. Raises as ``confirm``."""
    paper = _to_compare(paper_id, by)
    if not reasons.strip():
        raise FactRefused("Say how what was keyed differs from the signed record.")
    recorded = stamp(by)
    text = kept(reasons, by, recorded["recorded_at"])
    done = PaperConfirmation.objects.create(
        paper=paper, outcome=PaperOutcome.TURNED_AWAY, reasons=text, **recorded
    )
    _tell(done, paper.case_id, by, paper=paper.pk)
    return done


def why_not_key(case: Case, by: Officer) -> str:
    """Why ``by`` could not key a paper of this case today; empty where they could."""
    try:
        _check_role(by)
        _application(case)
    except (AuthorityRefused, FactRefused) as refused:
        return str(refused)
    return ""


def why_not_confirm(paper: PaperDecision, by: Officer) -> str:
    """Why ``by`` could not confirm this paper today; empty where they could."""
    try:
        _check_second(paper, by)
    except (AuthorityRefused, FactRefused) as refused:
        return str(refused)
    return ""


def _to_compare(paper_id: int, by: Officer) -> PaperDecision:
    rows = PaperDecision.objects.current().select_related("case", "maker", "reasons", "recorded_by")
    paper = rows.get(pk=paper_id)
    Case.objects.select_for_update(of=("self",)).get(pk=paper.case_id)
    _check_second(paper, by)
    return paper


def _check_second(paper: PaperDecision, by: Officer) -> None:
    _check_role(by)
    if by.pk == paper.recorded_by_id:
        raise AuthorityRefused("You keyed it. A second person compares it with the signed record.")
    if by.pk == paper.maker_id:
        raise AuthorityRefused("You made it. Somebody else compares what was keyed with what you signed.")
    done = PaperConfirmation.objects.filter(paper=paper).select_related("recorded_by").first()
    if done:
        who = done.recorded_by.display_name
        raise FactRefused(f"{who} compared it already. {done.get_outcome_display()}.")


def _check_role(by: Officer) -> None:
    if not roles_on(by, clock.today()) & KEYS:
        raise AuthorityRefused(
            "JFIT, a Chief Officer or a Chief Officer's staff key and compare what was signed on paper."
        )


def _application(case: Case) -> Application:
    """The application that waits; FactRefused where none does, or a paper waits to be compared already."""
    application = Application.objects.current().filter(case=case).order_by("-pk").first()
    if case.state != CaseState.WITH_CHIEF_OFFICER or application is None:
        raise FactRefused(f"Case {case.ref} is {case.get_state_display()}: no application is undecided.")
    waits = PaperDecision.objects.current().filter(case=case, confirmation=None).first()
    if waits:
        raise FactRefused(f"Case {case.ref}: one that was keyed before waits to be compared.")
    return application


def _check_claim(case: Case, application: Application, said: Keyed) -> None:
    signed_on, applied_on = clock.local_day(said.signed_at), first_sent(application).applied_on
    if said.signed_at > clock.moment():
        raise FactRefused(f"{signed_on:%-d %B %Y}, {_time(said.signed_at)}, has not come yet.")
    if signed_on < applied_on:
        raise FactRefused(
            f"It cannot have been signed on {signed_on:%-d %B %Y}: JFIT applied on {applied_on:%-d %B %Y}."
        )
    if not said.reasons.strip():
        raise FactRefused("A decision has reasons: key them as they are written.")
    if not said.is_refusal:
        _check_determination(case, said, signed_on)


def _check_determination(case: Case, said: Keyed, signed_on: date) -> None:
    listed = _listed(case, said)
    most = min(authority.most_months(item.power, item.nation, signed_on) for item in listed)
    if said.months is None or not 1 <= said.months <= most:
        raise FactRefused(
            f"{said.months} months is not a length that a determination made on {signed_on:%-d %B %Y} may "
            f"have: at least 1 and at most {most} months. Give the paper back to whoever signed it."
        )
    if said.kind == DeterminationKind.HOLDING:
        last = authority.last_day_of(said.months, made_on=signed_on)
        if said.review_by is None or not signed_on < said.review_by <= last:
            raise FactRefused(
                f"A holding NSD has a day of review, after it was signed and by {last:%-d %B %Y}, its last."
            )


def _listed(case: Case, said: Keyed) -> list[Item]:
    items = {item.pk: item for item in lay_out([case])[case.pk].items}
    listed = [items[pk] for pk in said.item_ids if pk in items]
    if not listed or len(listed) != len(said.item_ids):
        raise FactRefused("List at least one item, and items of this case only.")
    if any(item.is_gone or not can_be_determined(item) for item in listed):
        raise FactRefused("A determination covers neither a DNA sample nor what is deleted.")
    return listed


def _check_scan(said: Keyed) -> None:
    name = plain_name(said.scan_name)
    ending = next((each for each in BEGINS if name.lower().endswith(each)), "")
    if not ending or not said.scan.startswith(BEGINS[ending]):
        raise FactRefused(f"{name or 'The file'} is no PDF, PNG or JPEG. Scan the record as one of them.")
    if len(said.scan) > MOST_BYTES:
        raise FactRefused(f"{name} has {len(said.scan):,} bytes; at most {MOST_BYTES:,}. Scan it coarser.")


def _time(at: datetime) -> str:
    return f"{at.astimezone(clock.LONDON):%H:%M}"


def _tell(fact: RecordedFact, case_id: int, by: Officer, **told: Any) -> None:
    record(
        Verb.FACT_RECORDED,
        subject_type="case",
        subject_id=case_id,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"fact": fact._meta.model_name, "id": fact.pk, **told},
        row=fact,
    )
