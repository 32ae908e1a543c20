"""Ports as organisations, whom to call there, and what they said when they were called."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from audit.facts import RecordedFact
from retention.choices import ContactMade


class Port(models.Model):
    """A port or station that takes samples, under the name that takings give as their place."""

    name = models.CharField(max_length=100)
    force = models.ForeignKey(
        "accounts.Force", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_recorded_on = models.DateField()

    app_may = ("SELECT", "INSERT", "UPDATE(force_id)")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_port_a_name")]

    def __str__(self) -> str:
        return self.name


class ErasablePortContact(models.Model):
    """Who a contact is and how to reach them; kept where it can be erased."""

    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)

    app_may = ("SELECT", "INSERT")

    class Meta:
        db_table = "erasable_port_contact"

    def __str__(self) -> str:
        return self.name


class PortContact(RecordedFact):
    """Somebody is whom to call at a port, from a day to a day, both inclusive.

    Ending one withdraws it and records another with its last day.
    """

    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="contacts")
    who = models.ForeignKey(ErasablePortContact, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=models.F("from_on")), name="port_contact_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who} at {self.port}"


class ChaseContact(RecordedFact):
    """How somebody was reached in a chase, and which contact, if one on record. ``event``: the request's
    step that it made, with the words.
    """

    event = models.OneToOneField("cases.RequestEvent", on_delete=models.PROTECT, related_name="chase_contact")
    how = models.CharField(max_length=10, choices=ContactMade.choices)
    contact = models.ForeignKey(
        PortContact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(how__in=ContactMade.values), name="chase_contact_how_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}, event {self.event_id}"
