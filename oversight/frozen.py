"""Rows of a figure as they are frozen: their one spelling, its digest, and back; and shares. Pure."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from audit.record import canonical
from oversight.figures import HELD, LAPSES, NEVER_CONVICTED, TAKEN, WOULD_HAVE_APPLIED, Answer, Precision
from oversight.figures.lapses import UNREVIEWED
from oversight.figures.taken import SCHEDULE_7


def spelled(rows: Iterable[Any]) -> list[bytes]:
    """Each row in its one spelling, in one order whatever the order they came in."""
    return sorted(canonical(asdict(row)) for row in rows)


def rows_hash(rows: Iterable[Any]) -> str:
    """The SHA-256 of the rows of a figure, in one order whatever the order they came in."""
    return hash_of(spelled(rows))


def hash_of(lines: Iterable[bytes]) -> str:
    """The SHA-256 of rows that are spelled already."""
    return sha256(b"\n".join(lines)).hexdigest()


def packed(lines: Iterable[bytes]) -> bytes:
    """Spelled rows as they are kept."""
    return zlib.compress(b"\n".join(lines), 9)


def unpacked(content: bytes | memoryview) -> list[dict[str, Any]]:
    """The rows as they were frozen, each a mapping of its columns."""
    whole = zlib.decompress(bytes(content))
    return [json.loads(line) for line in whole.split(b"\n") if line]


def precision_of(found: Mapping[str, Answer], slug: str) -> Precision:
    """Exact, but a lower bound where lapses are not yet reviewed: "would have applied" can only grow."""
    if slug == WOULD_HAVE_APPLIED.slug and unreviewed(found):
        return Precision.LOWER_BOUND
    return Precision.EXACT


def unreviewed(found: Mapping[str, Answer]) -> int:
    """Individuals who lapsed and of whom nobody has yet said whether JFIT would have applied."""
    lapses = found["lapses"].rows
    return len({row.subject_id for row in lapses if row.would_have_applied == UNREVIEWED})


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole in per cent: as it is, to one place, and rounded as the reports rounded it."""

    title: str
    as_at: date
    part: int
    whole: int
    published: str = ""

    @property
    def per_cent(self) -> str:
        """As it is, to one place of decimals."""
        return f"{self.part * 100 / self.whole:.1f} %" if self.whole else "no share of nothing"


STATISTICS = (date(2013, 10, 31), date(2015, 10, 31))
"""The days of the published statistics, which every pack repeats."""

# In steps of how many per cent the reports rounded: the 2015 report in fives (paragraph 155), the further
# report, by what had become known in April 2016, in ones (paragraph 34).
ROUNDED_TO = ((date(2016, 4, 5), 5), (date.max, 1))


def never_convicted_share(found: Mapping[str, Answer], as_at: date, known_at: date) -> Share:
    """The share of those held who were never convicted; of the days of the statistics, as then rounded."""
    part, whole = found[NEVER_CONVICTED.slug].individuals, found[HELD.slug].individuals
    return Share(
        title="Never convicted, of those held",
        as_at=as_at,
        part=part,
        whole=whole,
        published=_as_rounded(part, whole, known_at) if as_at in STATISTICS else "",
    )


def _as_rounded(part: int, whole: int, known_at: date) -> str:
    """In whole per cent, in the steps of the report of that time, half a step up; nothing of nothing."""
    if not whole:
        return ""
    step = next(step for before, step in ROUNDED_TO if known_at < before)
    return f"about {(200 * part + step * whole) // (2 * step * whole) * step} %"


def lapsed_share(found: Mapping[str, Answer], as_at: date) -> Share:
    """The share of those whose material was taken under Schedule 7 since 31 October 2013 that lapsed."""
    lapses = found[LAPSES.slug]
    lapsed = {
        row.subject_id
        for row in lapses.rows
        if lapses.powers.get(row.case_id) == SCHEDULE_7 and row.case_id not in lapses.legacy
    }
    return Share("Lapsed, of those taken under Schedule 7", as_at, len(lapsed), found[TAKEN.slug].individuals)
