"""The shape of what people enter; what it means is for the services."""

from __future__ import annotations

from django import forms


class PlanForm(forms.Form):
    """The plan with which an alert is acknowledged."""

    plan = forms.CharField(
        label="What will be done, by whom and by when",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Say what will be done, by whom and by when"},
    )
