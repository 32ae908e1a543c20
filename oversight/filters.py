"""The parts of a figure that an address may ask for, such as the lapses of one cause."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from accounts.choices import Nation
from cases.choices import RequestTo
from cases.durations import off_by
from cases.powers import powers
from oversight.bands import DAYS_LEFT, DAYS_OPEN, left_of, open_for
from oversight.causes import LABELS, PRIMARY, Cause, axis_of
from oversight.figures import Answer
from oversight.figures.idle import TEAM_OF_STATE, TEAMS
from oversight.figures.work import THIRD_PARTIES
from oversight.filters_times import TIMES, TIMES_OF
from oversight.part import Filter

REVIEWED = {"yes": "Yes", "no": "No", "unreviewed": "Not yet reviewed"}
STANDINGS = {
    "proposed": "Proposed by rule",
    "confirmed": "Confirmed by a supervisor",
    "disputed": "Disputed by the stage blamed",
}
LATELY = timedelta(days=28)
NO_POWER = "none"
SHORT = {"TACT-S7": "Schedule 7, TACT", "TACT-S41": "Section 41, TACT", "PACE-INV": "PACE"}
POWERS = {code: SHORT.get(code, name) for code, name in powers()} | {NO_POWER: "Power not recorded"}
MATERIAL = {"new": "New Material", "legacy": "Legacy Material"}
AXES = {axis: f"Avoidable by {axis}" for axis in ("the police", "a third party")}
FORTNIGHT = timedelta(days=14)
ONE_DAY = timedelta(days=1)
KINDS = {"first": "First lapse", "renewal": "At renewal"}


class UnknownPart(ValueError):
    """A filter does not have such a value; the message says which."""


def _offset_words(text: str) -> str | None:
    is_whole = text.removeprefix("-").isdecimal() and len(text) < 7
    return off_by(int(text)) if is_whole else None


def _fortnight_words(text: str) -> str | None:
    try:
        return f"In the 14 days to {date.fromisoformat(text):%-d %B %Y}"
    except ValueError:
        return None


def _fortnights_of(row: Any) -> tuple[str, ...]:
    """The last day of every span of 14 days in which the row's first unlawful day falls."""
    first = row.last_lawful_day + ONE_DAY
    return tuple((first + ONE_DAY * days).isoformat() for days in range(FORTNIGHT.days))


FILTERS = {
    "cause": Filter(
        "Primary cause", {str(c): LABELS[c] for c in PRIMARY}.get, lambda row, _: str(row.causes.primary)
    ),
    "also": Filter(
        "Contributory cause",
        {str(c): LABELS[c] for c in Cause}.get,
        lambda row, _: tuple(str(c) for c in row.causes.contributory),
    ),
    "axis": Filter("Axis", AXES.get, lambda row, _: axis_of(row.causes.primary)),
    "standing": Filter("Cause", STANDINGS.get, lambda row, _: str(row.causes.standing)),
    "kind": Filter("Lapse", KINDS.get, lambda row, _: str(row.kind)),
    "review": Filter("Would have applied", REVIEWED.get, lambda row, _: row.would_have_applied),
    "off_by": Filter("Off by", _offset_words, lambda row, _: str(row.days)),
    "lately": Filter(
        "Lapsed",
        {"28": "In the last 28 days"}.get,
        lambda row, whole: "28" if whole.as_at - LATELY <= row.last_lawful_day < whole.as_at else "",
    ),
    "fortnight": Filter("Lapsed", _fortnight_words, lambda row, _: _fortnights_of(row)),
    "left": Filter(
        "Days left", dict(DAYS_LEFT).get, lambda row, whole: left_of(row.last_lawful_day, whole.as_at)
    ),
    "team": Filter("With", TEAMS.get, lambda row, _: TEAM_OF_STATE[row.state]),
    "asked": Filter(
        "Asked", {str(to): str(RequestTo(to).label) for to in THIRD_PARTIES}.get, lambda row, _: row.to
    ),
    "open_for": Filter("Open for", dict(DAYS_OPEN).get, lambda row, _: open_for(row.days_open)),
    "power": Filter("Power", POWERS.get, lambda row, whole: whole.powers.get(row.case_id, "") or NO_POWER),
    "material": Filter(
        "Material", MATERIAL.get, lambda row, whole: "legacy" if row.case_id in whole.legacy else "new"
    ),
    "nation": Filter(
        "Nation", dict(Nation.choices).get, lambda row, whole: whole.nations.get(row.case_id, "")
    ),
    **TIMES,
}
OF_ALL = ("power", "material", "nation")
FILTERS_OF = {
    "lapses": ("cause", "also", "axis", "standing", "kind", "review", "lately", "fortnight"),
    "queues": ("team", "left"),
    "requests": ("asked", "open_for"),
    "would-have-applied": ("cause", "also", "axis", "standing", "kind"),
    "wrong-dates": ("off_by",),
}


def filters_of(slug: str) -> tuple[str, ...]:
    """The names of the filters that a figure has."""
    return (*FILTERS_OF.get(slug, ()), *TIMES_OF.get(slug, ()), *OF_ALL)


def part_of(whole: Answer, given: QueryDict) -> tuple[list[dict[str, str]], Answer]:
    """The filters that are on, each with the address without it, and the part of the figure that they leave.

    Raises UnknownPart for a value that a filter does not have: a mistyped address must not show the whole
    list.
    """
    chosen, rows = [], whole.rows
    for name in filters_of(whole.figure.slug):
        value = given.get(name)
        if not value:
            continue
        part = FILTERS[name]
        words = part.words(value)
        if words is None:
            raise UnknownPart(f"{part.label} cannot be {value!r}.")
        rows = [row for row in rows if _is(part.value_of(row, whole), value)]
        without = given.copy()
        without.pop(name)
        without.pop("page", None)
        chosen.append({"text": f"{part.label}: {words}", "remove_url": f"?{without.urlencode()}"})
    return chosen, whole.part(rows)


def _is(found: str | tuple[str, ...], value: str) -> bool:
    return value in found if isinstance(found, tuple) else found == value
