"""What is recorded is never changed: the database refuses, whoever asks and however."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import RoleHeld
from audit.choices import Verb, WithdrawnBecause
from audit.facts import withdraw
from audit.models import AuditEvent
from audit.record import Event, digest_of, record, record_many
from tests.people import person

pytestmark = pytest.mark.django_db


def refused(statement: str) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(refusal.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'case_moved'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "DELETE FROM audit_event_default",
        "UPDATE accounts_roleheld SET role = 'jfit_manager'",
        "DELETE FROM accounts_roleheld",
        "TRUNCATE accounts_roleheld",
        "DELETE FROM audit_seal",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "DROP TABLE audit_event",
        "SET session_replication_role = replica",
        "CREATE TABLE of_my_own (id int)",
        "UPDATE accounts_officer SET username = 'another'",
    ],
)
def test_the_application_is_refused_by_its_rights_alone(statement: str) -> None:
    person("jfit_officer")
    said = refused(statement)
    assert "permission denied" in said or "must be owner" in said


def test_a_fact_is_withdrawn_once_whole_and_by_nobody_else_again() -> None:
    officer = person("jfit_officer")
    of_officer = RoleHeld.objects.filter(officer=officer)
    assert withdraw(of_officer, by=officer, because=WithdrawnBecause.MISTAKE) == 1
    assert withdraw(of_officer, by=officer, because=WithdrawnBecause.DUPLICATE) == 0
    with pytest.raises(IntegrityError, match="withdrawn already"), transaction.atomic():
        of_officer.update(withdrawn_because=WithdrawnBecause.DUPLICATE)
    with pytest.raises(IntegrityError, match="withdrawn already"), transaction.atomic():
        of_officer.update(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
    assert of_officer.get().withdrawn_because == WithdrawnBecause.MISTAKE


def test_a_withdrawal_without_its_reason_is_refused() -> None:
    officer = person("jfit_officer")
    with pytest.raises(IntegrityError, match="withdrawn_whole"), transaction.atomic():
        RoleHeld.objects.filter(officer=officer).update(
            withdrawn_at=datetime(2026, 3, 2, tzinfo=UTC), withdrawn_by=officer
        )


def test_what_was_known_at_a_moment_includes_that_moment() -> None:
    officer = person("jfit_officer")
    held = RoleHeld.objects.get(officer=officer)
    gone_at = datetime(2030, 1, 1, 12, tzinfo=UTC)
    withdraw(RoleHeld.objects.filter(pk=held.pk), by=officer, because=WithdrawnBecause.MISTAKE, at=gone_at)

    def known(moment: datetime) -> bool:
        return RoleHeld.objects.known_at(moment).filter(pk=held.pk).exists()

    assert not known(datetime(2012, 12, 31, tzinfo=UTC))
    assert known(held.recorded_at)
    assert known(datetime(2030, 1, 1, 11, 59, 59, 999999, tzinfo=UTC))
    assert not known(gone_at)
    assert not RoleHeld.objects.current().filter(pk=held.pk).exists()


@pytest.mark.parametrize(
    ("machine_day", "partition"),
    [
        (date(2026, 11, 30), "audit_event_2026_11"),
        (date(2026, 12, 1), "audit_event_2026_12"),
        (date(2028, 12, 31), "audit_event_2028_12"),
        (date(2040, 1, 1), "audit_event_default"),
        (date(2016, 4, 6), "audit_event_default"),
    ],
)
def test_an_event_goes_to_the_partition_of_its_month(time_machine, machine_day: date, partition: str) -> None:
    time_machine.move_to(datetime(machine_day.year, machine_day.month, machine_day.day, 23, 30, tzinfo=UTC))
    record(Verb.CASE_VIEWED, subject_type="case", subject_id=4711)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_event WHERE subject_id = 4711")
        assert cursor.fetchall() == [(partition,)]


def test_many_events_are_one_statement(django_assert_num_queries) -> None:
    officer = person()
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    events = [Event(Verb.ROW_IMPORTED, "row", number, actor_id=officer.pk, at=at) for number in range(500)]
    with django_assert_num_queries(1):
        assert record_many(events) == 500
    assert AuditEvent.objects.filter(verb=Verb.ROW_IMPORTED, actor_id=officer.pk).count() == 500


def test_an_event_keeps_the_digest_of_its_row() -> None:
    officer = person("jfit_officer")
    held = RoleHeld.objects.get(officer=officer)
    event = AuditEvent.objects.get(verb=Verb.ROLE_GIVEN, subject_id=officer.pk)
    assert event.row_digest == digest_of(held)
    held.role = "jfit_manager"
    assert event.row_digest != digest_of(held)


def test_a_verb_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="became_invisible"):
        record("became_invisible", subject_type="case", subject_id=1)  # type: ignore[arg-type]
