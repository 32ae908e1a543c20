"""Periods and scenarios computed by an independent program that counts days one at a time."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from law.explain import as_json
from law.periods import Counting, first_unlawful_day, last_day
from law.scenarios import from_json

DATA = Path(__file__).parent / "data"
with (DATA / "periods.csv").open() as file:
    PERIODS = list(csv.DictReader(file))
SCENARIOS = [json.loads(line) for line in (DATA / "cover.jsonl").read_text().splitlines()]


def test_every_period_ends_on_the_day_that_counting_day_by_day_gives():
    wrong = [
        row
        for row in PERIODS
        if (last := last_day(date.fromisoformat(row["start"]), int(row["months"]), Counting(row["counting"])))
        and (last.isoformat(), first_unlawful_day(last).isoformat())
        != (row["last_lawful_day"], row["first_unlawful_day"])
    ]
    assert len(PERIODS) > 400
    assert wrong == []


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_every_scenario_has_the_status_the_day_the_chain_and_the_ineffective_acts_expected(scenario):
    answer = as_json(scenario["id"], from_json(scenario))
    assert {name: answer[name] for name in scenario["expect"]} == scenario["expect"]
    assert answer["working"]
