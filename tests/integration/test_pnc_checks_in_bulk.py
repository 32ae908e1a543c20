"""The PNC checks that deletions wait for are entered for many cases at once, each a record of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from audit import clock
from audit.models import AuditEvent
from cases.choices import CheckResult
from cases.models import Case, PncCheck
from cases.services.checks import record_check
from retention.models import DeletionOrder
from retention.pnc_checks import to_check
from retention.services import deletion_steps as steps
from tests.casework import at
from tests.deletions import FIRST_UNLAWFUL, WHY, People, people, suspended
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/deletions/checks/"
TODAY = {"on_day": "7", "on_month": "4", "on_year": "2016"}


@pytest.fixture(autouse=True)
def first_unlawful_day() -> Iterator[None]:
    with at(FIRST_UNLAWFUL):
        yield


@pytest.fixture
def who() -> People:
    return people()


def asked_for(who: People, count: int) -> list[DeletionOrder]:
    """Orders whose deletion was asked for, and of whose people nobody asked the PNC."""
    orders = suspended(who.asks, count=count)
    for order in orders:
        steps.ask(order.pk, by=who.asks, why=WHY)
    return orders


def send(client: Client, cases: list[Case], **said: str) -> str:
    """What the page answers to these results."""
    answer = client.post(PAGE, {"shown": [case.pk for case in cases], "evidence": "Print 7", **TODAY, **said})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_case_waits_for_its_check_until_one_of_late_has_a_result(who: People) -> None:
    (order,) = asked_for(who, 1)
    case, today = order.case, clock.today()
    assert list(to_check(who.asks, today)) == [case]
    record_check(
        case, by=who.asks, on=today - timedelta(days=4), result=CheckResult.NO_TRACE, evidence="Print 1"
    )
    assert list(to_check(who.asks, today)) == [case], "four days are too old by policy"
    record_check(case, by=who.asks, on=today, result=CheckResult.PENDING, evidence="Print 2")
    assert list(to_check(who.asks, today)) == [case], "nobody knows what came of the trace"
    record_check(case, by=who.asks, on=today, result=CheckResult.NO_TRACE, evidence="Print 3")
    assert not to_check(who.asks, today).exists()
    with at(FIRST_UNLAWFUL + timedelta(days=4)):
        assert list(to_check(who.asks, clock.today())) == [case]


def test_what_nobody_asked_to_destroy_waits_for_no_check(who: People) -> None:
    suspended(who.asks)
    assert not to_check(who.asks, clock.today()).exists()


def test_many_are_entered_at_once_and_each_is_recorded_and_audited_on_its_own(who: People) -> None:
    orders = asked_for(who, 3)
    cases = [order.case for order in orders]
    page = send(
        signed_in(who.asks),
        cases,
        rest=CheckResult.NO_TRACE,
        **{
            f"result_{cases[2].pk}": CheckResult.PENDING,
            f"evidence_{cases[2].pk}": "Message 12",
        },
    )
    assert page.count("Recorded") == 3
    checks = list(PncCheck.objects.order_by("case_id"))
    assert [(check.case, check.result, check.evidence.text) for check in checks] == [
        (cases[0], CheckResult.NO_TRACE, "Print 7"),
        (cases[1], CheckResult.NO_TRACE, "Print 7"),
        (cases[2], CheckResult.PENDING, "Message 12"),
    ]
    assert {check.checked_on for check in checks} == {FIRST_UNLAWFUL}
    assert {check.recorded_by for check in checks} == {who.asks}
    about = AuditEvent.objects.filter(subject_type="pnccheck").values_list("subject_id", flat=True)
    assert sorted(about) == [check.pk for check in checks]
    for order in orders:
        steps.approve(order.pk, by=who.approves, why=WHY)
    done = steps.for_each([order.pk for order in orders], lambda pk: steps.begin(pk, by=who.asks))
    assert [bool(one.why) for one in done] == [False, False, True], "a trace alone destroys nothing"


def test_sent_twice_it_records_once_and_what_was_left_out_stays(who: People) -> None:
    orders = asked_for(who, 2)
    cases, client = [order.case for order in orders], signed_in(who.asks)
    result = {f"result_{cases[0].pk}": CheckResult.NO_TRACE}
    send(client, cases, **result)
    assert "No check of it is wanted any more" in send(client, cases, **result)
    assert PncCheck.objects.count() == 1
    assert list(to_check(who.asks, clock.today())) == [cases[1]]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({}, "Choose the result of at least one case"),
        ({"rest": "no_trace", "evidence": ""}, "Enter where the results are shown"),
        ({"rest": "no_trace", "on_day": "3"}, "A check before 4 April 2016 is too old to destroy by"),
        ({"rest": "no_trace", "on_day": "8"}, "8 April 2016"),
        ({"rest": "convicted"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(who: People, said: dict, error: str) -> None:
    (order,) = asked_for(who, 1)
    page = send(signed_in(who.asks), [order.case], **{f"evidence_{order.case_id}": "Typed words", **said})
    assert error in page and "Typed words" in page
    assert not PncCheck.objects.exists()


def test_the_page_is_reached_from_home_by_whoever_carries_deletions_out(who: People) -> None:
    cases = [order.case for order in asked_for(who, 1)]
    home = signed_in(who.asks).get("/").content.decode()
    assert f'href="{PAGE}"' in home and "to check on the PNC before destruction" in home
    page = signed_in(who.asks).get(PAGE).content.decode()
    assert "with a deletion asked for or approved lacks a check of" in page and cases[0].ref in page
