"""Meetings at which a pack is examined: who was invited and came, what was asked, decided and is to be done.

Source: further report of 22 April 2016, paragraph 25 and footnote 10; R-012, R-110, R-115, R-116.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.models import ErasableText
from oversight.choices import ActionEnd, ActionTag, Attendance, EntryKind, PackKind
from oversight.models.packs import Pack


class Meeting(models.Model):
    """A meeting about one pack. It is closed once it was held, minuted, and every action was looked at."""

    kind = models.CharField(max_length=12, choices=PackKind.choices)
    held_on = models.DateField()
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="meetings")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    app_may = ("SELECT", "INSERT", "UPDATE(closed_on,closed_by_id)")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "held_on"], name="one_meeting_of_a_kind_a_day"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None)
                | Q(closed_on__isnull=False, closed_by__isnull=False),
                name="a_meeting_is_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, meeting of {self.held_on:%-d %B %Y}"


class Invitee(RecordedFact):
    """An office that was invited."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitees")
    office = models.CharField(max_length=100, help_text="The office, not the name, for example: Head of SOFS")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting", "office"], condition=Q(withdrawn_at=None), name="an_office_is_invited_once"
            ),
        ]


class Attended(RecordedFact):
    """Whether an office that was invited came."""

    invitee = models.ForeignKey(Invitee, on_delete=models.PROTECT, related_name="attended")
    attendance = models.CharField(max_length=10, choices=Attendance.choices)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["invitee"], condition=Q(withdrawn_at=None), name="one_attendance_an_invitee"
            ),
        ]


class MeetingEntry(RecordedFact):
    """A question, a decision or an action of a meeting. An action has an owner, a day, and what it is for."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.CharField(max_length=100, blank=True, help_text="The office that does it")
    due_on = models.DateField(null=True, blank=True)
    tag = models.CharField(max_length=10, choices=ActionTag.choices, blank=True)

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="no_question", words=None) | ~Q(kind="no_question") & Q(words__isnull=False),
                name="what_was_said_is_on_record",
            ),
            models.CheckConstraint(
                condition=~Q(kind="action") | Q(due_on__isnull=False) & ~Q(owner="") & ~Q(tag=""),
                name="an_action_has_owner_day_and_purpose",
            ),
        ]


class ActionLooked(RecordedFact):
    """What a later meeting found of an action: done, or carried over to a new day."""

    action = models.ForeignKey(MeetingEntry, on_delete=models.PROTECT, related_name="looked")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="looked")
    end = models.CharField(max_length=12, choices=ActionEnd.choices)
    due_on = models.DateField(null=True, blank=True)
    words = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")

    class Meta(RecordedFact.Meta):
        constraints = [
            *RecordedFact.Meta.constraints,
            models.UniqueConstraint(
                fields=["action", "meeting"],
                condition=Q(withdrawn_at=None),
                name="an_action_is_looked_at_once_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(end="done", due_on=None) | Q(end="carried_over", due_on__isnull=False),
                name="what_is_carried_over_has_a_day",
            ),
        ]
