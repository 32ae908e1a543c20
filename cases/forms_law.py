"""Forms of what the law depends on: dated events, a court, an unlawful taking, and withdrawals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.fields import DateField
from audit.choices import WithdrawnBecause
from cases.choices_law import CourtAnswer
from cases.forms import months_field, needed_at_times
from cases.forms_intake import PastDayField
from cases.forms_requests import one_of, words
from cases.law_events import EventPage
from cases.powers import name_of
from cases.selectors import ItemOnFile
from cases.services.law_events import LONGEST_SAMPLE_ORDER


def _items(items: Iterable[ItemOnFile], label: str) -> forms.MultipleChoiceField:
    """The items of the case, none ticked in advance but a single one."""
    choices = [(str(item.material.pk), item.words) for item in items]
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        initial=[value for value, _ in choices] if len(choices) == 1 else [],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one item"},
    )


class _OfItems(forms.Form):
    """Something about items of a case."""

    def __init__(
        self, *args: Any, items: Iterable[ItemOnFile], label: str = "Which items", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"items": _items(items, label), **self.fields}

    @property
    def chosen(self) -> list[int]:
        """The ids of the items ticked."""
        return [int(value) for value in self.cleaned_data["items"]]


class LawEventForm(_OfItems):
    """An event: of which items, on which day, and where it is shown."""

    def __init__(self, *args: Any, page: EventPage, powers: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = {}
        if page.then and page.asks_months:
            fields["then_on"] = PastDayField(label=page.then, help_text=page.then_hint)
        fields["on"] = DateField(label=page.day) if page.may_come else PastDayField(label=page.day)
        if page.then and not page.asks_months:
            fields["then_on"] = PastDayField(label=page.then, help_text=page.then_hint, required=False)
        if page.asks_months:
            fields["months"] = months_field("Length", LONGEST_SAMPLE_ORDER, required=True)
        if page.asks_power:
            fields["power"] = forms.ChoiceField(
                label="Under which power",
                choices=[("", "The same power"), *((power, name_of(power)) for power in powers)],
                required=False,
            )
        fields["shown"] = words(
            "Where it is shown",
            hint="For example the number of a letter, an order or a custody record, and who told it",
            missing="Enter where it is shown",
            rows=2,
        )
        self.fields |= fields


class WithdrawFactForm(forms.Form):
    """Why something recorded counts no longer."""

    because = one_of(
        "Why it counts no longer",
        [
            (code.value, code.label)
            for code in (WithdrawnBecause.MISTAKE, WithdrawnBecause.WRONG_SUBJECT, WithdrawnBecause.DUPLICATE)
        ],
        missing="Choose why it counts no longer",
    )


class CourtApplicationForm(_OfItems):
    """An application to a court: for which items, on which day, to which court."""

    on = PastDayField(label="Application made on", help_text="The day on which the court received it")
    shown = words(
        "To which court, and where the application is shown",
        missing="Enter to which court, and where the application is shown",
        rows=2,
    )


class CourtOutcomeForm(forms.Form):
    """What the court decided."""

    answer = one_of("What became of it", CourtAnswer.choices, missing="Choose what became of it")
    on = PastDayField(label="On", help_text="The day of the order, the refusal or the withdrawal")

    def __init__(self, *args: Any, asks_months: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_months:
            self.fields["months"] = months_field("Length ordered", 24, required=False)
            needed_at_times(self, "months")

    def clean(self) -> dict[str, Any]:
        """A length, where the court may choose one."""
        said = super().clean() or {}
        asks = "months" in self.fields and said.get("answer") == CourtAnswer.ORDERED
        if asks and not said.get("months") and "months" not in self.errors:
            self.add_error("months", self.fields["months"].error_messages["required"])
        return said


class UnlawfulTakingForm(_OfItems):
    """The decision that items were taken unlawfully."""

    on = PastDayField(label="Decided on")
    reasons = words(
        "Who decided it, and why",
        hint="The responsible chief officer decides: the taking was unlawful, or the arrest was unlawful or "
        "based on mistaken identity",
        missing="Enter who decided it, and why",
    )
