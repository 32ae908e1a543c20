"""Forms of the Commissioner's desk; the services decide whether what they say may be recorded."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.choices import UnitKind
from accounts.fields import DateField
from accounts.models import Force, Officer, Unit
from accounts.selectors import officers_with_any_role
from audit import clock
from oversight.choices import AskedOf, EnquiryKind, Party, ReviewOutcome
from oversight.figures import REGISTER
from oversight.permissions import WORKS_ON_ITEMS


def words(label: str, rows: int = 3, help_text: str = "", required: bool = True) -> forms.CharField:
    """A box for what somebody writes."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def one_of(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    """Radios, with nothing chosen beforehand."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


class CopyForm(forms.Form):
    """When and how the copy of a determination went to the Commissioner."""

    sent_on = DateField(label="Sent on")
    how = forms.CharField(
        label="How it was sent",
        help_text="The way and the reference, for example: secure e-mail SM/2016/114",
        max_length=100,
        error_messages={"required": "Enter how it was sent"},
    )


class ReviewForm(forms.Form):
    """What the Commissioner or the office found of a determination."""

    outcome = one_of(
        "What you found", [choice for choice in ReviewOutcome.choices if choice[0] != ReviewOutcome.ORDER]
    )
    reasons = words(
        "Your reasons, or what you ask", help_text="What is asked goes to whoever answers, as it stands."
    )
    asked_of = one_of(
        "Who answers",
        [(AskedOf.JFIT, "JFIT"), (AskedOf.CHIEF_OFFICER, "The Chief Officer's force")],
        required=False,
        help_text="For a challenge or further information",
    )
    due_on = DateField(
        label="Answer due on", required=False, help_text="For a challenge or further information"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("asked_of", "due_on"):
            field: Any = self.fields[name]
            field.is_conditional = True


class OrderForm(forms.Form):
    """The Commissioner's order to destroy."""

    reasons = words("Why keeping it is not necessary")
    concluded = forms.BooleanField(
        label="I conclude that it is not necessary for the material listed here to be kept"
    )


class AskForm(forms.Form):
    """A document, an explanation or a figure that the Commissioner asks for."""

    kind = one_of(
        "What is asked for",
        [
            (EnquiryKind.QUESTION.value, "A figure"),
            (EnquiryKind.DOCUMENT.value, "A document"),
            (EnquiryKind.EXPLANATION.value, "An explanation"),
        ],
    )
    words = words("What you ask")
    asked_of = one_of("Of whom", AskedOf.choices)
    force = forms.ModelChoiceField(
        Force.objects.all(),
        label="Chief Officer of which force",
        required=False,
        empty_label="Choose a force",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.filter(kind=UnitKind.CTU),
        label="Which CTU",
        required=False,
        empty_label="Choose a CTU",
    )
    due_on = DateField(label="Answer due on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("force", "unit"):
            field: Any = self.fields[name]
            field.is_conditional = True


class AnswerForm(forms.Form):
    """An answer in words."""

    words = words("Your answer", 5)


class FigureAnswerForm(AnswerForm):
    """An answer by a figure, at two dates."""

    figure = forms.ChoiceField(
        label="Figure", choices=[("", "Choose a figure"), *((f.slug, f.title) for f in REGISTER.values())]
    )
    as_at = DateField(label="As at")
    known_at = DateField(label="As known at")

    field_order = ("figure", "as_at", "known_at", "words")


class AgainForm(forms.Form):
    """What is missing in an answer."""

    words = words("What is missing")
    due_on = DateField(label="Answer due on")


class EndForm(forms.Form):
    """What was concluded."""

    words = words("What you concluded")


class ItemForm(forms.Form):
    """A new oversight item."""

    title = forms.CharField(label="What is kept under review", max_length=150)
    words = words("Why")
    owner = forms.ModelChoiceField(Officer.objects.none(), label="Owner", empty_label="Choose somebody")
    next_review_on = DateField(label="Next review")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_worker(self.fields["owner"])


class ItemNoteForm(forms.Form):
    """What a review of an item found."""

    words = words("What was found")
    next_review_on = DateField(label="Next review")


class ItemGiveForm(forms.Form):
    """Who owns an item from now on."""

    owner = forms.ModelChoiceField(Officer.objects.none(), label="To whom", empty_label="Choose somebody")
    words = words("Why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_worker(self.fields["owner"])


class ItemCloseForm(forms.Form):
    """Why an item can be closed."""

    words = words("Why it can be closed")


class ItemAcknowledgeForm(forms.Form):
    """Whether the office agrees that an item is closed."""

    agrees = one_of("Is it closed?", [("yes", "Yes, it is closed"), ("no", "No, it stays open")])
    words = words("Why")


class AssuranceForm(forms.Form):
    """An assurance that was given to the Commissioner."""

    party = one_of("Whose assurance", Party.choices)
    given_by = forms.CharField(
        label="Given by", help_text="The office, for example: Director", max_length=100
    )
    given_on = DateField(label="Given on")
    words = words("What was assured")


def choose_worker(field: Any) -> None:
    """Offer those who work on oversight items."""
    field.queryset = officers_with_any_role(WORKS_ON_ITEMS, clock.today())
    field.label_from_instance = lambda officer: officer.display_name
