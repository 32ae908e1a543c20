"""Forms of deletion work; the gate and the services decide what may be done."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.fields import DateField
from accounts.models import Officer
from cases.choices import HoldingPlace
from retention.choices_deletion import HoldKind, ReceiptOutcome
from retention.models import Instruction


class ReasonForm(forms.Form):
    """Why a deletion is asked for or approved, and that the checklist of the policy was gone through."""

    checklist = forms.MultipleChoiceField(
        label="I have gone through the checklist",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick each point of the checklist once you have looked"},
    )
    why = forms.CharField(
        label="Your reasons",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter your reasons"},
    )

    def __init__(self, *args: Any, checklist: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["checklist"]
        box.choices = [(str(number), text) for number, text in enumerate(checklist)]

    def clean_checklist(self) -> list[str]:
        """Every point, or none counts."""
        ticked: list[str] = self.cleaned_data["checklist"]
        box: Any = self.fields["checklist"]
        if len(ticked) < len(box.choices):
            raise forms.ValidationError("Tick each point of the checklist once you have looked")
        return ticked


class EvidenceForm(forms.Form):
    """What became of an instruction at its place, with the evidence."""

    outcome = forms.ChoiceField(
        label="What became of it",
        choices=ReceiptOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it"},
    )
    on = DateField(label="On which day")
    reference = forms.CharField(label="Reference of the evidence", max_length=60, required=False)
    words = forms.CharField(
        label="What shows it", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    witness = forms.CharField(label="Witness", max_length=200, required=False)
    minutes = forms.IntegerField(
        label="Minutes that it took",
        required=False,
        min_value=0,
        max_value=6000,
        error_messages={"invalid": "Enter the minutes as a whole number, for example 90"},
    )

    def __init__(self, *args: Any, instruction: Instruction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_hard_copy = instruction.holding.place == HoldingPlace.HARD_COPY
        if self.is_hard_copy:
            self.fields["reference"].label = "Number of the destruction certificate"
            self.fields["words"].label = "Where the copy was, and how it was destroyed"
        else:
            del self.fields["witness"]

    def clean(self) -> dict[str, Any]:
        """What is done has its evidence: for a hard copy the place, the witness and the certificate."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("outcome") != ReceiptOutcome.DONE:
            return said
        needed = {"reference": "Enter the reference of the evidence, for example the deletion log's number"}
        if self.is_hard_copy:
            needed = {
                "reference": "Enter the number of the destruction certificate",
                "words": "Enter where the copy was, and how it was destroyed",
                "witness": "Enter who witnessed it",
            }
        for name, error in needed.items():
            if not str(said.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, error)
        return said


class HoldForm(forms.Form):
    """What holds a destruction up."""

    kind = forms.ChoiceField(
        label="What holds it up",
        choices=HoldKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what holds it up"},
    )
    reason = forms.CharField(
        label="Who asks for it, and why",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter who asks for it, and why"},
    )
    signed_by = forms.ChoiceField(label="For a search: the chief officer who signed", required=False)
    until = DateField(label="For a search: its last day", required=False)

    def __init__(self, *args: Any, signers: list[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signers = {str(officer.pk): officer for officer in signers}
        box: Any = self.fields["signed_by"]
        box.choices = [("", "Nobody"), *((pk, officer.display_name) for pk, officer in self.signers.items())]

    def signer(self) -> Officer | None:
        """The chief officer chosen."""
        return self.signers.get(self.cleaned_data.get("signed_by", ""))
