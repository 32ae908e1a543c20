"""Which rows say nothing once a list leaves as a file: those of cases with a match under legal review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cases.models import Case
from cases.services.held_back import held_back


def withheld(records: Sequence[Any]) -> set[int]:
    """The places, among ``records``, of those about a case of which nothing may leave by file; one query."""
    cases = {place: case for place, record in enumerate(records) if (case := _case_of(record))}
    if not cases:
        return set()
    blocked = held_back(set(cases.values())).keys()
    return {place for place, case in cases.items() if case in blocked}


def _case_of(record: Any) -> int | None:
    """The case that a row is about, whatever kind of row it is."""
    if isinstance(record, Case):
        return record.pk
    for name in ("case_id", "material", "case", "alert", "order", "request", "stop"):
        about = getattr(record, name, None)
        if isinstance(about, int):
            return about
        if about is not None and not isinstance(about, str):
            return _case_of(about)
    return None
