"""Several kinds of work as one sweep: one run, one lock, one line in the list, each part in its turn.

The parts ask about different things, so each has its own ids; here they are told apart by the part's place.
"""

from __future__ import annotations

from datetime import date

from retention.choices import Subject
from retention.models import SweepRun
from retention.services.sweeps import Sweep

# More ids than any table has.
APART = 2**48


def together(name: str, *parts: Sweep) -> Sweep:
    """One sweep of that name that does the work of each part, in their order."""

    def ids_after(day: date, cursor: int, most: int) -> list[int]:
        for place, part in list(enumerate(parts))[cursor // APART :]:
            before = max(cursor - place * APART, 0)
            if ids := part.ids_after(day, before, most):
                return [place * APART + one for one in ids]
        return []

    def look(day: date, ids: list[int]) -> list[int]:
        found = []
        for place, part in enumerate(parts):
            own = [one % APART for one in ids if one // APART == place]
            found += [place * APART + one for one in part.look(day, own)] if own else []
        return found

    def act(run: SweepRun, one: int) -> bool:
        return parts[one // APART].act(run, one % APART)

    def about(one: int) -> tuple[Subject, int]:
        return parts[one // APART].subject, one % APART

    return Sweep(name, parts[0].subject, ids_after, look, act, about)
