"""Matches reported against material without cover: quarantined at once, reviewed in law, told, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from cases import positions
from cases.choices import PositionStatus
from cases.models import Material
from oversight.choices import MatchStatus, MatchStepKind
from oversight.errors import OversightRefused
from oversight.models import MatchIncident, MatchStep
from oversight.permissions import OFFICE, RECORDS_MATCHES, REVIEWS_MATCHES
from oversight.services.words import check_past, check_role, tell, written

TELLS = RECORDS_MATCHES | REVIEWS_MATCHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A match as it was reported: on which day the databases gave it, by whom it was told, what it was."""

    matched_on: date
    reported_by: str
    words: str


@transaction.atomic
def record_match(material_id: int, said: Reported, *, by: Officer) -> MatchIncident:
    """Record a match against an item that had no cover on the day; it is quarantined, disclosure blocked.

    Raises OversightRefused without the right, for a day that has not come, where the item was lawfully held
    that day (that is no incident), or where it is recorded already.
    """
    check_role(by, RECORDS_MATCHES, "SOFS, JFIT or a senior manager records a match.")
    check_past(said.matched_on, "The match")
    if not said.reported_by.strip():
        raise OversightRefused("Enter who reported it, and under which reference.")
    material = Material.objects.select_for_update(of=("self",)).select_related("case").get(pk=material_id)
    _check_without_cover(material, said.matched_on)
    known = MatchIncident.objects.filter(
        material=material, matched_on=said.matched_on, reported_by=said.reported_by.strip()
    )
    if known.exists():
        raise OversightRefused(f"This match is recorded already, as {known[0].ref}.")
    match = MatchIncident.objects.create(
        case_id=material.case_id,
        material=material,
        matched_on=said.matched_on,
        reported_on=clock.today(),
        reported_by=said.reported_by.strip(),
        last_lawful_day=material.last_lawful_day,
    )
    _step(match, MatchStepKind.QUARANTINED, said.words, by, "Enter what was matched, without the result.")
    return match


@transaction.atomic
def review_in_law(match_id: int, *, words: str, may_disclose: bool, by: Officer) -> MatchIncident:
    """The legal reviewer's finding: whether anything of the match may be disclosed, and why."""
    check_role(by, REVIEWS_MATCHES, "A legal reviewer reviews a match.")
    match = _locked(match_id)
    if match.status != MatchStatus.QUARANTINED:
        raise OversightRefused(f"{match.ref} was reviewed already.")
    match.status, match.disclosure_blocked = MatchStatus.REVIEWED, not may_disclose
    _step(match, MatchStepKind.REVIEWED, words, by, "Enter what the law says of it.")
    return match


@transaction.atomic
def tell_commissioner(match_id: int, *, words: str, by: Officer) -> MatchIncident:
    """Record that the Commissioner was told: by whom, how, and of what."""
    check_role(by, TELLS, "SOFS, JFIT, a senior manager or a legal reviewer tells the Commissioner.")
    match = _locked(match_id)
    if match.status != MatchStatus.REVIEWED:
        raise OversightRefused(f"{match.ref} is not to be told now: {match.get_status_display().lower()}.")
    match.status = MatchStatus.TOLD
    _step(match, MatchStepKind.TOLD, words, by, "Enter how the Commissioner was told.")
    return match


@transaction.atomic
def end_match(match_id: int, *, words: str, by: Officer) -> MatchIncident:
    """The Commissioner, or the office, ends an incident that was reviewed in law and told."""
    check_role(by, OFFICE, "The Commissioner or the Commissioner's office ends an incident of a match.")
    match = _locked(match_id)
    if match.status != MatchStatus.TOLD:
        raise OversightRefused(
            f"{match.ref} cannot end before it was legally reviewed and told to the Commissioner: "
            f"{match.get_status_display().lower()}."
        )
    match.status = MatchStatus.ENDED
    _step(match, MatchStepKind.ENDED, words, by, "Enter what was concluded.")
    return match


def _check_without_cover(material: Material, day: date) -> None:
    position = positions.position_of(material)
    last = position.last_lawful_day
    if position.status == PositionStatus.MUST_DESTROY or (last is not None and last < day):
        return
    candidate = position.candidate_day
    if position.status == PositionStatus.UNRESOLVED and candidate is not None and candidate < day:
        return
    until = f"to the end of {last:%-d %B %Y}" if last else "with no end that has passed"
    raise OversightRefused(
        f"{material.get_kind_display()} of {material.case.ref} could lawfully be held {until}. A match on "
        f"{day:%-d %B %Y} is no match against material without cover. Check the date and the item."
    )


def _locked(match_id: int) -> MatchIncident:
    return MatchIncident.objects.select_for_update(of=("self",)).get(pk=match_id)


def _step(match: MatchIncident, kind: MatchStepKind, words: str, by: Officer, needed: str) -> None:
    text = written(words, by, needed)
    match.save(update_fields=["status", "disclosure_blocked"])
    step = MatchStep.objects.create(match=match, step=kind, stepped_on=clock.today(), words=text, **stamp(by))
    verb = Verb.MATCH_RECORDED if kind == MatchStepKind.QUARANTINED else Verb.MATCH_STEPPED
    payload = {"match": match.pk, "step": str(kind), "blocked": match.disclosure_blocked}
    tell(verb, step, by, payload, case_id=match.case_id)
