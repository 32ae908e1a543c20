"""Forms of deletion work; the gate and the services decide what may be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from accounts.fields import DateField
from accounts.models import Officer
from cases.choices import CheckResult, HoldingPlace
from cases.forms_intake import PastDayField
from cases.models import Case
from retention.choices_deletion import HoldKind, ReceiptOutcome
from retention.models import Instruction
from retention.services.pnc_checks import Looked


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
        for name in ("reference", "words", "witness") if self.is_hard_copy else ("reference",):
            needed: Any = self.fields[name]
            needed.is_conditional = True

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


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The boxes of one case."""

    case: Case
    result: Any
    evidence: Any


class PncChecksForm(forms.Form):
    """What the PNC said of many people on one day; a case without a result is left for another time.

    A conviction needs its day and kind, so that it is recorded on the page of its case.
    """

    RESULTS = (
        ("", "Not entered"),
        *((result.value, result.label) for result in (CheckResult.NO_TRACE, CheckResult.PENDING)),
    )

    on = PastDayField(label="Checked on", help_text="For example, 6 4 2016")
    evidence = forms.CharField(
        label="Where the results are shown",
        help_text="The number of the print or the message that answers for all of them",
        max_length=4000,
        error_messages={"required": "Enter where the results are shown"},
    )
    rest = forms.ChoiceField(
        label="Those below without a result of their own",
        choices=[("", "Leave them for another time"), (CheckResult.NO_TRACE.value, "No trace")],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, cases: Iterable[Case], oldest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases, self.oldest = list(cases), oldest
        rest: Any = self.fields["rest"]
        rest.is_conditional = True
        for case in self.cases:
            self.fields[f"result_{case.pk}"] = forms.ChoiceField(
                label=f"Result of {case.ref}", choices=self.RESULTS, required=False
            )
            self.fields[f"evidence_{case.pk}"] = forms.CharField(
                label=f"Where that of {case.ref} is shown", max_length=4000, required=False
            )

    @property
    def rows(self) -> list[CheckRow]:
        """Each case with its boxes."""
        return [CheckRow(case, self[f"result_{case.pk}"], self[f"evidence_{case.pk}"]) for case in self.cases]

    def clean_on(self) -> date:
        """A day by which something may still be destroyed today."""
        on: date = self.cleaned_data["on"]
        if on < self.oldest:
            raise forms.ValidationError(
                f"A check before {self.oldest:%-d %B %Y} is too old to destroy by. Check them again"
            )
        return on

    def clean(self) -> dict[str, Any]:
        """Something was found out."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.looked:
            raise forms.ValidationError("Choose the result of at least one case")
        return said

    @property
    def looked(self) -> list[Looked]:
        """What is to be recorded."""
        said, found = self.cleaned_data, []
        for case in self.cases:
            result = said.get(f"result_{case.pk}") or said.get("rest")
            if result:
                evidence = said.get(f"evidence_{case.pk}") or said.get("evidence", "")
                found.append(Looked(case.pk, CheckResult(result), evidence))
        return found
