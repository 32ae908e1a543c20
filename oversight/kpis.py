"""The measures K1 to K22 and N-01 to N-09: owner, formula, unit, target, precision, and where each stands.

What has no figure says so: ``slug`` and ``page`` are then empty. ``docs/kpis.md`` is written from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oversight import figures
from oversight.figures import Answer, Precision
from oversight.figures.answered import MADE, VOID

NOT_YET = "Not yet available"


@dataclass(frozen=True, slots=True)
class Kpi:
    """A measure. ``slug`` names its figure and ``part`` the part of it; ``page`` a page that shows it.

    ``also``: further numbers of it, each its words, its figure and the part of that. ``missing`` says what of
    it has no figure yet.
    """

    number: str
    title: str
    owner: str
    formula: str
    unit: str
    target: str
    precision: Precision = Precision.EXACT
    slug: str = ""
    part: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    missing: str = ""
    also: tuple[tuple[str, str, Mapping[str, str]], ...] = ()

    @property
    def is_available(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.slug or self.page)


S7 = {"power": "TACT-S7"}
KPIS = (
    Kpi("K1", "Held unlawfully now", "SOFS",
        "Individuals of whom an item is held past its last lawful day",
        "individuals", "0", slug="held-unlawfully"),
    Kpi("K2", "Days over", "SOFS", "Sum and greatest of the days of K1, first unlawful day to as-at day",
        "case-days", "0", slug="held-unlawfully"),
    Kpi("K3", "New lapses", "JFIT", "Individuals whose last lawful day passed in the last 28 days",
        "individuals", "0 avoidable", slug="lapses", part={"lately": "28"}),
    Kpi("K4", "Lapses by primary cause", "JFIT", "Individuals by cause; total, sum and remainder shown",
        "individuals", "-", slug="lapses"),
    Kpi("K5", "Harmful lapses", "JFIT", "Lapses whose reviewed answer is that JFIT would have applied",
        "individuals", "0", Precision.LOWER_BOUND, slug="would-have-applied"),
    Kpi("K6", "At risk", "JFIT",
        "Individuals with a case whose remaining stage budgets exceed its days left, by level and plan",
        "individuals", "each with a plan", slug="at-risk",
        also=(("without a plan", "at-risk", {"plan": "no"}),
              ("cover ends within 56 days", "ending", {}))),
    Kpi("K7", "Days left at hand-over", "JFIT", "Days left at SOFS to JFIT, to Chief Officer, to sign-off",
        "hand-overs", "P10 above the stage budget", slug="hand-overs",
        also=(("SOFS to JFIT", "hand-overs", {"hand_over": "jfit"}),
              ("to a Chief Officer", "hand-overs", {"hand_over": "chief_officer"}),
              ("to be signed off", "hand-overs", {"hand_over": "sign_off"}))),
    Kpi("K8", "Stage time", "JFIT", "Days with each stage and each person: median, 90th percentile",
        "stays", "budgets sum to 4 months", slug="stays",
        also=(("stays with one person", "turns", {}), ("in work now", "queues", {}))),
    Kpi("K9", "Port lag", "SOFS",
        "Days from taking to profile by port; chases for profiles, of them those made on day 22",
        "chases", "all chased on day 22", slug="chases", page="oversight:ports",
        also=(("made on their day", "chases", {"chased": "yes"}),)),
    Kpi("K10", "Third-party response", "JFIT",
        "Days to answer a request: median, 90th percentile, by CTU; requests open",
        "requests", "28 days", slug="answered",
        also=(("answered late", "answered", {"in_time": "no"}), ("open", "requests", {}))),
    Kpi("K11", "Chief Officer decisions", "JFIT",
        "Days to decide an application: median, 90th percentile, by force; refused; void",
        "applications", "0 void", slug="decided",
        also=(("refused", "decided", {"outcome": "refused"}), ("awaiting a decision", "pending", {}),
              ("void determinations", "void", {}))),
    Kpi("K12", "Stop-NSD sign-off", "JFIT", "Waiting, confirmed, referred up, overruled", "cases",
        "backlog 0",
        page="oversight:sign_offs"),
    Kpi("K13", "Deletion timeliness", "SOFS",
        "Days from the first unlawful day until gone, step by step, and the effort",
        "items", "set by policy", slug="past-cover",
        also=(("nobody told yet", "past-cover", {"step": "waiting"}),
              ("non-searchable", "past-cover", {"step": "non_searchable"}),
              ("deleted and verified, all", "gone", {}))),
    Kpi("K14", "Wrong deletions and near misses", "SOFS",
        "Deletions stopped by the last check; wrongful ones",
        "orders", "0 wrongful", slug="stopped-deletions",
        also=(("after approval", "stopped-deletions", {"approved": "yes"}),
              ("wrong deletions, items", "wrong-deletions", {}))),
    Kpi("K15", "Date mismatches", "SOFS", "Notified dates that are not what the power alone gives", "dates",
        "0",
        slug="wrong-dates"),
    Kpi("K16", "Reconciliation", "SOFS", "Holdings without case, cases without holding, last full run",
        "individuals", "0, 0, 14 days", page="retention:reconciliation"),
    Kpi("K17", "Legacy burn-down", "JFIT", "Done, remaining, weekly rate required and achieved",
        "individuals",
        "on or above the line", slug="legacy-to-finish"),
    Kpi("K18", "Restatements", "Senior management",
        "Published figures that would be different, rows that moved",
        "figures", "all explained", page="oversight:restatements"),
    Kpi("K19", "Mitigation", "JFIT", "Lost cases by how far their mitigation has come", "cases",
        "all planned",
        page="oversight:mitigation"),
    Kpi("K20", "Data quality", "SOFS",
        "Held, with the day, power or port not recorded, or the person perhaps one already known",
        "individuals", "0", slug="lacking",
        also=(("no day", "lacking", {"lacks": "date"}), ("no power", "lacking", {"lacks": "power"}),
              ("no port", "lacking", {"lacks": "port"}),
              ("persons not linked", "lacking", {"lacks": "person"}),
              ("unresolved past their shortest day", "unresolved", {}))),
    Kpi("K21", "Emergency and holding NSDs", "JFIT", "Made, review due, review overdue", "determinations",
        "0 overdue", page="retention:holding"),
    Kpi("K22", "Capacity", "Senior management", "Hours available and used by stage", "hours", "-"),
    Kpi("N-01", "Expired by 31 October 2015, as then reported", "JFIT",
        "At least 450; F03 at 31 October 2015",
        "individuals", "-", slug="lapses"),
    Kpi("N-02", "Expired by 31 March 2016", "JFIT", "About 810; F03 at 31 March 2016", "individuals", "-",
        slug="lapses"),
    Kpi("N-03", "Expired, taken under Schedule 7", "JFIT", "The great majority; F03 by power",
        "individuals", "-",
        slug="lapses", part=S7),
    Kpi("N-04", "Saved by another basis", "SOFS", "More than 60; F05", "individuals", "-", slug="saved"),
    Kpi("N-05", "Possibly applied for, as then believed", "JFIT", "About 45; F04 as known in December 2015",
        "individuals", "-", Precision.LOWER_BOUND, slug="would-have-applied"),
    Kpi("N-06", "Undoubtedly applied for", "JFIT", "At least 108; F04, with how many are not yet reviewed",
        "individuals", "-", Precision.LOWER_BOUND, slug="would-have-applied"),
    Kpi("N-07", "Expired, not yet reviewed", "JFIT",
        "F03 of which nobody has said whether JFIT would have applied",
        "individuals", "0", slug="lapses", part={"review": "unreviewed"}),
    Kpi("N-08", "NSDs that would have been made", "JFIT",
        "F04 times the share of decided applications on which a determination was made",
        "individuals", "-", Precision.ESTIMATE, slug="would-have-applied",
        also=(("applications decided", "decided", {}),
              ("determinations made", "decided", {"outcome": "made"}))),
    Kpi("N-09", "Precision of what is published", "Senior management",
        "Each published figure says exact, rounded, lower bound or estimate", "figures", "all",
        page="oversight:packs"),
)  # fmt: skip


def value_of(kpi: Kpi, part: Answer) -> int:
    """The number of a measure, from its figure or the part of it that it asks for."""
    if kpi.number == "K2":
        return sum(row.days_over for row in part.rows)
    return part.number


def would_have_been_made(found: Mapping[str, Answer]) -> int | None:
    """Estimated: those applied for, by the share of decisions that were determinations; None without any.

    A determination made without authority was no refusal, and is not counted as either.
    """
    decided = [row.outcome for row in found["decided"].rows if row.outcome != VOID]
    if not decided:
        return None
    return round(found["would-have-applied"].individuals * decided.count(MADE) / len(decided))


def as_markdown() -> str:
    """The page ``docs/kpis.md``."""
    lines = [
        "# Measures",
        "",
        "Written from `oversight/kpis.py` by `python manage.py kpis`; a test holds the two together.",
        "Every measure takes two dates, as at and as known at, and opens the list that makes it.",
        "",
        "| Measure | Owner | Formula | Unit | Target | Precision | Where | Not yet available |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kpi in KPIS:
        where = _where(kpi)
        lacking = "all of it" if not kpi.is_available else kpi.missing or "-"
        cells = (f"{kpi.number} {kpi.title}", kpi.owner, kpi.formula, kpi.unit, kpi.target)
        lines.append("| " + " | ".join((*cells, kpi.precision.words, where, lacking)) + " |")
    lines += [
        "",
        "## Figures",
        "",
        "| Figure | Version | Unit | Definition | Source |",
        "|---|---|---|---|---|",
    ]
    for figure in figures.REGISTER.values():
        said = (f"{figure.number} {figure.title}", f"{figure.version}", figure.unit, figure.definition)
        lines.append("| " + " | ".join((*said, figure.source or "-")) + " |")
    return "\n".join(lines) + "\n"


def _where(kpi: Kpi) -> str:
    if kpi.slug:
        part: Any = "".join(f", {name} {value}" for name, value in kpi.part.items())
        more = dict.fromkeys(figures.REGISTER[slug].number for _, slug, _ in kpi.also if slug != kpi.slug)
        return "; ".join([f"{figures.REGISTER[kpi.slug].number}{part}", *more])
    return f"page `{kpi.page}`" if kpi.page else "-"
