"""The budget bar of a case: the words for its drawing, its table, and the banner where it does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from desk.templatetags.words import day, day_brief, day_long, days
from retention.spending import Coming, Spending

# What a stage still to come is called; an awaited answer is called after whoever is asked.
NAMES = {
    "sofs": "SOFS",
    "profile": "Intelligence profile",
    "third_parties": "Answers",
    "decision": "JFIT decision",
    "chief_officer": "Chief Officer",
    "sign_off": "Sign-off",
}
WOULD = {
    "chief_officer": "the Chief Officer would decide",
    "sign_off": "the Stop-NSD would be signed off",
}


def drawn(found: Spending) -> dict[str, Any]:
    """What ``{% budget_bar %}`` draws."""
    return {
        "start": found.start,
        "today": found.today,
        "last_lawful_day": found.last_lawful_day,
        "spent": [
            {
                "label": stage.label,
                "days": stage.days,
                "kind": stage.kind,
                "dates": from_to(stage.first, stage.last),
                "budget": stage.budget,
            }
            for stage in found.spent
        ],
        "needed": list(_needed(found.coming)),
    }


def _needed(coming: tuple[Coming, ...]) -> Iterator[dict[str, Any]]:
    for one in coming:
        yield {
            "label": one.need.who or NAMES[one.need.stage],
            "days": one.need.days,
            "dates": f"to {day(one.ends_on)}",
            "budget": one.need.budget,
        }


def from_to(first: date, last: date) -> str:
    """A span of days in words, without saying anything twice.

    >>> from_to(date(2015, 10, 12), date(2015, 10, 13))
    '12 to 13 October 2015'
    >>> from_to(date(2016, 3, 14), date(2016, 4, 5))
    '14 March to 5 April 2016'
    """
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    begins = day_brief(first) if first.year == last.year else day(first)
    return f"{begins} to {day(last)}"


def does_not_fit(found: Spending) -> dict[str, str] | None:
    """The amber banner where the remaining stages need more days than are left; None where they fit."""
    if not found.short_by or found.left < 0:
        return None
    last = found.coming[-1]
    would = WOULD.get(last.need.stage, "the last stage would end")
    left = days(found.left) if found.left else "No day"
    return {
        "level": "amber",
        "title": f"{left} left. The remaining stages need {found.needed:,}.",
        "text": f"On present budgets {would} on {day_brief(last.ends_on)}, {days(found.short_by)} too late. "
        f"A determination must be made on or before {day_long(found.last_lawful_day)}.",
    }
