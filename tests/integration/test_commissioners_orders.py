"""The Commissioner's order to destroy: only what nothing else keeps, and the cover ends by it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.choices import Role
from audit import clock
from audit.models import AuditEvent
from cases import orders
from cases.choices import CaseState
from cases.errors import AuthorityRefused, FactRefused
from cases.models import CommissionersOrder, Determination, ErasableText, Material
from cases.services.facts import correct_taking, record_conviction
from cases.services.orders import order_destruction
from tests import casework
from tests.casework import at, items_of

pytestmark = pytest.mark.django_db
TAKEN = date(2026, 1, 5)
DECIDED = date(2026, 6, 29)
LATER = date(2026, 8, 3)


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "chief": casework.officer(Role.CHIEF_OFFICER, rank="chief_constable"),
        "commissioner": casework.officer(Role.COMMISSIONER),
        "office": casework.officer(Role.COMMISSIONER_OFFICE),
    }


@pytest.fixture
def determined(people):
    """A case with an NSD in force whose power alone ended on 4 July 2026."""
    made = casework.case(by=people["sofs"], taken_on=TAKEN)
    casework.step(made, "refer", people["sofs"], on=TAKEN)
    casework.determined(made, people["jfit"], people["chief"], on=DECIDED)
    assert made.state == CaseState.NSD_IN_FORCE
    return made


def words(people, text="Not necessary any more"):
    return ErasableText.objects.create(
        text=text, written_at=clock.moment(), written_by=people["commissioner"]
    )


def order(made, people, by="commissioner", on=LATER):
    with at(on):
        determination = Determination.objects.get(case=made)
        return order_destruction(determination.pk, by=people[by], reasons=words(people))


def test_an_order_ends_the_cover_that_day_and_the_case_goes_back_to_jfit(determined, people):
    found = order(determined, people)
    determined.refresh_from_db()
    assert determined.state == CaseState.WITH_JFIT
    assert {item.last_lawful_day for item in Material.objects.filter(case=determined)} == {LATER}
    assert found.listed.count() == 2
    told = AuditEvent.objects.get(verb="destruction_ordered")
    assert (told.subject_id, told.actor_id) == (determined.pk, people["commissioner"].pk)
    with pytest.raises(FactRefused, match="ordered already"):
        order(determined, people, on=LATER + timedelta(days=1))


def test_a_conviction_that_keeps_the_material_makes_an_order_impossible(determined, people):
    with at(LATER):
        record_conviction(determined.subject, by=people["sofs"], on=date(2026, 7, 1))
        under = orders.items_under(Determination.objects.get(case=determined), LATER)
    assert not any(item.may_be_ordered for item in under)
    assert all("without this determination" in item.why_not for item in under)
    with pytest.raises(FactRefused, match="may lawfully be kept without this determination"):
        order(determined, people)
    determined.refresh_from_db()
    assert determined.state == CaseState.NSD_IN_FORCE
    assert not CommissionersOrder.objects.exists()


def test_while_the_power_itself_still_runs_nothing_can_be_ordered(determined, people):
    with pytest.raises(FactRefused, match="to the end of 4 July 2026"):
        order(determined, people, on=date(2026, 6, 30))


def test_what_the_law_keeps_otherwise_is_not_of_the_order(determined, people):
    prints, profile = items_of(determined)
    with at(LATER):
        correct_taking(Material.objects.get(pk=prints), by=people["sofs"], taken_on=date(2026, 3, 1))
    found = order(determined, people)
    assert [row.material_id for row in found.listed.all()] == [profile]
    assert Material.objects.get(pk=profile).last_lawful_day == LATER
    assert Material.objects.get(pk=prints).last_lawful_day > date(2026, 8, 31)


def test_the_office_and_others_cannot_order(determined, people):
    for who in ("office", "jfit", "chief"):
        with pytest.raises(AuthorityRefused, match="Commissioner alone"):
            order(determined, people, by=who)
