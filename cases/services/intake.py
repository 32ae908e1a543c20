"""Recording a taking event: the person, the case, each item with its own clock, and where everything went.

One transaction: either all of it stands or none. The page's own mark makes pressing twice record once.
Source: further report of 22 April 2016, paragraph 6 i; R-001, R-002, R-030.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import connection, models, transaction

from accounts.models import Force, Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import Event, digest_of, record_many
from cases import positions, suggestions
from cases.choices import CaseState, MaterialKind, SamePerson, WhereaboutsStep, WhoHasIt
from cases.errors import AuthorityRefused, FactRefused
from cases.models import (
    Case,
    ErasableIdentity,
    Material,
    Movement,
    Subject,
    Taking,
    TakingEvent,
    Whereabouts,
)
from cases.names import search_name
from cases.permissions import SOFS
from cases.services import same_person, taking_drafts, whereabouts

# The references of cases opened on the page: TE for taking event, the year of recording, a running number.
PREFIX = "TE"


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as typed. Identifiers are kept as written; a wrong check letter refuses nothing."""

    surname: str = ""
    forenames: str = ""
    date_of_birth: date | None = None
    pnc_id: str = ""
    cro_number: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """An item left the place of taking: to whom, on which day."""

    to: str
    on: date


@dataclass(frozen=True, slots=True)
class TakingEntry:
    """A taking event as entered. Days are London days; ``taken_time`` is London time, where known.

    ``prints_on`` and ``sample_on`` are the days of each item (None: it was not taken); the time is that of
    what was taken on ``taken_on``. ``power`` is a rule id of the law, or empty where ``power_as_written``
    names none. ``same_as``: the subject whom the person was recognised as; ``not_same``: those they are not.
    """

    submission: UUID
    person: Person
    place: str
    force: Force
    nation: str
    power: str
    taken_on: date
    power_as_written: str = ""
    prints_on: date | None = None
    sample_on: date | None = None
    taken_time: time | None = None
    prints_sent: Sent | None = None
    sample_sent: Sent | None = None
    sample_reference: str = ""
    same_as: int | None = None
    not_same: tuple[int, ...] = ()


@transaction.atomic
def record_taking(entry: TakingEntry, *, by: Officer) -> Case:
    """Record the event and return its case, with SOFS from today under a fresh reference.

    A sample makes two items: the sample itself, and the DNA profile awaited, whose clock also runs from the
    sample's day. Raises FactRefused where nothing was taken or a day has not come, AuthorityRefused for
    anybody but SOFS.
    """
    today = clock.today()
    if not roles_on(by, today) & SOFS:
        raise AuthorityRefused("SOFS records a taking event. It needs the role SOFS officer or SOFS manager.")
    _check(entry, today)
    ref = _fresh_ref(today.year)  # takes the lock that also makes a second press wait for the first
    earlier = recorded_as(entry.submission)
    if earlier is not None:
        return earlier
    subject = _subject(entry, by, today)
    case = Case.objects.create(ref=ref, subject=subject, opened_on=today)
    opening = Movement.objects.create(
        case=case, sequence=0, to_state=CaseState.WITH_SOFS, moved_on=today, moved_by=by, **stamp(by)
    )
    event = TakingEvent.objects.create(case=case, submission=entry.submission, **stamp(by))
    items = [_item(case, kind, day, entry, by) for kind, day in _taken(entry)]
    _tell(case, [opening, event, *(taking for _, taking in items)], by)
    _record_way(entry, [item for item, _ in items], by)
    positions.refresh([item.pk for item, _ in items])
    taking_drafts.throw_away(by, entry.submission)
    case.refresh_from_db()
    return case


def recorded_as(submission: UUID | None) -> Case | None:
    """The case that this page has opened already, if it has."""
    if submission is None:
        return None
    event = TakingEvent.objects.filter(submission=submission).select_related("case").first()
    return event.case if event else None


def _check(entry: TakingEntry, today: date) -> None:
    days = [day for day in (entry.prints_on, entry.sample_on) if day]
    if not days:
        raise FactRefused("Nothing was taken. Choose fingerprints, a DNA sample or both.")
    sent = [each.on for each in (entry.prints_sent, entry.sample_sent) if each]
    for day in [entry.taken_on, *days, *sent]:
        if day > today:
            raise FactRefused(
                f"{day:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date."
            )
    person = entry.person
    if not (person.surname or person.forenames or person.pnc_id):
        raise FactRefused("Enter a name or a PNC ID: without either nobody can say whose material this is.")


def _fresh_ref(year: int) -> str:
    """The next reference of the year. Whoever asks next waits until this transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.intake'))")
    start = f"{PREFIX}/{year}/"
    latest = Case.objects.filter(ref__startswith=start).aggregate(latest=models.Max("ref"))["latest"]
    number = int(latest.removeprefix(start)) if latest else 0
    return f"{start}{number + 1:05}"


# The person -------------------------------------------------------------------------------------------------


def _subject(entry: TakingEntry, by: Officer, today: date) -> Subject:
    """Whose case it is: somebody on record where everything typed is on record of them, else a new subject.

    What is typed otherwise than recorded is kept as a record of its own, joined to the one recognised, so
    that nothing typed is lost and the person counts once.
    """
    known = suggestions.with_pnc_id(entry.person.pnc_id)
    recognised = known.subject_id if known else entry.same_as
    identity = known or ErasableIdentity.objects.current().filter(subject=recognised).first()
    if recognised is not None and identity is None:
        raise FactRefused("The person chosen is not on record any more. Look at the suggestions again.")
    if identity is not None and _says_nothing_new(entry.person, identity):
        return identity.subject
    subject = Subject.objects.create(first_recorded_on=today)
    _record_identity(subject, entry.person, by)
    if recognised is not None:
        reasons = "The same PNC ID." if known else "Recognised when the taking was recorded."
        same_person.decide(subject.pk, recognised, SamePerson.SAME, by=by, reasons=reasons)
    for other in entry.not_same if recognised is None else ():
        reasons = "Told apart when the taking was recorded."
        same_person.decide(subject.pk, other, SamePerson.DIFFERENT, by=by, reasons=reasons)
    return subject


def _says_nothing_new(typed: Person, known: ErasableIdentity) -> bool:
    names = ("surname", "forenames", "date_of_birth", "pnc_id", "cro_number")
    return all(not getattr(typed, name) or getattr(typed, name) == getattr(known, name) for name in names)


def _record_identity(subject: Subject, person: Person, by: Officer) -> None:
    identity = ErasableIdentity.objects.create(
        subject=subject,
        surname=person.surname,
        forenames=person.forenames,
        date_of_birth=person.date_of_birth,
        pnc_id=person.pnc_id,
        cro_number=person.cro_number,
        search_name=search_name(person.surname, person.forenames),
        **stamp(by),
    )
    told = {"identity": identity.pk}
    record_many([_event(Verb.SUBJECT_RECORDED, "subject", subject.pk, told, by, digest=digest_of(identity))])


# Items and their way ----------------------------------------------------------------------------------------


def _taken(entry: TakingEntry) -> list[tuple[MaterialKind, date]]:
    found = []
    if entry.prints_on:
        found.append((MaterialKind.FINGERPRINTS, entry.prints_on))
    if entry.sample_on:
        found += [
            (MaterialKind.DNA_SAMPLE, entry.sample_on),
            (MaterialKind.DNA_PROFILE, entry.sample_on),
        ]
    return found


def _item(
    case: Case, kind: MaterialKind, day: date, entry: TakingEntry, by: Officer
) -> tuple[Material, Taking]:
    item = Material.objects.create(case=case, kind=kind)
    taking = Taking.objects.create(
        material=item,
        taken_on=day,
        taken_time=entry.taken_time if day == entry.taken_on else None,
        power=entry.power,
        power_as_written=entry.power_as_written,
        place=entry.place,
        force=entry.force,
        nation=entry.nation,
        **stamp(by),
    )
    return item, taking


def _record_way(entry: TakingEntry, items: list[Material], by: Officer) -> None:
    """Each thing that was taken is with the port or station from its day, and went where the page says."""
    sent = {MaterialKind.FINGERPRINTS: entry.prints_sent, MaterialKind.DNA_SAMPLE: entry.sample_sent}
    days = dict(_taken(entry))
    steps = [
        Whereabouts.objects.create(
            material=item,
            step=WhereaboutsStep.TAKEN,
            happened_on=days[MaterialKind(item.kind)],
            holder=WhoHasIt.PORT,
            reference=entry.sample_reference if item.kind == MaterialKind.DNA_SAMPLE else "",
            **stamp(by),
        )
        for item in items
        if item.kind in sent
    ]
    whereabouts.tell(steps, by)
    for item in items:
        gone = sent.get(MaterialKind(item.kind))
        if gone:
            reference = entry.sample_reference if item.kind == MaterialKind.DNA_SAMPLE else ""
            whereabouts.record_sent(
                [item], by=by, holder=WhoHasIt.PORT, to=gone.to, on=gone.on, reference=reference
            )


def _tell(case: Case, facts: list[models.Model], by: Officer) -> None:
    opened = _event(Verb.CASE_OPENED, "case", case.pk, {"ref": case.ref, "subject": case.subject_id}, by)
    told = [opened]
    for fact in facts:
        about = {"case": case.pk}
        if isinstance(fact, Taking):
            about["material"] = fact.material_id
            told.append(_event(Verb.MATERIAL_ADDED, "material", fact.material_id, dict(about), by))
        kind = fact._meta.model_name or ""
        told.append(_event(Verb.FACT_RECORDED, kind, fact.pk, about, by, digest=digest_of(fact)))
    record_many(told)


def _event(
    verb: Verb, kind: str, pk: int, told: Mapping[str, object], by: Officer, *, digest: str = ""
) -> Event:
    return Event(verb, kind, pk, told, actor_id=by.pk, actor_name=by.display_name, row_digest=digest)
