"""Parts of the figures of times, bases and what was found: what an address may ask of them."""

from __future__ import annotations

from cases.choices import RequestTo
from oversight.choices import KeptBecause, ReviewOutcome
from oversight.figures.basis import BASES
from oversight.figures.deletion import STEPS
from oversight.figures.determinations import NOT_REVIEWED
from oversight.figures.idle import TEAMS
from oversight.figures.quality import LACKING
from oversight.figures.stages import HAND_OVERS
from oversight.part import Filter
from retention.choices import AlertLevel, HaltedBecause

ANSWERS = {"yes": "Yes", "no": "No", "unreviewed": "Not yet reviewed"}
REVIEW_OUTCOMES = dict(ReviewOutcome.choices) | {NOT_REVIEWED: "Not yet reviewed"}
OUTCOMES = {"made": "Determination made", "refused": "Refused", "void": "Void for want of authority"}
YES_NO = {"yes": "Yes", "no": "No"}

UNREVIEWED = ("unreviewed", "unreviewed")


def _named(text: str) -> str | None:
    """What is named by a text of its own, such as a force: any text that could be one."""
    return text if len(text) <= 100 else None


def _person(text: str) -> str | None:
    return f"Person {text}" if text.isdecimal() and len(text) < 12 else None


def _up_to(step: str) -> tuple[str, ...]:
    """A step of a deletion with all before it."""
    steps = list(STEPS)
    return tuple(steps[: steps.index(step) + 1])


TIMES = {
    "basis": Filter("Held", BASES.get, lambda row, whole: whole.bases.get(row.case_id, ())),
    "hand_over": Filter("Handed over", HAND_OVERS.get, lambda row, _: row.hand_over),
    "stage": Filter("With", TEAMS.get, lambda row, _: row.stage),
    "holder": Filter("With", _person, lambda row, _: str(row.holder)),
    "of": Filter("Asked", dict(RequestTo.choices).get, lambda row, _: row.to),
    "name": Filter("Named", _named, lambda row, _: row.name),
    "in_time": Filter("In time", YES_NO.get, lambda row, _: "no" if row.late else "yes"),
    "force": Filter("Force", _named, lambda row, _: row.force),
    "outcome": Filter("Outcome", OUTCOMES.get, lambda row, _: row.outcome),
    "found": Filter("Found", REVIEW_OUTCOMES.get, lambda row, _: row.outcome),
    "sent": Filter("Copy sent", YES_NO.get, lambda row, _: "yes" if row.sent_on else "no"),
    "chased": Filter("Chased in time", YES_NO.get, lambda row, _: "no" if row.days else "yes"),
    "step": Filter("Deletion", STEPS.get, lambda row, _: row.step),
    "reached": Filter("Reached", STEPS.get, lambda row, _: _up_to(row.step)),
    "because": Filter("Stopped because", dict(HaltedBecause.choices).get, lambda row, _: row.because),
    "approved": Filter("Approved before", YES_NO.get, lambda row, _: "yes" if row.approved else "no"),
    "lacks": Filter("Not recorded", LACKING.get, lambda row, _: row.lacks),
    "level": Filter("Level", dict(AlertLevel.choices).get, lambda row, _: row.level),
    "plan": Filter("With a plan", YES_NO.get, lambda row, _: "yes" if row.has_plan else "no"),
    "kept": Filter(
        "Kept because", dict(KeptBecause.choices).get, lambda row, whole: whole.kept.get(row.case_id, ())
    ),
    "could": Filter(
        "Could have been kept",
        ANSWERS.get,
        lambda row, whole: whole.retainable.get(row.case_id, UNREVIEWED)[0],
    ),
    "should": Filter(
        "Should have been kept",
        ANSWERS.get,
        lambda row, whole: whole.retainable.get(row.case_id, UNREVIEWED)[1],
    ),
}
TIMES_OF = {
    "held": ("basis",),
    "never-convicted": ("basis",),
    "held-unlawfully": ("kept",),
    "hand-overs": ("hand_over",),
    "stays": ("stage",),
    "turns": ("stage", "holder"),
    "answered": ("of", "name", "in_time"),
    "decided": ("force", "outcome"),
    "pending": ("force",),
    "determinations": ("found", "sent"),
    "chases": ("chased",),
    "past-cover": ("step", "reached"),
    "stopped-deletions": ("because", "approved"),
    "at-risk": ("level", "plan"),
    "lacking": ("lacks",),
    "lapses": ("could", "should"),
    "would-have-applied": ("could", "should"),
}
