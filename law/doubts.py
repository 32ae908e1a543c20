"""Where an answer rests on a reading that could be argued: said beside the date, never hidden."""

from law.cover import Reached
from law.facts import CourtExtension, Facts
from law.periods import corresponding_day, safe_window_ending_on, window_ending_on
from law.rules import Book
from law.rules.declared import Confidence, Role
from law.words import day_words, ordinal


def arguable(facts: Facts, reached: Reached, book: Book) -> tuple[str, ...]:
    """The doubts about an answer, each with the reading adopted."""
    doubts: list[str] = []
    for link in reached.links:
        first, last, rule = link.first, link.last, link.rule
        if (
            first is not None
            and last is not None
            and link.months
            and corresponding_day(first, link.months) is None
        ):
            doubts.append(
                f"{last:%B %Y} has no {ordinal(first.day)}: the period is taken to the end of that month. "
                f"A stricter reading would end it a day earlier."
            )
        if rule.role is Role.TRANSITION and last is not None:
            doubts.append(
                f"'From' and 'until' the next day: {day_words(last)} is taken as the last lawful day."
            )
        if (
            rule.confidence in (Confidence.RECALLED, Confidence.INFERENCE)
            and rule.role is not Role.TRANSITION
        ):
            doubts.append(f"{rule.id} is a reading not read in the Act's own words ({rule.confidence}).")
    renewals = [link for link in reached.links if link.rule.role is Role.DETERMINATION]
    if len(renewals) > 1:
        doubts.append(
            "A renewal is taken to run from the day it was made, not from the end of the one before."
        )
    if any(link.rule.regime == "CORONAVIRUS" for link in reached.links):
        doubts.append("A determination is taken to cease to have effect on its last day, not on the next.")
    return (*dict.fromkeys(doubts), *_window(facts, reached))


def _window(facts: Facts, reached: Reached) -> tuple[str, ...]:
    """Applications filed in the few days that only one reading of the window includes."""
    base = reached.base
    if base is None or base.rule.court is None:
        return ()
    own = next((link for link in base.links if link.rule is base.rule), None)
    if own is None or own.last is None:
        return ()
    months = base.rule.court.window_months
    first, safe = window_ending_on(own.last, months)[0], safe_window_ending_on(own.last, months)
    return tuple(
        f"The application of {day_words(act.applied_on)} is in the arguable days of its window; "
        f"{day_words(safe)} is the earliest safe day."
        for act in facts.acts
        if isinstance(act, CourtExtension) and first <= act.applied_on < safe
    )
