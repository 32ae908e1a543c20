"""Two people act on one case at the same moment, 200 times over, in every way in which two people can.

Each round takes the case where the round before left it and picks, of what two people could both do there,
what was tried least. They press their buttons in two threads, each with a connection of its own.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.choices import Rank, Role, UnitKind
from accounts.models import Unit
from cases import workflow
from cases.choices import CaseState, HolderEvent, RequestTo
from cases.errors import StaleCase
from cases.models import (
    Case,
    CaseNote,
    Determination,
    ErasableText,
    Movement,
    ProfileDraft,
    ProfileSection,
    Refusal,
    Request,
    RequestEvent,
    StopSignOff,
)
from cases.selectors.application_drafts import open_draft
from cases.services.requests import ask
from cases.services.transition import move
from cases.views.seen import seen
from tests import casework
from tests.casework import DAY, at
from tests.people import signed_in

DAY_BOXES = {"on_day": str(DAY.day), "on_month": str(DAY.month), "on_year": str(DAY.year)}
# What whoever comes second is told: who did what in the meantime.
WHO_DID_WHAT = r"by Person \d+[ .]|Person \d+ (added a note|completed)"
# Tried oftener, so that the case comes as often to those who decide as to those who work on it.
ONWARD = {"apply / stop": 2, "apply / apply": 2, "stop / stop": 4, "stop / send back": 2}
CONTESTS = 21
OVER = {CaseState.STOP_CONFIRMED, CaseState.NSD_REFUSED}


@dataclass(frozen=True)
class Told:
    """What became of an act: whether it was done, and what the person is shown where it was not.

    ``written`` is what they wrote; taking and giving have no words.
    """

    done: bool
    shown: str = ""
    written: str = ""


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, role: str, rank: str = "") -> None:
        self.officer = casework.officer(role, rank=rank)
        self.client = signed_in(self.officer, Client())

    def step(self, name: str, case: Case, **typed: Any) -> Callable[[str], Told]:
        """Press the button of the page of a step; the page was opened now, before the other acts."""
        carried = {"seen": seen(case, self.officer), "do": "do"} | typed
        words_in = "" if name in HolderEvent.values else "reasons"
        return self.posts(reverse(f"cases:{name}", args=[case.pk]), carried, words_in)

    def note(self, case: Case) -> Callable[[str], Told]:
        url = reverse("cases:note", args=[case.pk])
        carried = self.client.get(url).context["form"]["seen"].value()
        return self.posts(url, {"seen": carried}, "text")

    def profile(self, case: Case) -> Callable[[str], Told]:
        url = reverse("cases:profile_part", args=[case.pk, "risk"])
        versions = ProfileSection.objects.current().filter(case=case, part="risk").order_by("-version")
        carried = versions.values_list("version", flat=True).first() or 0
        return self.posts(url, {"seen": carried, "do": "complete"}, "text")

    def answer(self, request: Request) -> Callable[[str], Told]:
        return self.posts(reverse("cases:request_step", args=[request.pk, "answered"]), DAY_BOXES, "words")

    def posts(self, url: str, typed: dict[str, Any], words_in: str) -> Callable[[str], Told]:
        """The act, given the words of whoever acts."""

        def act(words: str) -> Told:
            answer = self.client.post(url, typed | ({words_in: words} if words_in else {}))
            assert answer.status_code in (200, 302, 409), answer.status_code
            return Told(answer.status_code == 302, answer.text, words if words_in else "")

        return act

    def moves(self, event: str, case: Case, **details: Any) -> Callable[[str], Told]:
        """Through the door itself, where a page asks for more than this test is about."""

        def act(words: str) -> Told:
            try:
                move(
                    case.pk,
                    event,
                    by=self.officer,
                    on=DAY,
                    seen_version=case.version,
                    reasons=words,
                    **details,
                )
            except StaleCase as stale:
                return Told(False, str(stale))
            return Told(True, written=words)

        return act


class People:
    """Two of everybody, and what two of them could both do to a case where it stands."""

    def __init__(self) -> None:
        self.sofs = [Person(Role.SOFS_OFFICER), Person(Role.SOFS_OFFICER)]
        self.jfit = [Person(Role.JFIT_OFFICER), Person(Role.JFIT_OFFICER)]
        self.managers = [Person(Role.JFIT_MANAGER), Person(Role.JFIT_MANAGER)]
        self.chiefs = [Person(Role.CHIEF_OFFICER, Rank.CHIEF_CONSTABLE) for _ in range(2)]
        self.inspectors = [Person(Role.INSPECTOR, Rank.INSPECTOR) for _ in range(2)]
        self.superintendents = [Person(Role.SUPERINTENDENT, Rank.SUPERINTENDENT) for _ in range(2)]
        self.unit = Unit.objects.create(name="CTU North", kind=UnitKind.CTU)
        self.force = casework.force_of("13")

    def contests(self, case: Case) -> dict[str, Callable[[], list[Callable[[str], Told]]]]:
        """By name; each is asked for its two acts when it is chosen, as two people open their pages."""
        one, other = self.jfit
        gives = [{"to": person.officer.pk} for person in self.jfit]
        found = {
            "with_sofs": {
                "refer / refer": lambda: [who.step("refer", case) for who in self.sofs],
                "refer / take": lambda: [
                    self.sofs[0].step("refer", case), self.sofs[1].step("take", case)
                ],
            },
            "with_jfit": {
                "note / note": lambda: [who.note(case) for who in self.jfit],
                "profile / profile": lambda: [who.profile(case) for who in self.jfit],
                "answer / answer": lambda: self.answers(self.asked(case)),
                "take / take": lambda: [who.step("take", case) for who in self.jfit],
                "give / give": lambda: [
                    who.step("give", case, **to) for who, to in zip(self.managers, gives, strict=True)
                ],
                "give / hand back": lambda: [
                    self.managers[0].step("give", case, **gives[case.holder_id == one.officer.pk]),
                    self.managers[1].step("hand_back", case),
                ],
                "apply / stop": lambda: [self.applies(one, case), other.step("stop", case)],
                "apply / apply": lambda: [self.applies(who, case) for who in self.jfit],
                "stop / stop": lambda: [who.step("stop", case) for who in self.jfit],
                "stop / send back": lambda: [one.step("stop", case), other.step("send_back", case)],
            },
            "with_chief_officer": {
                "determine / refuse": lambda: [
                    self.chiefs[0].moves("determine", case, months=24), self.chiefs[1].moves("refuse", case)
                ],
                "determine / determine": lambda: [
                    who.moves("determine", case, months=24) for who in self.chiefs
                ],
                "withdraw / refuse": lambda: [
                    one.step("withdraw", case), self.chiefs[1].moves("refuse", case)
                ],
                "withdraw / take": lambda: [one.step("withdraw", case), self.chiefs[0].step("take", case)],
            },
            "nsd_in_force": {
                "reopen / reopen": lambda: [who.step("reopen", case) for who in self.jfit],
            },
            "stop_with_inspector": {
                "confirm / refer up": lambda: [
                    self.inspectors[0].step("sign_off", case, outcome="confirm_stop"),
                    self.inspectors[1].step("sign_off", case, outcome="refer_up"),
                ],
                "refer up / refer up": lambda: [
                    who.step("sign_off", case, outcome="refer_up") for who in self.inspectors
                ],
            },
            "stop_with_superintendent": {
                "confirm / overrule": lambda: [
                    self.superintendents[0].step("sign_off", case, outcome="confirm_stop"),
                    self.superintendents[1].step("sign_off", case, outcome="overrule_stop"),
                ],
                "overrule / take": lambda: [
                    self.superintendents[0].step("sign_off", case, outcome="overrule_stop"),
                    self.superintendents[1].step("take", case),
                ],
            },
        }[case.state]  # fmt: skip
        # Only what is free is taken, and only what somebody has is handed back.
        held = {"give / hand back"} if case.holder_id is None else {n for n in found if "take" in n}
        return {name: acts for name, acts in found.items() if name not in held}

    def applies(self, who: Person, case: Case) -> Callable[[str], Told]:
        """They send what a colleague wrote."""
        if open_draft(case.pk) is None:
            casework.write_application(case, self.managers[0].officer)
        return who.moves("apply", case, to_force=self.force, months=24)

    def answers(self, request: Request) -> list[Callable[[str], Told]]:
        return [who.answer(request) for who in self.jfit]

    def asked(self, case: Case) -> Request:
        """A question to the CTU that nobody answered yet."""
        return ask(case.pk, by=self.jfit[0].officer, to=RequestTo.CTU, unit=self.unit, question="Who?")


def at_once(pool: ThreadPoolExecutor, acts: list[Callable[[str], Told]], words: list[str]) -> list[Told]:
    """Both acts, let go together, each with its own words."""
    together = threading.Barrier(2)

    def run(act: Callable[[str], Told], said: str) -> Told:
        together.wait()
        return act(said)

    return list(pool.map(run, acts, words))


def is_kept(words: str) -> bool:
    """Whether what somebody wrote is on record, or is their draft."""
    return not words or (
        ErasableText.objects.filter(text=words).exists() or ProfileDraft.objects.filter(text=words).exists()
    )


def check_history(case: Case) -> None:
    """Each step begins where the one before ended, along a declared edge or with the state as it is."""
    edges = {(edge.source, edge.event, edge.target) for edge in workflow.edges()}
    steps = list(Movement.objects.filter(case=case).order_by("sequence"))
    assert [each.sequence for each in steps] == list(range(len(steps)))
    for before, after in zip(steps, steps[1:], strict=False):
        assert after.from_state == before.to_state
        is_edge = (after.from_state, after.event, after.to_state) in edges
        is_holder = after.event in HolderEvent.values and after.from_state == after.to_state
        assert is_edge or is_holder, str(after)
    case.refresh_from_db()
    assert (case.state, case.version) == (steps[-1].to_state, steps[-1].sequence)


@pytest.fixture
def pool():
    """Two threads, whose connections are closed in the end."""
    with ThreadPoolExecutor(2) as pool:
        yield pool
        together = threading.Barrier(2)

        def close() -> None:
            together.wait()
            connections.close_all()

        list(pool.map(lambda _: close(), range(2)))


@pytest.mark.parametrize("rounds", [40, pytest.param(200, marks=pytest.mark.full_size)])
def test_of_two_who_act_at_once_one_wins_and_nobody_loses_a_word(committing_db, pool, rounds):
    with at(DAY):
        tried, won = play(People(), pool, rounds)
    assert rounds <= sum(tried.values()) < 2 * rounds and len(tried) == CONTESTS, tried
    # The door was open to both: now one came first and now the other.
    assert min(won[0], won[1]) > rounds / 10, won
    decided = Movement.objects.filter(event__in=("determine", "refuse")).count()
    assert Determination.objects.count() + Refusal.objects.count() == decided
    signed = Movement.objects.filter(event__in=("confirm_stop", "refer_up", "overrule_stop")).count()
    assert StopSignOff.objects.count() == signed
    assert CaseNote.objects.count() == tried["note / note"]
    assert ProfileSection.objects.filter(text__text__startswith="Said ").count() == tried["profile / profile"]
    assert RequestEvent.objects.filter(step="answered").count() == tried["answer / answer"]


def play(people: People, pool: ThreadPoolExecutor, rounds: int) -> tuple[Counter[str], Counter[int]]:
    """All rounds: how often each contest was tried, and how often the first and the second of two won."""
    tried: Counter[str] = Counter()
    won: Counter[int] = Counter()
    case = None
    for number in range(2 * rounds):
        if number >= rounds and len(tried) == CONTESTS:
            break
        if case is None or case.state in OVER:
            case = casework.case(by=people.sofs[0].officer, kinds=("fingerprints",))
        contests = people.contests(case)
        name = min(contests, key=lambda each: (tried[each] / ONWARD.get(each, 1), each))
        steps_before = Movement.objects.filter(case=case).count()
        words = [f"Said first, {number}.", f"Said second, {number}."]
        told = at_once(pool, contests[name](), words)
        assert [each.done for each in told].count(True) == 1, (name, told)
        winner, loser = sorted(told, key=lambda each: each.done, reverse=True)
        assert is_kept(winner.written), name
        assert loser.written in loser.shown or is_kept(loser.written), (name, loser.shown)
        told_who = loser.shown.partition("app-print-only")[0]
        assert re.search(WHO_DID_WHAT, told_who), (name, re.findall(r".*Person \d+.*", loser.shown))
        tried[name] += 1
        won[told[1].done] += 1
        check_history(case)
        is_beside = name in ("note / note", "profile / profile", "answer / answer")
        assert Movement.objects.filter(case=case).count() == steps_before + (not is_beside), name
    return tried, won
