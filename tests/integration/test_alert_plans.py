"""An alert that nobody acknowledges reaches the manager; a plan can be changed, and each stays on record."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accounts.choices import Role
from cases.models import Case
from retention.choices import SweepName
from retention.models import Alert
from retention.services.nightly import run_sweep
from tests.casework import at, case, officer, step
from tests.people import person, signed_in

# Taken on 7 October 2015 under Schedule 7: the last lawful day is Wednesday 6 April 2016.
# Raised on a Friday, two working days end on Tuesday: it is passed on on Wednesday.
TAKEN, RAISED, PASSED_ON = date(2015, 10, 7), date(2016, 4, 1), date(2016, 4, 6)
pytestmark = pytest.mark.django_db


def text(client: Client, url: str) -> str:
    """The page."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_alert_reaches_the_manager_and_its_plan_is_changed_in_sight_of_all() -> None:
    sofs, jfit = officer(Role.SOFS_OFFICER), officer(Role.JFIT_OFFICER)
    made = case(by=sofs, taken_on=TAKEN)
    step(made, "refer", sofs, on=date(2016, 3, 1))
    Case.objects.filter(pk=made.pk).update(holder=jfit)
    manager = signed_in(person(Role.JFIT_MANAGER, name="Dana Marsh"))
    with at(RAISED):
        run_sweep(SweepName.RAISE_AT_RISK, RAISED)
        assert "Passed to you" not in text(manager, "/")
    with at(PASSED_ON):
        run_sweep(SweepName.RAISE_AT_RISK, PASSED_ON)
        alert = Alert.objects.get(closed_on=None)
        page = f"/alerts/{alert.pk}/"
        assert "Passed to you" in text(manager, "/")
        assert "passed to the manager" in text(manager, "/alerts/")
        assert "so it was passed to the manager" in text(manager, page)
        manager.post(page, {"plan": "Apply on Friday."})
        first = Alert.objects.get(pk=alert.pk).plan_id
        manager.post(page, {"plan": "Apply today.", "seen": first})
        late = manager.post(page, {"plan": "Mine instead.", "seen": first}).content.decode()
        assert "Dana Marsh changed the plan meanwhile" in late
        seen = text(manager, page)
        of_case = text(manager, f"/cases/{made.pk}/")
    assert seen.index("Apply today.") < seen.index("Plans before") < seen.index("Apply on Friday.")
    assert "Mine instead." not in seen
    assert "Apply today." in of_case
