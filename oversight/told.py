"""What oversight tells in the story of a case: reviews, answers, copies, mitigation, remedies, matches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cases.models import Case
from cases.story import Entry
from oversight import reviews
from oversight.models import CopySent, DeterminationReview, MatchStep, Mitigation, Remedy, Replacement


def overseen(case: Case) -> Iterator[Entry]:
    """Every entry about a case; a fixed number of queries."""
    for review in _rows(DeterminationReview, determination__case=case):
        words = f"Determination reviewed: {_lower(review.get_outcome_display())}"
        yield _entry(review, review.reviewed_on, words)
    for step in reviews.of_case(case):
        asked = step.enquiry
        words = (
            f"{asked.ref} {_lower(asked.get_kind_display())}, {asked.whom}: {_lower(step.get_step_display())}"
        )
        yield _entry(step, step.stepped_on, words)
    for copy in _rows(CopySent, determination__case=case):
        yield _entry(copy, copy.sent_on, f"Copy sent to the Commissioner by {copy.get_sent_by_display()}")
    for found in _rows(Mitigation, case=case):
        yield _entry(found, found.reviewed_on, f"Mitigation reviewed: {_lower(found.get_status_display())}")
    for link in _rows(Replacement, case=case).select_related("material__case"):
        yield _entry(link, link.linked_on, f"Replacement material linked: {link.material.case.ref}")
    for link in _rows(Replacement, material__case=case).select_related("case"):
        yield _entry(link, link.linked_on, f"Replaces what was lost in {link.case.ref}")
    for remedy in _rows(Remedy, case=case):
        yield _entry(remedy, remedy.recorded_on, "Remedies of the lapse recorded")
    for step in _rows(MatchStep, match__case=case).select_related("match"):
        yield _entry(step, step.stepped_on, f"Match {step.match.ref}: {_lower(step.get_step_display())}")


def _rows(model: Any, **about: Any) -> Any:
    return model.objects.filter(**about).select_related("recorded_by").order_by("pk")


def _entry(fact: Any, day: Any, words: str) -> Entry:
    return Entry(day, words, fact.recorded_by.display_name, fact.recorded_at)


def _lower(words: object) -> str:
    text = str(words)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
