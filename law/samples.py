"""DNA samples: gone once a profile is derived, and within six months; no determination saves one.

Scots and Northern Ireland powers of their own have no such rule; their samples follow the power.
"""

from collections.abc import Sequence
from datetime import date

from law.facts import Act, CourtExtension, ProfileDerived, SampleOrder
from law.links import Base, Link, Refused, Unresolved, Why
from law.periods import ONE_DAY, last_day
from law.rules import Book
from law.rules.bars import SAMPLE_ORDER, SAMPLE_ORDER_POWERS
from law.rules.declared import Rule


def sample_base(
    power: Rule, rule: Rule, taken_on: date, acts: Sequence[Act], transition: Rule | None, book: Book
) -> Base:
    """The time a sample may be kept: to derivation or six months, or the Legacy transition.

    Raises Unresolved where a profile is recorded as derived before the sample was taken.
    """
    stop = last_day(taken_on, rule.months, rule.counting)
    derived = min((act.on for act in acts if isinstance(act, ProfileDerived)), default=None)
    if derived is not None and derived < taken_on:
        raise Unresolved(
            "A profile is recorded as derived before the sample was taken. Correct one of the days.",
            last_day(derived, rule.months, rule.counting),
        )
    act = next((each for each in acts if isinstance(each, ProfileDerived) and each.on == derived), None)
    link = Link(rule, taken_on, stop, None, rule.months)
    if derived is not None and derived <= stop:
        link = Link(rule, taken_on, derived, act)
    if transition is not None and transition.ends_on is not None:
        assert link.last is not None
        if rule.regime != "PACE" or link.last <= transition.ends_on:
            link = Link(transition, taken_on, transition.ends_on)
    links, refused = _orders(power, link, acts, book)
    courts = [Refused(each, Why.NOT_FOR_SAMPLES) for each in acts if isinstance(each, CourtExtension)]
    return Base(rule, tuple(links), links[-1].last, (*refused, *courts), is_sample=True)


def _orders(power: Rule, link: Link, acts: Sequence[Act], book: Book) -> tuple[list[Link], list[Refused]]:
    """Court orders to keep the sample for proceedings: applied for and made in time, renewable."""
    links, refused = [link], []
    orders = [act for act in acts if isinstance(act, SampleOrder)]
    allowed = power.regime == "PACE" or power.id in SAMPLE_ORDER_POWERS
    for act in sorted(orders, key=lambda each: (each.ordered_on, each.applied_on, each.id)):
        last = links[-1].last
        assert last is not None
        if not allowed:
            refused.append(Refused(act, Why.NO_COURT_POWER))
        elif act.applied_on > last:
            refused.append(Refused(act, Why.APPLIED_LATE))
        elif act.ordered_on > last:
            refused.append(Refused(act, Why.ORDERED_LATE))
        elif act.ordered_on < act.applied_on:
            refused.append(Refused(act, Why.ORDERED_BEFORE_APPLIED))
        elif act.months > SAMPLE_ORDER.months:
            refused.append(Refused(act, Why.OVER_MAXIMUM))
        else:
            links.append(
                Link(SAMPLE_ORDER, last + ONE_DAY, last_day(last + ONE_DAY, act.months), act, act.months)
            )
    return links, refused
