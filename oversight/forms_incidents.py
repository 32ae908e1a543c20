"""Forms of incidents and of suspected lapses."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Officer
from accounts.selectors import officers_with_any_role
from audit import clock
from oversight.choices import IncidentStepKind, LapseAnswer
from oversight.permissions import WORKS_ON_INCIDENTS


class IncidentForm(forms.Form):
    """What was done about an incident."""

    step = forms.ChoiceField(
        label="What was done",
        choices=[
            (IncidentStepKind.TOLD.value, "The supplier of the dates was told"),
            (IncidentStepKind.NOTED.value, "A note"),
            (IncidentStepKind.GIVEN.value, "Given to somebody"),
            (IncidentStepKind.ENDED.value, "It has ended: the supplier mended it"),
        ],
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        Officer.objects.none(), label="To whom", empty_label="Choose somebody", required=False
    )
    note = forms.CharField(
        label="What was said, and by whom",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = officers_with_any_role(WORKS_ON_INCIDENTS, clock.today())
        owner.label_from_instance = lambda officer: officer.display_name
        note: Any = self.fields["note"]
        owner.is_conditional = note.is_conditional = True


class VerifyForm(forms.Form):
    """What a supervisor found of a suspected lapse."""

    last_day = forms.DateField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label="What you found", choices=LapseAnswer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="How it was verified", max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
