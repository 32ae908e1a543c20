"""What the figures page shows, made from the answers: tiles, lesser numbers, causes, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.choices import Nation
from oversight import figures
from oversight.causes import LABELS, PRIMARY, Cause, axis_of
from oversight.figures import Answer, by_cause
from oversight.figures.lapses import LapseKind
from oversight.figures.taken import SCHEDULE_7
from oversight.frozen import lapsed_share, never_convicted_share
from oversight.selectors import Days, list_url, wrong_dates_number

FILLS = {
    "stop_sign_off": "c1",
    "sofs": "c2",
    "jfit": "c3",
    "wrong_date": "c4",
    "security_service": "c5",
    "chief_officer": "c6",
    "ctu": "c7",
}


def overview(found: Mapping[str, Answer], days: Days) -> dict[str, Any]:
    """The context of the figures page."""
    return {
        "tiles": _tiles(found, days),
        "strip": _strip(found, days),
        "causes": _causes(found[figures.LAPSES.slug], days),
        "shares": _shares(found, days),
        "nations": [str(name) for _, name in Nation.choices],
        "by_nation": [_by_nation(answer, days) for answer in found.values()],
        "register": [
            {"figure": answer.figure, "answer": answer, "href": list_url(answer.figure, days)}
            for answer in found.values()
        ],
    }


def _shares(found: Mapping[str, Answer], days: Days) -> list[dict[str, Any]]:
    """Shares with their base: as they are, and rounded as the published statistics are."""
    convicted = never_convicted_share(found, days.as_at, days.known_at)
    lapsed = lapsed_share(found, days.as_at)
    new = {"power": SCHEDULE_7, "material": "new"}
    return [
        {
            "share": convicted,
            "part_url": list_url(figures.NEVER_CONVICTED, days),
            "whole_url": list_url(figures.HELD, days),
        },
        {
            "share": lapsed,
            "part_url": list_url(figures.LAPSES, days, **new),
            "whole_url": list_url(figures.TAKEN, days),
        },
    ]


def headline_count(answer: Answer) -> int:
    """The number of a figure in the unit that it states."""
    return answer.number


def _by_nation(answer: Answer, days: Days) -> dict[str, Any]:
    """A figure split by where the material was taken: 0 where there is none, never a blank."""
    return {
        "figure": answer.figure,
        "cells": [
            {
                "label": name,
                "count": answer.of_nation(nation).number,
                "href": list_url(answer.figure, days, nation=nation),
            }
            for nation, name in Nation.choices
        ],
    }


def _tiles(found: Mapping[str, Answer], days: Days) -> list[dict[str, Any]]:
    unlawful, lapses, held = (found[f.slug] for f in (figures.HELD_UNLAWFULLY, figures.LAPSES, figures.HELD))
    wrong = wrong_dates_number(found[figures.WRONG_DATES.slug], days)
    longest = max((row.days_over for row in unlawful.rows), default=0)
    renewals = _individuals(row for row in lapses.rows if row.kind == LapseKind.RENEWAL)
    return [
        {
            "number": unlawful.individuals,
            "label": "held unlawfully",
            "href": list_url(figures.HELD_UNLAWFULLY, days),
            "band": "over",
            "note": f"individuals. Target 0. Longest {longest:,} days"
            if longest
            else "individuals. Target 0",
        },
        {
            "number": lapses.individuals,
            "label": "lapses, all time",
            "href": list_url(figures.LAPSES, days),
            "band": "red",
            "note": f"individuals, {renewals:,} of them at renewal"
            if renewals
            else "individuals, none at renewal",
        },
        {
            "number": wrong.count,
            "label": "wrong notified dates",
            "href": wrong.href,
            "band": "purple",
            "note": "dates.",
            "note_href": wrong.aside_href,
            "note_link": wrong.aside,
        },
        {
            "number": held.individuals,
            "label": "held",
            "href": list_url(figures.HELD, days),
            "band": "grey",
            "note": f"individuals, in {held.cases:,} cases with {held.items:,} items",
        },
    ]


def _strip(found: Mapping[str, Answer], days: Days) -> list[dict[str, Any]]:
    """The lesser numbers: each with its words and its list."""
    lapses = found[figures.LAPSES.slug]
    strip = [_plain(found, figures.NEVER_CONVICTED, days, "held individuals never convicted")]
    for code, words in (
        ("proposed", "individuals with a cause proposed by rule alone"),
        ("confirmed", "with one confirmed by a supervisor"),
        ("disputed", "with one disputed by the stage blamed"),
    ):
        count = _individuals(row for row in lapses.rows if row.causes.standing == code)
        strip.append({"count": count, "text": words, "href": list_url(figures.LAPSES, days, standing=code)})
    for code, words in (
        ("yes", "lapsed individuals for whom JFIT would have applied"),
        ("no", "for whom it would not"),
        ("unreviewed", "not yet reviewed"),
    ):
        count = _individuals(row for row in lapses.rows if row.would_have_applied == code)
        strip.append({"count": count, "text": words, "href": list_url(figures.LAPSES, days, review=code)})
    strip.append(_plain(found, figures.SAVED, days, "saved by another basis"))
    strip.append(_plain(found, figures.VOID, days, "void determinations"))
    matches = _plain(found, figures.MATCHES, days, "matches against material without cover")
    strip.append(matches if matches["count"] else matches | {"text": figures.MATCHES.none})
    strip.append(_plain(found, figures.UNRESOLVED, days, "unresolved past their shortest day"))
    return strip


def _plain(found: Mapping[str, Answer], figure: figures.Figure, days: Days, words: str) -> dict[str, Any]:
    return {"count": headline_count(found[figure.slug]), "text": words, "href": list_url(figure, days)}


def _causes(lapses: Answer, days: Days) -> dict[str, Any]:
    """Individuals by primary cause, the sum of the causes and what it differs from the total by."""
    counts = by_cause(lapses)
    total, added_up = lapses.individuals, sum(counts.values())
    rows = [
        {
            "label": LABELS[cause],
            "value": counts[cause],
            "fill": FILLS[cause],
            "href": list_url(figures.LAPSES, days, cause=cause),
        }
        for cause in sorted(PRIMARY, key=lambda cause: -counts[cause])
    ]
    note = f"sum of the causes {added_up:,}, remainder {added_up - total:,}"
    if added_up != total:
        note += ": individuals who lapsed twice, under different causes"
    axes = [
        (axis, _individuals(row for row in lapses.rows if axis_of(row.causes.primary) == axis))
        for axis in ("the police", "a third party")
    ]
    also = [
        (cause, _individuals(row for row in lapses.rows if cause in row.causes.contributory))
        for cause in Cause
    ]
    more = [
        {
            "label": f"Avoidable by {axis}",
            "value": n,
            "fill": "c1",
            "href": list_url(figures.LAPSES, days, axis=axis),
        }
        for axis, n in axes
    ] + [
        {
            "label": f"Contributory: {LABELS[cause]}",
            "value": n,
            "fill": "c5",
            "href": list_url(figures.LAPSES, days, also=cause),
        }
        for cause, n in also
        if n
    ]
    return {
        "more": more,
        "rows": rows,
        "total": {"value": total, "note": note, "href": list_url(figures.LAPSES, days)},
    }


def _individuals(rows: Iterable[Any]) -> int:
    return len({row.subject_id for row in rows})
