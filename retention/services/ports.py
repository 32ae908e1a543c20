"""Ports and whom to call there. Contacts are facts held from a day to a day; who they are can be erased."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Force, Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from retention.errors import ContactRefused
from retention.models import ErasablePortContact, Port, PortContact
from retention.permissions import KEEPS_PORTS


def on_record(name: str, force: Force | None = None) -> Port:
    """The port of that name, put on record where it is not yet; capitals do not matter."""
    found = Port.objects.filter(name__iexact=name).first()
    return found or Port.objects.create(name=name, force=force, first_recorded_on=clock.today())


@transaction.atomic
def add_port(name: str, *, force: Force | None, by: Officer) -> Port:
    """Put a port on record. Raises ContactRefused for one that is there already, or without a name."""
    _check_may(by)
    name = " ".join(name.split())
    if not name:
        raise ContactRefused("Enter the name of the port, as takings give it.")
    if Port.objects.filter(name__iexact=name).exists():
        raise ContactRefused(f"{name} is on record already.")
    port = on_record(name, force)
    _tell(Verb.FACT_RECORDED, "port", port.pk, by, port.pk)
    return port


@transaction.atomic
def add_contact(
    port_id: int, *, name: str, telephone: str = "", email: str = "", from_on: date, by: Officer
) -> PortContact:
    """Record somebody to call at a port, from a day on.

    Raises ContactRefused without a name or any way to reach them, or from a day that has not come.
    """
    _check_may(by)
    if not name.strip():
        raise ContactRefused("Enter the name of the contact.")
    if not (telephone.strip() or email.strip()):
        raise ContactRefused("Enter a telephone number or an e-mail address.")
    if from_on > clock.today():
        raise ContactRefused(f"{from_on:%-d %B %Y} has not come yet. Check the date.")
    who = ErasablePortContact.objects.create(
        name=name.strip(),
        telephone=telephone.strip(),
        email=email.strip(),
        written_at=clock.moment(),
        written_by=by,
    )
    contact = PortContact.objects.create(port_id=port_id, who=who, from_on=from_on, **stamp(by))
    _tell(Verb.FACT_RECORDED, "portcontact", contact.pk, by, port_id, contact)
    return contact


@transaction.atomic
def end_contact(contact_id: int, *, last_day: date, by: Officer) -> PortContact:
    """End a contact: ``last_day`` is the last on which they are called.

    Raises ContactRefused for one that has ended, or a day before their first or after today.
    """
    _check_may(by)
    held = PortContact.objects.select_for_update(of=("self",)).select_related("who").get(pk=contact_id)
    if held.withdrawn_at or held.to_on:
        raise ContactRefused(f"{held.who} has ended already. Nothing of yours was recorded.")
    if not held.from_on <= last_day <= clock.today():
        raise ContactRefused(f"The last day lies between {held.from_on:%-d %B %Y} and today.")
    withdraw(PortContact.objects.filter(pk=held.pk), by=by, because=WithdrawnBecause.ENDED)
    _tell(Verb.FACT_WITHDRAWN, "portcontact", held.pk, by, held.port_id, held)
    ended = PortContact.objects.create(
        port_id=held.port_id, who=held.who, from_on=held.from_on, to_on=last_day, **stamp(by)
    )
    _tell(Verb.FACT_RECORDED, "portcontact", ended.pk, by, held.port_id, ended)
    return ended


def _check_may(by: Officer) -> None:
    if not roles_on(by, clock.today()) & KEEPS_PORTS:
        raise ContactRefused("A manager of SOFS or JFIT keeps the contacts of ports.")


def _tell(verb: Verb, kind: str, pk: int, by: Officer, port_id: int, row: PortContact | None = None) -> None:
    record(
        verb,
        subject_type=kind,
        subject_id=pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"port": port_id},
        row=row,
    )
