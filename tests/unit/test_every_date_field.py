"""Every day that a form of the product asks for is read by the one field, whatever people type into it.

The fields are found in the source of the rooms, so that those which a form makes as it opens are found too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError

from accounts.fields import DateField
from audit import clock

ROOT = Path(__file__).parents[2]
ROOMS = ("accounts", "cases", "retention", "oversight", "desk")
TODAY = date(2026, 3, 2)
# A day that a page carries unseen and nobody types.
CARRIED = {"oversight.forms_incidents"}
OTHER_KINDS = (
    forms.DateField, forms.DateTimeField, forms.SplitDateTimeField, forms.DateInput, forms.DateTimeInput,
    forms.SelectDateWidget, forms.SplitDateTimeWidget,
)  # fmt: skip
TYPED_BY_BROWSER = re.compile(r"""type=["']?(date|datetime-local|month|week)\b""")

READ = (
    ("29", "2", "2016"),
    ("29", "February", "2016"),
    ("29 February 2016", "", ""),
    ("", "29/02/2016", ""),
    ("", "", " 2016-02-29 "),
    ("Monday 29 February 2016", "", ""),
)
REFUSED = (
    (("29", "2", "2015"), "day", "29 February 2015 does not exist. 2015 is not a leap year"),
    (("31", "6", "2015"), "day", "31 June does not exist. June 2015 has 30 days"),
    (("31 June 2015", "", ""), "day", "31 June does not exist"),
    (("6", "4", "16"), "year", "year 16 must be 4 numbers"),
    (("6/4/16", "", ""), "year", "year 16 must be 4 numbers"),
    (("6", "13", "2015"), "month", "month 13 does not exist"),
    (("6", "", "2015"), "month", "must include a month"),
    (("soon", "4", "2015"), "day", '"soon" is not a day'),
    (("next Tuesday", "", ""), "month", "must include a month and a year"),
)


@dataclass(frozen=True)
class Found:
    """A field as the source makes it: where, of which class, and whether it may be left out."""

    where: str
    kind: type
    required: bool

    def field(self) -> DateField:
        return self.kind(label="Day of it", required=self.required)

    def __str__(self) -> str:
        return self.where


def calls() -> Iterator[tuple[str, ast.Call, object]]:
    """Every call in the modules that make forms: the place, the call, and what is called."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text()
            if "/migrations/" in str(path) or "forms" not in text:
                continue
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            module = import_module(name.removesuffix(".__init__"))
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call):
                    yield name, node, _called(module, node.func)


def _called(module: object, func: ast.expr) -> object:
    """What a name, or a name of a module, stands for there."""
    if isinstance(func, ast.Name):
        return getattr(module, func.id, None)
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        return getattr(getattr(module, func.value.id, None), func.attr, None)
    return None


def fields() -> list[Found]:
    """Every field of a day that any form has."""
    found = []
    for name, call, kind in calls():
        if isinstance(kind, type) and issubclass(kind, DateField):
            said = {word.arg: word.value for word in call.keywords}
            required = not ("required" in said and ast.literal_eval(said["required"]) is False)
            label = ast.unparse(said["label"]).strip("'\"")
            found.append(Found(f"{name}:{call.lineno} {label}", kind, required))
    return found


FIELDS = fields()


def test_every_day_of_every_form_is_asked_for_by_the_one_field() -> None:
    others = [
        f"{name}:{call.lineno}"
        for name, call, kind in calls()
        if isinstance(kind, type) and issubclass(kind, OTHER_KINDS) and name not in CARRIED
    ]
    assert others == [], "three boxes, read by accounts.fields.DateField"
    pages = [*(ROOT / "templates").rglob("*.html"), *(p for r in ROOMS for p in (ROOT / r).rglob("*.py"))]
    assert [str(page) for page in pages if TYPED_BY_BROWSER.search(page.read_text())] == []
    assert len(FIELDS) >= 25, "the source names them otherwise now: mend how they are found"


def test_what_forms_hold_is_what_was_found() -> None:
    """The fields of the classes, read from the classes: none is made where the source is not searched."""
    for form in _all_below(forms.Form):
        if form.__module__.split(".")[0] not in ROOMS or form.__module__ in CARRIED:
            continue
        for name, field in form.base_fields.items():
            assert not isinstance(field, OTHER_KINDS), f"{form.__name__}.{name}"
            if isinstance(field, DateField):
                label = str(field.label)
                assert any(each.where.endswith(f" {label}") for each in FIELDS), f"{form.__name__}.{name}"


def _all_below(kind: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for below in kind.__subclasses__():
        yield below
        yield from _all_below(below)


@pytest.mark.parametrize("found", FIELDS, ids=str)
def test_the_same_day_or_an_error_that_says_which_part_and_why(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    field = found.field()
    for boxes in READ:
        assert field.clean(list(boxes)) == date(2016, 2, 29), boxes
    assert field.clean(date(2016, 2, 29)) == date(2016, 2, 29)
    for boxes, part, why in REFUSED:
        with pytest.raises(ValidationError) as refused:
            field.clean(list(boxes))
        (error,) = refused.value.error_list
        assert part in error.params["parts"], boxes
        assert error.messages[0].startswith("Day of it") and why in error.messages[0], boxes
    if found.required:
        with pytest.raises(ValidationError, match="day of it"):
            field.clean(["", "", ""])
    else:
        assert field.clean(["", "", ""]) is None
