"""Forms of an application: what it asks for, a section, to whom it goes, and what staff recommend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.fields import DateField
from accounts.models import Force
from cases.application_choices import Recommended, Vulnerability
from cases.choices import DeterminationKind
from cases.forms import StepForm, months_field, needed_at_times
from cases.forms_requests import words

KINDS = {
    DeterminationKind.FULL: "A full determination",
    DeterminationKind.RENEWAL: "A renewal: assessed afresh, on the facts of today",
    DeterminationKind.HOLDING: "A holding NSD: on what is known now, with the full assessment to follow",
}
MOST_WRITTEN = 20_000


class AskedForm(forms.Form):
    """What the application asks for."""

    kind = forms.ChoiceField(
        label="Kind of determination",
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of determination"},
    )
    items = forms.MultipleChoiceField(
        label="Items",
        help_text="Each kind of material that is ticked needs reasons of its own",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one item"},
    )
    review_on = DateField(
        label="Day of review", required=False, help_text="A holding NSD needs one. For example, 4 5 2016"
    )
    vulnerability = forms.ChoiceField(
        label="Is the person vulnerable?",
        choices=Vulnerability.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is known of vulnerability"},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    field_order = ("kind", "items", "months", "review_on", "vulnerability", "seen")

    def __init__(
        self,
        *args: Any,
        items: Iterable[tuple[int, str]],
        most_months: int,
        is_renewal: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        other = DeterminationKind.FULL if is_renewal else DeterminationKind.RENEWAL
        kind.choices = [(value, said) for value, said in KINDS.items() if value != other]
        ticked: Any = self.fields["items"]
        ticked.choices = [(str(pk), said) for pk, said in items]
        self.fields["months"] = months_field("Length asked for", most_months, required=True)
        needed_at_times(self, "review_on")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A holding NSD has a day of review."""
        said = super().clean() or {}
        needs = said.get("kind") == DeterminationKind.HOLDING
        if needs and not said.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter the day by which the holding NSD is reviewed")
        return said


class SectionForm(forms.Form):
    """The words of a section, and the version that the writer saw."""

    text = forms.CharField(
        required=False, max_length=MOST_WRITTEN, strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text: Any = self.fields["text"]
        text.label, text.help_text, text.is_conditional = label, hint, True


class _ToForce(StepForm):
    """A force in which somebody may decide today."""

    to_force = forms.ModelChoiceField(
        Force.objects.none(),
        label="Force whose chief officer decides",
        help_text="Only forces in which somebody may decide today are offered",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the force whose chief officer decides"},
    )

    def __init__(self, *args: Any, forces: Iterable[Force], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to_force: Any = self.fields["to_force"]
        to_force.queryset = Force.objects.filter(pk__in=[force.pk for force in forces])


class SendForm(_ToForce):
    """Send an application."""


class AllocateForm(_ToForce):
    """Allocate an application to another force."""

    reasons = words("Why it goes to another force", missing="Enter why it goes to another force")
    field_order = ("to_force", "reasons", "seen")


class RecommendForm(forms.Form):
    """A note of staff for their Chief Officer."""

    recommended = forms.ChoiceField(
        label="What you recommend",
        choices=Recommended.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you recommend"},
    )
    text = forms.CharField(
        label="Your note for the Chief Officer",
        help_text="What you checked, and what they should look at. They decide; you cannot",
        max_length=MOST_WRITTEN,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter your note for the Chief Officer"},
    )
