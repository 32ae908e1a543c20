"""The arithmetic of a period in words, so that a person can do it again by hand.

It asks ``law.periods`` for every day; nothing is counted a second way here.
"""

from dataclasses import dataclass
from datetime import date

from law.facts import Item, NoticeQuashed
from law.links import Link
from law.periods import ONE_DAY, Counting, corresponding_day, days_inclusive
from law.rules.declared import Clock, Role
from law.words import capital, day_words, length_words, long_day, ordinal, taken_words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of arithmetic: what is done, and what it gives."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How one link of the chain gets its last day. ``sentence`` says it in one breath."""

    rule_id: str
    first: date | None
    last: date | None
    sentence: str
    lines: tuple[Line, ...]


def of_link(link: Link, item: Item) -> Arithmetic:
    """The arithmetic of one link: a counted period, or a day that an event gives."""
    return _counted(link, item) if link.months else _given(link)


def _counted(link: Link, item: Item) -> Arithmetic:
    first, last = link.first, link.last
    assert first is not None and last is not None
    length, same = length_words(link.months), corresponding_day(first, link.months)
    includes = link.rule.counting is Counting.BEGINNING_WITH
    with_words = "beginning with" if includes else "after"
    missing = f"{last:%B %Y} has no {ordinal(first.day)}"
    lines = [Line("The law says", f"A period of {length} {with_words} {_start_words(link, item)}")]
    if includes:
        lines.append(Line("Beginning with", f"That day counts, so {day_words(first)} is day one"))
    else:
        lines.append(Line("After", f"That day does not count, so {day_words(first + ONE_DAY)} is day one"))
    on = f"{capital(length).replace('months', 'calendar months').replace('month ', 'calendar month ')} on"
    if same is None:
        lines.append(Line(on, missing))
        lines.append(Line("No such day", f"The period ends with that month: {day_words(last)}"))
        sentence = f"{length} {with_words} {day_words(first)}; {missing}; so to the end of {day_words(last)}"
    elif includes:
        lines.append(Line(on, f"The same-numbered day is {day_words(same)}"))
        lines.append(Line("The day before", f"The period ends the day before that: {day_words(last)}"))
        sentence = (
            f"{length} {with_words} {day_words(first)}; the same-numbered day is {day_words(same)}; "
            f"so to the end of the day before, {day_words(last)}"
        )
    else:
        lines.append(Line(on, f"The same-numbered day is {day_words(same)}, the last of the period"))
        sentence = f"{length} {with_words} {day_words(first)}; so to the end of {day_words(last)}"
    counted_from = first if includes else first + ONE_DAY
    lines += [
        Line(
            "Weekends, holidays",
            f"A statutory period is not moved by either. {last.day} {last:%B} is a {last:%A} in any case",
        ),
        Line("Count to check", f"{days_inclusive(counted_from, last):,} days, both ends included"),
        Line("Last lawful day", long_day(last)),
    ]
    return Arithmetic(link.rule.id, first, last, capital(sentence), tuple(lines))


def _start_words(link: Link, item: Item) -> str:
    """What the period is counted from, in the Act's manner."""
    rule, first = link.rule, link.first
    assert first is not None
    if rule.role is Role.COURT:
        return "the first day on which it would otherwise be destroyed"
    if rule.id == "NI-NSD":
        return "the day on which it would first become liable for destruction"
    if rule.role is Role.DETERMINATION:
        return "the day on which the determination was made"
    if rule.role is Role.EXTENSION:
        return "the old last day"
    if rule.clock is Clock.SINCE_EVENT:
        return f"the day on which {rule.event_words}"
    if link.act is not None:
        return "the day of the new detention or arrest"
    return f"the date {taken_words(item.kind)}"


def _given(link: Link) -> Arithmetic:
    """A link whose last day is not counted: an event's, the transition's, or none yet."""
    rule, last = link.rule, link.last
    says = Line("The law says", rule.gives)
    if last is None:
        none = (
            "No last lawful day yet"
            if rule.role is not Role.CONVICTION
            else "No last lawful day: held indefinitely"
        )
        return Arithmetic(
            rule.id, link.first, None, f"{rule.gives}; {none.lower()}", (says, Line("Last lawful day", none))
        )
    why = _last_day_words(link)
    lines = (says, Line("Nothing to count", why), Line("Last lawful day", long_day(last)))
    return Arithmetic(rule.id, link.first, last, f"{why}; so to the end of {day_words(last)}", lines)


def _last_day_words(link: Link) -> str:
    rule, last = link.rule, link.last
    assert last is not None
    if rule.role is Role.TRANSITION:
        return f"The duty to destroy applies from {day_words(last + ONE_DAY)}, under {rule.cite}"
    if rule.role is Role.DETERMINATION:
        return f"The determination was revoked, or ordered ended, on {day_words(last)}"
    if rule.role is Role.FURTHER_PRINTS:
        return f"The original set is held on its own until {day_words(last)}"
    if rule.role is Role.BAR:
        return f"The bar was lifted on {day_words(last)}"
    if rule.role is Role.SAMPLE:
        return f"A profile was derived on {day_words(last)}"
    if isinstance(link.act, NoticeQuashed):
        return f"The notice was quashed, and no appeal was possible from {day_words(last)}"
    if rule.reaches_back_to_held_on is not None:
        held_on = day_words(rule.reaches_back_to_held_on)
        return f"It was lawfully held on {held_on}: {rule.gives[0].lower()}{rule.gives[1:]}"
    if rule.ends_day_before:
        return f"{capital(rule.event_words)} on {day_words(last + ONE_DAY)}, and was lawful to the day before"
    return f"{capital(rule.event_words)} on {day_words(last)}"
