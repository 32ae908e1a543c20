"""The story of a case: everything recorded about it, each with its day, who did it, and whence it is known.

What was withdrawn stays in the story, marked, with an entry of its own for the correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from audit import clock
from audit.choices import WithdrawnBecause
from audit.facts import RecordedFact
from cases import powers
from cases.choices import CaseEvent, DeterminationKind
from cases.models import (
    Application,
    Case,
    CaseNote,
    Determination,
    Holding,
    ImportRow,
    Movement,
    Taking,
)
from cases.requests import Clock
from cases.story_kinds import GOES_TO, KINDS, VOID, Kind, lower


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened on a day. ``at`` is when it was recorded, and orders what is of one day.

    ``by``: who did it. ``source``: the file and row it is from; empty for what was entered on a page.
    ``words``: what somebody wrote. ``is_withdrawn``: it no longer counts.
    """

    when: date
    text: str
    by: str = ""
    at: datetime | None = None
    source: str = ""
    words: str = ""
    is_withdrawn: bool = False

    @property
    def shown(self) -> date | datetime:
        """The day; with the time where it was recorded on a page that same day."""
        if self.at is None or self.source or clock.local_day(self.at) != self.when:
            return self.when
        return self.at

    @property
    def recorded_later(self) -> date | None:
        """The day on which it was recorded, where that is another."""
        day = clock.local_day(self.at) if self.at else self.when
        return day if day != self.when else None


def latest_first(entries: Iterable[Entry]) -> list[Entry]:
    """By day; of one day by when it was recorded, what has no moment of its own before that."""
    return sorted(entries, key=lambda e: (e.when, e.at.isoformat() if e.at else ""), reverse=True)


def facts_told(case: Case) -> list[Entry]:
    """Everything recorded about the case but its steps, requests and notes; a fixed number of queries."""
    kinds = [(kind, _rows(kind, case)) for kind in KINDS]
    kinds += [(kind, _rows(kind, case).exclude(void_because="")) for kind in VOID]
    found = [(kind, fact) for kind, rows in kinds for fact in rows]
    takings, holdings = _rows_of_items(Taking, case), _rows_of_items(Holding, case)
    sources = _sources([fact for _, fact in found] + takings + holdings)
    entries = [*_takings(takings, sources), *_holdings(holdings, sources), *_late(case)]
    for kind, fact in found:
        told = _Told(kind.text(fact), getattr(fact, kind.day), str(getattr(fact, kind.by)))
        entries += _entries(fact, told, sources)
    return entries


def steps_told(case: Case) -> list[Entry]:
    """The case's movements from its opening on: who had it, and who gave it to whom."""
    rows = Movement.objects.filter(case=case).select_related(
        "moved_by", "holder", "recorded_by", "withdrawn_by"
    )
    steps = list(rows.order_by("sequence"))
    sources = _sources(steps)
    to = _applications(case) if any(step.event in GOES_TO for step in steps) else {}
    found = [
        entry
        for step in steps
        for entry in _entries(step, _step(step, to.get((step.recorded_at, step.moved_on))), sources)
    ]
    if not steps or steps[0].sequence:
        found.append(Entry(case.opened_on, "Opened"))
    return found


def requests_told(clocks: Iterable[Clock]) -> list[Entry]:
    """What was asked of whom, and what became of it."""
    entries: list[Entry] = []
    listed = list(clocks)
    sources = _sources([clock.request for clock in listed] + [e for clock in listed for e in clock.events])
    for asked in listed:
        by = str(asked.request.asked_by) if asked.request.asked_by else ""
        told = _Told(f"{asked.who} asked", asked.request.sent_on, by)
        entries += _entries(asked.request, told, sources)
        for event in asked.events:
            text = f"{asked.who}: {lower(event.get_step_display())}"
            text += f" for {event.promised_for:%-d %B %Y}" if event.promised_for else ""
            text += f", {lower(event.get_assessment_display())}" if event.assessment else ""
            told = _Told(text, event.happened_on, str(event.recorded_by))
            entries += _entries(event, told, sources)
    return entries


def notes_told(case: Case) -> list[Entry]:
    """The notes, with their words."""
    notes = CaseNote.objects.filter(case=case).select_related("recorded_by", "text", "withdrawn_by")
    entries: list[Entry] = []
    for note in notes:
        words = "" if note.text.erased_at or note.withdrawn_at else note.text.text
        day = clock.local_day(note.recorded_at)
        entries += _entries(note, _Told("Note", day, str(note.recorded_by), words), {})
    return entries


@dataclass(frozen=True, slots=True)
class _Told:
    text: str
    day: date | None
    by: str
    words: str = ""


def _entries(fact: Any, told: _Told, sources: dict[int, str]) -> Iterator[Entry]:
    """The entry of a fact, and the one of its withdrawal."""
    source = sources.get(fact.source_row_id or 0, "")
    when = told.day or clock.local_day(fact.recorded_at)
    is_withdrawn = fact.withdrawn_at is not None
    yield Entry(when, told.text, told.by, fact.recorded_at, source, told.words, is_withdrawn)
    if is_withdrawn:
        because = lower(WithdrawnBecause(fact.withdrawn_because).label)
        text = f"Withdrawn: {lower(told.text)} ({because})"
        day = clock.local_day(fact.withdrawn_at)
        yield Entry(day, text, str(fact.withdrawn_by), fact.withdrawn_at)


def _applications(case: Case) -> dict[tuple[datetime, date], Application]:
    """The case's applications, by when they were recorded and made."""
    rows = Application.objects.filter(case=case).select_related("to_force")
    return {(each.recorded_at, each.applied_on): each for each in rows}


def _step(step: Movement, application: Application | None = None) -> _Told:
    label = step.get_event_display() or "Opened"
    if application is not None and step.event in GOES_TO:
        holding = ", for a holding NSD" if application.kind == DeterminationKind.HOLDING else ""
        text = f"{label}{holding}: with {application.to_force}"
    elif step.from_state != step.to_state:
        text = f"{label}: {step.get_to_state_display()}"
    elif step.holder_id and step.holder_id != step.moved_by_id:
        text = f"{label}: {step.holder} has it"
    else:
        text = str(label)
    return _Told(text, step.moved_on, str(step.moved_by))


def _rows(kind: Kind, case: Case) -> Any:
    related = {"recorded_by", "withdrawn_by", kind.by, *kind.related}
    return kind.model._default_manager.filter(**{kind.case: case}).select_related(*related)


def _rows_of_items(model: type[RecordedFact], case: Case) -> list[Any]:
    every: Any = model._default_manager
    rows = every.filter(material__case=case)
    return list(rows.select_related("material", "recorded_by", "withdrawn_by").order_by("recorded_at", "pk"))


def _takings(takings: list[Taking], sources: dict[int, str]) -> Iterator[Entry]:
    """One entry for what was taken and recorded together."""

    def together(taking: Taking) -> tuple[Any, ...]:
        return (
            taking.recorded_at,
            taking.taken_on or date.min,
            taking.power,
            taking.place,
            taking.withdrawn_at,
        )

    for _, of_one in groupby(takings, key=together):
        listed = list(of_one)
        first = listed[0]
        kinds = [str(taking.material.get_kind_display()) for taking in listed]
        what = " and ".join(
            filter(None, [", ".join(kinds[:-1]), lower(kinds[-1]) if kinds[:-1] else kinds[-1]])
        )
        under = f" under {powers.name_of(first.power)}" if first.power else ""
        where = f", {first.place}" if first.place else ""
        when = "" if first.taken_on else " on a day not known"
        told = _Told(f"{what} taken{when}{under}{where}", first.taken_on, str(first.recorded_by))
        yield from _entries(first, told, sources)


def _holdings(holdings: list[Holding], sources: dict[int, str]) -> Iterator[Entry]:
    for holding in holdings:
        text = f"{holding.material.get_kind_display()} held at {holding.get_place_display()}"
        yield from _entries(holding, _Told(text, holding.held_since, str(holding.recorded_by)), sources)


def _late(case: Case) -> Iterator[Entry]:
    """Determinations with authority that moved nothing, since they gave cover to no item."""
    moved = Movement.objects.filter(case=case, event=CaseEvent.DETERMINE).values("moved_on")
    made = Determination.objects.filter(case=case, void_because="").exclude(made_on__in=moved)
    rows = list(made.select_related("maker", "withdrawn_by"))
    sources = _sources(rows)
    for fact in rows:
        told = _Told("Determination made, too late to cover anything", fact.made_on, str(fact.maker))
        yield from _entries(fact, told, sources)


def _sources(facts: Iterable[Any]) -> dict[int, str]:
    """The file and row of each fact that is from one, by the row's id; one query."""
    ids = {fact.source_row_id for fact in facts if fact.source_row_id}
    if not ids:
        return {}
    rows = ImportRow.objects.filter(pk__in=ids).values_list("pk", "file__name", "number")
    return {pk: f"{name}, row {number}" for pk, name, number in rows}
