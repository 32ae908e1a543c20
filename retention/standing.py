"""Where the cases that JFIT has stand, in words, and the one action that moves each on.

The action follows from what is done, what is asked, and whether what remains fits into the days left: work
that cannot fit any more and has fourteen days or fewer needs a holding NSD. R-062 to R-066, R-120.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases import profiles, requests
from cases.choices import CaseState, RequestTo
from cases.durations import in_days
from cases.early_start import Awaited, profiles_awaited
from cases.models import Case
from cases.requests import Clock
from cases.selectors.application_drafts import begun
from retention.budgets import days_needed
from retention.services.raise_at_risk import budgets_by_nation, days_to_keep, stands_of

HOLDING_DAYS, URGENT_DAYS = 14, 7
GO_ON = "Go on with the application"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, in words; the days still needed and left; and the next action with its address.

    ``left`` is None where no last lawful day is known, ``needed`` where no work is open.
    """

    words: str
    needed: int | None
    left: int | None
    action: str
    href: str
    is_urgent: bool = False

    @property
    def over(self) -> int:
        """By how many days the work still needed exceeds those left; 0 where it fits."""
        if self.needed is None or self.left is None:
            return 0
        return max(self.needed - self.left, 0)

    @property
    def work(self) -> str:
        """The days still needed, against those left."""
        if self.needed is None:
            return ""
        needed = f"{in_days(self.needed)} of work needed"
        return f"{needed}, {self.over:,} more than are left" if self.over else needed


@dataclass(frozen=True, slots=True)
class Done:
    """What JFIT did so far: parts of the profile completed, what was asked since the case came, and whether
    an application is being written.
    """

    parts: int
    clocks: tuple[Clock, ...] = ()
    awaited: Awaited | None = None
    has_draft: bool = False

    @property
    def asked_service(self) -> bool:
        """Whether the Security Service was asked."""
        return any(clock.request.to == RequestTo.SECURITY_SERVICE for clock in self.clocks)

    def late(self, day: date) -> Clock | None:
        """The open request that is past its target day, the longest first."""
        late = [clock for clock in self.clocks if clock.is_open and clock.days_late(day)]
        return max(late, key=lambda clock: clock.days_late(day), default=None)

    def words(self, day: date) -> str:
        """Where it stands."""
        needed = len(profiles.NEEDED)
        said = [f"Profile {self.parts} of {needed} parts"] if self.parts else []
        said += [clock.words(day) for clock in self.clocks]
        if not said:
            said = ["Not started: nobody asked yet"]
        elif not self.clocks:
            said.append("Nobody asked yet")
        if self.has_draft:
            said.append("Application begun")
        if self.awaited:
            said.append("DNA profile awaited")
        return ". ".join(said)


def standings(cases: Iterable[Case], day: date) -> dict[int, Standing]:
    """Where each of the cases that JFIT has stands on ``day``; others are left out. Some fourteen queries."""
    with_jfit = {case.pk: case for case in cases if case.state == CaseState.WITH_JFIT}
    if not with_jfit:
        return {}
    ids, budgets_of = list(with_jfit), budgets_by_nation(day)
    stands, keep = stands_of(ids), days_to_keep(ids, day)
    parts, awaited = profiles.parts_written(ids), profiles_awaited(ids)
    drafts = begun(ids)
    clocks = requests.clocks_of(ids, of=requests.ASKED_BY_JFIT)
    found = {}
    for pk, case in with_jfit.items():
        asked = clocks.get(pk, [])[-len(stands[pk].asked) :] if stands[pk].asked else []
        done = Done(parts.get(pk, 0), tuple(asked), awaited.get(pk), pk in drafts)
        left = (keep[pk] - day).days if pk in keep else None
        needed = days_needed(stands[pk], day, budgets_of(stands[pk].nation))
        found[pk] = _standing(case, done, needed, left, day)
    return found


def _standing(case: Case, done: Done, needed: int | None, left: int | None, day: date) -> Standing:
    action, href = next_action(case, done, needed, left, day)
    is_urgent = left is not None and left <= URGENT_DAYS and ("holding" in action or action == GO_ON)
    return Standing(done.words(day), needed, left, action, href, is_urgent)


def next_action(case: Case, done: Done, needed: int | None, left: int | None, day: date) -> tuple[str, str]:
    """The words of the next action and the address where it is done."""
    late = done.late(day)
    is_near = left is not None and left <= HOLDING_DAYS
    if done.has_draft and (is_near or late is None):
        return GO_ON, reverse("cases:apply", args=[case.pk])
    if needed is not None and left is not None and left <= HOLDING_DAYS and needed > left:
        return "Ask for a holding NSD", f"{reverse('cases:apply', args=[case.pk])}?kind=holding"
    if any(clock.is_unsent and clock.request.due_on < day for clock in done.clocks):
        return "Send the file", reverse("cases:batches")
    if late is not None:
        return "Chase", reverse("cases:request_step", args=[late.request.pk, "chased"])
    if not done.clocks and not done.parts:
        return "Start assessment", reverse("cases:profile", args=[case.pk])
    if not done.asked_service:
        return "Ask Security Service", reverse("cases:requests", args=[case.pk])
    if not any(clock.is_open for clock in done.clocks):
        return "Decide: apply or stop", f"{reverse('desk:case', args=[case.pk])}#next"
    if done.parts < len(profiles.NEEDED):
        return "Write the profile", reverse("cases:profile", args=[case.pk])
    return "See the requests", reverse("cases:requests", args=[case.pk])
