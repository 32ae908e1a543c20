"""How the days of a case's statutory period were spent, stage by stage, and whether what remains fits. Pure.

Days are counted inclusively: a period of 183 days begins with the day of taking and ends with the last lawful
day. What is spent are the days before today; what is left are the days after it.
Source: further report of 22 April 2016, paragraph 7; R-038.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.choices import CaseState
from retention.budgets import Budgets, Need

ONE_DAY = timedelta(days=1)
# Kinds of day, as the bar draws them.
SPENT, IDLE, WORK = "spent", "idle", "work"
STAGES = {
    CaseState.WITH_SOFS: ("SOFS: checks and referral", SPENT, "sofs"),
    CaseState.WITH_CHIEF_OFFICER: ("Chief Officer: decision", WORK, "chief_officer"),
    CaseState.STOP_WITH_INSPECTOR: ("Inspector: sign-off", WORK, "sign_off"),
    CaseState.STOP_WITH_SUPERINTENDENT: ("Superintendent: sign-off", WORK, "sign_off"),
    CaseState.RETAINED_ON_OTHER_BASIS: ("Retained on another basis", SPENT, ""),
    CaseState.NSD_IN_FORCE: ("NSD in force", SPENT, ""),
    CaseState.NSD_REFUSED: ("NSD refused", SPENT, ""),
    CaseState.STOP_CONFIRMED: ("Stop-NSD confirmed", SPENT, ""),
    CaseState.CLOSED: ("Closed", SPENT, ""),
}
BEFORE_SOFS = ("Before SOFS had it", IDLE, "")
WAITED = ("JFIT: waited, not started", IDLE, "")
PROFILE = ("JFIT: intelligence profile", WORK, "profile")
ASKED = ("JFIT: assessing, requests out", WORK, "third_parties")
DECIDING = ("JFIT: deciding", WORK, "decision")
Kind = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Came:
    """The case came to a state on a day."""

    on: date
    state: str


@dataclass(frozen=True, slots=True)
class Question:
    """A request by JFIT: when it was sent, and when it was answered or closed, if it was."""

    sent_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to a case: where it came when, and what JFIT did there.

    ``begun_on``: days on which somebody took it, was given it, or completed a part of its profile.
    """

    came: Sequence[Came]
    begun_on: Sequence[date] = ()
    questions: Sequence[Question] = ()


@dataclass(frozen=True, slots=True)
class Spent:
    """Days in one stage, ``first`` and ``last`` included; ``budget`` None where the stage has none."""

    label: str
    kind: str
    first: date
    last: date
    budget: int | None = None

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Coming:
    """A stage still to come, and the day on which it would be done if each of them took its days."""

    need: Need
    ends_on: date


@dataclass(frozen=True, slots=True)
class Spending:
    """A period from ``start`` to ``last_lawful_day``: its days by stage up to ``today``, and what is to come.

    ``coming`` is empty where no work to keep the material is open, or the day has passed.
    """

    start: date
    today: date
    last_lawful_day: date
    spent: tuple[Spent, ...]
    coming: tuple[Coming, ...]

    @property
    def whole(self) -> int:
        """The days of the period."""
        return (self.last_lawful_day - self.start).days + 1

    @property
    def left(self) -> int:
        """The days after today; negative once the last lawful day has passed."""
        return (self.last_lawful_day - self.today).days

    @property
    def needed(self) -> int:
        """The days that the remaining stages need."""
        return sum(coming.need.days for coming in self.coming)

    @property
    def short_by(self) -> int:
        """By how many days what remains does not fit; 0 where it fits."""
        return max(self.needed - max(self.left, 0), 0)

    @property
    def ends_on(self) -> date | None:
        """When the last remaining stage would be done."""
        return self.coming[-1].ends_on if self.coming else None


def spending(
    story: Story,
    start: date,
    last_lawful_day: date,
    today: date,
    *,
    needs: Sequence[Need] | None,
    budgets: Budgets,
) -> Spending:
    """The period from ``start`` to ``last_lawful_day`` as it stands on ``today``.

    ``budgets`` are those of the day. ``needs``: the stages to come (``budgets.stages_needed``).
    """
    end = min(today, last_lawful_day + ONE_DAY)
    spent = _merged(_days(story, start, end), budgets)
    coming, done = [], today
    for need in needs or () if last_lawful_day >= today else ():
        done += need.days * ONE_DAY
        coming.append(Coming(need, done))
    return Spending(start, today, last_lawful_day, tuple(spent), tuple(coming))


def _days(story: Story, start: date, end: date) -> Iterator[tuple[date, Kind]]:
    """Each day from ``start``, before ``end``, with the kind of stage in which the case stood."""
    day = start
    while day < end:
        yield day, _kind_on(story, day)
        day += ONE_DAY


def _kind_on(story: Story, day: date) -> Kind:
    """In what stage the case stood when the day ended: the day of a step belongs to the stage it began."""
    here = next((came for came in reversed(story.came) if came.on <= day), None)
    if here is None:
        return BEFORE_SOFS
    if here.state != CaseState.WITH_JFIT:
        return STAGES[CaseState(here.state)]
    return _at_jfit(story, here.on, day)


def _at_jfit(story: Story, since: date, day: date) -> Kind:
    asked = [question for question in story.questions if since <= question.sent_on <= day]
    begun = any(since <= on <= day for on in story.begun_on)
    if not asked:
        return PROFILE if begun else WAITED
    if any(question.ended_on is None or question.ended_on > day for question in asked):
        return ASKED
    return DECIDING


def _merged(days: Iterator[tuple[date, Kind]], budgets: Budgets) -> Iterator[Spent]:
    """Days of one kind that follow one another, as one stage."""
    found: list[tuple[Kind, date, date]] = []
    for day, kind in days:
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1], day)
        else:
            found.append((kind, day, day))
    for (label, look, key), first, last in found:
        budget = 0 if look == IDLE else getattr(budgets, key) if key else None
        yield Spent(label, look, first, last, budget)
