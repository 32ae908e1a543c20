"""An import exception is worked to its end: corrected, mended by a file, accepted, settled, given away."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit import clock
from audit.models import AuditEvent
from cases.choices import ExceptionEnd, ImportKind, PositionStatus
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Case, ExceptionStep, ImportException, ImportRow, Material, Taking
from cases.services import exceptions as work
from cases.services.imports.importing import import_files
from tests.people import person as officer_with
from tests.people import signed_in
from tests.spreadsheets import log, person, register

pytestmark = pytest.mark.django_db
TODAY = date(2016, 4, 6)


@pytest.fixture(autouse=True)
def on_6_april_2016(db):
    clock.set_demo_day(TODAY)


@pytest.fixture
def migrator():
    return officer_with(Role.MIGRATION_OFFICER, name="M. Igrator")


@pytest.fixture
def sofs():
    return officer_with(Role.SOFS_MANAGER, name="S. Officer")


@pytest.fixture
def load(migrator, tmp_path):
    """Imports rows of a register."""

    def load(*rows, name="a.csv"):
        return import_files(ImportKind.REGISTER, [register(tmp_path / name, *rows)], by=migrator)

    return load


def opened(code):
    """The exception of that kind."""
    return ImportException.objects.get(code=code, ended_at=None)


def post(browser, exception, do, **said):
    """Press one of the buttons of its page."""
    typed = {f"{do}-{name}": value for name, value in said.items()}
    return browser.post(reverse("cases:exception", args=[exception.pk]), {"do": do} | typed, follow=True)


def boxes(item, day):
    """A day typed in the three boxes of an item."""
    return {f"taken_{item.pk}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_the_day_is_corrected_on_its_page_and_the_date_appears_and_the_exception_ends(load, sofs):
    load({"Fingerprints taken": "31/06/2015"})
    exception = opened("impossible_date")
    prints = Material.objects.get(kind="fingerprints")
    assert prints.status == PositionStatus.UNRESOLVED
    browser = signed_in(sofs)
    page = browser.get(reverse("cases:exception", args=[exception.pk]))
    assert "June 2015 has 30 days" in page.text and "Look here" in page.text and "31/06/2015" in page.text
    assert "Settled otherwise" not in page.text, "it cannot be waved through while the date is missing"

    answer = post(
        browser, exception, "correct", reason="The custody record", **boxes(prints, date(2016, 3, 7))
    )
    assert "S/1 corrected" in answer.text
    prints.refresh_from_db()
    assert (prints.status, prints.last_lawful_day) == (PositionStatus.TIME_LIMITED, date(2016, 9, 6))
    exception.refresh_from_db()
    assert (exception.ended_how, exception.ended_by) == (ExceptionEnd.CORRECTED_HERE, sofs)
    step = ExceptionStep.objects.get()
    assert (step.recorded_by, step.reason.text) == (sofs, "The custody record")
    told = AuditEvent.objects.filter(verb="exception_ended", subject_id=exception.pk).get()
    assert told.payload["how"] == "corrected_here" and told.actor_id == sofs.pk
    assert "Corrected on its page" in browser.get(reverse("cases:exception", args=[exception.pk])).text
    assert "S/1" not in browser.get(reverse("desk:exceptions")).text


def test_the_power_is_chosen_and_every_item_of_the_case_gets_its_date(load, sofs):
    load({"Power": "by the book", "Fingerprints taken": "07/03/2016", "DNA sample taken": "07/03/2016",
          "Profile received": "", "PNC checked": "08/03/2016", "Recorded on": "08/03/2016"})  # fmt: skip
    exception = opened("unknown_power")
    post(signed_in(sofs), exception, "correct", power="TACT-S7")
    assert set(Material.objects.values_list("last_lawful_day", flat=True)) == {date(2016, 9, 6)}
    exception.refresh_from_db()
    assert exception.ended_how == ExceptionEnd.CORRECTED_HERE


def test_what_is_wrong_comes_back_onto_the_page_and_nothing_is_recorded(load, sofs):
    load({"Fingerprints taken": ""})
    exception, prints = opened("missing_date"), Material.objects.get(kind="fingerprints")
    browser = signed_in(sofs)
    assert "Nothing was changed" in post(browser, exception, "correct").text
    answer = post(browser, exception, "correct", **boxes(prints, date(2016, 4, 7)))
    assert "has not come yet" in answer.text
    with pytest.raises(FactRefused, match="The law has no answer"):
        work.settle(exception.pk, by=sofs, reason="It will do")
    assert Taking.objects.current().get(material=prints).taken_on is None
    assert ImportException.objects.filter(ended_at=None).count() == 1


def test_a_later_import_that_mends_the_row_ends_it_by_itself(load, sofs):
    load({"Fingerprints taken": "31/06/2015"})
    exception = opened("impossible_date")
    load({"Fingerprints taken": "30/06/2015"}, name="mended.csv")
    exception.refresh_from_db()
    assert exception.ended_how == ExceptionEnd.CORRECTED_IN_SOURCE
    page = signed_in(sofs).get(reverse("cases:exception", args=[exception.pk]))
    assert "Mended by a later import" in page.text


def test_what_a_person_corrected_stands_when_the_row_is_mended_otherwise_and_a_person_is_asked(load, sofs):
    load({"Fingerprints taken": "31/06/2015"})
    prints = Material.objects.get(kind="fingerprints")
    work.correct(opened("impossible_date").pk, by=sofs, days={prints.pk: date(2015, 6, 30)})
    report = load({"Fingerprints taken": "30/06/2015"}, name="agrees.csv")
    assert (report.corrected, report.exceptions, report.rejected) == (1, [], [])

    report = load({"Fingerprints taken": "29/06/2015"}, name="otherwise.csv")
    assert report.rejected == []
    assert "a person corrected it to 30/06/2015" in report.exceptions[0]["why"]
    assert Taking.objects.current().get(material=prints).taken_on == date(2015, 6, 30)


def test_a_warning_is_accepted_with_a_reason_and_nothing_else_is(load, sofs):
    load({"PNC ID": "2003/1234567A"}, person(2) | {"Fingerprints taken": ""})
    warning, missing = opened("check_letter"), opened("missing_date")
    with pytest.raises(FactRefused, match="Only a warning"):
        work.accept(missing.pk, by=sofs, reason="Fine")
    assert "Enter" in post(signed_in(sofs), warning, "accept").text
    post(signed_in(sofs), warning, "accept", reason="The PNC has it so")
    warning.refresh_from_db()
    assert warning.ended_how == ExceptionEnd.ACCEPTED
    assert ExceptionStep.objects.get().reason.text == "The PNC has it so"
    with pytest.raises(FactRefused, match="ended this exception already"):
        work.accept(warning.pk, by=sofs, reason="Again")


def test_a_rejected_row_is_settled_with_a_reason(load, sofs):
    load({"SOFS ref": ""})
    rejected = opened("no_ref")
    post(signed_in(sofs), rejected, "settle", reason="It went in as S/77")
    rejected.refresh_from_db()
    assert rejected.ended_how == ExceptionEnd.SETTLED


def test_an_exception_is_given_to_somebody_who_works_on_such_and_waits_on_their_first_page(
    load, migrator, sofs
):
    load({"Fingerprints taken": ""})
    exception = opened("missing_date")
    jfit = officer_with(Role.JFIT_OFFICER)
    with pytest.raises(FactRefused, match="does not work on these"):
        work.give(exception.pk, to=jfit, by=migrator)
    with pytest.raises(AuthorityRefused, match="worked on by"):
        work.give(exception.pk, to=sofs, by=jfit)
    post(signed_in(migrator), exception, "give", to=sofs.pk)
    exception.refresh_from_db()
    assert exception.owner == sofs
    assert "1 import exception" in signed_in(sofs).get("/").text
    mine = signed_in(sofs).get(reverse("desk:exceptions") + "?owner=me")
    assert [row.record for row in mine.context["table"].paginated_rows] == [exception]
    assert not signed_in(migrator).get(reverse("desk:exceptions") + "?owner=me").context["table"].rows


def test_two_who_may_be_one_are_compared_from_the_exception_and_the_decision_ends_it(load, sofs):
    load({}, person(2) | {"Forenames": "Ada Petra", "PNC ID": ""})
    exception = opened("possible_duplicate")
    browser = signed_in(sofs)
    page = browser.get(reverse("cases:exception", args=[exception.pk]))
    (pair,) = page.context["pairs"]
    assert pair["refs"] == ("S/1",)
    browser.post(pair["href"], {"answer": "different", "reasons": "Two birth certificates"})
    exception.refresh_from_db()
    assert exception.ended_how == ExceptionEnd.DECIDED_BY_A_PERSON
    assert "A person decided who is whom" in browser.get(reverse("cases:exception", args=[exception.pk])).text


def test_whoever_may_not_see_the_case_finds_neither_exception_nor_row(load):
    load({"Fingerprints taken": ""})
    outsider = signed_in(officer_with(Role.CTU_OFFICER))
    exception = opened("missing_date")
    assert outsider.get(reverse("cases:exception", args=[exception.pk])).status_code == 403
    assert outsider.get(reverse("cases:import_row", args=[exception.row_id])).status_code == 403
    other = signed_in(officer_with(Role.MIGRATION_OFFICER))
    work.correct(
        exception.pk,
        by=exception.owner,
        days={Material.objects.get(kind="fingerprints").pk: date(2015, 3, 10)},
    )
    assert other.get(reverse("cases:exception", args=[exception.pk])).status_code == 404
    assert other.get(reverse("cases:import_row", args=[exception.row_id])).status_code == 404
    own = signed_in(exception.owner).get(reverse("cases:exception", args=[exception.pk]))
    assert own.status_code == 200 and "Marbeck" not in own.text, "its owner finds it, without the cells"


def test_every_imported_value_says_file_sheet_row_and_when(load, sofs, migrator, tmp_path):
    load({"HAILOH expiry": "01/09/2015"}, name="a.xlsx")
    import_files(ImportKind.JFIT_LOG, [log(tmp_path / "l.xlsx", {})], by=migrator)
    case = Case.objects.get()
    browser = signed_in(sofs)
    page = browser.get(reverse("desk:facts", args=[case.pk]))
    facts = page.context["facts"]
    assert {fact.row.file.name for fact in facts} == {"a.xlsx", "l.xlsx"}
    assert all(fact.row.number == 2 and fact.row.sheet in ("Register", "Log") for fact in facts)
    taken = next(fact for fact in facts if fact.what == "Fingerprints: taken")
    assert "10 March 2015" in taken.value and taken.recorded_by == "M. Igrator"
    assert "sheet Register, row 2" in page.text and "6 April 2016" in page.text

    row = ImportRow.objects.get(file__name="a.xlsx")
    page = browser.get(reverse("cases:import_row", args=[row.pk]))
    assert "Marbeck" in page.text and "Port or station" in page.text
    assert {fact.row.pk for fact in page.context["facts"]} == {row.pk}
    assert (
        reverse("cases:import_row", args=[row.pk]) in browser.get(reverse("desk:facts", args=[case.pk])).text
    )


def test_the_list_of_exceptions_costs_as_many_queries_for_many_as_for_few(
    load, sofs, django_assert_max_num_queries
):
    load(*({**person(number), "Fingerprints taken": ""} for number in range(1, 61)))
    browser = signed_in(sofs)
    browser.get(reverse("desk:exceptions"))
    with django_assert_max_num_queries(10):
        page = browser.get(reverse("desk:exceptions"))
    assert page.context["table"].page.paginator.count == 60
