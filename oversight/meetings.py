"""Reads of meetings: their agenda, what is still to be done, who was invited and did not come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from oversight.choices import ActionEnd, Attendance, EntryKind
from oversight.models import ActionLooked, Attended, Invitee, Meeting, MeetingEntry


def meetings() -> QuerySet[Meeting]:
    """Every meeting, the latest first."""
    return Meeting.objects.select_related("pack", "called_by", "closed_by").order_by("-held_on", "-pk")


@dataclass(frozen=True, slots=True)
class Invited:
    """An office that was invited, and whether it came; None until that is recorded."""

    invitee: Invitee
    attendance: str | None

    @property
    def words(self) -> str:
        """In words."""
        return Attendance(self.attendance).label if self.attendance else "Not yet recorded"


def invited(meeting: Meeting) -> list[Invited]:
    """The offices invited to a meeting, each with whether it came."""
    came = dict(
        Attended.objects.current().filter(invitee__meeting=meeting).values_list("invitee_id", "attendance")
    )
    rows = Invitee.objects.current().filter(meeting=meeting).order_by("office", "pk")
    return [Invited(row, came.get(row.pk)) for row in rows]


def entries(meeting: Meeting) -> list[MeetingEntry]:
    """What was asked, decided and is to be done, in order."""
    rows = MeetingEntry.objects.current().filter(meeting=meeting)
    return list(rows.select_related("words", "recorded_by").order_by("pk"))


def looked_at(meeting: Meeting) -> list[ActionLooked]:
    """What the meeting found of earlier actions."""
    rows = ActionLooked.objects.current().filter(meeting=meeting)
    return list(rows.select_related("action__words", "words", "recorded_by").order_by("pk"))


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that is not done, and the day by which it is due now: its own, or that it was carried to."""

    action: MeetingEntry
    due_on: date

    @property
    def words(self) -> str:
        """As in a list of choices."""
        said = self.action.words.text if self.action.words else ""
        return f"A/{self.action.pk:05} {self.action.owner}: {said}"


def open_actions_of(kind: str, before: date) -> list[OpenAction]:
    """The actions of earlier meetings of the kind that are not done, the first due first."""
    actions = MeetingEntry.objects.current().filter(
        kind=EntryKind.ACTION, meeting__kind=kind, meeting__held_on__lt=before
    )
    looked = ActionLooked.objects.current().filter(action__in=actions, meeting__held_on__lt=before)
    latest = {row.action_id: row for row in looked.order_by("meeting__held_on", "pk")}
    found = []
    for action in actions.select_related("words", "meeting").order_by("due_on", "pk"):
        last = latest.get(action.pk)
        if last is not None and last.end == ActionEnd.DONE:
            continue
        due_on = (last.due_on if last else None) or action.due_on
        if due_on is not None:
            found.append(OpenAction(action, due_on))
    return sorted(found, key=lambda each: (each.due_on, each.action.pk))


def still_to_look_at(meeting: Meeting) -> list[OpenAction]:
    """The open actions of earlier meetings that this one has not yet looked at."""
    seen = {row.action_id for row in ActionLooked.objects.current().filter(meeting=meeting)}
    found = open_actions_of(meeting.kind, meeting.held_on)
    return [each for each in found if each.action.pk not in seen]


def lacking(meeting: Meeting) -> list[str]:
    """What a meeting lacks before it can be closed; nothing where it can."""
    listed, said = invited(meeting), {row.kind for row in entries(meeting)}
    missing = []
    if not listed:
        missing.append("who was invited")
    if any(each.attendance is None for each in listed):
        missing.append("whether each office that was invited came")
    if not said & {EntryKind.QUESTION, EntryKind.NO_QUESTION}:
        missing.append("what was asked, or that nothing was")
    if EntryKind.DECISION not in said:
        missing.append("what was decided")
    if still_to_look_at(meeting):
        missing.append("whether each action of earlier meetings is done or carried over")
    return missing


@dataclass(frozen=True, slots=True)
class Absence:
    """An office invited that did not come: how often it was invited, how often running it was absent."""

    office: str
    invited: int
    running: int


def absences(kind: str, until: date) -> list[Absence]:
    """The offices absent from the last meetings of a kind to which they were invited, most often first."""
    rows = Attended.objects.current().filter(
        invitee__meeting__kind=kind, invitee__meeting__held_on__lte=until, invitee__withdrawn_at=None
    )
    came: dict[str, list[str]] = defaultdict(list)
    ordered = rows.order_by("-invitee__meeting__held_on", "-pk")
    for office, attendance in ordered.values_list("invitee__office", "attendance"):
        came[office].append(attendance)
    found = []
    for office, each in came.items():
        running = next((n for n, a in enumerate(each) if a == Attendance.PRESENT), len(each))
        if running:
            found.append(Absence(office, len(each), running))
    return sorted(found, key=lambda absence: (-absence.running, absence.office))
