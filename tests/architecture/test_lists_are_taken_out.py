"""Whoever reads a list can take it out whole: a page with a list of its own offers that, or stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accounts.exporting import Exporting
from nsd import places
from tests.architecture.source import calls, product
from tests.architecture.test_every_url import ADDRESSES

TEMPLATES = places.ROOT / "templates"
LIST = re.compile(r"render_table|<table|tables/table\.html|table\.template_name")
SAYS_WHERE = re.compile(r"render_table|tables/table\.html|table\.template_name|components/exports")
INCLUDED = re.compile(r'{% include "([^"]+)"')
# Pages about one thing, whose tables are parts of it: a case, a decision, an order, a run, a person.
ABOUT_ONE_THING = frozenset(
    {f"cases:{name}" for name in ("taking_recorded", "decide", "requests", "import_row", "exception")}
    | {
        "desk:case",
        "desk:why",
        "desk:facts",
        "oversight:determination",
        "oversight:why_kept",
        "retention:leaver",
    }
    | {"retention:deletion", "retention:tombstone", "retention:reconciled"}
)
# Where people begin or choose; each of their lists is whole on a page of its own, and taken out there.
BEGINNINGS = frozenset({"desk:home", "desk:many", "desk:many_do", "retention:digest"})


def parts_of(name: str) -> Iterator[str]:
    """The text of a template and of all that it includes."""
    path = TEMPLATES / name
    if path.exists():
        text = path.read_text(encoding="utf-8")
        yield text
        for included in INCLUDED.findall(text):
            yield from parts_of(included)


def has_list(template: str) -> bool:
    """Whether a page shows a table."""
    return any(LIST.search(text) for text in parts_of(template))


def test_every_page_with_a_list_lets_it_be_taken_out() -> None:
    without, with_one = set(), set()
    for address in ADDRESSES:
        view = getattr(address.view, "view_class", None)
        template = getattr(view, "template_name", None)
        if template and has_list(template):
            (with_one if issubclass(view, Exporting) else without).add(address.name)
    assert without == ABOUT_ONE_THING | BEGINNINGS
    assert len(with_one) > 40


def test_every_page_that_lets_its_list_be_taken_out_says_where() -> None:
    silent = []
    for address in ADDRESSES:
        view = getattr(address.view, "view_class", None)
        if view is not None and issubclass(view, Exporting):
            whole = "".join(parts_of(view.template_name))
            if not re.search(
                r"render_table|tables/table\.html|table\.template_name|components/exports", whole
            ):
                silent.append(address.name)
    assert silent == []


def test_cells_are_made_harmless_in_one_place() -> None:
    found = [source.at(call) for source in product() for call, name in calls(source) if name == "harmless"]
    assert found == []
    beginnings = [source.path for source in product() if '"=", "+", "-", "@"' in source.text]
    assert beginnings == ["accounts/sheets.py"]
