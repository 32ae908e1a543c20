"""History through the one door: what already happened is recorded as it was, faults included."""

from datetime import UTC, date, datetime

import pytest

from accounts.choices import Role
from audit.models import AuditEvent
from cases.choices import CaseState, VoidBecause
from cases.models import Case, Determination, Material, Movement, StopSignOff
from cases.services import transition
from cases.services.transition import HistoricalMove, Outcome
from tests import casework

pytestmark = pytest.mark.django_db
TAKEN = date(2014, 3, 3)
LAST = date(2014, 9, 2)
RECORDED = datetime(2014, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def migration():
    return casework.officer(Role.MIGRATION_OFFICER)


@pytest.fixture
def person():
    """Somebody named in a log: no role, no rank, no password."""
    return casework.officer(name="D. Wetherlam")


@pytest.fixture
def case(migration):
    return casework.case(by=migration, taken_on=TAKEN, force="07")


def moved(case, event, on, by, row=1, **details):
    return HistoricalMove(case.pk, event, on, by, RECORDED, row, details)


def until_application(case, person):
    force = casework.force_of("07")
    return [
        moved(case, "refer", date(2014, 3, 20), person, row=1),
        moved(case, "apply", date(2014, 5, 1), person, row=2, to_force=force),
    ]


def replay(moves, migration, **how):
    done = transition.replay(moves, recorded_by=migration, **how)
    return [(result.outcome, result.why) for result in done]


def test_a_life_is_replayed_with_its_own_dates_and_the_migration_officer_as_recorder(case, migration, person):
    other = casework.officer()
    moves = [
        *until_application(case, person),
        moved(
            case, "determine", LAST, other, row=2, months=24, rank="Chief Constable",
            force=casework.force_of("07"),
        ),
    ]  # fmt: skip
    assert {outcome for outcome, _ in replay(moves, migration)} == {Outcome.MOVED}
    case.refresh_from_db()
    assert (case.state, case.version, case.held_since) == (CaseState.NSD_IN_FORCE, 3, LAST)
    assert case.last_lawful_day == date(2016, 9, 1)
    movement = Movement.objects.get(case=case, sequence=3)
    assert (movement.moved_on, movement.moved_by, movement.recorded_by) == (LAST, other, migration)
    assert (movement.recorded_at, movement.source, movement.source_row_id) == (RECORDED, "file", 2)
    assert Determination.objects.get(case=case).reasons.text == "Not in the log."
    events = AuditEvent.objects.filter(verb="case_moved", subject_id=case.pk)
    assert [event.payload["event"] for event in events.order_by("id")] == ["refer", "apply", "determine"]


def test_a_determination_by_too_low_a_rank_is_kept_void_and_the_case_stays(case, migration, person):
    other = casework.officer()
    moves = [
        *until_application(case, person),
        moved(
            case, "determine", date(2014, 6, 1), other, row=2, months=24, rank="  Chief Superintendent ",
            force=casework.force_of("07"),
        ),
    ]  # fmt: skip
    (_, _, (outcome, why)) = replay(moves, migration)
    assert outcome is Outcome.VOID
    assert "Chief Superintendent is not a chief officer" in why
    case.refresh_from_db()
    assert (case.state, case.last_lawful_day) == (CaseState.WITH_CHIEF_OFFICER, LAST)
    made = Determination.objects.get(case=case)
    assert (made.void_because, made.capacity, made.maker_rank) == (
        VoidBecause.RANK, "none", "chief_superintendent",
    )  # fmt: skip
    assert Material.objects.filter(case=case).first().ineffective == [f"nsd:{made.pk}"]
    assert AuditEvent.objects.get(payload__counts_for_nothing="rank").subject_id == case.pk


@pytest.mark.parametrize(
    ("details", "void_because"),
    [
        ({"rank": "Assistant Commissioner"}, VoidBecause.NO_AUTHORITY),
        ({"rank": "Commander"}, VoidBecause.RANK),
        ({"rank": "Commissioner", "force": "13"}, VoidBecause.NO_AUTHORITY),
    ],
)
def test_want_of_consent_of_rank_or_of_the_right_force_each_makes_void(
    migration, person, details, void_because
):
    case = casework.case(by=migration, taken_on=TAKEN, force="01")
    force = casework.force_of(details.get("force", "01"))
    moves = [
        *until_application(case, person),
        moved(
            case, "determine", date(2014, 6, 1), casework.officer(), months=24, rank=details["rank"],
            force=force,
        ),
    ]  # fmt: skip
    assert replay(moves, migration)[-1][0] is Outcome.VOID
    assert Determination.objects.get().void_because == void_because


def test_deciding_ones_own_application_is_void(case, migration, person):
    moves = [
        *until_application(case, person),
        moved(
            case, "determine", date(2014, 6, 1), person, months=24, rank="Chief Constable",
            force=casework.force_of("07"),
        ),
    ]  # fmt: skip
    assert replay(moves, migration)[-1][0] is Outcome.VOID
    assert Determination.objects.get().void_because == VoidBecause.OWN_WORK


def test_a_late_or_too_long_determination_is_kept_and_leaves_the_case_where_it_was(migration, person):
    for on, months in ((date(2014, 9, 3), 24), (date(2014, 9, 1), 25)):
        case = casework.case(by=migration, taken_on=TAKEN, force="07")
        moves = [
            *until_application(case, person),
            moved(
                case, "determine", on, casework.officer(), months=months, rank="Chief Constable",
                force=casework.force_of("07"),
            ),
        ]  # fmt: skip
        (outcome, why) = replay(moves, migration)[-1]
        assert outcome is Outcome.LATE and "gives cover to none" in why
        case.refresh_from_db()
        assert (case.state, case.last_lawful_day) == (CaseState.WITH_CHIEF_OFFICER, LAST)
        assert Determination.objects.filter(case=case, void_because="").count() == 1


def test_a_sign_off_by_an_inspector_before_the_policy_allowed_it_is_void(case, migration, person):
    inspector = casework.officer()
    moves = [
        moved(case, "refer", date(2014, 3, 20), person, row=1),
        moved(case, "stop", date(2014, 5, 1), person, row=2),
        moved(case, "confirm_stop", date(2014, 5, 9), inspector, row=2, rank="Inspector"),
    ]
    assert replay(moves, migration)[-1][0] is Outcome.VOID
    case.refresh_from_db()
    assert case.state == CaseState.STOP_WITH_SUPERINTENDENT
    assert StopSignOff.objects.get().void_because == VoidBecause.RANK


def test_a_stop_pending_when_the_policy_changed_is_handed_over_and_then_an_inspectors(
    case, migration, person
):
    moves = [
        moved(case, "refer", date(2014, 3, 20), person, row=1),
        moved(case, "stop", date(2014, 5, 1), person, row=2),
        moved(case, "hand_over", date(2015, 12, 15), migration, row=2),
        moved(case, "confirm_stop", date(2016, 1, 9), casework.officer(), row=2, rank="Inspector"),
    ]
    assert [outcome for outcome, _ in replay(moves, migration)] == [Outcome.MOVED] * 4
    case.refresh_from_db()
    assert case.state == CaseState.STOP_CONFIRMED


def test_nothing_is_handed_over_before_the_policy_changed(case, migration, person):
    moves = [
        moved(case, "refer", date(2014, 3, 20), person, row=1),
        moved(case, "stop", date(2014, 5, 1), person, row=2),
        moved(case, "hand_over", date(2015, 12, 14), migration, row=3),
    ]
    (outcome, why) = replay(moves, migration)[-1]
    assert outcome is Outcome.REFUSED and "Superintendents alone sign off" in why


def test_an_impossible_step_takes_its_whole_row_with_it_and_no_other(case, migration, person):
    moves = [
        moved(case, "refer", date(2014, 3, 20), person, row=1),
        moved(case, "stop", date(2014, 5, 1), person, row=2),
        moved(
            case,
            "refuse",
            date(2014, 5, 9),
            person,
            row=2,
            rank="Chief Constable",
            force=casework.force_of("07"),
        ),
        moved(case, "apply", date(2014, 5, 20), person, row=3, to_force=casework.force_of("07")),
    ]
    outcomes = replay(moves, migration)
    assert [outcome for outcome, _ in outcomes] == [
        Outcome.MOVED, Outcome.REFUSED, Outcome.REFUSED, Outcome.MOVED,
    ]  # fmt: skip
    assert "could not take the step Refuse the determination on 9 May 2014" in outcomes[2][1]
    case.refresh_from_db()
    assert (case.state, case.version) == (CaseState.WITH_CHIEF_OFFICER, 2)
    assert not case.stops.exists()


def test_steps_out_of_the_order_of_their_days_are_refused(case, migration, person):
    moves = [
        moved(case, "refer", date(2014, 3, 20), person, row=1),
        moved(case, "stop", date(2014, 3, 19), person, row=2),
    ]
    (outcome, why) = replay(moves, migration)[-1]
    assert outcome is Outcome.REFUSED and "Check both dates" in why


def test_a_rehearsal_gives_the_same_answers_and_writes_nothing(case, migration, person):
    moves = until_application(case, person)
    rehearsed = replay(moves, migration, rehearse=True)
    case.refresh_from_db()
    assert (case.state, case.version, Movement.objects.count()) == (CaseState.WITH_SOFS, 0, 1)
    assert rehearsed == replay(moves, migration)


def test_history_of_many_cases_takes_few_queries(migration, person, django_assert_max_num_queries):
    cases = [casework.case(by=migration, taken_on=TAKEN, force="07") for _ in range(30)]
    moves = [move for case in cases for move in until_application(case, person)]
    with django_assert_max_num_queries(40):
        transition.replay(moves, recorded_by=migration)
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.WITH_CHIEF_OFFICER}
