"""The written policy of deletions: its dated versions, each with the checklist that an order cites.

Source: further report of 22 April 2016, paragraph 28; R-131. A new version is added below; none is edited,
since orders cite it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# How long a chief officer may let destruction wait for a search, and who acknowledges within which time.
LONGEST_GRACE = timedelta(days=14)
ACKNOWLEDGED_WORKING_DAYS = 2
NORMAL_PRACTICE_WORKING_DAYS = 10
# What one deletion takes until receipts tell better: paragraph 27 says up to two hours.
MINUTES_EACH = 120


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version: its name, its first day, and what is gone through for each deletion."""

    name: str
    from_on: date
    checklist: tuple[str, ...]


VERSIONS = (
    PolicyVersion(
        "Deletions 1",
        date.min,
        (
            "The item is the one that the order names, and its last lawful day was read with its working",
            "Other cases of the same person were looked at: no conviction, determination or bar covers it",
            "Every place that holds it is listed: both databases, hard copies, samples and exports",
            "Nothing of it is wanted by a court, an inquiry or a search that a chief officer signed",
        ),
    ),
)


def version_on(day: date) -> PolicyVersion:
    """The version in force on ``day``."""
    return [version for version in VERSIONS if version.from_on <= day][-1]


def version_called(name: str) -> PolicyVersion | None:
    """The version that an order cites."""
    return next((version for version in VERSIONS if version.name == name), None)
