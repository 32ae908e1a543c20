"""Dates that other systems supplied: compared with the period of the power alone, and never used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.choices import NotifiedBy
from cases.durations import off_by
from cases.models import NotifiedExpiry
from law.alone import last_day_of_the_power
from law.facts import Facts


@dataclass(frozen=True, slots=True)
class Compared:
    """A notified date with the last day that the power alone gives; ``days`` is notified minus computed."""

    notified_by: str
    notified_day: date
    notified_on: date
    computed_day: date
    days: int

    @property
    def words(self) -> str:
        """How far off it is: "31 days early"."""
        return off_by(self.days)


def compared(notified: list[NotifiedExpiry], facts: Facts) -> list[Compared]:
    """Each notified date beside the last day of the power; empty where the power alone gives no day."""
    computed = last_day_of_the_power(facts)
    if computed is None:
        return []
    return [
        Compared(
            NotifiedBy(row.notified_by).label,
            row.notified_day,
            row.notified_on,
            computed,
            (row.notified_day - computed).days,
        )
        for row in notified
    ]
