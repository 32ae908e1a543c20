"""Meetings about packs: called, minuted, and closed once nothing is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from oversight.choices import ActionEnd, ActionTag, Attendance, EntryKind
from oversight.errors import OversightRefused
from oversight.meetings import lacking, still_to_look_at
from oversight.models import ActionLooked, Attended, Invitee, Meeting, MeetingEntry, Pack
from oversight.permissions import KEEPS_MEETINGS
from oversight.services.words import check_ahead, check_past, check_role, tell, written

REFUSAL = "Managers and the Commissioner's office keep meetings."


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said: its kind and words; of an action, which office does it, by when, and what for."""

    kind: str
    words: str = ""
    owner: str = ""
    due_on: date | None = None
    tag: str = ""


@transaction.atomic
def call(pack: Pack, *, held_on: date, offices: list[str], by: Officer) -> Meeting:
    """Call the meeting that examines a pack, with the offices invited.

    Raises OversightRefused without the right, without an office, or where that day has such a meeting.
    """
    check_role(by, KEEPS_MEETINGS, REFUSAL)
    if Meeting.objects.filter(kind=pack.kind, held_on=held_on).exists():
        raise OversightRefused(f"A meeting of this kind on {held_on:%-d %B %Y} is on record already.")
    named = list(dict.fromkeys(office.strip() for office in offices if office.strip()))
    if not named:
        raise OversightRefused("Enter who is invited, one office a line.")
    meeting = Meeting.objects.create(kind=pack.kind, held_on=held_on, pack=pack, called_by=by)
    for office in named:
        _invite(meeting, office, by)
    tell(Verb.MEETING_CALLED, meeting, by, {"pack": pack.pk, "held_on": held_on})
    return meeting


@transaction.atomic
def invite(meeting_id: int, office: str, *, by: Officer) -> None:
    """Invite one more office."""
    meeting = _open(meeting_id, by)
    if not office.strip():
        raise OversightRefused("Enter which office is invited.")
    if Invitee.objects.current().filter(meeting=meeting, office=office.strip()).exists():
        raise OversightRefused(f"{office.strip()} is invited already.")
    _invite(meeting, office.strip(), by)


@transaction.atomic
def attend(meeting_id: int, invitee_id: int, attendance: str, *, by: Officer) -> None:
    """Record whether an office came; what was recorded before is corrected by it."""
    meeting = _held(meeting_id, by)
    if attendance not in Attendance.values:
        raise OversightRefused("Choose whether they were present, sent apologies, or were absent.")
    invitee = Invitee.objects.current().filter(meeting=meeting, pk=invitee_id).first()
    if invitee is None:
        raise OversightRefused("That office was not invited to this meeting.")
    withdraw(Attended.objects.filter(invitee=invitee), by=by, because=WithdrawnBecause.CORRECTED)
    row = Attended.objects.create(invitee=invitee, attendance=attendance, **stamp(by))
    tell(Verb.MEETING_RECORDED, row, by, {"meeting": meeting.pk, "attendance": attendance})


@transaction.atomic
def say(meeting_id: int, said: Said, *, by: Officer) -> MeetingEntry:
    """Record a question, that there was none, a decision, or an action with its owner, day and purpose."""
    meeting = _held(meeting_id, by)
    if said.kind not in EntryKind.values:
        raise OversightRefused("Choose whether it is a question, a decision or an action.")
    is_action, is_none = said.kind == EntryKind.ACTION, said.kind == EntryKind.NO_QUESTION
    if is_none and MeetingEntry.objects.current().filter(meeting=meeting, kind=EntryKind.QUESTION).exists():
        raise OversightRefused("Questions are recorded: it cannot be that none was asked.")
    if is_action and not said.owner.strip():
        raise OversightRefused("Enter which office does it.")
    if is_action and said.tag not in ActionTag.values:
        raise OversightRefused("Choose what the action is for: remedy, prevent or mitigate.")
    row = MeetingEntry.objects.create(
        meeting=meeting,
        kind=said.kind,
        words=None if is_none else written(said.words, by, "Enter what was said."),
        owner=said.owner.strip() if is_action else "",
        due_on=check_ahead(said.due_on, "The day by which it is to be done") if is_action else None,
        tag=said.tag if is_action else "",
        **stamp(by),
    )
    tell(Verb.MEETING_RECORDED, row, by, {"meeting": meeting.pk, "kind": said.kind})
    return row


@transaction.atomic
def look_at(
    meeting_id: int, action_id: int, *, end: str, words: str, due_on: date | None, by: Officer
) -> ActionLooked:
    """Record what became of an action of an earlier meeting: done, or carried over to a new day."""
    meeting = _held(meeting_id, by)
    action = next((each.action for each in still_to_look_at(meeting) if each.action.pk == action_id), None)
    if action is None:
        raise OversightRefused("That action is not open at this meeting. Open the page again.")
    if end not in ActionEnd.values:
        raise OversightRefused("Choose whether it is done or carried over.")
    carried = end == ActionEnd.CARRIED_OVER
    row = ActionLooked.objects.create(
        action=action,
        meeting=meeting,
        end=end,
        due_on=check_ahead(due_on, "The new day by which it is to be done") if carried else None,
        words=written(words, by, "Enter what was done, or why it is carried over."),
        **stamp(by),
    )
    tell(Verb.MEETING_RECORDED, row, by, {"meeting": meeting.pk, "action": action.pk, "end": end})
    return row


@transaction.atomic
def close(meeting_id: int, *, by: Officer) -> Meeting:
    """Close a meeting. Raises OversightRefused with everything that it still lacks."""
    meeting = _held(meeting_id, by)
    missing = lacking(meeting)
    if missing:
        raise OversightRefused(f"This meeting cannot be closed yet. It lacks {'; '.join(missing)}.")
    meeting.closed_on, meeting.closed_by = clock.today(), by
    meeting.save(update_fields=["closed_on", "closed_by"])
    tell(Verb.MEETING_CLOSED, meeting, by, {"pack": meeting.pack_id})
    return meeting


def _invite(meeting: Meeting, office: str, by: Officer) -> None:
    if len(office) > 100:
        raise OversightRefused("The name of an office has at most 100 characters. Enter one office a line.")
    row = Invitee.objects.create(meeting=meeting, office=office, **stamp(by))
    tell(Verb.MEETING_RECORDED, row, by, {"meeting": meeting.pk, "invited": row.pk})


def _held(meeting_id: int, by: Officer) -> Meeting:
    meeting = _open(meeting_id, by)
    check_past(meeting.held_on, "The meeting")
    return meeting


def _open(meeting_id: int, by: Officer) -> Meeting:
    check_role(by, KEEPS_MEETINGS, REFUSAL)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("pack").get(pk=meeting_id)
    if meeting.closed_on:
        raise OversightRefused(f"This meeting was closed on {meeting.closed_on:%-d %B %Y}.")
    return meeting
