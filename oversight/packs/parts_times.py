"""Tables of packs about times, deletion, bases, and what was found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from cases.choices import CaseState, RequestTo
from cases.policies import name_of, nation_words, words_of
from oversight import figures
from oversight.choices import KeptBecause, Party, Severity
from oversight.figures.answered import MADE, REFUSED, VOID
from oversight.figures.basis import BASES
from oversight.figures.deletion import STEPS
from oversight.figures.legacy import burn_down
from oversight.figures.ports import spread
from oversight.figures.stages import HAND_OVERS
from oversight.filters_times import ANSWERS, REVIEW_OUTCOMES
from oversight.packs.gathered import Gathered, Table
from oversight.packs.parts import day, individuals, ref
from oversight.spreads import tenth

URGENT_DAYS = 14
SPREAD_HEADS = ("Median, days", "9 in 10 within")


def bases(g: Gathered) -> Table:
    """Individuals held, by the basis on which they are held on the day, New and Legacy apart."""
    held = g.now[figures.HELD.slug]
    rows = []
    for code, words in BASES.items():
        found = [row for row in held.rows if code in held.bases.get(row.case_id, ())]
        legacy = [row for row in found if row.case_id in held.legacy]
        new = [row for row in found if row.case_id not in held.legacy]
        rows.append((words, individuals(found), individuals(new), individuals(legacy)))
    return Table("Held by basis, individuals", ("Basis", "Held", "New", "Legacy"), rows)


def why_kept(g: Gathered) -> Table:
    """Why what is held unlawfully was kept, as found; a case may have several causes, or none found yet."""
    found = g.now[figures.HELD_UNLAWFULLY.slug]
    counted = Counter(code for row in found.rows for code in found.kept.get(row.case_id, ("",)))
    rows = [(label, counted[code]) for code, label in KeptBecause.choices]
    return Table("Why it was kept", ("Cause", "Cases"), [*rows, ("Not yet recorded", counted[""])])


def retainable(g: Gathered) -> Table:
    """Lapsed cases by whether they could and should have been kept, and JFIT would have applied."""
    lapses = g.now[figures.LAPSES.slug]
    asked = [lapses.retainable.get(row.case_id, ("unreviewed", "unreviewed")) for row in lapses.rows]
    would = Counter(row.would_have_applied for row in lapses.rows)
    could, should = (Counter(answer[place] for answer in asked) for place in (0, 1))
    rows = [(label, could[code], should[code], would[code]) for code, label in ANSWERS.items()]
    heads = ("Answer", "Could have been kept", "Should have been kept", "JFIT would have applied")
    return Table("Lapsed cases, as reviewed", heads, rows)


def urgent(g: Gathered) -> Table:
    """Candidates for an emergency NSD: with JFIT, and at most 14 days left."""
    found = [row for row in g.now[figures.ENDING.slug].rows if row.days_left <= URGENT_DAYS]
    with_jfit = [row for row in found if row.state == CaseState.WITH_JFIT]
    rows = [
        (ref(g, row), day(row.last_lawful_day), row.days_left)
        for row in sorted(with_jfit, key=lambda row: (row.last_lawful_day, row.case_id))
    ]
    return Table("Emergency NSD candidates", ("Case", "Last lawful day", "Days left"), rows)


def plans(g: Gathered) -> dict[int, str]:
    """By case at risk, its level and whether a plan was given."""
    rows = g.now[figures.AT_RISK.slug].rows
    return {row.case_id: f"{row.level}, {'plan given' if row.has_plan else 'no plan'}" for row in rows}


def chief_officers(g: Gathered) -> Table:
    """By force: what awaits a decision, and how applications were decided."""
    decided, pending = g.now[figures.DECIDED.slug].rows, g.now[figures.PENDING.slug].rows
    rows = []
    for force in sorted({row.force for row in (*decided, *pending)}):
        of_force = [row for row in decided if row.force == force]
        waiting = [row.days for row in pending if row.force == force]
        outcomes = Counter(row.outcome for row in of_force)
        rows.append(
            (force, len(waiting), max(waiting, default=0), len(of_force), *_spread(of_force))
            + (outcomes[MADE], outcomes[REFUSED], outcomes[VOID])
        )
    heads = ("Force", "Waiting", "Longest, days", "Decided", *SPREAD_HEADS, "Made", "Refused", "Void")
    return Table("Chief Officers by force", heads, rows)


def answer_times(g: Gathered) -> Table:
    """By whom, how long requests took to be answered; each CTU apart."""
    by_whom: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in g.now[figures.ANSWERED.slug].rows:
        by_whom[RequestTo(row.to).label, row.name].append(row)
    rows = [
        (to, name or "-", len(found), *_spread(found), sum(row.late for row in found))
        for (to, name), found in sorted(by_whom.items())
    ]
    return Table("Requests answered", ("Asked", "Which", "Answered", *SPREAD_HEADS, "Late"), rows)


def stage_times(g: Gathered) -> list[Table]:
    """Days with each stage, and days left at each hand-over, all time."""
    by_stage: dict[str, list[Any]] = defaultdict(list)
    for row in g.now[figures.STAYS.slug].rows:
        by_stage[row.stage].append(row)
    stays = [(stage.replace("_", " "), len(found), *_spread(found)) for stage, found in by_stage.items()]
    left = []
    for code, words in HAND_OVERS.items():
        found = sorted(row.days for row in g.now[figures.HANDED_OVER.slug].rows if row.hand_over == code)
        middle = spread(found)
        left.append((words, len(found), *(_or_dash(n) for n in (tenth(found), middle.median))))
    return [
        Table("Days with each stage", ("Stage", "Stays", *SPREAD_HEADS), sorted(stays)),
        Table("Days left at hand-over", ("Hand-over", "Cases", "1 in 10 at most", "Median"), left),
    ]


def chases(g: Gathered) -> Table:
    """Chases for profiles: raised since the pack before and ever, on their day, and answered."""
    every = g.now[figures.CHASES.slug].rows
    lately = [row for row in every if row.raised_on > g.since]
    rows = [
        (words, len(found), sum(row.days == 0 for row in found), sum(not row.is_open for row in found))
        for words, found in ((f"Since {day(g.since)}", lately), ("All time", every))
    ]
    return Table("Chases for profiles", ("When", "Raised", "On their day", "Answered or ended"), rows)


def deletion_steps(g: Gathered) -> Table:
    """Items past their cover by how far their deletion has come, the oldest of each, and their days."""
    found = g.now[figures.PAST_COVER.slug].rows
    rows = []
    for step, words in STEPS.items():
        there = [row for row in found if row.step == step]
        oldest = min((row.first_unlawful_day for row in there), default=None)
        rows.append((words, len(there), day(oldest), *_spread(there), sum(r.days_searched for r in there)))
    heads = ("Stands", "Items", "Oldest first unlawful day", *SPREAD_HEADS, "Days searchable")
    return Table("Material past its cover", heads, rows)


def deletion_says(g: Gathered) -> list[str]:
    """What checks stopped, what went wrongly, hard copies outstanding, and the hours."""
    stopped, wrong = g.now[figures.STOPPED.slug].rows, g.now[figures.WRONGLY_GONE.slug].number
    after = sum(row.approved for row in stopped)
    minutes = sum(row.minutes for row in g.now[figures.PAST_COVER.slug].rows)
    return [
        f"Checks stopped {len(stopped):,} deletions, {after:,} of them after approval.",
        f"{wrong:,} items were deleted that might have been kept. The target is 0.",
        f"{g.hard_copies:,} hard copies of material past its cover are outstanding.",
        f"The receipts of deletions state {minutes / 60:,.1f} hours of effort.",
    ]


def weekly_line(g: Gathered) -> Table:
    """Legacy Material week by week, against the line that ends in nothing."""
    found = burn_down(g.legacy, g.days.as_at)
    rows = [(day(week.day), week.left, week.allowed, week.behind) for week in found.weeks]
    rate = "-" if found.achieved is None else f"{found.achieved:g}"
    caption = f"Legacy burn-down, individuals: {found.needed:,} a week needed, {rate} achieved"
    return Table(caption, ("Day", "Left", "Line", "Above the line"), rows)


def confidence(g: Gathered) -> str:
    """Which assurances of SOFS and JFIT stand recorded: their words are kept with the assurance."""
    given = [each for each in g.assurances if each.party in (Party.SOFS, Party.JFIT)]
    if not given:
        return "Neither SOFS nor JFIT has an assurance recorded."
    said = "; ".join(f"{Party(a.party).label}, {a.given_by}, {day(a.given_on)}" for a in given)
    return f"Assurances recorded: {said}."


def policies(g: Gathered) -> Table:
    """Every change of a policy by the day: the choices of priority and practice that were made."""
    rows = [
        (name_of(row.key), nation_words(row.nation), words_of(row.key, row.value), day(row.from_on))
        for row in g.policies
    ]
    return Table("Changes of policy", ("Policy", "Where", "To", "From"), rows)


def severities(g: Gathered) -> Table:
    """Breaches with a remedy recorded, by how grave they are in law and to security (R-105)."""
    legal, security = (Counter(getattr(each, axis) for each in g.remedies) for axis in ("legal", "security"))
    rows = [(label, legal[code], security[code]) for code, label in Severity.choices]
    return Table("Breaches by severity", ("Severity", "In law and public confidence", "To security"), rows)


def under_review(g: Gathered) -> Table:
    """Oversight items that are open: by number, and whether their review is overdue."""
    rows = [
        (f"Item {pk}", day(due), "overdue" if due < g.days.as_at else "in time") for pk, due in g.oversight
    ]
    return Table("Oversight items under review", ("Item", "Next review", "Is"), rows)


def commissioner(g: Gathered) -> Table:
    """Determinations by what the Commissioner found, and how many copies were sent."""
    rows_of = g.now[figures.DETERMINATIONS.slug].rows
    counted = Counter(row.outcome for row in rows_of)
    rows = [(str(words), counted[code]) for code, words in REVIEW_OUTCOMES.items()]
    sent = sum(row.sent_on is not None for row in rows_of)
    return Table(
        "Determinations before the Commissioner",
        ("Found", "Determinations"),
        [*rows, ("Copies sent", sent)],
    )


def _spread(rows: Iterable[Any]) -> tuple[Any, Any]:
    found = spread(row.days for row in rows)
    return _or_dash(found.median), _or_dash(found.ninetieth)


def _or_dash(value: float | None) -> Any:
    return "-" if value is None else value
