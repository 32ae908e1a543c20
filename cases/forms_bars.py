"""The forms of an enactment that forbids destruction: that it does, and that it does no longer."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.choices import BarKind
from cases.forms_intake import PastDayField
from cases.forms_requests import one_of, words
from cases.selectors import ItemOnFile


class BarForm(forms.Form):
    """Which item, by which enactment, from which day, and who decided it."""

    bar = one_of("Which enactment", BarKind.choices, missing="Choose the enactment")
    from_on = PastDayField(label="From which day", help_text="The day from which it applies to this item")
    listed_offence = forms.BooleanField(
        label="It was taken on arrest for an offence that SI 2024/556 lists", required=False
    )
    reason = words("Who decided that it applies, and why", missing="Enter who decided it, and why")

    def __init__(self, *args: Any, items: list[ItemOnFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(item.material.pk), item.words) for item in items]
        self.fields = {"item": one_of("Which item", choices, missing="Choose the item"), **self.fields}


class LiftBarForm(forms.Form):
    """The last day on which it applies."""

    on = PastDayField(label="Last day on which it applies", help_text="From the next day on it does not")
