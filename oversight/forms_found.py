"""Forms of what was found of a lapse, and of why something was kept; the services decide."""

from __future__ import annotations

from django import forms

from cases.choices import WouldHaveApplied
from oversight.choices import KeptBecause, YesNo
from oversight.forms_desk import one_of, words


class ReviewForm(forms.Form):
    """Whether the lapsed material could, should and would have been kept, each apart."""

    could = one_of("Could it have been kept?", YesNo.choices)
    should = one_of("Should it have been kept?", YesNo.choices)
    would = one_of("Would JFIT have applied?", WouldHaveApplied.choices)
    words = words("What the answers rest on")


class WhyKeptForm(forms.Form):
    """The contributory causes of keeping something beyond its cover."""

    because = forms.MultipleChoiceField(
        label="Why it was kept beyond its cover",
        help_text="Choose all that contributed. They take the place of what was found before.",
        choices=KeptBecause.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one cause"},
    )
    words = words("What shows it")
