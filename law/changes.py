"""What would change an answer and what would not, with the day by which it must happen.

Each "then" is the law asked again with that act added; nothing here knows a period's length.
"""

from dataclasses import dataclass
from datetime import date

from law.court import window_in
from law.cover import Position, Reached, Status, position
from law.facts import CourtExtension, Determination, Facts, Kind
from law.periods import first_unlawful_day
from law.rules import REGIMES, Book
from law.rules.declared import Clock, Role, Rule
from law.words import day_words, length_words


@dataclass(frozen=True, slots=True)
class Change:
    """If this happens, on or before a day (None: any day), then the last lawful day becomes."""

    if_this_happens: str
    on_or_before: date | None
    then: str


def would_change(facts: Facts, reached: Reached, book: Book, on: date | None) -> tuple[Change, ...]:
    """What would change the answer, the acts with a deadline first.

    ``on``: the day from which one looks; acts that could no longer be made in time are left out.
    """
    power = book.power(facts.item.power, facts.item.nation)
    if reached.status is Status.UNRESOLVED or power is None:
        return (Change("The missing fact is recorded", None, "Worked out from it: " + reached.because),)
    if reached.status is Status.MUST_DESTROY:
        return (Change("The decision that the taking was unlawful is withdrawn", None, "Worked out afresh"),)
    changes = [
        *_determination(facts, reached, power, book, on),
        *_court(facts, reached, power, book, on),
        *_conviction(facts, reached, power, book, on),
        *_event(reached, power),
        *_endings(reached),
    ]
    if reached.status is Status.INDEFINITE:
        changes.append(
            Change("The conviction is quashed or was recorded in error", None, "Worked out afresh")
        )
    cite = REGIMES[power.regime].destroy_cite
    return (
        *changes,
        Change("The date of taking is corrected", None, "Worked out afresh from the corrected date"),
        Change(
            "The taking is decided to have been unlawful",
            None,
            f"Destroy at once, {cite}. Nothing else saves it",
        ),
    )


def _passed(day: date, on: date | None) -> bool:
    return on is not None and on > day


def _ask(facts: Facts, act: object) -> Position:
    return position(Facts(facts.item, (*facts.acts, act)))  # type: ignore[arg-type]


def _determination(facts: Facts, reached: Reached, power: Rule, book: Book, on: date | None) -> list[Change]:
    last = reached.last
    if last is None or _passed(last, on):
        return []
    rule = book.determination(power.regime, last)
    if rule is None or facts.item.kind not in rule.kinds or (reached.base and reached.base.is_sample):
        return []
    days = [("made that day", last)]
    if on is not None and on < last and book.determination(power.regime, on) is rule:
        days.insert(0, (f"made on {day_words(on)}", on))
    made = "; ".join(
        f"{words}, {_last(_ask(facts, Determination('if', day, rule.months)))}" for words, day in days
    )
    return [
        Change(
            "A determination (NSD) is made by a chief officer with authority",
            last,
            f"Up to {length_words(rule.months)} beginning with the day made: {made}",
        )
    ]


def _last(answer: Position) -> str:
    return day_words(answer.last_lawful_day) if answer.last_lawful_day else "no end"


def _court(facts: Facts, reached: Reached, power: Rule, book: Book, on: date | None) -> list[Change]:
    window = window_in(reached, power, book)
    if window is None or _passed(window.last, on):
        return []
    answer = _ask(facts, CourtExtension("if", window.last, window.last))
    words = (
        f"{_last(answer)}: applied for from {day_words(window.first)} and ordered by "
        f"{day_words(window.last)}, {window.cite}"
    )
    return [
        Change(
            "A court extends the period on an application made in its last three months", window.last, words
        )
    ]


def _conviction(facts: Facts, reached: Reached, power: Rule, book: Book, on: date | None) -> list[Change]:
    base = reached.base
    rule = book.by_role.get((power.regime, Role.CONVICTION))
    if rule is None or base is None or base.is_sample or reached.status is Status.INDEFINITE:
        return []
    if base.last is not None and _passed(base.last, on):
        return []
    relief = REGIMES[power.regime].relief
    return [
        Change(
            f"Conviction of a recordable offence, not {relief}",
            base.last,
            f"None: held indefinitely, {rule.cite}",
        )
    ]


def _event(reached: Reached, power: Rule) -> list[Change]:
    """What ends an open period, or starts its clock."""
    if reached.status is not Status.OPEN or not power.event_words:
        return []
    if power.clock is Clock.SINCE_EVENT:
        with_words = "beginning with" if power.counting == "beginning_with" else "after"
        then = f"{length_words(power.months).capitalize()} {with_words} that day"
    else:
        then = "The day before that day" if power.ends_day_before else "That day"
    return [Change(f"It is recorded that {power.event_words}", None, then)]


def _endings(reached: Reached) -> list[Change]:
    changes = []
    if any(link.rule.role is Role.DETERMINATION for link in reached.links):
        changes.append(
            Change(
                "A determination is revoked, or the Commissioner orders destruction",
                None,
                "That day, unless another power covers it longer",
            )
        )
    if any(link.rule.role is Role.FURTHER_PRINTS for link in reached.links):
        changes.append(Change("The original set loses its cover", None, "The same day"))
    if any(link.rule.role is Role.BAR and link.last is None for link in reached.links):
        changes.append(Change("The statutory bar is lifted", None, "That day, where the time has passed"))
    return changes


def would_not_change(facts: Facts, reached: Reached) -> tuple[str, ...]:
    """What people think would change the answer and does not."""
    words = ["Waiting for an answer from anyone", "An application not yet decided"]
    if reached.last is not None:
        after = day_words(first_unlawful_day(reached.last))
        words.append(f"A determination made on {after} or later")
    words.append("A determination by an officer without authority")
    if reached.base is not None and reached.base.last is not None and reached.last != reached.base.last:
        after = day_words(first_unlawful_day(reached.base.last))
        words.append(f"A conviction on {after} or later: the period of the power has then ended")
    if facts.item.kind == Kind.DNA_SAMPLE and reached.base is not None and reached.base.is_sample:
        words.append("A determination or a conviction: neither can cover a DNA sample")
    words += [
        "A letter, a complaint or an inquiry: only an Act can bar destruction",
        "A weekend or a bank holiday",
    ]
    return tuple(words)
