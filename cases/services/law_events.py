"""Recording a dated event that the law asks about, of several items at once, and withdrawing it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import WithdrawnBecause
from audit.facts import stamp
from cases import selectors
from cases.errors import AuthorityRefused, FactRefused
from cases.law_events import EVENTS, EventPage, reached
from cases.models import Case, LawEvent, Material
from cases.services.facts import fact_recorded, withdraw_fact
from cases.services.words import needed

LONGEST_SAMPLE_ORDER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event as it is entered; the columns are those of ``LawEvent``."""

    kind: str
    on: date
    shown: str
    then_on: date | None = None
    months: int | None = None
    power: str = ""

    @property
    def more(self) -> str:
        """What the law is told beside the days."""
        return str(self.months) if self.months else self.power


@transaction.atomic
def record_event(case: Case, items: Collection[int], said: Said, *, by: Officer) -> list[LawEvent]:
    """Record an event of items of a case, a row each. Of an event that can have one day alone, another day
    corrects the one on record.

    Raises AuthorityRefused for somebody who does not learn of it; FactRefused without items that it can
    concern or without where it is shown, for days out of order, and where nothing would change.
    """
    page = EVENTS[said.kind]
    if not roles_on(by, clock.today()) & page.roles:
        raise AuthorityRefused(f"Case {case.ref}: somebody who learns of it records it.")
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    takings = {one.material.pk: one.taking for one in reached(page, selectors.items_on_file(case))}
    if not items or not set(items) <= set(takings):
        raise FactRefused(f"Case {case.ref}: choose items of this case that it can concern.")
    taken = [taking.taken_on for pk, taking in takings.items() if pk in items and taking and taking.taken_on]
    if why := why_not(said, page, max(taken)):
        raise FactRefused(f"Case {case.ref}: {why}")
    return [_record(pk, said, page, by) for pk in sorted(items)]


def _record(pk: int, said: Said, page: EventPage, by: Officer) -> LawEvent:
    standing = list(standing_of([pk], page, said.on))
    if any(_is_same(each, said) for each in standing):
        raise FactRefused("This is what is recorded already, so there is nothing to record.")
    for each in standing:
        withdraw_fact(each, by=by, because=WithdrawnBecause.CORRECTED)
    words = needed(said.shown, by, "Say where it is shown, for example the number of a letter or an order.")
    made = LawEvent.objects.create(
        material=Material.objects.get(pk=pk),
        kind=said.kind,
        happened_on=said.on,
        then_on=said.then_on,
        months=said.months,
        power=said.power,
        shown=words,
        **stamp(by),
    )
    fact_recorded(made, by, [pk])
    return made


def _is_same(event: LawEvent, said: Said) -> bool:
    now = (event.happened_on, event.then_on, event.months, event.power)
    return now == (said.on, said.then_on, said.months, said.power)


def standing_of(items: Collection[int], page: EventPage, on: date) -> list[LawEvent]:
    """The events on record that one of ``on`` takes the place of: of that day, or any where there can be but
    one.
    """
    rows = LawEvent.objects.current().filter(material__in=items, kind=page.kind)
    return list(rows if page.is_single else rows.filter(happened_on=on))


def why_not(said: Said, page: EventPage, taken_on: date) -> str:
    """Why the days as said cannot be right; empty where they can."""
    today = clock.today()
    if not page.may_come and said.on > today:
        return f"{said.on:%-d %B %Y} has not come yet; today is {today:%-d %B %Y}. Check the date."
    if said.on < taken_on:
        return f"an item was taken on {taken_on:%-d %B %Y}, after {said.on:%-d %B %Y}. Check both dates."
    if page.asks_months:
        if said.then_on is None or not said.months or not 1 <= said.months <= LONGEST_SAMPLE_ORDER:
            return "give the day of the application and a length of 1 to 12 months."
        return "" if said.then_on <= said.on else "a court orders on or after the day of the application."
    if said.then_on is not None and said.then_on < said.on:
        return "no appeal can have ended before the notice was quashed. Check both dates."
    return ""


def withdraw_event(event: LawEvent, *, by: Officer, because: str) -> None:
    """Let an event count no longer. Raises AuthorityRefused for somebody who does not learn of such."""
    if not roles_on(by, clock.today()) & EVENTS[event.kind].roles:
        raise AuthorityRefused("Somebody who learns of it withdraws it.")
    withdraw_fact(event, by=by, because=because)
