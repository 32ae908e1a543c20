"""Forms of lost cases, remedies, actions and matches; the services decide what may be recorded."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.fields import DateField
from accounts.models import Officer
from accounts.selectors import officers_with_any_role
from audit import clock
from cases.choices import MaterialKind
from oversight.choices import ActionTag, Body, MitigationStatus, Obtainable, Severity, Wanted
from oversight.figures import REGISTER
from oversight.forms_desk import one_of, words
from oversight.permissions import SEES_LOST_CASES


class MitigationForm(forms.Form):
    """The mitigation of a lost case as a review found it."""

    wanted = one_of("Is replacement material wanted?", Wanted.choices)
    obtainable = one_of("Can it be obtained?", Obtainable.choices)
    how = words("How it can be obtained", 2, required=False)
    action = words("What else is done about the risk, or why nothing more is", 2, required=False)
    body = one_of("Who decides or acts", Body.choices)
    body_name = forms.CharField(label="Which one", required=False, max_length=100)
    owner = forms.ModelChoiceField(
        Officer.objects.none(), label="Who follows it up here", empty_label="Choose somebody"
    )
    status = one_of("How far it has come", MitigationStatus.choices[1:])
    next_review_on = DateField(
        label="Next review", required=False, help_text="Within a month, while it goes on"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = officers_with_any_role(SEES_LOST_CASES, clock.today())
        owner.label_from_instance = lambda officer: officer.display_name


class ReplacementForm(forms.Form):
    """The case of the material that replaces what was lost."""

    ref = forms.CharField(
        label="Reference of the new case",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )


class RemedyForm(forms.Form):
    """The three remedies of a lapse and its severity on both axes."""

    fixed = words("How it was fixed", 2, required=False)
    prevented = words("How it is prevented from happening again", 2, required=False)
    mitigated = words("How its consequences are mitigated", 2, required=False)
    why_none = words("Why there is none", 2, required=False, help_text="Where one of the three has no answer")
    legal = one_of("How grave in law and for public confidence", Severity.choices)
    security = one_of("How grave for national security", Severity.choices)
    for_all = forms.BooleanField(
        label="The same for every other lapse of this primary cause of which nothing is recorded",
        required=False,
    )


class ActionForm(forms.Form):
    """An action, what it is for and by which figure it is judged."""

    tag = one_of("What it is for", ActionTag.choices)
    done_on = DateField(label="Done on")
    words = words("What was done")
    figure = forms.ChoiceField(
        label="Judged by",
        choices=[("", "Choose a figure"), *((f.slug, f.title) for f in REGISTER.values())],
    )


class MatchForm(forms.Form):
    """A match that was reported."""

    ref = forms.CharField(
        label="Case", max_length=40, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
    kind = one_of("Matched item", MaterialKind.choices)
    matched_on = DateField(label="Matched on")
    reported_by = forms.CharField(label="Reported by", help_text="The body and its reference", max_length=100)
    words = words("What was matched, without the result")


class LegalForm(forms.Form):
    """What the law says of a match."""

    may_disclose = one_of(
        "May anything of it be disclosed?",
        [("no", "No, disclosure stays blocked"), ("yes", "Yes, as described")],
    )
    words = words("What the law says of it")


class ToldForm(forms.Form):
    """How the Commissioner was told."""

    words = words("How the Commissioner was told")
