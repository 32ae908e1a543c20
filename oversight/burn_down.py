"""Reads what the burn-down of Legacy Material is counted from: Legacy cases, as known on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from oversight.charts.scopes import legacy_unfinished
from oversight.figures.legacy import FOUND_ON, BurnDown, burn_down, legacy_life
from oversight.lives import lives_of
from oversight.reader import reading_cases
from oversight.selectors import Days

if TYPE_CHECKING:
    from accounts.models import Officer


def legacy_burn_down(days: Days, officer: Officer, today: date) -> BurnDown:
    """Over the Legacy cases that ``officer`` may see."""
    scope = legacy_unfinished(days, min(FOUND_ON, days.as_at), officer, today)
    with reading_cases(days.known_at, scope) as cases:
        lives = [legacy_life(life) for life in lives_of(cases, days.known_at)]
    return burn_down([life for life in lives if life is not None], days.as_at)
