"""Deciding whether subjects are one person, and what follows for counting and for convictions.

Decisions are recorded facts. From those that count, every subject of one person is joined to the lowest
numbered of them; a changed decision withdraws joins and records others, so that every past day keeps its own.
Different PNC IDs are different people: no decision can join them.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import Officer
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import Event, record_many
from cases import people, positions
from cases.choices import ExceptionCode, SamePerson
from cases.errors import FactRefused
from cases.models import (
    ErasableIdentity,
    ErasableText,
    ImportException,
    Material,
    SamePersonDecision,
    SubjectJoin,
)
from law.identifiers import pnc_id

DECIDED = "decided_by_a_person"


@transaction.atomic
def decide(first: int, second: int, answer: str, *, by: Officer, reasons: str = "") -> SamePersonDecision:
    """Record that two subjects are, or are not, one person; an earlier decision about them is withdrawn.

    Positions of all their items are refreshed and import questions about them ended. Raises FactRefused
    where this is decided already, where other decisions say otherwise, or where PNC IDs differ.
    """
    one, other = sorted((first, second))
    if one == other:
        raise FactRefused("A person is the same as themselves: choose two records.")
    _one_at_a_time()
    before = people.everyone_of([one, other])
    _withdraw_earlier(one, other, answer, by)
    _refuse_contradiction(one, other, answer)
    decision = SamePersonDecision.objects.create(
        one_id=one,
        other_id=other,
        answer=answer,
        decided_on=clock.today(),
        reasons=_written(reasons, by),
        **stamp(by),
    )
    _tell(Verb.FACT_RECORDED, "samepersondecision", decision.pk, by, one=one, other=other, answer=str(answer))
    _follow(before | {one, other}, by)
    _end_questions([one, other], by)
    return decision


@transaction.atomic
def withdraw_decision(decision: SamePersonDecision, *, by: Officer, because: str) -> None:
    """Let a decision count no longer: the two are again only perhaps the same person."""
    _one_at_a_time()
    before = people.everyone_of([decision.one_id, decision.other_id])
    rows = SamePersonDecision.objects.filter(pk=decision.pk)
    if not withdraw(rows, by=by, because=WithdrawnBecause(because)):
        raise FactRefused("This decision is withdrawn already.")
    _tell(Verb.FACT_WITHDRAWN, "samepersondecision", decision.pk, by, because=str(because))
    _follow(before | {decision.one_id, decision.other_id}, by)


def _one_at_a_time() -> None:
    """Two decisions at once could each be right and together contradict each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cases.same_person'))")


def _withdraw_earlier(one: int, other: int, answer: str, by: Officer) -> None:
    earlier = SamePersonDecision.objects.current().filter(one=one, other=other)
    for decision in earlier:
        if decision.answer == answer:
            raise FactRefused(f"It is decided already: {SamePerson(answer).label.lower()}.")
        withdraw(earlier, by=by, because=WithdrawnBecause.SUPERSEDED)
        _tell(Verb.FACT_WITHDRAWN, "samepersondecision", decision.pk, by, because="superseded")


def _refuse_contradiction(one: int, other: int, answer: str) -> None:
    group = _group(one)
    if answer == SamePerson.DIFFERENT:
        if other in group:
            raise FactRefused(
                "Other decisions make these two the same person. Change the decision that joins them first."
            )
        return
    group |= _group(other)
    apart = SamePersonDecision.objects.current().filter(
        answer=SamePerson.DIFFERENT, one__in=group, other__in=group
    )
    if apart.exists():
        raise FactRefused(
            "Somebody decided that two of the people whom this would join are different. "
            "Change that decision first."
        )
    if len(_pnc_ids(group)) > 1:
        raise FactRefused(
            "Their records have different PNC IDs, and different PNC IDs are different people. "
            "If one is wrong, correct it first."
        )


def _pnc_ids(subject_ids: Iterable[int]) -> set[str]:
    rows = ErasableIdentity.objects.current().filter(subject__in=subject_ids).exclude(pnc_id="")
    year = clock.today().year
    return {pnc_id(text, year).canonical or text for text in rows.values_list("pnc_id", flat=True)}


def _group(subject: int) -> set[int]:
    """All whom the decisions that count make one with this subject."""
    group, ahead = {subject}, {subject}
    same = SamePersonDecision.objects.current().filter(answer=SamePerson.SAME)
    while ahead:
        pairs = same.filter(Q(one__in=ahead) | Q(other__in=ahead)).values_list("one_id", "other_id")
        ahead = {pk for pair in pairs for pk in pair} - group
        group |= ahead
    return group


def _follow(subject_ids: set[int], by: Officer) -> None:
    """Make the joins of these subjects those that the decisions give; then refresh what depends on them."""
    wanted: dict[int, int] = {}
    for subject in subject_ids:
        if subject not in wanted:
            group = _group(subject)
            wanted |= {each: min(group) for each in group if len(group) > 1}
    touched = subject_ids | set(wanted)
    standing = people.joins().filter(subject__in=touched)
    wrong = [join.pk for join in standing if wanted.get(join.subject_id) != join.person_id]
    kept = {join.subject_id for join in standing if join.pk not in wrong}
    withdraw(SubjectJoin.objects.filter(pk__in=wrong), by=by, because=WithdrawnBecause.SUPERSEDED)
    fresh = SubjectJoin.objects.bulk_create(
        SubjectJoin(subject_id=subject, person_id=person, **stamp(by))
        for subject, person in sorted(wanted.items())
        if subject not in kept
    )
    record_many(
        Event(Verb.SUBJECTS_JOINED, "subject", join.subject_id, {"person": join.person_id}) for join in fresh
    )
    positions.refresh(Material.objects.filter(case__subject__in=touched).values_list("pk", flat=True))


def _end_questions(subject_ids: list[int], by: Officer) -> None:
    """End what imports asked about these people, once nothing about them is undecided."""
    from cases.suggestions import undecided_about  # it reads what this module writes

    open_ones = ImportException.objects.filter(
        code=ExceptionCode.POSSIBLE_DUPLICATE, ended_at=None, case__subject__in=subject_ids
    )
    still = undecided_about({row.case.subject_id for row in open_ones.select_related("case") if row.case})
    ended = [
        row.pk
        for row in open_ones.select_related("case")
        if row.case is not None and row.case.subject_id not in still
    ]
    ImportException.objects.filter(pk__in=ended).update(
        ended_at=clock.moment(), ended_by=by, ended_how=DECIDED
    )
    record_many(Event(Verb.EXCEPTION_ENDED, "import_exception", pk, {"how": DECIDED}) for pk in ended)


def _written(reasons: str, by: Officer) -> ErasableText | None:
    if not reasons.strip():
        return None
    return ErasableText.objects.create(text=reasons, written_at=clock.moment(), written_by=by)


def _tell(verb: Verb, kind: str, pk: int, by: Officer, **told: object) -> None:
    record_many([Event(verb, kind, pk, told, actor_id=by.pk, actor_name=by.display_name)])
