"""Forms of an erasure review."""

from __future__ import annotations

from django import forms

from accounts.fields import DateField
from retention.choices_erasure import KeptBecause


class EraseForm(forms.Form):
    """That who reviews knows that it is for ever."""

    sure = forms.BooleanField(
        label="I have looked at what is pending. Nothing needs this person's identity any more, and I know "
        "that erasing it cannot be undone",
        error_messages={"required": "Tick the box once you have looked: erasing cannot be undone"},
    )


class KeepForm(forms.Form):
    """Why it is kept longer, and until when."""

    because = forms.ChoiceField(
        label="Why it is still needed",
        choices=KeptBecause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is still needed"},
    )
    until = DateField(label="Day of the next review", help_text="After today")
    words = forms.CharField(
        label="What is pending, with its reference",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what is pending"},
    )
