"""A step of a case about to be recorded: what a person says with it, the rows that it leaves, and the checks
that applications and determinations share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from cases import authority
from cases.answers import Actor
from cases.choices import DeterminationKind, Prepared
from cases.errors import TransitionRefused
from cases.models import ErasableText, Preparation
from cases.services.papers import Item, Papers
from law.facts import Determination as LawDetermination


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says with an event. Which of them an event needs is in the function that makes its rows.

    ``months`` is a length in calendar months beginning with the day made. ``item_ids`` None means every item
    that a determination could cover. ``rank``, ``force`` and ``consent_evidence`` are for history alone; for
    the living they are looked up. ``paper`` is the ``PaperDecision`` that a decision is, where it was
    signed on paper. ``seen_content`` is the digest of the draft that the person read before
    they sent it; empty: whatever it says.
    """

    reasons: str = ""
    holder: Any = None
    to_force: Any = None
    to_officer: Any = None
    months: int | None = None
    kind: str = DeterminationKind.FULL
    item_ids: tuple[int, ...] | None = None
    review_by: date | None = None
    signed_at: datetime | None = None
    paper: Any = None
    prepared_by: Any = None
    seen_content: str = ""
    rank: str = ""
    force: Any = None
    consent_evidence: str = ""


@dataclass(slots=True)
class Step:
    """One event of one case, as it is about to be recorded.

    ``recorded`` are the columns of ``audit.facts.stamp``; ``reasons`` the text row; ``void_because`` is empty
    unless the act lacked authority and already happened.
    """

    event: str
    actor: Actor
    details: Details
    recorded: dict[str, Any]
    reasons: ErasableText | None = None
    void_because: str = ""

    @property
    def in_history(self) -> bool:
        """Whether the act already happened, so that its faults are recorded rather than refused."""
        return self.actor.in_history


@dataclass(slots=True)
class Rows:
    """Rows to store, in this order; ``gives_cover`` is false for a determination that counts for nothing."""

    facts: list[models.Model] = field(default_factory=list)
    gives_cover: bool = True
    determination: LawDetermination | None = None
    item_ids: tuple[int, ...] = ()


def preparation(papers: Papers, step: Step, what: Prepared) -> list[Preparation]:
    """The record of a drafter other than the one who applies or stops, so that neither may decide."""
    drafter = step.details.prepared_by
    if drafter is None or drafter.pk == step.actor.officer.pk:
        return []
    papers.preparers.add(drafter.pk)
    return [
        Preparation(
            case=papers.case, what=what, prepared_on=step.actor.day, prepared_by=drafter, **step.recorded
        )
    ]


def check_items(papers: Papers, listed: list[Item]) -> None:
    """Raises TransitionRefused where there is nothing that a determination could list."""
    if not listed:
        raise refused(papers, "A determination lists at least one item that is held and not a DNA sample.")


def check_months(papers: Papers, step: Step, listed: list[Item]) -> None:
    """Raises TransitionRefused where the length asked for is more than a determination of that day may be."""
    day = step.actor.day
    most = min(authority.most_months(item.power, item.nation, day) for item in listed)
    if step.details.months is not None and not 1 <= step.details.months <= most:
        raise refused(
            papers,
            f"{step.details.months} months is not a length that a determination made on {day:%-d %B %Y} "
            f"may have: at least 1 and at most {most} months.",
        )


def refused(papers: Papers, why: str) -> TransitionRefused:
    """The refusal of a step, naming its case."""
    return TransitionRefused(f"Case {papers.case.ref}: {why}")
