"""Forms of the steps of a case. They read and check the shape of what was typed; the one door decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.fields import DateField
from cases.choices import CaseEvent, DeterminationKind
from cases.services.papers import Item

REASONS_ROWS = 6
APPROVE, HOLDING, REFUSE = "approve", "holding", "refuse"


def _reasons(label: str, *, required: bool = True, hint: str = "", missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": REASONS_ROWS}),
        error_messages={"required": missing or "Enter your reasons"},
    )


def months_field(label: str, most: int, *, required: bool) -> forms.IntegerField:
    """A length in whole months, at most ``most``."""
    wrong = f"Enter a length of 1 to {most} whole months"
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=1,
        max_value=most,
        help_text=f"In months, at most {most}, beginning with the day it is made",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


def needed_at_times(form: forms.Form, *names: str) -> None:
    """These are needed with some choices, so that they are never called optional."""
    for name in names:
        field: Any = form.fields[name]
        field.is_conditional = True


class StepForm(forms.Form):
    """What every step carries: ``seen``, the signed version of the case that the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput)


class ReferForm(StepForm):
    """Refer to JFIT, with or without the profile."""

    reasons = _reasons("Note for JFIT", required=False)


class RetainForm(StepForm):
    """Retain on another basis."""

    reasons = _reasons(
        "On what basis",
        missing="Enter the basis on which the material is retained",
        hint="For example a conviction, with where it is recorded. The law counts recorded facts only",
    )


class StopForm(StepForm):
    """A provisional Stop-NSD."""

    reasons = _reasons(
        "Why no determination is applied for",
        hint="What was weighed, and what the assessments said",
        missing="Enter why no determination is applied for",
    )


class DecideForm(StepForm):
    """A Chief Officer's decision: the items, one of three choices, length and reasons."""

    items = forms.MultipleChoiceField(
        label="Items that the determination covers",
        help_text="It covers exactly the items ticked, no others",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[
            (APPROVE, "Approve: make a determination"),
            (HOLDING, "Approve as a holding NSD: on what is known now, with a day by which it is reviewed"),
            (REFUSE, "Refuse: a deletion order opens at once"),
        ],
        widget=forms.RadioSelect,
    )
    review_by = DateField(
        label="Holding NSD: review by",
        required=False,
        help_text="Only for a holding NSD. For example, 4 5 2016",
    )
    reasons = _reasons(
        "Your reasons",
        hint="Why necessary for the purposes of national security and proportionate, or why not, "
        "for each kind of material, in your own words",
    )
    field_order = ("items", "decision", "months", "review_by", "reasons", "seen")

    def __init__(
        self, *args: Any, items: Iterable[tuple[Item, str]], most_months: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(item.pk), words) for item, words in items]
        ticked: Any = self.fields["items"]
        ticked.choices = choices
        ticked.initial = [value for value, _ in choices]
        self.fields["months"] = months_field("If you approve: length", most_months, required=False)
        needed_at_times(self, "items", "months", "review_by")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """What an approval needs to be whole."""
        said = super().clean() or {}
        if said.get("decision") in (APPROVE, HOLDING):
            if not said.get("items"):
                self.add_error("items", "Tick at least one item, or refuse")
            if not said.get("months") and "months" not in self.errors:
                self.add_error("months", self.fields["months"].error_messages["required"])
        if said.get("decision") == HOLDING and not said.get("review_by") and "review_by" not in self.errors:
            self.add_error("review_by", "Enter the day by which the holding NSD is reviewed")
        return said

    @property
    def event(self) -> str:
        """The event that the choice is."""
        refused = self.cleaned_data["decision"] == REFUSE
        return CaseEvent.REFUSE if refused else CaseEvent.DETERMINE

    @property
    def kind(self) -> str:
        """The kind of determination chosen."""
        holding = self.cleaned_data["decision"] == HOLDING
        return DeterminationKind.HOLDING if holding else DeterminationKind.FULL


class SignOffForm(StepForm):
    """The review of a provisional Stop-NSD."""

    outcome = forms.ChoiceField(label="Your decision", widget=forms.RadioSelect)
    reasons = _reasons(
        "Your reasons",
        required=False,
        hint="Needed to refer up and to overrule; the person who takes it on reads them",
    )
    field_order = ("outcome", "reasons", "seen")

    def __init__(self, *args: Any, outcomes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = list(outcomes)
        needed_at_times(self, "reasons")

    def clean(self) -> dict[str, Any]:
        """Reasons, where another is to act on them."""
        said = super().clean() or {}
        needs = said.get("outcome") in (CaseEvent.REFER_UP, CaseEvent.OVERRULE_STOP)
        if needs and not (said.get("reasons") or "").strip():
            self.add_error("reasons", "Enter your reasons")
        return said
