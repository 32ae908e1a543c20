"""Holdings told apart by basis and by power: individuals, each number with the address of its list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from oversight import figures
from oversight.figures import Answer
from oversight.figures.basis import BASES
from oversight.filters import MATERIAL, NO_POWER, POWERS, SHORT, part_of
from oversight.selectors import Days, list_url

HEADS = ("Held", *MATERIAL.values(), "Never convicted")


def holdings(found: Mapping[str, Answer], days: Days) -> dict[str, Any]:
    """The context of the page: the heads of the columns, the rows by basis, by power, and the whole."""
    return {
        "heads": HEADS,
        "by_basis": [_row(found, days, words, {"basis": code}) for code, words in BASES.items()],
        "by_power": [_row(found, days, words, {"power": code}) for code, words in _powers(found)],
        "whole": _row(found, days, "All", {}),
    }


def _powers(found: Mapping[str, Answer]) -> list[tuple[str, str]]:
    """The powers by which anything is held, and those that are used most."""
    held = found[figures.HELD.slug]
    used = {held.powers.get(row.case_id) or NO_POWER for row in held.rows}
    return [(code, words) for code, words in POWERS.items() if code in used or code in SHORT]


def _row(found: Mapping[str, Answer], days: Days, label: str, of: Mapping[str, str]) -> dict[str, Any]:
    held, never = found[figures.HELD.slug], found[figures.NEVER_CONVICTED.slug]
    parts = [(held, of), *((held, {**of, "material": code}) for code in MATERIAL), (never, of)]
    cells = [_cell(whole, days, query) for whole, query in parts]
    return {"label": label, "cells": [cell | {"head": head} for cell, head in zip(cells, HEADS, strict=True)]}


def _cell(whole: Answer, days: Days, of: Mapping[str, str]) -> dict[str, Any]:
    query = QueryDict(mutable=True)
    query.update(of)
    part = part_of(whole, query)[1]
    return {"count": part.individuals, "href": list_url(whole.figure, days, **of)}
