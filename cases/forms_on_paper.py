"""Forms of decisions signed on paper: what one person keys, and what a second finds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from accounts.fields import DateField
from accounts.models import Officer
from audit import clock
from cases.choices import DeterminationKind
from cases.forms import StepForm, needed_at_times
from cases.forms_intake import LondonTimeField, PastDayField
from cases.services.on_paper import Keyed
from cases.services.papers import Item

CONFIRM, TURN_AWAY = "confirm", "turn_away"
REFUSAL = "refusal"
WRONG_MONTHS = "Enter a length of 1 to 60 whole months"


class KeyForm(forms.Form):
    """The signed record, field by field, and its scan."""

    maker = forms.ChoiceField(label="Who signed it")
    signed_on = PastDayField(label="Day on which it was signed", help_text="As it stands on the record")
    signed_time = LondonTimeField(
        label="Time at which it was signed",
        help_text="On the 24-hour clock, for example 16:40",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            (DeterminationKind.FULL.value, "A determination"),
            (DeterminationKind.RENEWAL.value, "A renewal"),
            (DeterminationKind.HOLDING.value, "A holding NSD, with a day by which it is reviewed"),
            (REFUSAL, "A refusal of the application, which lists nothing and has no length"),
        ],
        widget=forms.RadioSelect,
    )
    items = forms.MultipleChoiceField(
        label="Items that it lists",
        required=False,
        help_text="Tick those that the signed record lists, no others. A refusal lists none",
        widget=forms.CheckboxSelectMultiple,
    )
    months = forms.IntegerField(
        label="Length in months",
        required=False,
        help_text="A refusal has none",
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WRONG_MONTHS),
    )
    review_by = DateField(label="Holding NSD: review by", required=False, help_text="Only for a holding NSD")
    reasons = forms.CharField(
        label="Reasons, as they are written",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter the reasons as they are written"},
    )
    scan = forms.FileField(
        label="The signed record, scanned",
        help_text="PDF, PNG or JPEG, at most 10 MB. After an error it must be chosen again",
        max_length=255,
        error_messages={"required": "Choose the scan of the signed record"},
    )

    def __init__(
        self, *args: Any, makers: Iterable[tuple[str, str]], items: Iterable[tuple[Item, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        maker: Any = self.fields["maker"]
        maker.choices = [("", "Choose who signed it"), *makers]
        ticked: Any = self.fields["items"]
        ticked.choices = [(str(item.pk), words) for item, words in items]
        needed_at_times(self, "items", "months", "review_by")

    def clean(self) -> dict[str, Any]:
        """Items and a length with what is no refusal, and a day of review with a holding NSD."""
        said = super().clean() or {}
        if said.get("kind") and said["kind"] != REFUSAL:
            if not said.get("items") and "items" not in self.errors:
                self.add_error("items", "Tick the items that the signed record lists")
            if not said.get("months") and "months" not in self.errors:
                self.add_error("months", WRONG_MONTHS)
        if said.get("kind") == DeterminationKind.HOLDING and not said.get("review_by"):
            self.add_error("review_by", "Enter the day by which the holding NSD is reviewed")
        return said

    def keyed(self) -> Keyed:
        """What was keyed."""
        said, scan = self.cleaned_data, self.cleaned_data["scan"]
        is_holding = said["kind"] == DeterminationKind.HOLDING
        is_refusal = said["kind"] == REFUSAL
        return Keyed(
            maker=Officer.objects.get(pk=said["maker"]),
            signed_at=datetime.combine(said["signed_on"], said["signed_time"], clock.LONDON),
            is_refusal=is_refusal,
            kind="" if is_refusal else said["kind"],
            months=said["months"],
            review_by=said["review_by"] if is_holding else None,
            item_ids=tuple(int(pk) for pk in said["items"]),
            reasons=said["reasons"],
            scan_name=scan.name,
            scan=scan.read(),
        )


class CompareForm(StepForm):
    """What a second person reads on the signed record, and what they find."""

    found = forms.ChoiceField(
        label="Is what was keyed what was signed?",
        choices=[
            (CONFIRM, "Yes, in every line: confirm it"),
            (TURN_AWAY, "No: turn it away, so that it is keyed anew"),
        ],
        widget=forms.RadioSelect,
    )
    signed_on = PastDayField(
        label="Day of signature, as you read it on the signed record",
        help_text="Read it there and not above: cover turns on it",
        required=False,
    )
    reasons = forms.CharField(
        label="How it differs",
        required=False,
        max_length=2_000,
        help_text="Only where you turn it away",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("found", "signed_on", "reasons", "seen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_at_times(self, "signed_on", "reasons")

    def clean(self) -> dict[str, Any]:
        """The day with a confirmation, the difference with a turning away."""
        said = super().clean() or {}
        if said.get("found") == CONFIRM and not said.get("signed_on") and "signed_on" not in self.errors:
            self.add_error("signed_on", "Enter the day of signature as you read it on the signed record")
        if said.get("found") == TURN_AWAY and not (said.get("reasons") or "").strip():
            self.add_error("reasons", "Enter how what was keyed differs from the signed record")
        return said
