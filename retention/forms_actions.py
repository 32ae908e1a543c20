"""The form of a reminder or training; the service decides whether it may be recorded."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.fields import DateField
from accounts.models import Force, Unit
from cases.requests import ctus
from retention.choices import PartyActionKind, PartyTold
from retention.services.party_actions import Told


class ActionForm(forms.Form):
    """What was given to whom, on which day, and who was there."""

    kind = forms.ChoiceField(
        label="What was done",
        choices=PartyActionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reminder or training"},
    )
    told = forms.ChoiceField(
        label="To whom",
        choices=PartyTold.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose to whom"},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Which CTU", required=False, empty_label="All CTUs"
    )
    force = forms.ModelChoiceField(
        Force.objects.all(), label="Chief Officers of which force", required=False, empty_label="All forces"
    )
    on = DateField(label="On which day")
    words = forms.CharField(
        label="Who was there or was written to, and what about",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter who was there or was written to, and what about"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = ctus()

    def said(self) -> Told:
        """What was entered, for the service."""
        given = self.cleaned_data
        return Told(
            kind=given["kind"],
            told=given["told"],
            unit=given["unit"],
            force=given["force"],
            words=given["words"],
        )
