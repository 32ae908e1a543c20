"""Forms of requests to others: asking, and what became of a request. The services decide."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.fields import DateField
from accounts.models import Unit
from cases.choices import AnswerQuality, Assessment, Checking, Provenance, RequestStep, RequestTo
from cases.models import Request
from cases.requests import ctus
from cases.services.requests import Said

WORDS = 20_000


def words(label: str, *, hint: str = "", missing: str = "", rows: int = 4) -> forms.CharField:
    """A box for several lines; needed where ``missing`` says what to enter."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def one_of(label: str, choices: Any, *, missing: str = "", hint: str = "") -> forms.ChoiceField:
    """A choice by radio buttons, none chosen in advance."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        required=bool(missing),
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


class AskCtuForm(forms.Form):
    """Which CTU, and what it is asked."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Which CTU",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the CTU that is asked"},
    )
    question = words("What it is asked", missing="Enter what the CTU is asked", hint="Only what is needed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = ctus()


class NoCtuForm(forms.Form):
    """Why no CTU is asked."""

    reason = words("Why no CTU is asked", missing="Enter why no CTU is asked", rows=2)


class StepForm(forms.Form):
    """What happened to a request, and on which day. Which boxes there are depends on what happened."""

    on = DateField(label="On which day")

    def __init__(self, *args: Any, request: Request, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._boxes(request, step).items():
            self.fields[name] = field

    def _boxes(self, request: Request, step: str) -> dict[str, forms.Field]:
        is_assessment = request.to == RequestTo.SECURITY_SERVICE
        if step == RequestStep.PROMISED:
            return {"promised_for": DateField(label="Promised for"), "words": words("Note")}
        if step == RequestStep.ESCALATED:
            return {"words": words("What the manager is to do", missing="Enter what the manager is to do")}
        if step == RequestStep.CLOSED:
            return {"words": words("Why it is closed", missing="Enter why it is closed without an answer")}
        if step == RequestStep.JUDGED:
            worth = one_of(
                "What the answer is worth",
                AnswerQuality.choices,
                missing="Choose what the answer is worth",
            )
            return {"quality": worth, "words": words("Note")}
        if step == RequestStep.ANSWERED:
            return _assessment() if is_assessment else {"words": _answer()}
        return {"words": words("Note", hint="For example with whom you spoke")}

    def said(self) -> Said:
        """What was typed, for the service."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "on"}
        return Said(**typed)


def _answer() -> forms.CharField:
    return words("The answer", missing="Enter the answer", rows=8)


def _assessment() -> dict[str, forms.Field]:
    return {
        "assessment": one_of(
            "Summary assessment",
            Assessment.choices,
            missing="Choose the assessment: positive, not positive, or none provided",
        ),
        "provenance": one_of(
            "How it was made",
            Provenance.choices,
            missing="Choose how the assessment was made",
            hint="Most are made by machine and checked lightly",
        ),
        "checking": one_of(
            "Level of checking", Checking.choices, missing="Choose how far the assessment was checked"
        ),
        "words": words("Note"),
    }
