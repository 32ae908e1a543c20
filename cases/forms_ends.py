"""Forms of what ends or undoes a determination. They check what was typed; the services decide."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.fields import DateField
from cases.choices import HoldingOutcome, VoidBecause
from cases.forms import needed_at_times
from cases.forms_requests import one_of, words


class VoidForm(forms.Form):
    """Why a determination was void from the start."""

    because = one_of(
        "Why it was void",
        VoidBecause.choices,
        missing="Choose why the determination was void",
    )
    reasons = words(
        "Your reasons",
        hint="What shows it: which rank or office was held that day, whose consent there was, and where "
        "that is on record",
        missing="Enter your reasons: what shows that it was void",
    )


class RevokeForm(forms.Form):
    """Why a determination is no longer necessary."""

    reasons = words(
        "Your reasons",
        hint="Why keeping the material is no longer necessary for the purposes of national security",
        missing="Enter your reasons: why it is no longer necessary",
    )


class HoldingForm(forms.Form):
    """What came of the review of a holding NSD."""

    outcome = one_of(
        "What you found",
        [
            (HoldingOutcome.CONTINUED.value, "It goes on, with another day of review"),
            (HoldingOutcome.REVOKED.value, "Revoke it: today is its last day"),
        ],
        hint="A full determination takes its place when JFIT applies for one and it is made",
        missing="Choose what you found",
    )
    next_review_by = DateField(
        label="If it goes on: next review by", required=False, help_text="After today. For example, 4 5 2016"
    )
    reasons = words(
        "Your reasons",
        hint="What is known now that was not known when it was made, and what is still to come",
        missing="Enter your reasons",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_at_times(self, "next_review_by")

    def clean(self) -> dict[str, Any]:
        """What goes on has a day of review."""
        said = super().clean() or {}
        goes_on = said.get("outcome") == HoldingOutcome.CONTINUED
        if goes_on and not said.get("next_review_by") and "next_review_by" not in self.errors:
            self.add_error("next_review_by", "Enter the day by which it is reviewed again")
        return said
