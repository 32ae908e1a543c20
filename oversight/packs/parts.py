"""Tables and sentences that both packs are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from cases.choices import CaseState, RequestTo
from cases.durations import off_by
from oversight import figures
from oversight.causes import LABELS, PRIMARY, axis_of
from oversight.figures import by_cause
from oversight.figures.lapses import YES
from oversight.figures.legacy import LAST_DAY
from oversight.figures.wrong_dates import offsets
from oversight.frozen import lapsed_share, never_convicted_share, precision_of, unreviewed
from oversight.packs.gathered import Gathered, Section, Table

BANDS = ((0, 14), (15, 28), (29, 56))
IN_TIME_DAYS = 28
WITHHELD = "Withheld: disclosure is blocked"


def not_yet(title: str, what: str) -> Section:
    """A section, or part of one, of which there is no figure: said in words."""
    return Section(title, [f"{what}: not yet available."])


def day(value: date | None) -> str:
    """A day in words; a dash where there is none."""
    return f"{value:%-d %B %Y}" if value else "-"


def ref(g: Gathered, row: Any) -> str:
    """The reference of a case; of one about which nothing may leave by file, that this is so."""
    return WITHHELD if row.case_id in g.withheld else str(row.ref)


def individuals(rows: Iterable[Any]) -> int:
    """Distinct subjects."""
    return len({row.subject_id for row in rows})


def legacy(g: Gathered) -> str:
    """How much Legacy Material is still to be finished, and by when. Source: further report, paragraph 34."""
    left = g.now[figures.LEGACY_TO_FINISH.slug].individuals
    return f"{left:,} individuals of Legacy Material are still to be finished by {day(LAST_DAY)}."


def headline(g: Gathered) -> Table:
    """Every figure at each published day, with its precision at the pack's own day."""
    published = g.published_days
    columns = ("Figure", "Unit", *(f"At {day(on)}" for on in published), "Precision")
    rows = [
        (
            f"{figure.number} {figure.title}",
            figure.unit,
            *(g.by_day[on][slug].number for on in published),
            precision_of(g.now, slug).words,
        )
        for slug, figure in figures.REGISTER.items()
    ]
    return Table("Figures", columns, rows)


def shares(g: Gathered) -> Table:
    """Shares as they are, with the rounding of the published statistics beside them."""
    found = [never_convicted_share(g.by_day[on], on, g.days.known_at) for on in g.published_days]
    found += [lapsed_share(g.by_day[on], on) for on in g.published_days]
    rows = [
        (f"{s.title}, {day(s.as_at)}", s.part, s.whole, s.per_cent, s.published or "not rounded")
        for s in found
    ]
    return Table("Shares", ("Share", "Part", "Whole", "As it is", "As then rounded"), rows)


def definitions() -> Table:
    """What each figure counts."""
    rows = [
        (f"{f.number} {f.title}", f"Version {f.version}", f.unit, f.definition, f.source)
        for f in figures.REGISTER.values()
    ]
    return Table("Definitions", ("Figure", "Version", "Unit", "Definition", "Source"), rows)


def causes(g: Gathered) -> Table:
    """Lapses by primary cause with the axis of avoidability, the total, the sum and what is unreconciled."""
    lapses = g.now[figures.LAPSES.slug]
    counts = by_cause(lapses)
    rows: list[tuple[Any, ...]] = [(LABELS[c], axis_of(c), counts[c]) for c in PRIMARY]
    added_up = sum(counts.values())
    rows += [
        ("Total of individuals", "", lapses.individuals),
        ("Sum of the causes", "", added_up),
        ("Unreconciled remainder", "", added_up - lapses.individuals),
    ]
    return Table("Lapses by primary cause, all time", ("Cause", "Avoidable by", "Individuals"), rows)


def would(g: Gathered) -> str:
    """How many of those who lapsed would have been applied for: confirmed, and not yet reviewed."""
    lapses = g.now[figures.LAPSES.slug].rows
    yes = individuals(row for row in lapses if row.would_have_applied == YES)
    return (
        f"For {yes:,} individuals who lapsed it is confirmed that JFIT would have applied; "
        f"{unreviewed(g.now):,} are not yet reviewed."
    )


def new_lapses(g: Gathered) -> list[Any]:
    """The lapses whose last lawful day fell between the pack before and this one."""
    rows = g.now[figures.LAPSES.slug].rows
    found = [row for row in rows if g.since <= row.last_lawful_day < g.days.as_at]
    return sorted(found, key=lambda row: (row.last_lawful_day, row.case_id))


def queues(g: Gathered, states: Iterable[str] = ()) -> Table:
    """How many cases stand where, the oldest, and how many days are left."""
    wanted, rows = list(states), []
    found = g.now[figures.QUEUES.slug].rows
    for state in wanted or sorted({row.state for row in found}):
        there = [row for row in found if row.state == state]
        left = Counter(_band(row.last_lawful_day, g.days.as_at) for row in there)
        oldest = min((row.since for row in there), default=None)
        bands = (left[name] for name in ("past", *(f"{a} to {b}" for a, b in BANDS), "57 or more", "none"))
        rows.append((CaseState(state).label, len(there), day(oldest), *bands))
    return Table(
        "Cases by stage and days left",
        ("Stands", "Cases", "Longest there since", "Past", "0 to 14", "15 to 28", "29 to 56", "57 or more")
        + ("No end date",),
        rows,
    )


def _band(last: date | None, on: date) -> str:
    if last is None:
        return "none"
    left = (last - on).days
    if left < 0:
        return "past"
    return next((f"{a} to {b}" for a, b in BANDS if a <= left <= b), "57 or more")


def third_parties(g: Gathered) -> Table:
    """What is asked of whom, and for how long it has been open."""
    rows = []
    for to in (RequestTo.SECURITY_SERVICE, RequestTo.CTU):
        asked = [row for row in g.now[figures.REQUESTS.slug].rows if row.to == to]
        late = sum(row.days_open > IN_TIME_DAYS for row in asked)
        rows.append((to.label, len(asked), late, max((row.days_open for row in asked), default=0)))
    return Table(
        "Requests open with third parties", ("Asked", "Open", "Open over 28 days", "Longest, days"), rows
    )


def unlawful(g: Gathered) -> list[str]:
    """The statement of unlawful retention: how many, the longest, the exposure, any match."""
    rows = g.now[figures.HELD_UNLAWFULLY.slug].rows
    longest, exposure = max((r.days_over for r in rows), default=0), sum(r.days_over for r in rows)
    matches = g.now[figures.MATCHES.slug].number
    unresolved = g.now[figures.UNRESOLVED.slug].individuals
    return [
        f"{individuals(rows):,} individuals are held unlawfully. The target is 0.",
        f"The longest is {longest:,} days over; together they are {exposure:,} case-days over.",
        f"{matches:,} matches were reported against material without cover." if matches else _no_match(),
        f"{unresolved:,} individuals more are unresolved past their shortest day, and counted apart.",
    ]


def _no_match() -> str:
    return "No match was reported against material without cover: 0."


def wrong_dates(g: Gathered) -> Table:
    """Wrong notified dates by how far off they are."""
    groups = offsets(g.now[figures.WRONG_DATES.slug].rows)
    rows = [(off_by(group.days), group.count, day(group.first_on)) for group in groups]
    return Table("Wrong notified dates", ("Off by", "Dates", "First recorded"), rows)


def completeness(g: Gathered) -> str:
    """Whether the databases and the cases were certified complete against one another."""
    if g.certificate is None:
        return "No certificate of completeness was in force on the day of knowledge."
    return f"Certified complete on {day(g.certificate.certified_on)}, certificate {g.certificate.pk}."


def restated(g: Gathered) -> Section:
    """What was published and is different now, since the pack before."""
    if not g.restated:
        return Section(
            "Figures restated since the pack before", ["No published figure was found to be different."]
        )
    rows = [
        (r.published.title, day(r.published.as_at), day(r.published.known_at), r.published.pack.ref)
        + (r.published.value, r.value, f"{r.difference:+,}", r.by_fact, r.by_law, r.by_definition)
        for r in g.restated
    ]
    heads = ("Figure", "As at", "As then known", "Pack", "Published", "Would be", "Difference")
    return Section(
        "Figures restated since the pack before",
        tables=[Table("Restated", (*heads, "Rows by fact", "By law", "By definition"), rows)],
    )


def decisions() -> Section:
    """Where decisions and actions stand: with the meeting, as they are made after the pack is frozen."""
    return Section(
        "Decisions and actions",
        ["What the meeting asks, decides and sets to be done is kept with the meeting, beside this pack."],
    )
