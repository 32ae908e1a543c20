"""The form of a decision about a policy; the service decides whether it may be."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.choices import Nation
from accounts.fields import DateField
from cases.choices import PolicyKey
from cases.policies import ALL_NATIONS, BY_NATION, MONTHS, REMINDERS, WORKING_DAYS, YES_NO
from cases.services.policies import Decision

EVERYWHERE = "all"


class PolicyForm(forms.Form):
    """What it becomes, where, from which day on and why."""

    value = forms.IntegerField(
        label="What it becomes",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages={"required": "Enter what it becomes", "invalid": "Enter a whole number"},
    )
    nation = forms.ChoiceField(
        label="Where",
        choices=[(EVERYWHERE, ALL_NATIONS), *Nation.choices],
        initial=EVERYWHERE,
        widget=forms.RadioSelect,
        help_text="What is decided for one nation alone stands there against what is decided for all",
    )
    from_on = DateField(label="From which day", help_text="Today or a later day")
    reason = forms.CharField(
        label="Why it is changed",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why it is changed"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value = self.fields["value"]
        if key in YES_NO:
            self.fields["value"] = forms.TypedChoiceField(
                label="What it becomes",
                choices=[(1, "Yes"), (0, "No")],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose yes or no"},
            )
        elif key in REMINDERS:
            value.help_text = "A number of reminders; 0 for never"
        elif key in MONTHS:
            value.help_text = "Months before the last lawful day; 0 for never"
        elif key == PolicyKey.APPLICATION_WORDS:
            value.help_text = "A number of words"
        else:
            value.help_text = "Working days" if key in WORKING_DAYS else "Calendar days"
        if key not in BY_NATION:
            del self.fields["nation"]

    def decision(self) -> Decision:
        """What was entered, for the service."""
        said = self.cleaned_data
        return Decision(
            value=said["value"],
            from_on=said["from_on"],
            nation=said.get("nation", "").removeprefix(EVERYWHERE),
            reason=said["reason"],
        )
