"""Meetings about packs: the list, and one with its minutes."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import Officer
from oversight import meetings as reads
from oversight.forms_packs import ActionForm, AttendForm, CloseForm, InviteForm, LookForm, SayForm
from oversight.models import Meeting
from oversight.permissions import KEEPS_MEETINGS, SEES_CASES_IN_PACKS
from oversight.services import meetings
from oversight.services.meetings import Said
from oversight.tables_packs import MeetingTable
from oversight.views.work import Work, WorkPage
from retention.views.lists import ListPage


class MeetingsPage(ListPage):
    """``/packs/meetings/``: every meeting, the latest first."""

    allowed_roles = SEES_CASES_IN_PACKS
    template_name = "oversight/packs/list.html"
    table_class = MeetingTable
    title = "Meetings about packs"
    lede = "A meeting is called from the pack it examines, and closed once nothing of its minutes is lacking."
    empty_text = "No meeting is on record."

    def get_queryset(self) -> QuerySet[Meeting]:
        """All."""
        return reads.meetings()


class MeetingPage(WorkPage):
    """``/packs/meetings/<pk>/``: one meeting: invited, came, asked, decided, to be done; and closing it."""

    allowed_roles = SEES_CASES_IN_PACKS
    template_name = "oversight/packs/meeting.html"
    works = {
        "attend": Work(AttendForm, "Who came", "Record it"),
        "look": Work(LookForm, "Actions of earlier meetings", "Record it"),
        "say": Work(SayForm, "What was asked or decided", "Record it"),
        "action": Work(ActionForm, "What is to be done", "Record the action"),
        "invite": Work(InviteForm, "Invite another office", "Invite it"),
        "close": Work(CloseForm, "Close the meeting", "Close it"),
    }

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting."""
        return get_object_or_404(reads.meetings(), pk=self.kwargs["pk"])

    @cached_property
    def ahead(self) -> list[Any]:
        """The actions of earlier meetings that it has not looked at."""
        return reads.still_to_look_at(self.meeting)

    @cached_property
    def missing(self) -> list[str]:
        """What it lacks before it can be closed."""
        return reads.lacking(self.meeting)

    def offered(self) -> list[str]:
        """To those who keep meetings, while it is open; minutes only once its day has come."""
        if self.meeting.closed_on or not self.roles() & KEEPS_MEETINGS:
            return []
        if self.meeting.held_on > self.today:
            return ["invite"]
        names = ["attend", *(["look"] if self.ahead else []), "say", "action", "invite"]
        return names if self.missing else [*names, "close"]

    def make(self, do: str, *args: Any, **more: Any) -> Any:
        """A form about this meeting."""
        return super().make(do, *args, **({"meeting": self.meeting} | more))

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        pk = self.meeting.pk
        if do == "attend":
            meetings.attend(pk, int(said["invitee"]), said["attendance"], by=by)
        elif do == "look":
            meetings.look_at(
                pk, int(said["action"]), end=said["end"], words=said["words"], due_on=said["due_on"], by=by
            )
        elif do in ("say", "action"):
            meetings.say(pk, Said(**({"kind": "action"} | said)), by=by)
        elif do == "invite":
            meetings.invite(pk, said["office"], by=by)
        else:
            meetings.close(pk, by=by)
            return "The meeting is closed."
        return "Recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its minutes, and what it lacks."""
        return super().get_context_data(**kwargs) | {
            "meeting": self.meeting,
            "invited": reads.invited(self.meeting),
            "entries": reads.entries(self.meeting),
            "looked_at": reads.looked_at(self.meeting),
            "ahead": self.ahead,
            "missing": self.missing,
            "absences": reads.absences(self.meeting.kind, self.meeting.held_on),
        }
