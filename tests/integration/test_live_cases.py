"""The demonstration's live cases, three days on: those whose last lawful day has passed join both lists."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.selectors import officer_by_username
from audit import clock
from cases.models import Material
from retention.models import DeletionOrder
from retention.services import suspend_unlawful
from retention.services.sweeps import run
from tests.databases import Database
from tests.people import signed_in
from tests.website import username_of

# Last lawful day 6 April 2016, then 8 April; none of the live cases' is 7 April.
SIXTH = {f"S/{number}" for number in (50006, 50020, 50032, 50046, 50053, 50058, 50065, 50072)}
EIGHTH = {f"S/{number}" for number in (50018, 50044, 50070)}
LIVE = re.compile(r"S/50\d{3}")


@pytest.fixture
def manager(caseload: Database) -> Client:
    """JFIT's manager."""
    officer = officer_by_username(username_of(Role.JFIT_MANAGER))
    assert officer
    return signed_in(officer)


def listed(client: Client, name: str) -> set[str]:
    """The live cases on every page of a list."""
    found: set[str] = set()
    number = last = 1
    while number <= last:
        answer = client.get(reverse(name), {"page": number})
        found |= set(LIVE.findall(answer.content.decode()))
        number, last = number + 1, answer.context["table"].paginator.num_pages
    return found


def only_live(day: date, cursor: int, most: int) -> list[int]:
    """Of the items that the sweep would look at, those of the live cases: the backlog would take minutes."""
    wanted = suspend_unlawful.SWEEP.ids_after(day, cursor, 5000)
    live = Material.objects.filter(pk__in=wanted, case__ref__startswith="S/50").order_by("pk")
    return list(live.values_list("pk", flat=True)[:most])


def test_the_live_cases_whose_day_has_passed_join_both_lists(manager: Client) -> None:
    assert listed(manager, "retention:unlawful") == set()
    sweep = replace(suspend_unlawful.SWEEP, ids_after=only_live)
    for day, joined in ((7, SIXTH), (8, SIXTH), (9, SIXTH | EIGHTH)):
        today = date(2016, 4, day)
        clock.set_demo_day(today)
        assert listed(manager, "retention:unlawful") == joined, "read from the dates, before any sweep"
        run(sweep, today)
        assert listed(manager, "retention:deletions") == joined
    late = DeletionOrder.objects.filter(case__ref="S/50072").get()
    assert late.state == "due", "a profile that nobody has enrolled is held at no known place"
    others = DeletionOrder.objects.exclude(pk=late.pk)
    assert set(others.values_list("state", flat=True)) == {"suspended"}


def test_held_unlawfully_counts_191_individuals_on_6_april_and_202_on_9_april(manager: Client) -> None:
    assert "<strong>191 individuals</strong>" in manager.get(reverse("retention:unlawful")).content.decode()
    clock.set_demo_day(date(2016, 4, 9))
    assert "<strong>202 individuals</strong>" in manager.get(reverse("retention:unlawful")).content.decode()
