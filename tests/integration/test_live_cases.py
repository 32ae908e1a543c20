"""The demonstration's live cases: in whose queue each stands, in which order and why; and three days on.

``live_queues.txt`` is read by people, line by line. Where the queues change, this fails and prints them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import officer_by_username, rank_on, roles_on
from audit import clock
from cases import requests, selectors, sofs
from cases.choices import CaseState
from cases.models import Case, Material
from retention.models import DeletionOrder
from retention.services import suspend_unlawful
from retention.services.sweeps import run
from retention.standing import standings
from tests.databases import Database
from tests.people import signed_in
from tests.website import username_of

# Last lawful day 6 April 2016, then 8 April; none of the live cases' is 7 April.
SIXTH = {f"S/{number}" for number in (50006, 50020, 50032, 50046, 50053, 50058, 50065, 50072)}
EIGHTH = {f"S/{number}" for number in (50018, 50044, 50070)}
LIVE = re.compile(r"S/50\d{3}")
REVIEWED = Path(__file__).with_name("live_queues.txt")
SIXTH_OF_APRIL = date(2016, 4, 6)
# Why the queue of somebody is empty.
NOBODY = {
    "superintendent": "no Inspector has referred a Stop-NSD up",
    "ctu.officer": "the CTU has answered everything that it was asked",
    "sofs.manager": "no live case is past its last lawful day",
}


@pytest.fixture
def manager(caseload: Database) -> Client:
    """JFIT's manager."""
    officer = officer_by_username(username_of(Role.JFIT_MANAGER))
    assert officer
    return signed_in(officer)


def listed(client: Client, name: str) -> set[str]:
    """The live cases on every page of a list."""
    return set(listed_in_order(client, name))


def listed_in_order(client: Client, name: str) -> list[str]:
    """The same as the list has them."""
    found: list[str] = []
    number = last = 1
    while number <= last:
        answer = client.get(reverse(name), {"page": number})
        found += LIVE.findall(answer.content.decode())
        number, last = number + 1, answer.context["table"].paginator.num_pages
    return list(dict.fromkeys(found))


def live(officer: Officer, today: date) -> list[Case]:
    """The live cases that wait on somebody, in the order of their queue."""
    mine = selectors.still_to_save(selectors.work_of(officer, today), today)
    return list(mine.filter(ref__startswith="S/50").select_related("force"))


def why(cases: list[Case], today: date) -> dict[int, str]:
    """Why each stands where it does, with what is to be done with it."""
    standing = standings(cases, today)
    nexts = sofs.next_steps([case for case in cases if case.state == CaseState.WITH_SOFS], today)
    words = {}
    for case in cases:
        force = case.force.code if case.force else "no force"
        text = f"{case.get_state_display()}, force {force}"
        if case.pk in standing:
            text += f": {standing[case.pk].words}. {standing[case.pk].action}"
        elif case.pk in nexts:
            text += f": {nexts[case.pk].text}"
        words[case.pk] = text
    return words


def line(case: Case, today: date, reason: str) -> str:
    """One line of the table."""
    day = case.last_lawful_day
    when = f"{day:%d %b %Y}, {(day - today).days:3} days left" if day else "no end date yet"
    return f"{case.ref}  {when:26}  {reason}"


def queues(today: date) -> list[str]:
    """Everybody who works on cases, with the live cases of their queue; alike queues are one."""
    told: dict[tuple[str, ...], list[str]] = {}
    for officer in Officer.objects.filter(is_active=True).order_by("username"):
        if officer.has_usable_password() and selectors.STATES_OF_ROLE.keys() & roles_on(officer, today):
            cases = live(officer, today)
            reasons = why(cases, today)
            lines = tuple(line(case, today, reasons[case.pk]) for case in cases)
            held = rank_on(officer, today)
            rank = f", {held.get_rank_display()} in force {held.force.code}" if held else ""
            told.setdefault(lines or nothing(officer.username), []).append(officer.username + rank)
    told[asked_of_the_ctu(today) or nothing("ctu.officer")] = ["ctu.officer"]
    manager = officer_by_username("sofs.manager")
    assert manager
    to_delete = tuple(listed_in_order(signed_in(manager), "retention:deletions"))
    told[to_delete or nothing("sofs.manager")] = ["sofs.manager, deletion"]
    return [text for cases, who in told.items() for text in ("", *(f"# {each}" for each in who), *cases)][1:]


def nothing(username: str) -> tuple[str]:
    """What an empty queue means."""
    return (f"nothing: {NOBODY[username]}",)


def asked_of_the_ctu(today: date) -> tuple[str, ...]:
    """What the CTU was asked about live cases and has not answered."""
    officer = officer_by_username("ctu.officer")
    assert officer
    return tuple(f"{each.request.case.ref}  asked" for each in requests.asked_of_my_units(officer, today))


def test_each_live_case_stands_in_the_right_persons_queue_in_the_right_order(caseload: Database) -> None:
    assert clock.today() == SIXTH_OF_APRIL
    reviewed = REVIEWED.read_text().splitlines()
    now = queues(SIXTH_OF_APRIL)
    assert now == [text for text in reviewed if not text.startswith("##")], "\n".join(now)
    waiting = [ref for text in now for ref in LIVE.findall(text)]
    assert sorted(waiting) == sorted(
        Case.objects.filter(ref__startswith="S/50").values_list("ref", flat=True)
    )


@pytest.mark.parametrize("username", ["sofs.officer", "jfit.officer", "inspector", "p.whinfell"])
def test_home_shows_the_queue_in_that_order(caseload: Database, username: str) -> None:
    officer = officer_by_username(username)
    assert officer
    shown = signed_in(officer).get("/").context["to_save"]
    on_home = [each.case.ref for each in shown if LIVE.match(each.case.ref)]
    assert on_home == [case.ref for case in live(officer, SIXTH_OF_APRIL)][: len(on_home)]
    assert on_home
    days = [each.case.last_lawful_day for each in shown]
    assert days == sorted(days)


def only_live(day: date, cursor: int, most: int) -> list[int]:
    """Of the items that the sweep would look at, those of the live cases: the backlog would take minutes."""
    wanted = suspend_unlawful.SWEEP.ids_after(day, cursor, 5000)
    live = Material.objects.filter(pk__in=wanted, case__ref__startswith="S/50").order_by("pk")
    return list(live.values_list("pk", flat=True)[:most])


def assert_longest_first(refs: list[str]) -> None:
    """What has been unlawful longest is deleted first."""
    assert refs[: len(SIXTH)] and set(refs[: len(SIXTH)]) == SIXTH
    assert set(refs[len(SIXTH) :]) in (set(), EIGHTH)


def test_the_live_cases_whose_day_has_passed_join_both_lists(manager: Client) -> None:
    assert listed(manager, "retention:unlawful") == set()
    sweep = replace(suspend_unlawful.SWEEP, ids_after=only_live)
    for day, joined in ((7, SIXTH), (8, SIXTH), (9, SIXTH | EIGHTH)):
        today = date(2016, 4, day)
        clock.set_demo_day(today)
        assert listed(manager, "retention:unlawful") == joined, "read from the dates, before any sweep"
        run(sweep, today)
        assert listed(manager, "retention:deletions") == joined
        if joined:
            assert_longest_first(listed_in_order(manager, "retention:deletions"))
    late = DeletionOrder.objects.filter(case__ref="S/50072").get()
    assert late.state == "due", "a profile that nobody has enrolled is held at no known place"
    others = DeletionOrder.objects.exclude(pk=late.pk)
    assert set(others.values_list("state", flat=True)) == {"suspended"}


def test_held_unlawfully_counts_191_individuals_on_6_april_and_202_on_9_april(manager: Client) -> None:
    assert "<strong>191 individuals</strong>" in manager.get(reverse("retention:unlawful")).content.decode()
    clock.set_demo_day(date(2016, 4, 9))
    assert "<strong>202 individuals</strong>" in manager.get(reverse("retention:unlawful")).content.decode()
