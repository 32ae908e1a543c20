"""The period of the power an item was taken under, before any act of a person carries it on.

Owns the clocks (taking, event, notice), the Legacy transition, court extensions and the coronavirus
regulations. Convictions are ``law.convictions``; determinations and the like ``law.carrying``.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from law.facts import (
    Act,
    ConsentWithdrawn,
    CourtExtension,
    IdentifiedForReview,
    IdentityKnown,
    InvestigationConcluded,
    Item,
    Kind,
    LiableForDestruction,
    NationalSecurityNotice,
    NoticeCeased,
    NoticeQuashed,
    NoticeRevived,
    PurposeFulfilled,
    RestartedPeriod,
    RetentionConsented,
)
from law.links import Base, Link, Refused, Unresolved, Why
from law.periods import ONE_DAY, Counting, last_day, window_ending_on
from law.rules import Book
from law.rules.declared import COMMENCEMENT, Clock, Extended, Role, Rule
from law.samples import sample_base

Event = InvestigationConcluded | IdentityKnown | ConsentWithdrawn | PurposeFulfilled | LiableForDestruction
_BEYOND_ANY_CASE = 9000
"""A year typed by mistake; periods from it would leave the calendar."""


@lru_cache(maxsize=1 << 16)
def ends(rule: Rule, start: date, months: int = 0) -> date:
    """The last day of a rule's period from ``start``: the one place that applies a rule's length.

    ``months`` replaces the rule's own where the act chose a shorter one.
    """
    return last_day(start, months or rule.months, rule.counting)


def power_of(item: Item, book: Book) -> tuple[Rule, date]:
    """The rule of an item's power, and its day of taking.

    Raises Unresolved where the day is missing or impossible, the power unknown, not for that part
    of the United Kingdom or kind, not confirmed in force, or not in force on that day.
    """
    rule = book.power(item.power, item.nation)
    if rule is None:
        raise Unresolved(_no_rule(item, book), shortest_candidate(item, book))
    if item.taken_on is None:
        raise Unresolved("The day of taking is not recorded. Record it from the custody or port record.")
    if item.taken_on.year > _BEYOND_ANY_CASE:
        raise Unresolved("The day of taking cannot be right. Record the true day.")
    if rule.disabled_because:
        raise Unresolved(
            f"No date may be given under {rule.id}: {rule.disabled_because}.",
            ends(rule, item.taken_on) if rule.clock is Clock.TAKING else shortest_candidate(item, book),
        )
    if item.kind not in rule.kinds and item.kind != Kind.DNA_SAMPLE:
        raise Unresolved(f"{rule.id} has no rule for this kind of material. Record the right kind.")
    if not _reaches(rule, item, book):
        raise Unresolved(
            f"{rule.id} was not in force on the day of taking. Check the power and the day.",
            ends(rule, item.taken_on) if rule.clock is Clock.TAKING else None,
        )
    return rule, item.taken_on


def _no_rule(item: Item, book: Book) -> str:
    if item.power in book.powers:
        return f"{item.power} does not extend to that part of the United Kingdom. Check the power and nation."
    return f"There is no rule for the power {item.power or '(none)'!s}. Record the power it was taken under."


def _reaches(rule: Rule, item: Item, book: Book) -> bool:
    """Whether a rule covers an item taken that day: in force, reaching back, or by the transition."""
    taken_on = item.taken_on
    assert taken_on is not None
    if rule.in_force_on(taken_on) or rule.reaches_back_to_held_on:
        return True
    return taken_on < COMMENCEMENT and book.transition(rule, item.kind, item.nation, False) is not None


@lru_cache(maxsize=1 << 14)
def shortest_candidate(item: Item, book: Book) -> date | None:
    """The shortest last day that any power in the book could give the item; None without a day.

    Shown beside "unresolved", and used to hide the item in time; never as its last lawful day.
    """
    taken_on = item.taken_on
    if taken_on is None or taken_on.year > _BEYOND_ANY_CASE:
        return None
    days = [
        ends(rule, taken_on)
        for versions in book.powers.values()
        for rule in versions
        if rule.clock is Clock.TAKING and not rule.disabled_because and rule.in_force_on(taken_on)
    ]
    if taken_on < COMMENCEMENT:
        days = [each.ends_on for each in book.transitions if each.ends_on is not None]
    return min(days, default=None)


def base_of(item: Item, acts: Sequence[Act], book: Book) -> Base:
    """The base period of an item, as extended.

    Raises Unresolved where a needed fact is missing or two facts contradict each other.
    """
    rule, taken_on = power_of(item, book)
    legacy = taken_on < COMMENCEMENT
    if item.kind == Kind.DNA_SAMPLE:
        sample = book.by_role.get((rule.regime, Role.SAMPLE))
        if sample is not None:
            transition = book.transition(rule, item.kind, item.nation, False) if legacy else None
            return sample_base(rule, sample, taken_on, acts, transition, book)
    rule, refused, standing = _settled(rule, taken_on, acts, book)
    parts = _parts(rule, item, taken_on, acts, book)
    return _joined(rule, parts, acts, book, legacy, refused, standing)


def _settled(
    rule: Rule, taken_on: date, acts: Sequence[Act], book: Book
) -> tuple[Rule, list[Refused], Link | None]:
    """The rule that governs the base once conditions are asked: consent, and reaching back."""
    investigation = book.named.get("PACE-INV", rule)
    concluded = min((act.on for act in acts if isinstance(act, InvestigationConcluded)), default=None)
    if rule.needs == "RetentionConsented":
        consents = [act for act in acts if isinstance(act, RetentionConsented)]
        late = [act for act in consents if concluded is not None and act.on > concluded]
        if taken_on < COMMENCEMENT or len(late) == len(consents):
            # SI 2013/1813 leaves the arrest-only limb out for Legacy Material.
            return investigation, [Refused(act, Why.CONSENTED_LATE) for act in late], None
    held_on = rule.reaches_back_to_held_on
    if held_on is not None and taken_on < held_on:
        reached = ends(rule, taken_on)
        if reached < held_on:
            return investigation, [], None
        if concluded is not None and concluded < held_on:
            return investigation, [], Link(rule, held_on, reached)
    return rule, [], None


def _parts(rule: Rule, item: Item, taken_on: date, acts: Sequence[Act], book: Book) -> list[Link]:
    """The stretches that make the base, in order, before any extension."""
    own = own_period(rule, taken_on, acts)
    if taken_on >= COMMENCEMENT or rule.in_force_from is None:
        return [own]
    identified = any(isinstance(act, IdentifiedForReview) for act in acts)
    transition = book.transition(rule, item.kind, item.nation, identified)
    assert transition is not None  # or power_of would have refused the day of taking
    until = Link(transition, taken_on, transition.ends_on)
    if rule.regime == "PACE":
        return [own, until]
    if own.last is None and rule.event == "NoticeCeased" and not _has_notice(acts):
        # A notice of 2013 has long ended; without its day the transition is all that is sure.
        return [until]
    if own.last is not None and until.last is not None and own.last <= until.last:
        # Spent before the Act's period applied at all: there is nothing a court could extend.
        return [until]
    return [until, own]


def _has_notice(acts: Iterable[Act]) -> bool:
    return any(isinstance(act, (NoticeCeased, NoticeRevived, NoticeQuashed)) for act in acts)


def own_period(rule: Rule, start: date, acts: Sequence[Act]) -> Link:
    """The period of a power from its start, without extension; ``last`` None while it is open."""
    if rule.clock is Clock.TAKING:
        return Link(rule, start, ends(rule, start), None, rule.months)
    if rule.event == "NoticeCeased":
        return _notice_period(rule, start, acts)
    if rule.clock is Clock.NONE:
        return Link(rule, start, None)
    event = _event(rule, start, acts)
    if event is None:
        return Link(rule, start, None)
    if rule.clock is Clock.UNTIL_EVENT:
        last = event.on - ONE_DAY if rule.ends_day_before else event.on
        return Link(rule, start, last, event)
    return Link(rule, event.on, ends(rule, event.on), event, rule.months)


def _event(rule: Rule, start: date, acts: Sequence[Act]) -> Event | None:
    """The event that starts or ends an event-driven period; None while it has not come.

    Raises Unresolved where it is dated before the taking, or two days are recorded.
    """
    events = sorted(
        (act for act in acts if isinstance(act, Event) and type(act).__name__ == rule.event),
        key=lambda act: (act.on, act.id),
    )
    if not events:
        return None
    first = events[0]
    if first.on < start:
        raise Unresolved(
            f"The day on which {rule.event_words} is before the day of taking. Correct one of them.",
            min(start, _event_end(rule, first.on))
            if rule.clock is Clock.UNTIL_EVENT
            else _event_end(rule, first.on),
        )
    restarted = any(isinstance(act, RestartedPeriod) for act in acts)
    if events[-1].on != first.on and not restarted:
        raise Unresolved(
            f"Two different days are recorded on which {rule.event_words}. Withdraw the wrong one.",
            _event_end(rule, first.on),
        )
    return first


def _event_end(rule: Rule, on: date) -> date:
    return on if rule.clock is Clock.UNTIL_EVENT else ends(rule, on)


def _notice_period(rule: Rule, start: date, acts: Sequence[Act]) -> Link:
    """The period of a TPIM notice: six months from its ceasing; revival opens it again.

    Raises Unresolved where it ceased before the taking, or twice without a revival between.
    """
    notices = [act for act in acts if isinstance(act, (NoticeCeased, NoticeRevived, NoticeQuashed))]
    link = Link(rule, start, None)
    for act in sorted(notices, key=lambda each: (each.on, each.id)):
        if act.on < start:
            raise Unresolved(
                "The notice is recorded as having ended before the day of taking. Correct one of them.",
                ends(rule, act.on),
            )
        if isinstance(act, NoticeRevived):
            if link.last is not None and act.on <= link.last:
                link = Link(rule, act.on, None, act)
        elif isinstance(act, NoticeQuashed):
            link = Link(rule, act.on, act.appeal_closed_on, act)
        elif link.last is None:
            link = Link(rule, act.on, ends(rule, act.on), act, rule.months)
        elif act.on != link.first:
            raise Unresolved(
                "The notice is recorded as having ceased on two days. Withdraw the wrong one.", link.last
            )
    return link


def _joined(
    rule: Rule,
    parts: list[Link],
    acts: Sequence[Act],
    book: Book,
    legacy: bool,
    refused: list[Refused],
    standing: Link | None,
) -> Base:
    """The parts, each with its own extensions, kept where they add a day."""
    courts = [act for act in acts if isinstance(act, CourtExtension)]
    verdicts: dict[str, Refused] = {act.id: Refused(act, Why.NO_COURT_POWER) for act in courts}
    told = min((act.on for act in acts if isinstance(act, NationalSecurityNotice)), default=None)
    links: list[Link] = []
    last: date | None = date.min
    for part in [*parts, *_further_parts(rule, parts, acts, book, refused)]:
        run = extended_by_court(part, courts, verdicts, book, legacy)
        run += extended_by_regulations(part.rule.extended, run[-1].last, told, book)
        if last is not None and (run[-1].last is None or run[-1].last > last):
            links += run
            last = run[-1].last
    later: tuple[Link, ...] = ()
    if standing is not None:
        later = (standing, *extended_by_regulations(standing.rule.extended, standing.last, told, book))
    return Base(rule, tuple(links), last, (*refused, *verdicts.values()), later)


def _further_parts(
    rule: Rule, parts: list[Link], acts: Sequence[Act], book: Book, refused: list[Refused]
) -> list[Link]:
    """Periods beside the first: the investigation itself, and restarts while still lawfully held."""
    further: list[Link] = []
    ends_on = [part.last for part in parts]
    last = None if None in ends_on else max(day for day in ends_on if day is not None)
    concluded = [act for act in acts if isinstance(act, InvestigationConcluded)]
    if rule.also and concluded:
        act = max(concluded, key=lambda each: (each.on, each.id))
        further.append(Link(book.named[rule.also], parts[0].first, act.on, act))
    restarts = [act for act in acts if isinstance(act, RestartedPeriod)]
    for restart in sorted(restarts, key=lambda each: (each.on, each.id)):
        again = _power_again(rule, restart.power, book)
        if again is None:
            raise Unresolved(f"There is no rule for the restarted period's power {restart.power}.", last)
        if book.by_role.get((again.regime, Role.RESTART)) is None:
            refused.append(Refused(restart, Why.NO_POWER))
            continue
        if last is not None and restart.on > last:
            refused.append(Refused(restart, Why.RESTARTED_LATE))
            continue
        later = [act for act in acts if getattr(act, "on", restart.on) >= restart.on]
        part = own_period(again, restart.on, later)._replace(act=restart)
        further.append(part)
        last = None if last is None or part.last is None else max(last, part.last)
    return further


def _power_again(rule: Rule, power: str | None, book: Book) -> Rule | None:
    """The power of a new detention or arrest: the same, or that of the id given in the same nations."""
    if power is None or power == rule.id:
        return rule
    usable = (each for each in book.powers.get(power, ()) if not each.disabled_because)
    return next((each for each in usable if each.nations & rule.nations), None)


def extended_by_court(
    part: Link, courts: list[CourtExtension], verdicts: dict[str, Refused], book: Book, legacy: bool
) -> list[Link]:
    """The part and the court's extension of it, where one was applied for and ordered in time.

    Takes effective orders out of ``verdicts`` and says in it why the others are of no effect.
    """
    run = [part]
    power = part.rule.court
    court = book.by_role.get((part.rule.regime, Role.COURT))
    if power is None or court is None or part.last is None or not courts:
        return run
    if legacy and power.legacy_from is not None and part.last < power.legacy_from:
        return run
    last = part.last
    for act in sorted(courts, key=lambda each: (each.ordered_on, each.applied_on, each.id)):
        first, _ = window_ending_on(last, power.window_months)
        why = _late_or_early(act, first, last, power.months)
        if why is not None:
            if act.id in verdicts:  # unless it extended an earlier part
                verdicts[act.id] = Refused(act, why)
            continue
        verdicts.pop(act.id, None)
        if len(run) == 1 or power.repeatable:
            start = last if power.counting is Counting.AFTER else last + ONE_DAY
            months = act.months if power.repeatable else court.months
            last = ends(court, start, months)
            run.append(Link(court, start, last, act, months))
            if not power.repeatable:
                last = part.last
    return run


def _late_or_early(act: CourtExtension, first: date, last: date, maximum: int) -> Why | None:
    if not first <= act.applied_on <= last:
        return Why.OUTSIDE_WINDOW
    if act.ordered_on > last:
        return Why.ORDERED_LATE
    if act.ordered_on < act.applied_on:
        return Why.ORDERED_BEFORE_APPLIED
    return Why.OVER_MAXIMUM if act.months > maximum else None


def extended_by_regulations(reach: Extended, last: date | None, told: date | None, book: Book) -> list[Link]:
    """The coronavirus extensions of a period that ends on ``last``; empty where none reaches it.

    ``told``: the day on which the controller was told, for periods where regulation 5 asks it.
    """
    run: list[Link] = []
    if last is None or reach is Extended.NEVER:
        return run
    for window in book.windows:
        if reach is not Extended.ALWAYS and (told is None or told >= window.told_before):
            continue
        tested = last + ONE_DAY if reach is Extended.IF_NOTIFIED_FROM_DESTRUCTION_DAY else last
        if window.first <= tested <= window.last:
            last = ends(window.rule, tested)
            run.append(Link(window.rule, tested, last, None, window.rule.months))
    return run
