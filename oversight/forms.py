"""The picker of the two dates of every figure."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms

from accounts.fields import PARTS, DateField
from oversight.selectors import Days


class DaysForm(forms.Form):
    """As at and as known at, each in three boxes; or in one piece, as the addresses of lists carry them."""

    as_at = DateField(label="As at (true on)")
    known_at = DateField(label="As known at (recorded by)")

    names: ClassVar[tuple[str, ...]] = ("as_at", "known_at")

    def __init__(self, given: Any, *, today: date) -> None:
        self.today = today
        super().__init__(
            {box: text for name in self.names for box, text in _boxes(given, name, today).items()}
        )

    @classmethod
    def was_typed(cls, given: Any) -> bool:
        """Whether somebody filled in the boxes, so that the address should be made one to pass on."""
        return any(f"{name}_{part}" in given for name in cls.names for part in PARTS)

    def days(self) -> Days:
        """The two dates. Only for a valid form."""
        return Days(self.cleaned_data["as_at"], self.cleaned_data["known_at"])

    def clean_as_at(self) -> date:
        """Not in the future: what will be true is a forecast, and no figure."""
        return self._not_after_today(self.cleaned_data["as_at"], "as at")

    def clean_known_at(self) -> date:
        """Not in the future: nothing has been recorded then."""
        return self._not_after_today(self.cleaned_data["known_at"], "as known at")

    def _not_after_today(self, day: date, name: str) -> date:
        if day > self.today:
            raise forms.ValidationError(
                f"The day {name} must be today or earlier, for example {self.today:%d %m %Y}"
            )
        return day


class CompareForm(DaysForm):
    """One as-at day, and two days of knowledge: what was known then, and what is known now."""

    known_then = DateField(label="As then known at")

    names = ("as_at", "known_then", "known_at")
    field_order = names

    def clean_known_then(self) -> date:
        """Not in the future."""
        return self._not_after_today(self.cleaned_data["known_then"], "as then known at")


def _boxes(given: Any, name: str, today: date) -> dict[str, str]:
    """What the three boxes hold: as typed, or the date of the address, or today."""
    typed = {f"{name}_{part}": given.get(f"{name}_{part}", "") for part in PARTS}
    if any(f"{name}_{part}" in given for part in PARTS):
        return typed
    whole = given.get(name)
    try:
        day = date.fromisoformat(whole) if whole else today
    except ValueError:
        return typed | {f"{name}_day": whole}
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
