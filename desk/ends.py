"""What somebody can record about the determinations of a case: void, revoked, a holding one reviewed, or
further fingerprints held with an original set.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.selectors import roles_on
from cases import holding
from cases.models import Determination, FurtherFingerprints
from cases.services.further import RECORDS, is_law_on, others_of
from cases.views.ends import ENDS, FINDS_VOID
from desk.nexts import Action

if TYPE_CHECKING:
    from accounts.models import Officer
    from cases.models import Case


def endings(case: Case, officer: Officer, day: date) -> list[Action]:
    """The ways to end or undo each determination that counts, for this person; the latest first."""
    roles = roles_on(officer, day)
    if roles & RECORDS:
        return _further(case) if is_law_on(day) else []
    if not roles & (ENDS | FINDS_VOID):
        return []
    made = Determination.objects.current().filter(case=case, void_because="").order_by("-made_on", "-pk")
    found = []
    if roles & ENDS:
        to_review = set(holding.to_review(day, made).values_list("pk", flat=True))
        for each in holding.standing(made, day):
            if each.pk in to_review:
                found.append(_action("Review the holding NSD of {}", "cases:review_holding", each))
            found.append(_action("Revoke the determination of {}", "cases:revoke", each))
    if roles & FINDS_VOID:
        found += [_action("Find the determination of {} void", "cases:find_void", each) for each in made]
    return found


def _further(case: Case) -> list[Action]:
    """Where the person has another set of fingerprints, this case's may be held with it; and what is recorded
    so, by mistake, is taken back.
    """
    held = FurtherFingerprints.objects.current().filter(material__case=case).order_by("pk")
    found = [
        Action(
            f"Held with the set of {each.original.case.ref}: recorded by mistake",
            reverse("cases:further_taken_back", args=[case.pk, each.pk]),
            "",
        )
        for each in held.select_related("original__case")
    ]
    sets = others_of(case)
    if len(sets) < 2 or all(each.case_id != case.pk for each in sets):
        return found
    words = "Hold further fingerprints with an original set"
    return [Action(words, reverse("cases:further", args=[case.pk]), ""), *found]


def _action(words: str, name: str, made: Determination) -> Action:
    return Action(words.format(f"{made.made_on:%-d %B %Y}"), reverse(name, args=[made.case_id, made.pk]), "")
