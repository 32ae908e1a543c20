"""Many wrong dates of one offset are one incident; a suspected lapse stands apart from a confirmed one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit import clock
from audit.models import AuditEvent
from cases.choices import ImportKind
from cases.models import Case, NotifiedExpiry
from cases.services.imports.importing import import_files
from oversight import incidents
from oversight.choices import IncidentStatus
from oversight.errors import OversightRefused
from oversight.models import DateIncident, IncidentCase, IncidentStep, LapseVerification
from oversight.services.incidents import look, step
from oversight.services.verifying import verify
from tests.people import person as officer_with
from tests.people import signed_in
from tests.spreadsheets import person, register

pytestmark = pytest.mark.django_db
TODAY = date(2016, 4, 6)
# Taken on 10 March 2015, so that the power ends on 9 September 2015.
RIGHT = date(2015, 9, 9)


@pytest.fixture(autouse=True)
def on_6_april_2016(db):
    clock.set_demo_day(TODAY)


@pytest.fixture
def migrator():
    return officer_with(Role.MIGRATION_OFFICER)


@pytest.fixture
def manager():
    return officer_with(Role.JFIT_MANAGER, name="J. Manager")


@pytest.fixture
def load(migrator, tmp_path):
    """Imports rows of a register."""

    def load(*rows, name="a.csv"):
        return import_files(ImportKind.REGISTER, [register(tmp_path / name, *rows)], by=migrator)

    return load


def rows(numbers, days, **more):
    """A row of another person for each number, its notified date off by so many days."""
    notified = (RIGHT + timedelta(days=days)).strftime("%d/%m/%Y")
    return [person(number) | {"HAILOH expiry": notified} | more for number in numbers]


# Incidents


def test_fifty_rows_each_31_days_early_are_one_incident_with_fifty_cases(load, migrator, manager):
    load(*rows(range(1, 51), -31), *rows(range(51, 54), 4), *rows([54], 0))
    incident = DateIncident.objects.get()
    assert (incident.days, incident.status, incident.owner) == (-31, IncidentStatus.OPEN, migrator)
    shown = incidents.incidents().get()
    assert (shown.count, shown.cases, shown.first_on) == (50, 50, date(2015, 3, 12))
    assert AuditEvent.objects.filter(verb="incident_opened").count() == 1
    assert "1 incident of wrong dates" in signed_in(migrator).get("/").text

    assert look() == 0 and look(list(Case.objects.values_list("pk", flat=True))) == 0
    assert IncidentCase.objects.count() == 50 and IncidentStep.objects.count() == 1

    browser = signed_in(manager)
    page = browser.get(reverse("oversight:incident", args=[incident.pk]))
    assert "Dates 31 days early" in page.text and "50 dates in 50 cases" in page.text
    assert "12 March 2015" in page.text and page.context["table"].page.paginator.count == 50
    assert (
        reverse("oversight:incidents") in browser.get(reverse("oversight:figure", args=["wrong-dates"])).text
    )


def test_more_of_the_same_join_it_and_what_is_mended_leaves_it(load):
    load(*rows(range(1, 11), -31))
    load(*rows(range(11, 14), -31), name="more.csv")
    assert DateIncident.objects.count() == 1
    assert IncidentCase.objects.current().count() == 13
    load(*rows(range(1, 3), 0), name="mended.csv")
    assert IncidentCase.objects.current().count() == 11
    assert IncidentCase.objects.exclude(withdrawn_at=None).count() == 2


def test_few_are_no_pattern_until_they_are_many(load):
    load(*rows(range(1, 4), -31))
    assert not DateIncident.objects.exists()
    load(*rows(range(4, 7), -31), name="more.csv")
    assert look() == 1, "the daily look counts what several files brought"
    assert IncidentCase.objects.count() == 6


def test_an_incident_is_told_given_and_ended_and_later_dates_open_another(load, manager):
    load(*rows(range(1, 7), -31))
    incident = DateIncident.objects.get()
    browser = signed_in(manager)
    url = reverse("oversight:incident", args=[incident.pk])
    assert "Say what was done" in browser.post(url, {"step": "told"}).text
    browser.post(url, {"step": "given", "owner": manager.pk})
    browser.post(url, {"step": "told", "note": "HAILOH's help desk, call 4711"})
    browser.post(url, {"step": "ended", "note": "They mended their table"})
    incident.refresh_from_db()
    assert (incident.status, incident.owner) == (IncidentStatus.ENDED, manager)
    page = browser.get(url)
    assert "call 4711" in page.text and "Told to the supplier" in page.text
    with pytest.raises(OversightRefused, match="has ended"):
        step(incident.pk, "noted", by=manager, note="More")
    assert look() == 0
    load(*rows(range(20, 26), -31), name="later.csv")
    again = DateIncident.objects.exclude(pk=incident.pk).get()
    assert IncidentCase.objects.current().filter(incident=again).count() == 6
    assert IncidentCase.objects.current().filter(incident=incident).count() == 6


def test_officers_of_other_kinds_neither_work_on_incidents_nor_see_them(load):
    load(*rows(range(1, 7), -31))
    incident = DateIncident.objects.get()
    reviewer = officer_with(Role.LEGAL_REVIEWER)
    with pytest.raises(OversightRefused, match="work on incidents"):
        step(incident.pk, "noted", by=reviewer, note="Hm")
    assert signed_in(officer_with(Role.CTU_OFFICER)).get(reverse("oversight:incidents")).status_code == 403


# Suspected lapses


def test_what_appears_to_have_lapsed_is_suspected_until_a_manager_confirms_it(load, manager):
    load({}, person(2) | {"Fingerprints taken": "", "DNA sample taken": "", "Profile received": "",
                          "CT DNA ref": ""})  # fmt: skip
    browser = signed_in(manager)
    page = browser.get(reverse("oversight:suspected"))
    listed = {row.record.ref: row.record for row in page.context["table"].rows}
    assert (listed["S/1"].last_day, listed["S/1"].since) == (RIGHT, date(2015, 9, 10))

    case = Case.objects.get(ref="S/1")
    url = reverse("oversight:verify_lapse", args=[case.pk])
    page = browser.get(url)
    assert "10 September 2015" in page.text
    said = {"last_day": RIGHT.isoformat(), "answer": "confirmed", "reason": "Both databases were asked"}
    answer = browser.post(url, said, follow=True)
    assert answer.redirect_chain[0][0].endswith("?show=confirmed")
    assert "S/1" in answer.text and "9 September 2015" in answer.text and "6 April 2016" in answer.text
    fact = LapseVerification.objects.get()
    assert (fact.last_day, fact.verified_on, fact.recorded_by) == (RIGHT, TODAY, manager)
    left = browser.get(reverse("oversight:suspected")).context["table"].rows
    assert "S/1" not in {row.record.ref for row in left}
    assert AuditEvent.objects.filter(verb="lapse_verified", subject_id=case.pk).count() == 1


def test_no_lapse_is_a_recorded_answer_too_and_a_corrected_date_is_suspected_anew(load, manager):
    load({})
    case = Case.objects.get()
    verify(case.pk, last_day=RIGHT, answer="not_a_lapse", reason="A conviction is missing", by=manager)
    browser = signed_in(manager)
    assert "A conviction is missing" in browser.get(reverse("oversight:suspected") + "?show=not_a_lapse").text
    assert not browser.get(reverse("oversight:suspected")).context["table"].rows

    load({"Fingerprints taken": "08/03/2015"}, name="corrected.csv")
    (row,) = browser.get(reverse("oversight:suspected")).context["table"].rows
    assert row.record.last_day == date(2015, 9, 7)
    with pytest.raises(OversightRefused, match="does not appear"):
        verify(case.pk, last_day=RIGHT, answer="confirmed", reason="Late", by=manager)


def test_only_a_manager_verifies(load):
    load({})
    case, officer = Case.objects.get(), officer_with(Role.SOFS_OFFICER)
    with pytest.raises(OversightRefused, match="A manager verifies"):
        verify(case.pk, last_day=RIGHT, answer="confirmed", reason="I think so", by=officer)
    page = signed_in(officer).get(reverse("oversight:verify_lapse", args=[case.pk]))
    assert "A manager verifies it" in page.text and page.context["form"] is None
    assert NotifiedExpiry.objects.count() == 0
