"""Every number of the requirements stands once in docs/coverage.md, and what is said there exists.

Asked of the documents, the tests' source and the URL configuration alone: no database, no page.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
WRITTEN = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted((DOCS / "adr").glob("*.md"))]

# Where docs/requirements.md defines a number: it begins a row of a table or a line, or a sentence of 1.13.
DEFINED = re.compile(r"^(?:\| )?((?:R-\d{3}|N-\d{2}|K\d{1,2})\b)|(?<=\. )(R-\d{3})(?= [A-Z])", re.MULTILINE)
# The first cell of a row of docs/coverage.md.
ROW = re.compile(r"^\| ((?:R-\d{3}|N-\d{2}|K\d{1,2})) \|(.*)\|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NAMED = re.compile(r"`((?:desk|cases|retention|oversight|accounts):\w+|account_\w+|mfa_\w+)`")
# Code and files of tests, without the name of a test.
FILE = re.compile(r"`((?:\w+/)+(?:\w+\.py)?)`")
COMMAND = re.compile(r"`manage\.py (\w+)`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def requirements() -> str:
    """docs/requirements.md."""
    return (DOCS / "requirements.md").read_text(encoding="utf-8")


def numbers_of(text: str) -> set[str]:
    """The numbers that a text like docs/requirements.md defines."""
    return {one or other for one, other in DEFINED.findall(text)}


@cache
def coverage() -> str:
    """docs/coverage.md."""
    return (DOCS / "coverage.md").read_text(encoding="utf-8")


def rows() -> list[tuple[str, list[str]]]:
    """Each row of docs/coverage.md: its number, and its other cells."""
    return [(number, [cell.strip() for cell in rest.split("|")]) for number, rest in ROW.findall(coverage())]


def test_every_number_of_the_requirements_stands_once_and_no_other() -> None:
    defined = numbers_of(requirements())
    assert len(defined) > 100
    found = Counter(number for number, _ in rows())
    assert {number for number in defined if number not in found} == set()
    assert {number for number in found if number not in defined} == set()
    assert {number for number, times in found.items() if times > 1} == set()


def test_every_number_says_what_it_asks_where_it_is_met_and_what_shows_it() -> None:
    for number, cells in rows():
        assert len(cells) == 4, number
        asked, met, shown, left = cells
        assert 1 <= len(asked.split()) <= 10, f"{number} is asked in more than ten words"
        assert met, number
        if shown == "no test":
            assert left, f"{number} has no test, and it is not said why"
        else:
            assert all(TEST.fullmatch(test) for test in shown.split(", ")), f"{number} names no test: {shown}"
        assert not left or left.startswith(("left out because", "partly:", "no test")), number


def test_every_test_that_is_named_exists() -> None:
    named = TEST.findall(coverage())
    assert len(named) > 100
    assert [f"{path}::{name}" for path, name in named if name not in named_in(path)] == []


@cache
def named_in(path: str) -> frozenset[str]:
    """The names of the functions of a file of tests; none where there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_page_command_and_file_that_is_named_exists() -> None:
    named = set(NAMED.findall(coverage()))
    assert len(named) > 50
    assert named - set(_names(get_resolver().url_patterns, "")) == set()
    files = FILE.findall(coverage())
    assert len(files) > 20 and [file for file in files if not (ROOT / file).exists()] == []
    commands = {file.stem for file in ROOT.glob("*/management/commands/*.py")}
    assert set(COMMAND.findall(coverage())) - commands == set()


def _names(patterns: list[Any], space: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


@pytest.mark.parametrize("written", WRITTEN, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(written: Path) -> None:
    found = [one or other for one, other in LINK.findall(written.read_text(encoding="utf-8"))]
    assert [link for link in found if not leads_somewhere(written, link)] == []


def leads_somewhere(written: Path, link: str) -> bool:
    """Whether a link of ``written`` to a file of ours, and to a heading of it where it names one, is good."""
    if re.match(r"[a-z]+:", link):
        return True
    path, _, heading = link.partition("#")
    file = (written.parent / path).resolve() if path else written
    return file.exists() and (not heading or heading in headings_of(file))


@cache
def headings_of(file: Path) -> frozenset[str]:
    """What links to the headings of a document end in: small letters, without marks, spaces as hyphens."""
    heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads)


def test_this_test_sees_what_is_not_there() -> None:
    told = (
        "| R-001 | P6 |\nR-020 All.\nN-01 x R-999 y\nR-170 Audit. R-171 Need. see R-172, R-173\n| K1 Held |\n"
    )
    assert numbers_of(told) == {"R-001", "R-020", "N-01", "R-170", "R-171", "K1"}
    assert "test_no_such_thing" not in named_in("tests/architecture/test_coverage.py")
    readme = ROOT / "README.md"
    assert leads_somewhere(
        readme, "docs/requirements.md#1-requirements-extracted-from-the-report-paragraph-by-paragraph"
    )
    assert not leads_somewhere(readme, "docs/requirements.md#nowhere")
    assert not leads_somewhere(readme, "docs/nowhere.md")
