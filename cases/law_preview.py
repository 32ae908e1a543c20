"""What the installed release of the law would move: stored positions beside what their facts give now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases import positions
from cases.choices import PositionStatus
from cases.durations import in_days
from cases.models import Case, Material
from law.release import LAW_VERSION

# Columns of the answer: a change of any other moves nothing.
ANSWER = ("status", "last_lawful_day", "candidate_day")


@dataclass(frozen=True, slots=True)
class Move:
    """One item that moves. ``days`` is how much later its last lawful day is, None where one has none."""

    material_id: int
    case_id: int
    was_version: str
    was_status: str
    was_day: date | None
    now_status: str
    now_day: date | None
    rule: str

    @property
    def days(self) -> int | None:
        """How many days later; negative: earlier."""
        return (self.now_day - self.was_day).days if self.was_day and self.now_day else None

    @property
    def way(self) -> str:
        """Which way it moves, in words."""
        if self.days:
            return f"{in_days(abs(self.days))} {'later' if self.days > 0 else 'earlier'}"
        return "no longer a day" if self.was_day and not self.now_day else "another answer"

    @property
    def was(self) -> str:
        """The answer that is stored."""
        return _answer(self.was_status, self.was_day)

    @property
    def now(self) -> str:
        """The answer that the installed release gives."""
        return _answer(self.now_status, self.now_day)


@dataclass(frozen=True, slots=True)
class Preview:
    """What the installed release moves, of how many items; ``digest`` names the list."""

    examined: int
    moves: tuple[Move, ...]

    @property
    def digest(self) -> str:
        """The same for the same list under the same release, and for no other."""
        rows = [
            (m.material_id, m.was_version, m.was_status, str(m.was_day), m.now_status, str(m.now_day), m.rule)
            for m in self.moves
        ]
        return hashlib.sha256(json.dumps([LAW_VERSION, rows]).encode()).hexdigest()


def _answer(status: str, day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else str(PositionStatus(status).label)


def preview() -> Preview:
    """Compare every stored position of another release with the installed one; a fixed number of queries."""
    found = [
        Move(
            each.material_id,
            each.case_id,
            str(each.stored["law_version"]),
            str(each.stored["status"]),
            _day(each.stored["last_lawful_day"]),
            str(each.computed["status"]),
            _day(each.computed["last_lawful_day"]),
            _rule(each.computed["chain"]),
        )
        for each in positions.differences()
        if each.is_of_the_law and moves_the_answer(each)
    ]
    found.sort(key=lambda move: (move.days is None, move.days or 0, move.material_id))
    return Preview(Material.objects.count(), tuple(found))


def moves_the_answer(difference: positions.Difference) -> bool:
    """Whether more differs than words and the release."""
    return any(difference.stored[name] != difference.computed[name] for name in ANSWER)


def refs_of(moves: Iterable[Move]) -> dict[int, str]:
    """The references of the cases of these moves."""
    return dict(Case.objects.filter(pk__in={move.case_id for move in moves}).values_list("pk", "ref"))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _rule(chain: object) -> str:
    return str(chain[-1]) if isinstance(chain, list) and chain else ""
