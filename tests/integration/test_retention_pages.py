"""The pages of the clock at work: what they count, whom they let at it, and that pages make the whole."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.models import Officer
from audit import clock
from cases.models import Case
from retention.choices import SweepName
from retention.models import Alert, DeletionOrder, SweepFailure, SweepRun
from retention.services.nightly import run_sweep
from retention.views.deletions import DeletionsPage
from tests.casework import at, case, items_of, step
from tests.people import person, signed_in

TAKEN, LAST, FIRST_UNLAWFUL = date(2015, 10, 7), date(2016, 4, 6), date(2016, 4, 7)
pytestmark = pytest.mark.django_db


def text(client: Client, url: str) -> str:
    """The page."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_alert_is_acknowledged_on_its_page_by_whom_it_concerns(sofs: Officer) -> None:
    made = case(by=sofs, taken_on=TAKEN)
    step(made, "refer", sofs, on=date(2016, 3, 1))
    reviewer, manager = signed_in(person(Role.LEGAL_REVIEWER)), signed_in(person(Role.JFIT_MANAGER))
    with at(LAST):
        run_sweep(SweepName.RAISE_AT_RISK, LAST)
        alert = Alert.objects.get()
        page = f"/alerts/{alert.pk}/"
        assert "for whoever has the role JFIT manager, or a manager" in text(reviewer, page)
        assert reviewer.post(page, {"plan": "Mine."}).status_code == 403
        refused = manager.post(page, {"plan": ""}).content.decode()
        assert "Say what will be done, by whom and by when" in refused
        done = manager.post(page, {"plan": "Holding NSD today."}, follow=True).content.decode()
        assert "Acknowledged: 7-day level" in done and "With a plan (1)" in done
        assert "Holding NSD today." in text(manager, "/alerts/?show=planned")
    assert Alert.objects.get().plan.text == "Holding NSD today."


def test_held_unlawfully_counts_each_unit_on_its_own(sofs: Officer) -> None:
    with at(TAKEN):
        twice = case(by=sofs, taken_on=TAKEN)
        case(by=sofs, taken_on=TAKEN, subject=twice.subject)
        case(by=sofs, taken_on=TAKEN)
    client = signed_in(person(Role.SENIOR_MANAGER))
    with at(FIRST_UNLAWFUL):
        assert "<strong>2 individuals</strong> in 3 cases, 6 items" in text(client, "/unlawful/")


def test_what_is_not_settled_is_listed_apart_and_hidden(sofs: Officer) -> None:
    with at(TAKEN):
        made = case(by=sofs, taken_on=TAKEN, power="")
        Case.objects.filter(pk=made.pk).get().material.update(candidate_day=LAST)
    client = signed_in(person(Role.SOFS_MANAGER))
    with at(FIRST_UNLAWFUL):
        assert made.ref not in text(client, "/unlawful/")
        assert made.ref in text(client, "/unlawful/unresolved/")


def test_the_pages_of_orders_due_on_one_day_are_together_every_order_once(
    sofs: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DeletionsPage, "rows", 7)
    with at(TAKEN):
        case(by=sofs, taken_on=TAKEN, kinds=("fingerprints",) * 20)
    client = signed_in(person(Role.SOFS_OFFICER))
    with at(FIRST_UNLAWFUL):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
        for sort in ("", "state", "-why"):
            seen = [
                row.record.pk
                for page in (1, 2, 3)
                for row in client.get("/deletions/", {"page": page, "sort": sort})
                .context["table"]
                .paginated_rows
            ]
            assert sorted(seen) == sorted(DeletionOrder.objects.values_list("pk", flat=True)), sort


def test_an_order_shows_references_only_to_those_who_delete(sofs: Officer) -> None:
    with at(TAKEN):
        item = items_of(case(by=sofs, taken_on=TAKEN, kinds=("fingerprints",)))[0]
    with at(FIRST_UNLAWFUL):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
        page = f"/deletions/{DeletionOrder.objects.get().pk}/"
        assert f"R{item}" in text(signed_in(person(Role.SOFS_MANAGER)), page)
        hidden = text(signed_in(person(Role.JFIT_MANAGER)), page)
    assert f"R{item}" not in hidden and "Reference hidden" in hidden
    assert "No evidence" in hidden and "1 day" in hidden


def test_an_administrator_sees_runs_and_failures_and_no_case(sofs: Officer) -> None:
    with at(LAST):
        made = case(by=sofs, taken_on=TAKEN)
        run_sweep(SweepName.VERIFY_POSITIONS, LAST)
        run = SweepRun.objects.get()
        SweepFailure.objects.create(
            run=run, subject_type="case", subject_id=made.pk, error_code="DataError", failed_at=clock.moment()
        )
        administrator = signed_in(person(Role.SYSTEM_ADMINISTRATOR))
        page = text(administrator, f"/sweeps/{run.pk}/")
        assert administrator.get("/unlawful/").status_code == 403
    assert "DataError" in page and f"/cases/{made.pk}/" not in page and made.ref not in page
