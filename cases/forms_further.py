"""The form of a further-fingerprint determination. It checks what was typed; the service decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Officer
from cases.forms_intake import PastDayField
from cases.forms_requests import one_of, words
from cases.models import Material
from cases.services.further import MISTAKEN


class FurtherForm(forms.Form):
    """Which set is held with which, by whose determination, and what it says."""

    material = one_of("The further set", (), missing="Choose the further set")
    original = one_of(
        "The original set",
        (),
        missing="Choose the original set",
        hint="The further set may be held as long as this one is, and no longer",
    )
    made_on = PastDayField(label="Made on", help_text="The day on which the constable signed it")
    made_by = forms.ModelChoiceField(
        Officer.objects.none(),
        label="Made by",
        help_text="A constable, of any rank, as held on that day",
        empty_label="Choose who made it",
        error_messages={"required": "Choose who made it"},
    )
    terrorist_investigation = one_of(
        "Did one of the two sets come from a terrorist investigation?",
        [("yes", "Yes"), ("no", "No")],
        hint="It matters where both were taken under PACE (section 63PA)",
        missing="Choose whether one of the two came from a terrorist investigation",
    )
    reasons = words("What the determination says", missing="Enter what the written determination says")

    def __init__(
        self,
        *args: Any,
        further: Iterable[Material],
        originals: Iterable[Material],
        constables: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["material"].choices = [(str(each.pk), _words(each)) for each in further]
        fields["original"].choices = [(str(each.pk), _words(each)) for each in originals]
        fields["made_by"].queryset = constables


class TakeBackForm(forms.Form):
    """What was wrong."""

    because = one_of(
        "What was wrong",
        [(code.value, code.label) for code in MISTAKEN],
        hint="What is recorded is never edited. Where it was made otherwise, take it back and record it anew",
        missing="Choose what was wrong",
    )


def _words(item: Material) -> str:
    last = item.last_lawful_day
    until = f"held to the end of {last:%-d %B %Y}" if last else str(item.get_status_display()).lower()
    return f"{item.get_kind_display()} of case {item.case.ref}, {until}"
