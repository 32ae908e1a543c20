"""Forms of reconciliation: handing in an extract, ending a difference, signing completeness."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms_imports import FilesField
from cases.services.uploads import HandedIn
from retention.choices_reconciliation import DifferenceEnd

WHOLE, PART = "whole", "part"


class ExtractForm(forms.Form):
    """The files of one extract, and whether they hold everything."""

    extract = FilesField(
        label="Files of the extract",
        help_text=".csv or .xlsx. The files of one extract go in together, one database or several",
        max_length=255,
    )
    holds = forms.ChoiceField(
        label="What they hold",
        choices=(
            (WHOLE, "Everything that these databases hold: what is missing in it is missing there"),
            (PART, "A part of it: nothing is said of what is not in it"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the extract holds everything or a part"},
    )

    def handed_in(self) -> list[HandedIn]:
        """The files as they came."""
        return [HandedIn(file.name, file.read()) for file in self.cleaned_data["extract"]]


class EndForm(forms.Form):
    """How it was settled; and whose the record is, where that is decided."""

    REASONS = {
        DifferenceEnd.MATCHED: "How you know whose it is",
        DifferenceEnd.CORRECTED_HERE: "What you corrected here",
        DifferenceEnd.DATABASE_CORRECTED: "Who corrected it at the database, and how you know",
        DifferenceEnd.ACCEPTED: "Why it may stand",
    }

    def __init__(self, *args: Any, how: DifferenceEnd, case_ref: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if how == DifferenceEnd.MATCHED:
            self.fields["case_ref"] = forms.CharField(
                label="Case that it belongs to",
                max_length=20,
                initial=case_ref,
                help_text="Its reference, for example S/01234. The record is then recorded there",
                widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            )
        self.fields["reason"] = forms.CharField(
            label=self.REASONS[how], max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
        )


class FaultForm(forms.Form):
    """What was found about a file that was at fault, and what was done."""

    reason = forms.CharField(
        label="What you found, and what was done",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what was found and done"},
    )


class CertifyForm(forms.Form):
    """The method by which completeness was established."""

    method = forms.CharField(
        label="Method",
        max_length=20_000,
        help_text="What was compared with what, who made the extract, and what was done about what differed",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say by which method completeness was established"},
    )
