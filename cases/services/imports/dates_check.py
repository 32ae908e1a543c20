"""Compares the expiry dates that a register was given with the period of each power. Needs no database.

A notified date says when the power's own period ends, so it is compared with that alone: no conviction, court
order or determination counts here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.services.imports.register_rows import RegisterRow
from law import cover
from law.facts import Facts, InvestigationConcluded, Item


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row whose notified date is not the last day of the power; ``days`` is notified minus computed."""

    row: int
    ref: str
    power: str
    taken_on: date | None
    notified: date
    computed: date
    days: int
    recorded_on: date | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how many rows, those that mismatch, and those that cannot be computed."""

    rows: int
    mismatches: tuple[Mismatch, ...]
    unresolved: tuple[tuple[int, str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """The form that the command prints; the commonest offset first, with the day it was first written."""
        by_days: dict[int, list[Mismatch]] = defaultdict(list)
        for each in self.mismatches:
            by_days[each.days].append(each)
        offsets = [
            {"days": days, "count": len(found), "from": _iso(_earliest(found))}
            for days, found in sorted(by_days.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        ]
        return {
            "rows": self.rows,
            "mismatches": len(self.mismatches),
            "unresolved": len(self.unresolved),
            "offsets": offsets,
            "mismatched": [_plain(each) for each in self.mismatches],
            "unresolved_rows": [{"row": row, "ref": ref, "why": why} for row, ref, why in self.unresolved],
        }


def check(rows: Iterable[RegisterRow]) -> Checked:
    """Recomputes every row: the day on which the first period of its items ends, beside the notified date."""
    count, mismatches, unresolved = 0, [], []
    for row in rows:
        count += 1
        positions = [cover.position(facts) for facts in _facts(row)]
        reasons = [each.unresolved_because for each in positions if each.status == cover.Status.UNRESOLVED]
        if reasons or not positions:
            because = reasons[0] if reasons else "The row tells of no item."
            unresolved.append((row.number, row.ref, because))
            continue
        ends = [each.last_lawful_day for each in positions if each.last_lawful_day]
        if ends and row.notified_day and row.notified_day != min(ends):
            mismatches.append(_mismatch(row, row.notified_day, min(ends)))
    return Checked(count, tuple(mismatches), tuple(unresolved))


def _facts(row: RegisterRow) -> list[Facts]:
    acts = (InvestigationConcluded("concluded", row.concluded_on),) if row.concluded_on else ()
    nation = row.nation or "EW"
    power = row.power or row.power_as_written
    return [Facts(Item(item.kind, power, item.taken_on, nation), acts) for item in row.items]


def _mismatch(row: RegisterRow, notified: date, computed: date) -> Mismatch:
    taken_on = min((item.taken_on for item in row.items if item.taken_on), default=None)
    days = (notified - computed).days
    return Mismatch(row.number, row.ref, row.power, taken_on, notified, computed, days, row.recorded_on)


def _earliest(found: list[Mismatch]) -> date | None:
    return min((each.recorded_on for each in found if each.recorded_on), default=None)


def _plain(each: Mismatch) -> dict[str, Any]:
    return {
        "row": each.row,
        "ref": each.ref,
        "power": each.power,
        "taken_on": _iso(each.taken_on),
        "notified": _iso(each.notified),
        "computed": _iso(each.computed),
        "days": each.days,
        "recorded_on": _iso(each.recorded_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
