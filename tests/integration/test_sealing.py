"""The sealed chain: what is sealed cannot be changed unseen, by anybody."""

from datetime import timedelta
from io import StringIO
from threading import Thread

import psycopg
import pytest
import time_machine as clocks
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import clock, sealing
from audit.choices import Verb
from audit.models import AuditEvent, Seal
from audit.record import record
from audit.verifying import first_broken_link, missing_guards
from tests import databases
from tests.databases import Database


def happen(times: int = 1) -> None:
    for number in range(times):
        record(Verb.CASE_VIEWED, subject_type="case", subject_id=number)


def bend(database: Database, statement: str, table: str = "audit_event") -> None:
    """Change something as the owner, with the triggers off, and put them back."""
    with database.as_owner() as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        owner.execute(statement)
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def verify() -> str:
    said = StringIO()
    call_command("verify_audit", stdout=said)
    return said.getvalue()


def test_a_chain_that_nobody_touched_is_ok(committing_db: Database) -> None:
    happen(3)
    assert sealing.seal() == 3
    happen(2)
    assert sealing.seal() == 2
    assert sealing.seal() == 0, "nothing new, no link"
    happen()
    assert verify().startswith("ok: 2 seals, 1 events not yet sealed")
    assert sealing.head() in verify()


CHANGED_EVENTS = [
    "UPDATE audit_event SET actor_name = 'somebody else' WHERE id = 2",
    "UPDATE audit_event SET payload = '{\"case\": 8}' WHERE id = 2",
    "UPDATE audit_event SET at = at - interval '1 microsecond' WHERE id = 2",
    "DELETE FROM audit_event WHERE id = 2",
    "UPDATE audit_event SET id = 99 WHERE id = 2",
]
CHANGED_LINKS = [
    "UPDATE audit_seal SET digest = repeat('a', 64) WHERE first_id = 1",
    "UPDATE audit_seal SET missing = '[[2, 2]]', events = 2 WHERE first_id = 1",
    "DELETE FROM audit_seal WHERE first_id = 1",
    "DELETE FROM audit_seal WHERE first_id = 4",
]


def test_a_change_by_the_owner_to_what_is_sealed_is_found(committing_db: Database) -> None:
    for _ in range(3):
        happen(3)
        sealing.seal()
    found = {}
    with databases.joined(committing_db, owner=True):
        for statement in [*CHANGED_EVENTS, *CHANGED_LINKS]:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(statement)
                found[statement] = first_broken_link()
                transaction.set_rollback(True)
        assert first_broken_link() is None
    assert all(found.values())
    assert all(found[statement].startswith("Seal 1 (events 1 to 3) ") for statement in CHANGED_EVENTS)
    assert "does not follow" in found[CHANGED_LINKS[2]] and "does not follow" in found[CHANGED_LINKS[3]]


def test_an_event_that_commits_late_is_sealed_by_the_next_link(committing_db: Database) -> None:
    with psycopg.connect(committing_db.env["APP_DATABASE_URL"]) as slow:
        happen()
        insert = (
            "INSERT INTO audit_event (at, machine_at, verb, actor_name, subject_type, payload, row_digest,"
            " request_id, run_id) VALUES (%(m)s, %(m)s, 'case_viewed', '', 'case', '{}', '', '', '')"
            " RETURNING id"
        )
        late_id = slow.execute(insert, {"m": clock.machine_moment()}).fetchone()[0]
        happen()
        sealing.seal()
        assert Seal.objects.get().missing == [[late_id, late_id]]
        slow.commit()
    assert sealing.seal() == 1
    assert Seal.objects.order_by("-pk")[0].late == [late_id]
    assert first_broken_link() is None
    bend(committing_db, f"UPDATE audit_event SET verb = 'exported' WHERE id = {late_id}")
    assert "Seal 2" in (first_broken_link() or "")


def test_an_event_put_into_a_closed_gap_is_found(committing_db: Database) -> None:
    happen()
    with pytest.raises(RuntimeError), transaction.atomic():
        happen()
        raise RuntimeError("undone")
    happen()
    sealing.seal()
    assert Seal.objects.get().missing == [[2, 2]]
    with committing_db.as_owner() as owner:
        owner.execute(
            "INSERT INTO audit_event SELECT 2, at, machine_at, verb, actor_id, actor_name, subject_type,"
            " subject_id, payload, row_digest, request_id, run_id FROM audit_event WHERE id = 1"
        )
    with clocks.travel(clock.machine_moment() + timedelta(days=2)):
        assert sealing.seal() == 0
        assert "it was put there" in (first_broken_link() or "")


def test_two_sealers_at_once_make_one_chain(committing_db: Database) -> None:
    happen(50)
    connection.close()

    def work() -> None:
        sealing.seal()
        connection.close()

    sealers = [Thread(target=work) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()
    sealing.seal()
    assert sum(Seal.objects.values_list("events", flat=True)) == AuditEvent.objects.count() == 50
    assert first_broken_link() is None


def test_a_large_backlog_is_sealed_in_links_of_bounded_size(
    committing_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    happen(10)
    assert sealing.seal() == 10
    assert list(Seal.objects.order_by("pk").values_list("events", flat=True)) == [4, 4, 2]
    assert first_broken_link() is None


def test_missing_guards_are_named(committing_db: Database) -> None:
    assert list(missing_guards()) == []
    with committing_db.as_owner() as owner:
        owner.execute("ALTER TABLE audit_event_default DISABLE TRIGGER audit_event_default_never_emptied")
        owner.execute("ALTER TABLE accounts_roleheld DISABLE TRIGGER USER")
        owner.execute("GRANT DELETE ON audit_event TO nsd_app")
    assert list(missing_guards()) == [
        "No trigger refuses UPDATE on accounts_roleheld.",
        "No trigger refuses DELETE on accounts_roleheld.",
        "No trigger refuses TRUNCATE on accounts_roleheld.",
        "No trigger refuses TRUNCATE on audit_event_default.",
        "No trigger stamps what is recorded in accounts_roleheld.",
        "The application's role nsd_app may DELETE on audit_event.",
    ]
    with pytest.raises(CommandError, match="No trigger refuses UPDATE on accounts_roleheld"):
        verify()
