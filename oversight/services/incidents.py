"""Groups wrong notified dates into incidents, one for each offset, and records what people do about them.

Looking is idempotent: it opens an incident where enough dates are off by the same number of days and none is
open, adds those that are new, and withdraws those that are wrong by that offset no longer. It never sends
anything to anybody (R-061).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection, transaction

from accounts.models import Officer
from accounts.selectors import roles_on, system_officer
from audit import clock
from audit.choices import Source, Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases.models import Case, NotifiedExpiry
from cases.services.words import kept
from oversight.choices import IncidentStatus, IncidentStepKind
from oversight.errors import OversightRefused
from oversight.figures import WRONG_DATES, answer
from oversight.figures.wrong_dates import WrongDateRow
from oversight.lives import lives_of
from oversight.models import DateIncident, IncidentCase, IncidentStep
from oversight.permissions import WORKS_ON_INCIDENTS
from oversight.reader import reading_cases

FROM_MANY = 5
"""So many dates off by the same number of days are a pattern. Fewer are each somebody's slip."""

STATUS_OF = {IncidentStepKind.TOLD: IncidentStatus.TOLD, IncidentStepKind.ENDED: IncidentStatus.ENDED}
Key = tuple[int, date]
"""A wrong date: the case and the date that was notified."""


def look_after_import(case_ids: Collection[int], *, by: Officer) -> None:
    """Look at the dates of what was just imported; what that shows is ``by``'s to follow up."""
    look(case_ids, by=by)


def look(case_ids: Collection[int] | None = None, *, by: Officer | None = None) -> int:
    """Look at the notified dates of these cases, or of all; returns how many incidents were opened.

    ``by`` owns what is opened; without, it has no owner until somebody takes it.
    """
    today = clock.today()
    scope = Case.objects.filter(pk__in=NotifiedExpiry.objects.current().values("case"))
    if case_ids is not None:
        scope = scope.filter(pk__in=case_ids)
    with reading_cases(today, scope) as cases:
        found = answer([WRONG_DATES], lives_of(cases, today), today)[WRONG_DATES.slug].rows
    with transaction.atomic():
        _one_at_a_time()
        return _settle(found, None if case_ids is None else frozenset(case_ids), by)


@transaction.atomic
def step(
    incident_id: int, kind: str, *, by: Officer, note: str = "", owner: Officer | None = None
) -> DateIncident:
    """Record that an incident was given to somebody, noted, told to the supplier or ended.

    Raises OversightRefused without the right, the words or the owner that it needs, or once it has ended.
    """
    if not roles_on(by, clock.today()) & WORKS_ON_INCIDENTS:
        raise OversightRefused("Managers and officers of SOFS and JFIT work on incidents.")
    incident = DateIncident.objects.select_for_update().get(pk=incident_id)
    if incident.status == IncidentStatus.ENDED:
        raise OversightRefused("This incident has ended. Dates that come later open another.")
    if kind == IncidentStepKind.GIVEN:
        _check_owner(incident, owner)
        incident.owner = owner
    elif kind in (IncidentStepKind.NOTED, IncidentStepKind.TOLD, IncidentStepKind.ENDED):
        if not note.strip():
            raise OversightRefused("Say what was done, or with whom.")
        incident.status = STATUS_OF.get(IncidentStepKind(kind), incident.status)
    else:
        raise OversightRefused("Choose what was done.")
    incident.save(update_fields=["status", "owner"])
    _record(incident, IncidentStepKind(kind), by, note=note, owner=owner)
    return incident


def _check_owner(incident: DateIncident, owner: Officer | None) -> None:
    if owner is None:
        raise OversightRefused("Choose who takes it.")
    if not roles_on(owner, clock.today()) & WORKS_ON_INCIDENTS:
        raise OversightRefused(f"{owner.display_name} does not work on incidents. Choose somebody who does.")
    if incident.owner_id == owner.pk:
        raise OversightRefused(f"{owner.display_name} has it already.")


# Grouping ---------------------------------------------------------------------------------------------------


def _settle(rows: Iterable[WrongDateRow], looked_at: frozenset[int] | None, by: Officer | None) -> int:
    wrong: dict[Key, WrongDateRow] = {(row.case_id, row.notified_day): row for row in rows}
    members = IncidentCase.objects.current().select_related("incident")
    standing = {
        (member.case_id, member.notified_day): member
        for member in members
        if looked_at is None or member.case_id in looked_at
    }
    _withdraw(
        member.pk
        for key, member in standing.items()
        if key not in wrong or wrong[key].days != member.incident.days
    )
    fresh: dict[int, list[WrongDateRow]] = defaultdict(list)
    for key, row in wrong.items():
        known = standing.get(key)
        if known is None or known.incident.days != row.days:
            fresh[row.days].append(row)
    return sum(_group(days, of_offset, by) for days, of_offset in sorted(fresh.items()))


def _group(days: int, rows: list[WrongDateRow], by: Officer | None) -> bool:
    """Put these dates under the incident of their offset; whether one was opened for them."""
    incident = DateIncident.objects.filter(days=days).exclude(status=IncidentStatus.ENDED).first()
    is_new = incident is None
    if incident is None:
        if len(rows) < FROM_MANY:
            return False
        incident = DateIncident.objects.create(days=days, opened_at=clock.moment(), owner=by)
        _record(incident, IncidentStepKind.OPENED, by or system_officer(), owner=by)
    stamped = stamp(by or system_officer(), source=Source.SYSTEM)
    IncidentCase.objects.bulk_create(
        IncidentCase(
            incident=incident,
            case_id=row.case_id,
            notified_day=row.notified_day,
            computed_day=row.computed_day,
            first_on=row.first_on,
            **stamped,
        )
        for row in rows
    )
    return is_new


def _withdraw(ids: Iterable[int]) -> None:
    wanted = list(ids)
    if wanted:
        withdraw(
            IncidentCase.objects.filter(pk__in=wanted),
            by=system_officer(),
            because=WithdrawnBecause.CORRECTED_IN_SOURCE,
        )


def _record(
    incident: DateIncident,
    kind: IncidentStepKind,
    by: Officer,
    *,
    note: str = "",
    owner: Officer | None = None,
) -> None:
    words = note.strip()
    text = kept(words, by) if words else None
    IncidentStep.objects.create(
        incident=incident, step=kind, stepped_on=clock.today(), owner=owner, note=text, **stamp(by)
    )
    record(
        Verb.INCIDENT_OPENED if kind == IncidentStepKind.OPENED else Verb.INCIDENT_STEPPED,
        subject_type="date_incident",
        subject_id=incident.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"step": str(kind), "days": incident.days, "owner": owner.pk if owner else None},
    )


def _one_at_a_time() -> None:
    """Two looks at once would both find no incident open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('oversight.incidents'))")
