"""The columns of the lists of times, of deletion, of risk and of what is lacking."""

from __future__ import annotations

from collections.abc import Mapping

import django_tables2 as tables

from cases.choices import RequestTo
from oversight.figures.deletion import STEPS
from oversight.figures.idle import TEAMS
from oversight.figures.quality import LACKING
from oversight.figures.stages import HAND_OVERS
from oversight.filters_times import OUTCOMES, REVIEW_OUTCOMES
from oversight.tables import DayColumn, FigureTable
from retention.choices import AlertLevel, HaltedBecause

NUMERIC = {"td": {"numeric": True}}


class HandOverTable(FigureTable):
    """Hand-overs: to whom, when, and what was left."""

    noun = "hand-overs"
    hand_over = tables.Column(verbose_name="Handed over")
    on = DayColumn(verbose_name="On")
    last_lawful_day = DayColumn(verbose_name="Last lawful day then")
    days = tables.Column(verbose_name="Days left", attrs=NUMERIC)

    class Meta(FigureTable.Meta):
        """As for every figure."""

    def render_hand_over(self, value: str) -> str:
        """In words."""
        return HAND_OVERS[value]


class StayTable(FigureTable):
    """Stays with a stage: from when to when."""

    noun = "stays"
    stage = tables.Column(verbose_name="With")
    came_on = DayColumn(verbose_name="From")
    went_on = DayColumn(verbose_name="To")
    days = tables.Column(verbose_name="Days", attrs=NUMERIC)

    class Meta(FigureTable.Meta):
        exclude: tuple[str, ...] = ("items",)
        sequence: tuple[str, ...] = ("ref", "...")

    def render_stage(self, value: str) -> str:
        """In words."""
        return TEAMS[value]


class TurnTable(StayTable):
    """Stays with one person, by name."""

    holder = tables.Column(verbose_name="Person", orderable=False)
    people: Mapping[int, str] = {}

    class Meta(StayTable.Meta):
        sequence = ("ref", "stage", "holder", "...")

    def render_holder(self, value: int) -> str:
        """The person's name."""
        return self.people.get(value, "")


class AnsweredTable(FigureTable):
    """Requests answered: whom, when, how long."""

    noun = "requests"
    to = tables.Column(verbose_name="Asked")
    name = tables.Column(verbose_name="Which")
    sent_on = DayColumn(verbose_name="Sent")
    answered_on = DayColumn(verbose_name="Answered")
    days = tables.Column(verbose_name="Days", attrs=NUMERIC)
    late = tables.Column(verbose_name="Late")

    class Meta(FigureTable.Meta):
        exclude = ("items",)
        sequence = ("ref", "...")

    def render_to(self, value: str) -> str:
        """In words."""
        return RequestTo(value).label

    def render_late(self, value: bool) -> str:
        """In words."""
        return "Yes" if value else "No"


class DecidedTable(FigureTable):
    """Applications decided: of which force, when, what, how long."""

    noun = "applications"
    force = tables.Column(verbose_name="Force")
    applied_on = DayColumn(verbose_name="Applied")
    decided_on = DayColumn(verbose_name="Decided")
    outcome = tables.Column(verbose_name="Outcome")
    days = tables.Column(verbose_name="Days", attrs=NUMERIC)

    class Meta(FigureTable.Meta):
        exclude = ("items",)
        sequence = ("ref", "...")

    def render_outcome(self, value: str) -> str:
        """In words."""
        return OUTCOMES[value]


class PendingTable(FigureTable):
    """Applications awaiting a Chief Officer: of which force, since when, until when there is cover."""

    noun = "applications"
    force = tables.Column(verbose_name="Force")
    applied_on = DayColumn(verbose_name="Applied")
    days = tables.Column(verbose_name="Days", attrs=NUMERIC)
    last_lawful_day = DayColumn(verbose_name="Last lawful day", default="No end date")

    class Meta(FigureTable.Meta):
        """As for every figure."""


class DeterminationTable(FigureTable):
    """Determinations: when made, when the copy went, and what the Commissioner found."""

    noun = "determinations"
    made_on = DayColumn(verbose_name="Made")
    sent_on = DayColumn(verbose_name="Copy sent")
    reviewed_on = DayColumn(verbose_name="Reviewed")
    outcome = tables.Column(verbose_name="Found")

    class Meta(FigureTable.Meta):
        exclude = ("items",)
        sequence = ("ref", "...")

    def render_outcome(self, value: str) -> str:
        """In words."""
        return str(REVIEW_OUTCOMES[value])


class ChaseTable(FigureTable):
    """Chases for profiles: when due, when raised."""

    noun = "chases"
    dated_on = DayColumn(verbose_name="Due")
    raised_on = DayColumn(verbose_name="Raised")
    days = tables.Column(verbose_name="Days late", attrs=NUMERIC)
    is_open = tables.Column(verbose_name="Open")

    class Meta(FigureTable.Meta):
        exclude = ("items",)
        sequence = ("ref", "...")

    def render_is_open(self, value: bool) -> str:
        """In words."""
        return "Yes" if value else "No"


class PastTable(FigureTable):
    """Material past its cover: four days, and how many it took."""

    noun = "items"
    first_unlawful_day = DayColumn(verbose_name="First unlawful day")
    instructed_on = DayColumn(verbose_name="First told")
    non_searchable_on = DayColumn(verbose_name="Non-searchable")
    gone_on = DayColumn(verbose_name="Gone")
    step = tables.Column(verbose_name="Stands")
    days = tables.Column(verbose_name="Days over", attrs=NUMERIC)
    days_searched = tables.Column(verbose_name="Days searchable", attrs=NUMERIC)
    minutes = tables.Column(verbose_name="Minutes of effort", attrs=NUMERIC)

    class Meta(FigureTable.Meta):
        exclude = ("items",)
        sequence = ("ref", "...")

    def render_step(self, value: str) -> str:
        """In words."""
        return STEPS[value]


class StoppedTable(FigureTable):
    """Deletions stopped: when, why, and whether they had been approved."""

    noun = "orders"
    stopped_on = DayColumn(verbose_name="Stopped")
    because = tables.Column(verbose_name="Why")
    approved = tables.Column(verbose_name="Approved before")

    class Meta(FigureTable.Meta):
        """As for every figure."""

    def render_because(self, value: str) -> str:
        """In words."""
        return HaltedBecause(value).label

    def render_approved(self, value: bool) -> str:
        """In words."""
        return "Yes" if value else "No"


class WrongTable(FigureTable):
    """Wrong deletions: when it went, and until when it might have been kept."""

    noun = "items"
    gone_on = DayColumn(verbose_name="Gone")
    last_lawful_day = DayColumn(verbose_name="Last lawful day", default="No end date")

    class Meta(FigureTable.Meta):
        """As for every figure."""


class AtRiskTable(FigureTable):
    """At risk: at which level, since when, with or without a plan."""

    level = tables.Column(verbose_name="Level")
    raised_on = DayColumn(verbose_name="Since")
    days_needed = tables.Column(verbose_name="Days needed then", attrs=NUMERIC)
    has_plan = tables.Column(verbose_name="Plan")

    class Meta(FigureTable.Meta):
        """As for every figure."""

    def render_level(self, value: str) -> str:
        """In words."""
        return AlertLevel(value).label

    def render_has_plan(self, value: bool) -> str:
        """In words."""
        return "Given" if value else "None yet"


class LackingTable(FigureTable):
    """Held, with something not recorded: what."""

    lacks = tables.Column(verbose_name="Not recorded", orderable=False)

    class Meta(FigureTable.Meta):
        """As for every figure."""

    def render_lacks(self, value: tuple[str, ...]) -> str:
        """In words."""
        return "; ".join(LACKING[what] for what in value)


TABLES_OF_TIMES: dict[str, type[FigureTable]] = {
    "hand-overs": HandOverTable,
    "stays": StayTable,
    "turns": TurnTable,
    "answered": AnsweredTable,
    "decided": DecidedTable,
    "pending": PendingTable,
    "determinations": DeterminationTable,
    "chases": ChaseTable,
    "past-cover": PastTable,
    "stopped-deletions": StoppedTable,
    "wrong-deletions": WrongTable,
    "at-risk": AtRiskTable,
    "lacking": LackingTable,
}
