"""Forms of packs and of the meetings about them; the services decide what may be recorded."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.fields import DateField
from oversight.choices import ActionEnd, ActionTag, Attendance, EntryKind, PackKind, PrimaryCause
from oversight.forms_desk import one_of, words
from oversight.meetings import invited, still_to_look_at
from oversight.models import Meeting


class FreezeForm(forms.Form):
    """Which pack, as at which day, as known at which."""

    kind = one_of("Which pack", PackKind.choices)
    as_at = DateField(label="As at (true on)")
    known_at = DateField(label="As known at (recorded by)")


class CallForm(forms.Form):
    """When the meeting is, and which offices are invited."""

    held_on = DateField(label="Day of the meeting")
    offices = forms.CharField(
        label="Who is invited",
        help_text="One office a line, for example: Head of SOFS. No names of persons.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter who is invited, one office a line"},
    )


class OfMeeting(forms.Form):
    """A form about one meeting, which says what can be chosen."""

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        self.meeting = meeting
        super().__init__(*args, **kwargs)


class AttendForm(OfMeeting):
    """Whether an office that was invited came."""

    invitee = forms.ChoiceField(label="Which office")
    attendance = one_of("Whether it came", Attendance.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = invited(self.meeting) if self.meeting else []
        field: Any = self.fields["invitee"]
        field.choices = [
            ("", "Choose an office"),
            *((str(each.invitee.pk), f"{each.invitee.office}: {each.words.lower()}") for each in offices),
        ]


class InviteForm(OfMeeting):
    """One more office."""

    office = forms.CharField(
        label="Office",
        max_length=100,
        help_text="No name of a person, for example: Security Service",
        error_messages={"required": "Enter which office is invited"},
    )


class SayForm(OfMeeting):
    """A question or a decision; or that no question was asked."""

    kind = one_of("What it is", [c for c in EntryKind.choices if c[0] != EntryKind.ACTION])
    words = words("What was asked or decided", required=False)


class ActionForm(OfMeeting):
    """Something to be done: by which office, by when, and what for."""

    words = words("What is to be done")
    owner = forms.CharField(
        label="Which office does it",
        max_length=100,
        error_messages={"required": "Enter which office does it"},
    )
    due_on = DateField(label="To be done by")
    tag = one_of("What it is for", ActionTag.choices)


class LookForm(OfMeeting):
    """What became of an action of an earlier meeting."""

    action = forms.ChoiceField(label="Which action")
    end = one_of("What became of it", ActionEnd.choices)
    due_on = DateField(label="If it is carried over, to be done by", required=False)
    words = words("What was done, or why it is carried over")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = still_to_look_at(self.meeting) if self.meeting else []
        field: Any = self.fields["action"]
        field.choices = [
            ("", "Choose an action"),
            *((str(each.action.pk), each.words[:120]) for each in actions),
        ]


class CloseForm(OfMeeting):
    """Closing a meeting needs no more words: everything is in it."""


class CauseForm(forms.Form):
    """The primary cause as a supervisor finds it."""

    primary = one_of("Primary cause", PrimaryCause.choices)
    words = words(
        "Why",
        required=False,
        help_text="Needed where it is not what the rules propose, or where it answers a dispute.",
    )


class DisputeForm(forms.Form):
    """Why the stage blamed disputes the cause."""

    words = words("Why the cause is disputed")


class PlanForm(forms.Form):
    """What is done about a rise."""

    plan = words("What is done about it")


class ToldForm(forms.Form):
    """Which office was told of a restatement, when, and how it was explained."""

    office = forms.CharField(
        label="Which office was told",
        max_length=100,
        help_text="No name of a person, for example: Head of the Commissioner's office",
        error_messages={"required": "Enter which office was told"},
    )
    told_on = DateField(label="Told on")
    words = words("How it was explained")
