"""Forms of kept questions; the services decide."""

from __future__ import annotations

from django import forms

from oversight.forms_desk import one_of, words

AGAIN = (
    ("known", "As at the same day, as known today"),
    ("today", "As at today, as known today"),
    ("same", "As at the same day, as known on the same day"),
)


class KeepForm(forms.Form):
    """The question that a list answers."""

    words = words("Which question does this list answer?")
    of = forms.CharField(widget=forms.HiddenInput, max_length=1000)


class AgainForm(forms.Form):
    """At which dates a list with dates is asked again."""

    days = one_of("At which dates", AGAIN)


class AgainNowForm(forms.Form):
    """A list without dates is asked as it is now: there is nothing to fill in."""
