"""JFIT's log imported: its facts, its steps through the one door, its people, and what it may not do."""

from datetime import date, datetime

import pytest

from accounts.models import ConsentHeld, Officer, RankHeld, RoleHeld
from accounts.selectors import rank_on
from accounts.services.officers import create_officer, give_role, record_rank
from audit import clock
from cases.choices import CaseState, ExceptionCode, ImportKind, PositionStatus, RowOutcome
from cases.models import (
    Application,
    Case,
    CounterfactualReview,
    Determination,
    ImportException,
    ImportFile,
    ImportRow,
    Movement,
    NotifiedExpiry,
    Refusal,
    Request,
    RequestEvent,
    Shelving,
    StopSignOff,
)
from cases.services.imports.importing import import_files
from tests.spreadsheets import log, person, register

TODAY = date(2016, 4, 6)
REFERRED = {"Referred to JFIT": "20/03/2015"}
ASKED = {"Security Service asked": "24/03/2015", "Security Service answered": "01/04/2015"}
APPLIED = {
    "Decision": "NSD application",
    "Decided on": "10/04/2015",
    "Decided by": "jfit.x",
    "Chief officer": "A. Chief",
    "Rank": "Assistant Commissioner",
    "Force": "01",
}
APPROVED = APPLIED | {
    "Consent evidence": "Consent C/1",
    "Chief officer decision": "Approved",
    "Chief officer decided on": "01/05/2015",
    "NSD months": 24,
}
STOPPED = {"Decision": "Stop-NSD", "Decided on": "10/04/2015", "Decided by": "jfit.x"}
SIGNED = {"Sign-off by": "S. Senior", "Sign-off rank": "Superintendent", "Sign-off outcome": "Approved"}


@pytest.fixture(autouse=True)
def by(db):
    """A migration officer, on the day on which the caseload stands."""
    clock.set_demo_day(TODAY)
    officer = create_officer("migrator", "M. Igrator")
    give_role(officer, "migration_officer", from_on=date(2013, 1, 1))
    return officer


@pytest.fixture
def load(by, tmp_path):
    """Imports a register of one referred case and a log with these rows; gives the report of the log."""

    def load(*rows, in_register=({},), name="log.csv"):
        path = register(tmp_path / "register.csv", *(REFERRED | row for row in in_register))
        import_files(ImportKind.REGISTER, [path], by=by, historical=True)
        return import_files(ImportKind.JFIT_LOG, [log(tmp_path / name, *rows)], by=by, historical=True)

    return load


def steps(ref="S/1"):
    """What the case went through: event, state and day, from its referral on."""
    moves = Movement.objects.filter(case__ref=ref, sequence__gt=1)
    return list(moves.values_list("event", "to_state", "moved_on"))


def state(ref="S/1"):
    """Where the case stands."""
    return Case.objects.get(ref=ref).state


def noon(*day):
    """Noon in London on a day."""
    return datetime(*day, 12, tzinfo=clock.LONDON)


def test_a_row_becomes_a_notified_date_requests_shelving_and_a_review(load):
    row = {
        "Summary assessment": "Not positive",
        "CTU": "CTU North",
        "CTU asked": "25/03/2015",
        "Shelved on": "01/09/2015",
        "Shelved why": "Expired on receipt",
        "Would have applied": "Yes",
        "Would have applied reviewed on": "03/12/2015",
    }
    report = load(ASKED | row)

    assert (report.created, report.exceptions, report.rejected) == (1, [], [])
    assert Case.objects.get().jfit_ref == "J/1"
    assert NotifiedExpiry.objects.get().notified_by == "jfit_log"
    sent = Request.objects.order_by("sent_on").values_list("to", "unit_name", "sent_on", "due_on")
    assert list(sent) == [
        ("security_service", "", date(2015, 3, 24), date(2015, 4, 21)),
        ("ctu", "CTU North", date(2015, 3, 25), date(2015, 4, 22)),
    ]
    answered = RequestEvent.objects.get()
    assert (answered.step, answered.happened_on, answered.assessment) == (
        "answered",
        date(2015, 4, 1),
        "not_positive",
    )
    assert answered.recorded_at == noon(2015, 4, 1)
    assert Shelving.objects.get().because == "expired_on_receipt"
    assert CounterfactualReview.objects.get().recorded_at == noon(2015, 12, 3)
    assert state() == CaseState.WITH_JFIT


def test_an_application_and_its_approval_keep_the_items_for_two_years(load):
    load(APPROVED)
    assert steps() == [
        ("apply", "with_chief_officer", date(2015, 4, 10)),
        ("determine", "nsd_in_force", date(2015, 5, 1)),
    ]
    made = Determination.objects.get()
    assert (made.maker.display_name, made.maker_rank, made.months) == (
        "A. Chief",
        "assistant_commissioner",
        24,
    )
    assert (made.capacity, made.consent_evidence, made.void_because) == (
        "assistant_with_consent",
        "Consent C/1",
        "",
    )
    assert made.reasons.text == "Not in the log."
    assert made.recorded_at == noon(2015, 5, 1)
    assert made.items.count() == 2
    assert Case.objects.get().last_lawful_day == date(2017, 4, 30)


def test_a_refusal_ends_the_application(load):
    load(APPROVED | {"Chief officer decision": "Refused", "NSD months": ""})
    assert state() == CaseState.NSD_REFUSED
    assert Refusal.objects.get().refused_by.display_name == "A. Chief"


@pytest.mark.parametrize(
    "who",
    [
        {"Rank": "Chief Superintendent", "Consent evidence": ""},
        {"Rank": "Assistant Commissioner", "Consent evidence": ""},
        {"Rank": "Chief Constable", "Force": "20", "Consent evidence": ""},
    ],
)
def test_a_determination_by_someone_without_authority_is_kept_as_void_and_moves_nothing(load, who):
    report = load(APPROVED | who)
    assert report.exceptions == []
    assert Determination.objects.get().void_because
    assert state() == CaseState.WITH_CHIEF_OFFICER
    assert Case.objects.get().last_lawful_day == date(2015, 9, 9)


def test_a_determination_after_the_last_lawful_day_is_kept_and_saves_nothing(load):
    load(APPROVED | {"Chief officer decided on": "10/09/2015"})
    assert state() == CaseState.WITH_CHIEF_OFFICER
    assert Determination.objects.count() == 1
    assert Case.objects.get().last_lawful_day == date(2015, 9, 9)


def test_a_stop_is_signed_off_by_a_superintendent_until_14_december_2015(load):
    load(STOPPED | SIGNED | {"Signed off on": "14/12/2015"})
    assert steps() == [
        ("stop", "stop_with_superintendent", date(2015, 4, 10)),
        ("confirm_stop", "stop_confirmed", date(2015, 12, 14)),
    ]


def test_a_stop_pending_on_15_december_2015_is_handed_over_to_inspectors_that_day(load):
    signed = SIGNED | {"Sign-off rank": "Inspector", "Signed off on": "15/12/2015"}
    load(
        STOPPED | signed,
        STOPPED | {"JFIT ref": "J/2", "SOFS ref": "S/2"},
        in_register=({}, person(2)),
    )
    handed_over = ("hand_over", "stop_with_inspector", date(2015, 12, 15))
    assert steps("S/1")[1:] == [handed_over, ("confirm_stop", "stop_confirmed", date(2015, 12, 15))]
    assert steps("S/2")[1:] == [handed_over]
    assert Movement.objects.filter(event="hand_over").first().recorded_at == noon(2015, 12, 15)


def test_a_stop_made_under_the_new_policy_goes_to_an_inspector_at_once(load):
    load(STOPPED | {"Decided on": "15/12/2015"})
    assert steps() == [("stop", "stop_with_inspector", date(2015, 12, 15))]


def test_an_inspectors_sign_off_before_the_policy_is_void_and_the_stop_stays(load):
    signed = SIGNED | {"Sign-off rank": "Inspector", "Signed off on": "14/12/2015"}
    load(STOPPED | signed)
    assert StopSignOff.objects.get().void_because == "rank"
    assert state() != CaseState.STOP_CONFIRMED


def test_the_people_of_a_log_are_officers_without_sign_in_with_the_rank_of_the_row_on_its_days(load):
    other = person(2)
    load(
        APPROVED,
        APPROVED | {"JFIT ref": "J/2", "SOFS ref": "S/2", "Chief officer decided on": "01/07/2015"},
        in_register=({}, other),
    )
    chief = Officer.objects.get(display_name="A. Chief")
    assert not chief.has_usable_password()
    held = RankHeld.objects.get(officer=chief)
    assert (held.rank, held.force.code) == ("assistant_commissioner", "01")
    assert (held.from_on, held.to_on) == (date(2015, 5, 1), date(2015, 7, 1))
    assert ConsentHeld.objects.get(officer=chief).evidence == "Consent C/1"
    assert set(RoleHeld.objects.filter(officer=chief).values_list("role", flat=True)) == {"chief_officer"}
    assert Officer.objects.filter(username="jfit.x").count() == 1


def test_a_person_known_already_is_the_same_officer_and_keeps_what_is_on_record(load):
    chief = create_officer("a.chief", "A. Chief", password="a long enough password")
    from accounts.models import Force

    record_rank(chief, "chief_constable", force=Force.objects.get(code="20"), from_on=date(2015, 6, 1))
    load(APPROVED)
    assert Determination.objects.get().maker == chief
    assert rank_on(chief, date(2015, 5, 1)).rank == "assistant_commissioner"
    assert rank_on(chief, date(2015, 6, 1)).rank == "chief_constable"
    assert chief.has_usable_password()


def test_a_row_without_its_case_is_rejected_until_the_case_is_there(load, by, tmp_path):
    load({"SOFS ref": "S/2"})
    rejected = ImportException.objects.get(code=ExceptionCode.NO_CASE)
    assert rejected.ended_at is None
    before = (ImportFile.objects.count(), ImportRow.objects.count(), ImportException.objects.count())
    report = load({"SOFS ref": "S/2"})
    assert [(each["row"], each["column"]) for each in report.rejected] == [(2, "SOFS ref")]
    assert before == (ImportFile.objects.count(), ImportRow.objects.count(), ImportException.objects.count())

    report = load({"SOFS ref": "S/2"}, in_register=({}, person(2)))

    assert report.created == 1
    assert Case.objects.get(ref="S/2").jfit_ref == "J/1"
    rejected.refresh_from_db()
    assert rejected.ended_at is not None


def test_a_case_not_yet_referred_is_referred_on_the_day_it_was_received(load, by, tmp_path):
    path = register(tmp_path / "register.csv", {})
    import_files(ImportKind.REGISTER, [path], by=by, historical=True)
    import_files(ImportKind.JFIT_LOG, [log(tmp_path / "log.csv", APPLIED)], by=by, historical=True)
    moves = Movement.objects.values_list("event", "moved_on")
    assert list(moves) == [
        ("", date(2015, 3, 12)),
        ("refer", date(2015, 3, 20)),
        ("apply", date(2015, 4, 10)),
    ]


def test_a_second_import_of_a_log_changes_nothing(load):
    models = (Movement, Application, Determination, Request, NotifiedExpiry, ImportRow, ImportFile, Officer)
    load(APPROVED | ASKED | {"Summary assessment": "Positive"})
    before = [model.objects.count() for model in models]
    report = load(APPROVED | ASKED | {"Summary assessment": "Positive"})
    assert report.unchanged == 1
    assert [model.objects.count() for model in models] == before


def test_a_step_that_the_case_could_not_take_is_a_question_and_the_facts_still_go_in(load):
    convicted = {"PNC result": "Convicted", "Conviction date": "01/02/2015", "PNC checked": "25/03/2015"}
    report = load(STOPPED | ASKED | {"Summary assessment": "Positive"}, in_register=(convicted,))
    assert [(each["column"], each["code"]) for each in report.exceptions] == [("Decision", "impossible_step")]
    assert state() == CaseState.RETAINED_ON_OTHER_BASIS
    assert Request.objects.count() == 1
    assert ImportRow.objects.get(ref="J/1").outcome == RowOutcome.CREATED


def test_a_corrected_log_withdraws_what_changed_and_goes_on_from_the_steps_taken(load):
    load(APPLIED | ASKED | {"Summary assessment": "Positive"})
    report = load(APPROVED | ASKED | {"Summary assessment": "Not positive"}, name="later.csv")
    assert (report.corrected, report.exceptions) == (1, [])
    assert [event for event, *_ in steps()] == ["apply", "determine"]

    report = load(APPROVED | {"Chief officer": "B. Other"} | ASKED, name="other.csv")
    assert [each["code"] for each in report.exceptions] == ["impossible_step"]
    assert RequestEvent.objects.current().get().assessment == ""
    assert RequestEvent.objects.count() == 3


def test_an_unknown_force_leaves_the_steps_out_with_a_question(load):
    report = load(APPROVED | {"Force": "98"})
    assert [(each["column"], each["code"]) for each in report.exceptions] == [("Force", "unknown_value")]
    assert state() == CaseState.WITH_JFIT
    assert Case.objects.get().status == PositionStatus.TIME_LIMITED
