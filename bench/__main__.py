"""``python -m bench``: how many positions a second the law answers, beside bare date arithmetic.

The floor is the least that any answer must do: add the months once. A figure above the floor by a steady
factor on machines of any speed is what to compare, not the seconds.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django

from law.cover import position
from law.facts import Facts
from law.periods import Counting, last_day
from law.scenarios import from_json

SCENARIOS = Path(__file__).resolve().parent.parent / "tests" / "law" / "data" / "cover.jsonl"
SECONDS = 3.0


def per_second(work: Callable[[], int]) -> float:
    """How many pieces a second ``work`` does, over at least SECONDS."""
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < SECONDS:
        done += work()
    return done / spent


def positions(scenarios: list[Facts]) -> int:
    """Answer every scenario once, the working left for when a person asks."""
    for facts in scenarios:
        position(facts)
    return len(scenarios)


def periods() -> int:
    """The floor: one period of six months, a thousand times."""
    start = date(2015, 8, 31)
    for _ in range(1000):
        last_day(start, 6, Counting.BEGINNING_WITH)
    return 1000


def main() -> None:
    """Print both, and how far one is above the other."""
    scenarios = [from_json(json.loads(line)) for line in SCENARIOS.read_text().splitlines() if line]
    answers, floor = per_second(lambda: positions(scenarios)), per_second(periods)
    print(f"positions  {answers:>10,.0f} a second, over {len(scenarios)} scenarios")
    print(f"floor      {floor:>10,.0f} periods a second")
    print(f"ratio      {floor / answers:>10.1f} periods to a position")
    print(f"figures    {_figures()}")


def _figures() -> str:
    """The daily figures, which need the settings; the law before them needs none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsd.settings")
    django.setup()
    from bench.figures import measure

    return measure()


if __name__ == "__main__":
    main()
