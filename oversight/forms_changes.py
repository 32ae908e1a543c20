"""The forms of changes of staffing and practice; the service decides whether it may be recorded."""

from __future__ import annotations

from django import forms

from accounts.fields import DateField
from oversight.changes import staffing_changes, words_of_change
from oversight.choices import ChangedTeam, StaffingKind
from oversight.forms_desk import one_of, words
from oversight.models import StaffingChange


class StaffingForm(forms.Form):
    """From a day on a team has more or fewer people, or works otherwise."""

    team = one_of("Which team", ChangedTeam.choices)
    kind = one_of("What changed", StaffingKind.choices)
    changed_on = DateField(label="First day on which it was so")
    people = forms.IntegerField(
        label="How many more people, or fewer",
        help_text="For example, 3, or -2 where two left; 0 where practice alone changed",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many people, or 0",
            "invalid": "Enter a whole number, for example 3 or -2",
        },
    )
    note = words("In words", 2, "One line, as trends show it. Name offices, not people.")


class ChangeChoice(forms.ModelChoiceField):
    """A change by its day and words."""

    def label_from_instance(self, obj: StaffingChange) -> str:
        """The day, the team and how many."""
        return f"{obj.changed_on:%-d %B %Y}: {words_of_change(obj)}"


class WithdrawForm(forms.Form):
    """Which of those recorded was a mistake."""

    change = ChangeChoice(
        StaffingChange.objects.none(),
        label="Which one",
        empty_label="Choose a change",
        error_messages={"required": "Choose the change that was a mistake"},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["change"].queryset = staffing_changes()  # type: ignore[attr-defined]
