"""A new release of the law dates nothing anew until a legal reviewer has read what moves and accepted it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from celery.signals import worker_init
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Officer
from audit.models import AuditEvent
from cases import law_gate
from cases.errors import AuthorityRefused, FactRefused, LawNotAccepted
from cases.law_accepted import is_waiting
from cases.law_preview import preview
from cases.models import Case, LawAcceptance, Material
from cases.services.facts import record_conviction
from cases.services.law_release import accept_release
from law.release import LAW_VERSION
from nsd import celery, wsgi
from retention.choices import SweepName
from retention.errors import SweepRefused
from retention.models import DefectAlarm
from retention.services.nightly import run_sweep
from tests import casework
from tests.casework import at
from tests.people import sign, signed_in

pytestmark = pytest.mark.django_db
TAKEN, TODAY = date(2016, 3, 1), date(2016, 4, 6)
BEFORE, AFTER = date(2016, 8, 30), date(2016, 8, 31)  # as an earlier release had it, and as it is
WHY = "Month ends, as counsel advised on 1 April."


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with at(TODAY):
        yield


@pytest.fixture
def legal() -> Officer:
    return casework.officer(Role.LEGAL_REVIEWER)


@pytest.fixture
def made() -> Case:
    """A case of two items whose positions an earlier release gave: one a day too early, one as they are."""
    case = casework.case(by=casework.officer(Role.SOFS_OFFICER), taken_on=TAKEN)
    Material.objects.filter(case=case).update(law_version="2015.1")
    Material.objects.filter(case=case, kind="fingerprints").update(last_lawful_day=BEFORE)
    return case


def days(case: Case) -> list[date | None]:
    """The last lawful days stored for the items."""
    return list(case.material.order_by("pk").values_list("last_lawful_day", flat=True))


def told(**options: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("preview_law", stdout=out, **options)
    return out.getvalue()


def test_the_list_says_what_moves_which_way_by_how_many_days_and_by_which_rule(made: Case) -> None:
    item = made.material.get(kind="fingerprints")
    assert (
        f"{made.ref}, item {item.pk}: 30 August 2016 (law 2015.1) -> 31 August 2016, 1 day later, by TACT-S7"
        in told()
    )
    answer = json.loads(told(json=True))  # type: ignore[arg-type]
    assert answer["moves"] == [
        {
            "case": made.ref,
            "item": item.pk,
            "was": "2016-08-30",
            "is": "2016-08-31",
            "days": 1,
            "way": "1 day later",
            "rule": "TACT-S7",
            "was_law_version": "2015.1",
        }
    ]
    assert (answer["law_version"], answer["items"], answer["waits"]) == (LAW_VERSION, 2, True)


def test_an_item_that_would_lose_its_day_or_go_earlier_is_listed_so(made: Case) -> None:
    Material.objects.filter(case=made, kind="fingerprints").update(last_lawful_day=date(2016, 9, 2))
    Material.objects.filter(case=made, kind="dna_profile").update(status="indefinite", last_lawful_day=None)
    assert [(move.was, move.now, move.way) for move in preview().moves] == [
        ("2 September 2016", "31 August 2016", "2 days earlier"),
        ("Indefinite", "31 August 2016", "another answer"),
    ]


def test_until_it_is_accepted_nothing_is_dated_anew_by_a_fact_or_a_sweep(made: Case) -> None:
    assert is_waiting()
    with pytest.raises(LawNotAccepted, match="waits for a legal reviewer"):
        record_conviction(made.subject, by=casework.officer(Role.SOFS_OFFICER), on=TAKEN)
    for name in SweepName.values:
        with pytest.raises(SweepRefused, match="waits for a legal reviewer"):
            run_sweep(name, TODAY)
    assert days(made) == [BEFORE, AFTER]


def test_a_deployment_stops_until_it_is_accepted(made: Case, legal: Officer) -> None:
    assert [found.id for found in law_gate.check_law(None)] == ["cases.E001"]
    with pytest.raises(Exception, match="cases.E001"):
        call_command("check", deploy=True, tags=["law"])
    answers: list[str] = []

    def inner(environ: dict, start_response) -> list[bytes]:
        answers.append(environ["PATH_INFO"])
        return [b"work"]

    gate = law_gate.LawGate(inner)
    said: list[str] = []

    def ask(path: str) -> bytes:
        return b"".join(gate({"PATH_INFO": path}, lambda status, headers: said.append(status)))

    assert b"waits for a legal reviewer" in ask("/") and said == ["503 Service Unavailable"]
    assert [ask(path) for path in ("/law/", "/accounts/sign-in/", "/static/app.css")] == [b"work"] * 3
    asked = law_gate.wait_until_accepted(
        sleep=lambda seconds: accept_release(by=legal, digest=preview().digest, reasons=WHY)
    )
    assert asked == 1
    assert ask("/cases/") == b"work" and answers[-1] == "/cases/"
    assert law_gate.check_law(None) == []


def test_a_legal_reviewer_reads_the_list_and_accepts_it_with_a_code_and_only_then_it_moves(
    made: Case, legal: Officer
) -> None:
    who = signed_in(legal)
    page = who.get(reverse("cases:law")).content.decode()
    assert "1 of 2 items" in page and "1 day later" in page and made.ref in page
    said = {"digest": preview().digest, "reasons": WHY}
    assert "Accept this list" in who.post(reverse("cases:law"), said).content.decode()
    assert days(made) == [BEFORE, AFTER]  # no code, nothing accepted
    page = who.post(reverse("cases:law"), said | sign(legal), follow=True).content.decode()
    assert "is accepted. Items moved: 1" in page and WHY in page
    assert days(made) == [AFTER, AFTER]
    accepted = LawAcceptance.objects.get()
    (move,) = accepted.moves.all()
    assert (move.was_day, move.now_day, move.days, move.was_version) == (BEFORE, AFTER, 1, "2015.1")
    event = AuditEvent.objects.get(verb="law_accepted")
    assert (event.actor_id, event.payload["moved"], event.payload["law"]) == (legal.pk, 1, LAW_VERSION)
    moved = AuditEvent.objects.get(verb="position_changed", subject_id=move.material_id)
    assert moved.payload["was"]["last_lawful_day"] == "2016-08-30"


def test_the_nightly_verify_lets_the_rest_take_the_release_over_and_raises_no_alarm(
    made: Case, legal: Officer
) -> None:
    accept_release(by=legal, digest=preview().digest, reasons=WHY)
    assert made.material.filter(law_version="2015.1").count() == 1
    assert run_sweep(SweepName.VERIFY_POSITIONS, TODAY).acted == 1
    assert not made.material.exclude(law_version=LAW_VERSION).exists()
    assert not DefectAlarm.objects.exists()


def test_a_date_that_moves_and_was_on_no_accepted_list_is_a_defect_alarm(made: Case, legal: Officer) -> None:
    accept_release(by=legal, digest=preview().digest, reasons=WHY)
    Material.objects.filter(case=made, kind="dna_profile").update(last_lawful_day=BEFORE)
    run_sweep(SweepName.VERIFY_POSITIONS, TODAY)
    assert DefectAlarm.objects.get().stored["last_lawful_day"] == "2016-08-30"


def test_nobody_else_accepts_it_nor_a_list_that_is_no_longer_the_one_that_was_read(
    made: Case, legal: Officer
) -> None:
    read = preview().digest
    with pytest.raises(AuthorityRefused, match="A legal reviewer accepts"):
        accept_release(by=casework.officer(Role.SENIOR_MANAGER), digest=read, reasons=WHY)
    with pytest.raises(FactRefused, match="Enter what you weighed"):
        accept_release(by=legal, digest=read, reasons=" ")
    Material.objects.filter(case=made, kind="dna_profile").update(last_lawful_day=BEFORE)
    with pytest.raises(FactRefused, match="has changed since you read the list"):
        accept_release(by=legal, digest=read, reasons=WHY)
    page = (
        signed_in(legal)
        .post(reverse("cases:law"), {"digest": read, "reasons": WHY} | sign(legal))
        .content.decode()
    )
    assert "has changed since you read the list" in page and WHY in page and preview().digest in page
    assert not LawAcceptance.objects.exists()


def test_going_back_to_an_earlier_release_waits_as_well(made: Case, legal: Officer) -> None:
    accept_release(by=legal, digest=preview().digest, reasons=WHY)
    assert not is_waiting()
    LawAcceptance.objects.create(
        law_version="2027.1",
        digest="0" * 64,
        examined=2,
        moved=0,
        reasons=LawAcceptance.objects.get().reasons,
        recorded_at=LawAcceptance.objects.get().recorded_at,
        recorded_by=legal,
    )
    assert is_waiting()


def test_where_the_page_cannot_be_reached_the_command_accepts(made: Case, legal: Officer) -> None:
    read = preview().digest
    assert read in told()
    for by in ("", casework.officer(Role.JFIT_OFFICER).username):
        with pytest.raises(CommandError):
            told(accept=read, by=by, reasons=WHY)
    assert "accepted; 1 items moved" in told(accept=read, by=legal.username, reasons=WHY)
    assert days(made) == [AFTER, AFTER]
    with pytest.raises(CommandError, match="waits for nobody"):
        told(accept=read, by=legal.username, reasons=WHY)


def test_without_another_release_nothing_waits_and_the_page_shows_the_rules(legal: Officer) -> None:
    casework.case(by=legal, taken_on=TAKEN)
    assert not is_waiting() and preview().moves == ()
    page = signed_in(legal).get(reverse("cases:law")).content.decode()
    assert "Counts" in page and "TACT-S7" in page
    assert "the Data (Use and Access) Act 2025 s.127 is not confirmed to be in force" in page
    assert "Accept this list" not in page


def test_the_web_and_the_worker_stand_behind_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(law_gate, "wait_until_accepted", lambda: asked.append(True))
    assert isinstance(wsgi.application, law_gate.LawGate)
    receivers = [found() for _, found in worker_init.receivers]
    assert celery.wait_for_the_law in receivers
    celery.wait_for_the_law()
    assert asked == [True]
