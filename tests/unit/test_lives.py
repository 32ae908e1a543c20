"""A life is worked out once for every as-at day: it must agree with the law asked about that very day."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from law import cover
from law.scenarios import from_json
from oversight.facts import Item
from oversight.lives import life_of

KNOWN = date(2026, 11, 25)
SCENARIOS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "law" / "data" / "cover.jsonl").read_text().splitlines()
]


def unlawful_by_the_law(facts, day):
    """Whether the law, told only what was dated by ``day``, says that the item may not be held on it."""
    found = cover.position(facts, on=day, known_at=KNOWN)
    if found.status == cover.Status.MUST_DESTROY:
        return True
    return found.last_lawful_day is not None and found.last_lawful_day < day


@pytest.mark.parametrize("scenario", SCENARIOS[::5], ids=lambda scenario: scenario["id"])
def test_a_life_agrees_with_the_law_asked_about_each_day(scenario):
    facts = from_json(scenario)
    taken_on = facts.item.taken_on
    life = life_of(Item(id=1, law=facts, recorded_on=taken_on), KNOWN)
    days = {taken_on + timedelta(days=n) for n in range(0, 5 * 365, 61)}
    if life.first_unlawful_day:
        days |= {life.first_unlawful_day + timedelta(days=n) for n in (-2, -1, 0, 1, 400)}
    for day in sorted(days):
        if day >= taken_on:
            assert life.is_unlawful_on(day) == unlawful_by_the_law(facts, day), day
