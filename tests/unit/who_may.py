"""Every step of a case with every role, rank and own work, as the declarations answer: ``who_may.txt``.

To write it anew after a change, and then to read what changed, line by line:

    NSD_MODE=demo python -m tests.unit.who_may > tests/unit/who_may.txt && git diff tests/unit/who_may.txt
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from law.authority import Deputising

HEAD = """# Every step that a case can take: who may, and why others may not; by role, rank and own work.
# Reviewed line by line; tests/unit/test_who_may.py compares it with what Case and its permissions declare.
# It is written by tests/unit/who_may.py, which says how. What is not here, no case can do.
# Asked on 6 April 2016 of an officer of West Yorkshire (13), where the fingerprints were taken, unless said.
# "own work": applied for, stopped or prepared by the same person, whatever they have become since."""
DAY = date(2016, 4, 6)
ANY = "any rank"


@dataclass(frozen=True)
class Somebody:
    """A person, for permissions that only ask who they are."""

    pk: int = 7
    roles: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Situation:
    """When and where somebody asks."""

    words: str = ""
    day: date = DAY
    case_force: str = "13"
    own_force: str = "13"
    consent: str = ""
    deputising: Deputising = Deputising()
    came_by: str = "stop"


JUNIOR = Deputising(most_senior=False)
DESIGNATED = Deputising(chief_unable_since=DAY, designated=True, every_deputy_unable=True)
SITUATIONS = (
    Situation("with the chief officer's consent", consent="Letter 7"),
    Situation("the same, another deputy being the more senior", consent="Letter 7", deputising=JUNIOR),
    Situation("the chief officer absent, as on record", deputising=Deputising(chief_unable_since=DAY)),
    Situation("every deputy absent too, those designated", deputising=DESIGNATED),
    Situation("officers of another force", own_force="06"),
    Situation("officers of another force, on 13 August 2020", day=date(2020, 8, 13), own_force="06"),
    Situation("taken by the Metropolitan Police, officers of it", case_force="01", own_force="01"),
    Situation(
        "the same with the Commissioner's consent", case_force="01", own_force="01", consent="Letter 7"
    ),
    Situation("on 14 December 2015, the day before the policy", day=date(2015, 12, 14)),
    Situation("referred up by an Inspector", came_by="refer_up"),
)


def table() -> str:
    """The whole text."""
    from cases import workflow

    parts = [HEAD]
    for source, event in sorted({(edge.source, edge.event) for edge in workflow.edges()}):
        targets = sorted(e.target for e in workflow.edges() if (e.source, e.event) == (source, event))
        parts.append("\n".join([f"{source} + {event} -> {' | '.join(targets)}", *_lines(source, event)]))
    return "\n\n".join(parts) + "\n"


def _lines(source: str, event: str) -> Iterator[str]:
    usual = _answers(source, event, Situation())
    yield f"    may: {_people(_where(usual, '')) or 'nobody'}{_system(source, event, Situation())}"
    for reason in sorted(set(usual.values()) - {""}):
        yield f"    not, {_people(_where(usual, reason))}: {reason}"
    own = _answers(source, event, Situation(), own_work=True)
    barred = {who for who in usual if own[who] != usual[who]}
    if barred:
        (reason,) = {own[who] for who in barred}
        yield f"    own work: {_people(_where(own, '')) or 'nobody'}: {reason}"
    before = as_usual = (_people(_where(usual, "")), _system(source, event, Situation()))
    for situation in SITUATIONS:
        there = _answers(source, event, situation)
        may, system = _people(_where(there, "")), _system(source, event, situation)
        # Told where it is not as usual, and where it is so again.
        if (may, system) != as_usual or (may, system) != before:
            yield f"    {situation.words}: {may or 'nobody'}{system}{_only_reason(there)}"
        before = (may, system)


def _only_reason(answers: dict[tuple[str, str], str]) -> str:
    """The reason that is given to everybody, where it is the same."""
    reasons = set(answers.values())
    return f": {reasons.pop()}" if len(reasons) == 1 and "" not in reasons else ""


def _answers(
    source: str, event: str, situation: Situation, *, own_work: bool = False
) -> dict[tuple[str, str], str]:
    """What each role with each rank is told: nothing where they may."""
    from accounts.choices import Rank, Role
    from accounts.selectors import Standing
    from cases.answers import Actor

    actor = Actor(
        Somebody(),
        situation.day,
        forces=frozenset({situation.own_force}),
        consent=situation.consent,
        standing=Standing(situation.deputising),
    )
    told = {}
    for role in Role:
        for rank in ("", *Rank.values):
            asks = replace(actor, roles=frozenset({role}), rank=rank)
            told[role.value, rank] = _told(source, event, situation, asks, own_work)
    return told


def _told(source: str, event: str, situation: Situation, actor: Any, own_work: bool) -> str:
    from cases import workflow
    from cases.models import Case
    from cases.services.papers import Item

    case: Any = Case(ref="T/1", state=source, is_held=False)
    case.known_preparers = {7} if own_work else set()
    case.known_items = [Item(1, "fingerprints", "TACT-S7", "EW", situation.case_force)]
    case.known_came_by = situation.came_by
    answer = workflow.permission_of(event, source)(case, actor)
    return "" if answer else _plain(answer.reason)


def _plain(reason: str) -> str:
    """The reason without what differs from person to person and from case to case."""
    reason = re.sub(r"(Case )?T/1:? ?", "", reason)
    return re.sub(r"\bA[n]? ([A-Z]\w+ ?)+ (is not|of|cannot|needs|may)", r"Such a rank \2", reason).strip()


def _system(source: str, event: str, situation: Situation) -> str:
    from cases.answers import Actor

    actor = Actor(Somebody(), situation.day, is_system=True)
    return "" if _told(source, event, situation, actor, False) else "; the system"


def _where(answers: dict[tuple[str, str], str], reason: str) -> list[tuple[str, str]]:
    return [who for who, told in answers.items() if told == reason]


def _people(found: list[tuple[str, str]]) -> str:
    """Roles with their ranks, those with the same ranks together; all other roles where they are most."""
    from accounts.choices import Rank, Role

    ranks_of: dict[str, list[str]] = defaultdict(list)
    for role, rank in found:
        ranks_of[role].append(rank or "no rank")
    roles_with: dict[str, list[str]] = defaultdict(list)
    for role, ranks in ranks_of.items():
        whole = len(ranks) == len(Rank) + 1
        roles_with[ANY if whole else _run(ranks)].append(role)
    words = []
    for ranks, roles in roles_with.items():
        many = len(roles) > len(Role) / 2
        but = [role for role in Role.values if role not in roles]
        who = (
            f"every role but {', '.join(but)}" if many and but else "everybody" if many else ", ".join(roles)
        )
        words.append(who if ranks == ANY else f"{who} as {ranks}")
    return "; ".join(words)


def _run(ranks: list[str]) -> str:
    """The ranks, shorter where they are all those of the police from one upwards."""
    from accounts.choices import Rank

    heads_of_other_bodies = (Rank.DIRECTOR_GENERAL, Rank.PROVOST_MARSHAL, Rank.REVENUE_COMMISSIONER)
    police = [rank for rank in Rank.values if rank not in heads_of_other_bodies]
    if len(ranks) > 2 and ranks == police[-len(ranks) :]:
        return f"{ranks[0]} or above"
    return ", ".join(ranks)


def with_policy_of_the_time() -> None:
    """Inspectors sign off from 15 December 2015, without a database to hold another decision."""
    from cases import policy

    policy.inspectors_sign_off = lambda day: day >= date(2015, 12, 15)  # type: ignore[assignment]
    policy.inspectors_sign_off_from = lambda day: date(2015, 12, 15)  # type: ignore[assignment]


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsd.settings")
    django.setup()
    with_policy_of_the_time()
    print(table(), end="")
