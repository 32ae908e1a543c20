"""Remedies of lapses, how grave each was, and the actions taken, each with what it is for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from cases.models import Case
from oversight import figures
from oversight.choices import ActionTag, Severity
from oversight.errors import OversightRefused
from oversight.lost import lost_cases
from oversight.models import Remedy, RemedyAction
from oversight.permissions import REMEDIES
from oversight.selectors import Days, answers
from oversight.services.words import check_past, check_role, tell, written, written_if

THREE_OR_WHY = (
    "Enter how it was fixed, how it is prevented and how it is mitigated; or, where one of them has no "
    "answer, the reason for none."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """The three remedies of a lapse, or why there is none; and its severity on both axes."""

    legal: str
    security: str
    fixed: str = ""
    prevented: str = ""
    mitigated: str = ""
    why_none: str = ""


@transaction.atomic
def record_remedies(case_ids: Collection[int], said: Remedies, *, by: Officer) -> list[Remedy]:
    """Record the remedies of one lapse or of several alike; what was recorded earlier is superseded and kept.

    Raises OversightRefused without the right, where a case did not lapse, where neither the three nor a
    reason is given, or where a lapse is said to be no breach of the law.
    """
    check_role(by, REMEDIES, "Managers record the remedies of a lapse.")
    _check(said)
    lapses = {row.case_id for row in lost_cases(by, clock.today())}
    cases = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids).order_by("pk"))
    stranger = next((case for case in cases if case.pk not in lapses), None)
    if stranger is not None or not cases:
        ref = stranger.ref if stranger else "of that number"
        raise OversightRefused(f"Case {ref} has not lapsed, so there is nothing to remedy.")
    withdraw(Remedy.objects.filter(case__in=cases), by=by, because=WithdrawnBecause.SUPERSEDED)
    texts = {
        name: written_if(getattr(said, name), by) for name in ("fixed", "prevented", "mitigated", "why_none")
    }
    made = [
        Remedy.objects.create(
            case=case,
            legal=said.legal,
            security=said.security,
            recorded_on=clock.today(),
            **texts,
            **stamp(by),
        )
        for case in cases
    ]
    for remedy in made:
        payload = {"legal": said.legal, "security": said.security}
        tell(Verb.REMEDY_RECORDED, remedy, by, payload, case_id=remedy.case_id)
    return made


@transaction.atomic
def record_action(tag: str, *, done_on: date, words: str, figure: str, by: Officer) -> RemedyAction:
    """Record an action of a day: what it is for, and the figure by which its effect is judged.

    The figure's value as at that day is kept; its value today is always counted anew. Raises OversightRefused
    without the right, the words, the tag or the figure, or for a day that has not come.
    """
    check_role(by, REMEDIES, "Managers record actions.")
    if tag not in ActionTag.values:
        raise OversightRefused("Choose what the action is for: remedy, prevent or mitigate.")
    measure = figures.REGISTER.get(figure)
    if measure is None:
        raise OversightRefused("Choose the figure by which its effect is judged.")
    check_past(done_on, "The action")
    today = clock.today()
    then = answers([measure], Days(done_on, today), by, today)[measure.slug]
    made = RemedyAction.objects.create(
        tag=tag,
        done_on=done_on,
        words=written(words, by, "Enter what was done."),
        figure=measure.slug,
        value_then=then.number,
        **stamp(by),
    )
    tell(Verb.ACTION_RECORDED, made, by, {"tag": tag, "on": done_on, "figure": measure.slug})
    return made


def _check(said: Remedies) -> None:
    three = all(text.strip() for text in (said.fixed, said.prevented, said.mitigated))
    if not three and not said.why_none.strip():
        raise OversightRefused(THREE_OR_WHY)
    if said.legal not in Severity.values or said.security not in Severity.values:
        raise OversightRefused("Choose how grave it is on both axes, in law and for national security.")
    if said.legal == Severity.NONE:
        raise OversightRefused(
            "A lapse is a breach of the duty to destroy, or of the duty to decide in time, whatever its harm "
            "to national security. Choose how grave it is in law: low, medium or high."
        )
