"""Form fields every room may use: the day in three boxes, read exactly.

A day is typed as day, month and year, or pasted whole into any one box ("31 October 2015", "31/10/2015",
"2015-10-31"). British order only: the day comes first. Whatever is not a real day is answered with which part
is wrong and why.
"""

import re
from calendar import isleap, monthrange
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
BRITISH = re.compile(
    WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\d{1,2}|[a-z]{3,9})\.?[\s./,-]+(\d+)", re.IGNORECASE
)


def wrong(parts: tuple[str, ...], message: str) -> ValidationError:
    """The error to raise when the named parts of a date are wrong; the message says why."""
    # Django interpolates params into the message, and what people type may hold a per cent sign.
    return ValidationError(message.replace("%", "%%"), code="date", params={"parts": parts})


def split_whole(text: str) -> list[str] | None:
    """Day, month and year of a date written in one piece, as typed; None when it is not one."""
    text = text.strip()
    if match := ISO.fullmatch(text):
        return [match[3], match[2], match[1]]
    if match := BRITISH.fullmatch(text):
        return [match[1], match[2], match[3]]
    return None


def _month(text: str, name: str) -> int:
    """The month a number, a name or its first three letters means."""
    if text.isascii() and text.isdigit():
        if 1 <= int(text) <= 12:
            return int(text)
        raise wrong(("month",), f"{name}: month {text} does not exist. Months are 1 to 12")
    for index, month in enumerate(MONTHS, start=1):
        if text.lower() in (month.lower(), month[:3].lower()) or (text.lower() == "sept" and index == 9):
            return index
    raise wrong(("month",), f'{name}: "{text}" is not a month. Use a number from 1 to 12, or its name')


def _year(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise wrong(("year",), f'{name}: "{text}" is not a year. Use 4 numbers, for example 2016')
    if len(text) != 4 or not 1900 <= int(text) <= 2199:
        raise wrong(
            ("year",), f"{name}: year {text} must be 4 numbers between 1900 and 2199, for example 2016"
        )
    return int(text)


def _day(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise wrong(("day",), f'{name}: "{text}" is not a day. Use a number from 1 to 31')
    if not 1 <= int(text) <= 31:
        raise wrong(("day",), f"{name}: day {text} does not exist. Days are 1 to 31")
    return int(text)


def read_date(day: str, month: str, year: str, name: str = "Date") -> date:
    """The day three texts mean. ``name`` opens each message.

    Raises ``ValidationError`` whose ``params["parts"]`` names the wrong parts.
    """
    texts = dict(zip(PARTS, (day.strip(), month.strip(), year.strip()), strict=True))
    given = [part for part in PARTS if texts[part]]
    if len(given) == 1 and (whole := split_whole(texts[given[0]])):
        texts = dict(zip(PARTS, whole, strict=True))
    if missing := tuple(part for part in PARTS if not texts[part]):
        raise wrong(missing, f"{name} must include a {' and a '.join(missing)}")
    numbers = _day(texts["day"], name), _month(texts["month"], name), _year(texts["year"], name)
    return _real_day(*numbers, name)


def _real_day(day: int, month: int, year: int, name: str) -> date:
    """The day the numbers mean, each already in its own range; refuses 31 June and the like."""
    last = monthrange(year, month)[1]
    if day <= last:
        return date(year, month, day)
    if (day, month) == (29, 2) and not isleap(year):
        raise wrong(
            ("day",),
            f"{name}: 29 February {year} does not exist. {year} is not a leap year: February has 28 days",
        )
    raise wrong(
        ("day",),
        f"{name}: {day} {MONTHS[month - 1]} does not exist. {MONTHS[month - 1]} {year} has {last} days",
    )


class DateWidget(forms.MultiWidget):
    """Three boxes, named ``NAME_day``, ``NAME_month`` and ``NAME_year``; they show again what was typed."""

    template_name = "forms/date.html"
    use_fieldset = True
    parts = PARTS

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def id_for_label(self, id_: str) -> str:
        """The group is named by its legend, so no label points at a box."""
        return ""

    def decompress(self, value: date | None) -> list[str]:
        """The three boxes of a day; empty boxes of none."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's own, with each box's part, width and whether it is wrong."""
        attrs = dict(attrs or {})
        wrong_parts = attrs.pop("wrong_parts", frozenset())
        context = super().get_context(name, value, attrs)
        for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            box.update(
                part=part,
                label=part.capitalize(),
                width=4 if part == "year" else 2,
                wrong=part in wrong_parts,
            )
            box["attrs"]["id"] = f"{context['widget']['attrs'].get('id', f'id_{name}')}_{part}"
        return context


class DateField(forms.Field):
    """A day in three boxes; gives a ``date``, or None when all are empty and it is not required."""

    widget = DateWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["required"] = kwargs.get("error_messages", {}).get("required", "")

    def _name(self) -> str:
        return str(self.label or "Date")

    def _asked_for(self) -> str:
        """The label inside a sentence: "Day of taking" becomes "day of taking", "PNC check" stays."""
        name = self._name()
        return name if name[1:2].isupper() else name[0].lower() + name[1:]

    def clean(self, value: Any) -> date | None:
        """The day the boxes mean, checked; the error says which part is wrong and why."""
        if isinstance(value, date):
            value = [str(value.day), str(value.month), str(value.year)]
        texts = [str(text or "") for text in (value or ["", "", ""])]
        if not any(text.strip() for text in texts):
            if self.required:
                raise wrong(PARTS, str(self.error_messages["required"]) or f"Enter the {self._asked_for()}")
            return None
        day = read_date(texts[0], texts[1], texts[2], self._name())
        self.run_validators(day)
        return day

    def has_changed(self, initial: date | None, data: Any) -> bool:
        """Whether the boxes mean another day than at first; what cannot be read counts as changed."""
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True
