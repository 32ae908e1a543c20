"""The sections of the fortnightly operational pack and of the monthly senior pack, in their order.

The fortnightly pack lists cases by reference; the monthly one has counts alone. Source: R-115, R-116.
"""

from __future__ import annotations

from collections import Counter

from accounts.choices import Nation
from cases.choices import CaseState
from oversight import figures
from oversight.causes import LABELS, axis_of
from oversight.choices import MitigationStatus, PackKind, Party
from oversight.figures.lapses import YES
from oversight.filters import REVIEWED
from oversight.meetings import absences, open_actions_of
from oversight.packs import parts, parts_times
from oversight.packs.gathered import Gathered, Section, Table
from oversight.packs.parts import day, not_yet

SLOWEST = 10


def sections(g: Gathered) -> list[Section]:
    """The sections of the pack, numbered by their place."""
    return fortnightly(g) if g.kind == PackKind.FORTNIGHTLY else monthly(g)


def fortnightly(g: Gathered) -> list[Section]:
    """For SOFS, JFIT and the Commissioner's Head of Office."""
    return [
        front(g),
        last_actions(g),
        lapses_listed(g),
        ending_listed(g),
        Section(
            "Stage queues",
            ["Capacity of the next fortnight: not yet available."],
            [parts.queues(g), *parts_times.stage_times(g)],
        ),
        ports(g),
        third_parties_listed(g),
        Section(
            "Chief Officers",
            tables=[parts.queues(g, [CaseState.WITH_CHIEF_OFFICER]), parts_times.chief_officers(g)],
        ),
        sign_off(g),
        deletion(g),
        Section("Wrong notified dates", tables=[parts.wrong_dates(g)]),
        Section("Reconciliation with the databases", [parts.completeness(g)]),
        Section("Legacy burn-down", [parts.legacy(g)], [parts_times.weekly_line(g)]),
        parts.restated(g),
        dna_alone(g),
        parts.decisions(),
        Section("What each figure means", [g.reliability], [parts.definitions()]),
    ]


def monthly(g: Gathered) -> list[Section]:
    """For senior officers, the Commissioner and other stakeholders: counts, and no case."""
    return [
        one_page(g),
        Section("Unlawful retention", parts.unlawful(g), [parts_times.why_kept(g)]),
        Section(
            "Lapses",
            [
                f"{parts.individuals(parts.new_lapses(g)):,} individuals lapsed since {day(g.since)}.",
                parts.would(g),
                "The comparison with a forecast: not yet available.",
            ],
            [parts.causes(g), parts_times.retainable(g)],
        ),
        not_yet("Forecast", "The next three months under the present policy and two others"),
        against_assurances(g),
        Section(
            "Chief Officers",
            [
                f"{g.now[figures.VOID.slug].number:,} determinations are void for want of authority.",
            ],
            [parts_times.chief_officers(g), parts_times.commissioner(g)],
        ),
        Section(
            "Resources and priorities",
            ["Hours by stage: not yet available."],
            [parts_times.policies(g), *parts_times.stage_times(g)],
        ),
        deletion(g),
        mitigation(g),
        Section(
            "Legacy assurance",
            [parts.completeness(g), parts.legacy(g), parts_times.confidence(g)],
            [parts_times.weekly_line(g)],
        ),
        Section(
            "IT programme",
            ["What is kept under review of the replacement of the database system stands with these items."],
            [parts_times.under_review(g)],
        ),
        parts.restated(g),
        Section(
            "Legal and reputational risks",
            ["Each breach with a remedy recorded has its severity on two axes."],
            [parts_times.severities(g)],
        ),
        northern_ireland(g),
        parts.decisions(),
        Section("What each figure means", [g.reliability], [parts.definitions()]),
    ]


def front(g: Gathered) -> Section:
    """Both dates, what is still open, and every figure."""
    return Section(
        "Front page",
        [
            f"As at {day(g.days.as_at)}, as known at {day(g.days.known_at)}. "
            f"Compared with {day(g.since)}, as known now.",
            g.reliability,
        ],
        [parts.headline(g), parts.shares(g), parts_times.bases(g)],
    )


def one_page(g: Gathered) -> Section:
    """The page for those who read only one: the measures with their targets, and twelve months of them."""
    unlawful, lapses = g.now[figures.HELD_UNLAWFULLY.slug], g.now[figures.LAPSES.slug]
    harmful = parts.individuals(row for row in lapses.rows if row.would_have_applied == YES)
    over = sum(row.days_over for row in unlawful.rows)
    legacy = g.now[figures.LEGACY_TO_FINISH.slug].individuals
    measures = [
        ("K1 Held unlawfully", unlawful.individuals, "0", _met(unlawful.individuals)),
        ("K2 Case-days over", over, "0", _met(over)),
        (f"K3 Lapses since {day(g.since)}", parts.individuals(parts.new_lapses(g)), "0", "-"),
        ("K5 Lapses for which JFIT would have applied", harmful, "0", _met(harmful)),
        ("K6 Cover ends within 56 days", g.now[figures.ENDING.slug].individuals, "each with a plan", "-"),
        ("K13 Deleted and verified, items", g.now[figures.GONE.slug].number, "-", "-"),
        ("K17 Legacy Material to be finished", legacy, "0", _met(legacy)),
    ]
    trend = [
        (day(end), *(g.by_day[end][f.slug].number for f in (figures.HELD, figures.LAPSES)))
        + (g.by_day[end][figures.HELD_UNLAWFULLY.slug].individuals,)
        for end in (*g.ends, g.days.as_at)
    ]
    head = front(g)
    return Section(
        "One page",
        head.says,
        [
            Table("Measures", ("Measure", "Number", "Target", "Met"), measures),
            Table(
                "Twelve months, individuals", ("At the end of", "Held", "Lapsed", "Held unlawfully"), trend
            ),
            *head.tables,
        ],
    )


def _met(number: int) -> str:
    return "Met" if number == 0 else "Not met"


def last_actions(g: Gathered) -> Section:
    """Which meeting came before; its actions are with it."""
    title = "Actions from last time"
    if g.last_meeting is None:
        return Section(title, ["No meeting before this one is recorded."])
    rows = [
        (f"A/{each.action.pk:05}", each.action.owner, each.action.get_tag_display(), day(each.due_on))
        + ("late" if each.due_on < g.days.as_at else "in time",)
        for each in open_actions_of(g.kind, g.days.as_at)
    ]
    says = [f"Open after the {g.last_meeting}." if rows else f"None is open after the {g.last_meeting}."]
    return Section(
        title, says, [Table("Actions", ("Action", "Owner", "For", "Due", "Is"), rows)] if rows else []
    )


def lapses_listed(g: Gathered) -> Section:
    """Every case that lapsed since the pack before."""
    rows = [
        (parts.ref(g, row), day(row.last_lawful_day), LABELS[row.causes.primary], axis_of(row.causes.primary))
        + (REVIEWED[row.would_have_applied], "recorded" if row.case_id in g.remedied else "none recorded")
        for row in parts.new_lapses(g)
    ]
    heads = ("Case", "Last lawful day", "Primary cause", "Avoidable by", "Would have applied", "Remedy")
    return Section(
        f"Lapses since {day(g.since)}",
        [f"{len(rows):,} cases lapsed.", parts.would(g)],
        [Table("Lapses, case by case", heads, rows), parts.causes(g)],
    )


def ending_listed(g: Gathered) -> Section:
    """What ends within eight weeks, the first day first."""
    found = sorted(g.now[figures.ENDING.slug].rows, key=lambda row: (row.last_lawful_day, row.case_id))
    plans = parts_times.plans(g)
    rows = [
        (parts.ref(g, row), day(row.last_lawful_day), row.days_left)
        + (CaseState(row.state).label if row.state else "not yet with anybody",)
        + (plans.get(row.case_id, "-"),)
        for row in found
    ]
    return Section(
        "Cover that ends within eight weeks",
        ["What a plan says stands with the alert of its case."],
        [
            Table(
                "Cases by last lawful day",
                ("Case", "Last lawful day", "Days left", "Stands", "At risk"),
                rows,
            ),
            parts_times.urgent(g),
        ],
    )


def ports(g: Gathered) -> Section:
    """The slowest ports, and the chases for profiles."""
    rows = [(row.place, row.n, row.whole.median, row.whole.ninetieth) for row in g.ports if row.whole.n]
    return Section(
        "Ports",
        tables=[
            Table(
                "Slowest ports, days from taking to profile",
                ("Port", "Profiles", "Median", "90th percentile"),
                rows[:SLOWEST],
            ),
            parts_times.chases(g),
        ],
    )


def third_parties_listed(g: Gathered) -> Section:
    """What is asked of whom, and each request open longer than 28 days."""
    found = [row for row in g.now[figures.REQUESTS.slug].rows if row.days_open > parts.IN_TIME_DAYS]
    rows = [
        (parts.ref(g, row), row.to.replace("_", " "), day(row.sent_on), row.days_open)
        for row in sorted(found, key=lambda row: (row.sent_on, row.case_id))
    ]
    return Section(
        "Third parties",
        tables=[
            parts.third_parties(g),
            Table("Open over 28 days", ("Case", "Asked", "Sent", "Days open"), rows),
            parts_times.answer_times(g),
        ],
    )


def sign_off(g: Gathered) -> Section:
    """Provisional Stop-NSDs: what waits, and what the reviews came to."""
    return Section(
        "Sign-off of Stop-NSDs",
        [
            f"{g.reviews.confirmed:,} confirmed, {g.reviews.referred_up:,} referred up, "
            f"{len(g.reviews.overturned):,} overruled, all time."
        ],
        [parts.queues(g, [CaseState.STOP_WITH_INSPECTOR, CaseState.STOP_WITH_SUPERINTENDENT])],
    )


def deletion(g: Gathered) -> Section:
    """What awaits deletion, and what is verified gone."""
    gone, before = g.now[figures.GONE.slug].items, g.before[figures.GONE.slug].items
    return Section(
        "Deletion",
        [
            *parts.unlawful(g)[:2],
            f"{gone:,} items are deleted and verified, {gone - before:,} of them since {day(g.since)}.",
            *parts_times.deletion_says(g),
        ],
        [parts_times.deletion_steps(g)],
    )


def dna_alone(g: Gathered) -> Section:
    """Cases that JFIT cannot begin before the profile."""
    found = g.now[figures.DNA_ALONE.slug]
    return Section("Held on DNA alone", [f"{found.cases:,} cases are held on DNA alone."])


def against_assurances(g: Gathered) -> Section:
    """What third parties did, beside what was assured, and who was invited and did not come."""
    given = [(Party(a.party).label, a.given_by, day(a.given_on)) for a in g.assurances]
    missing = [(a.office, a.invited, a.running) for a in absences(g.kind, g.days.as_at)]
    tables = [parts.third_parties(g), parts_times.answer_times(g)]
    if given:
        tables.append(Table("Assurances given", ("By", "Office", "On"), given))
    if missing:
        heads = ("Office", "Invited", "Absent, times running")
        tables.append(Table("Invited and absent", heads, missing))
    says = [] if missing else ["No office was invited and absent at the last meeting."]
    return Section("Third parties against what was assured", says, tables)


def mitigation(g: Gathered) -> Section:
    """What is done about lost cases."""
    lost = [row for row in g.now[figures.LAPSES.slug].rows if row.would_have_applied == YES]
    counted = Counter(g.mitigated.get(row.case_id, MitigationStatus.NOT_CONSIDERED) for row in lost)
    rows = [(label, counted[code]) for code, label in MitigationStatus.choices]
    return Section("Mitigation of lost cases", tables=[Table("Lost cases", ("How far", "Cases"), rows)])


def northern_ireland(g: Gathered) -> Section:
    """Every figure of what was taken in Northern Ireland: 0 where there is none."""
    rows = [
        (a.figure.title, a.figure.unit, a.of_nation(Nation.NORTHERN_IRELAND).number) for a in g.now.values()
    ]
    return Section(
        "Northern Ireland", tables=[Table("Taken in Northern Ireland", ("Figure", "Unit", "Number"), rows)]
    )
