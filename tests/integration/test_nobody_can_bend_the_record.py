"""Whatever a superuser does to what a told head covers is found; the application may do none of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine as clocks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.choices import Role
from audit import clock, comparing, heads, sealing, stamping
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.heads import HeadsRefused
from audit.models import FactStamp, Seal
from audit.record import record
from audit.verifying import first_broken_link, first_fault, missing_guards
from cases.models import Holding, Taking
from tests import casework, databases
from tests.databases import Database

NEVER = date(2019, 2, 3)


@pytest.fixture
def heads_file(settings, tmp_path: Path) -> Path:
    settings.AUDIT_HEADS = str(tmp_path / "heads" / "audit-heads.jsonl")
    return Path(settings.AUDIT_HEADS)


@pytest.fixture
def sealed(committing_db: Database, heads_file: Path) -> Database:
    """Some people and cases, a withdrawal among their facts, sealed in several links whose heads are told."""
    sofs = casework.officer(Role.SOFS_OFFICER)
    for _ in range(3):
        made = casework.case(by=sofs)
        record(Verb.CASE_VIEWED, subject_type="case", subject_id=made.pk)
        sealing.seal()
    withdraw(Taking.objects.filter(material__case=made), by=sofs, because=WithdrawnBecause.MISTAKE)
    sealing.seal()
    assert first_fault() is None
    return committing_db


def _rows(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _do(statement: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _another(value: Any, chance: Random) -> Any:
    """Another value of the kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.randint(1000, 2000)
    if isinstance(value, str):
        # What was a document or a list stays one.
        return {"{": '{"bent": 1}', "[": "[[1, 1]]"}.get(value[:1]) or f"x{value}"[:10]
    return value + timedelta(days=chance.randint(1, 900))


def _change_a_column(table: str, chance: Random, among: tuple[str, ...] | None = None) -> str:
    """Change one value of one row, as a superuser may who has switched the triggers off."""
    row = chance.choice(_rows(table))
    names = [
        name
        for name, value in sorted(row.items())
        if isinstance(value, int | str | date) and name != "id" and (among is None or name in among)
    ]
    name = chance.choice(names)
    value = _another(row[name], chance)
    _do(f'UPDATE "{table}" SET "{name}" = %s WHERE id = %s', [value, row["id"]])
    return f"{table}.{name} of row {row['id']} became {value!r}"


def _delete_a_row(table: str, chance: Random) -> str:
    row = chance.choice(_rows(table))
    _do(f'DELETE FROM "{table}" WHERE id = %s', [row["id"]])
    return f"row {row['id']} of {table} deleted"


def _put_a_row(table: str, chance: Random) -> str:
    row = chance.choice(_rows(table))
    row["id"] += 100_000 if table != "audit_event" else 0
    if table == "audit_event":
        row["machine_at"] += timedelta(seconds=1)
    elif "reference" in row:
        row["reference"] = f"x{row['reference']}"
    names = ", ".join(f'"{name}"' for name in row)
    values = [json.dumps(value) if isinstance(value, dict | list) else value for value in row.values()]
    _do(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(row))})', values)
    return f"a row was put into {table}"


def _undo_a_withdrawal(chance: Random) -> str:
    _do("UPDATE cases_taking SET withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_because = ''")
    return "withdrawals of takings undone"


def _withdraw_past_the_guards(chance: Random) -> str:
    _do(
        "UPDATE cases_holding SET withdrawn_at = recorded_at, withdrawn_by_id = recorded_by_id, "
        "withdrawn_because = 'mistake' WHERE id = (SELECT min(id) FROM cases_holding)"
    )
    return "a holding withdrawn past the guards"


def _change_a_fact_and_its_stamp(chance: Random) -> str:
    """The clever change: the stamp's digest is made to fit."""
    said = _change_a_column("cases_taking", chance, ("taken_on", "recorded_at"))
    with connection.cursor() as cursor:
        stamping.same_words(cursor)
        cursor.execute(
            "UPDATE audit_fact_stamp AS stamp SET digests = (SELECT array_agg("
            f"{stamping.digest_sql('s.left_out')} ORDER BY r.id) FROM cases_taking AS r, "
            "(SELECT array_agg(attname::text) AS left_out FROM pg_attribute WHERE attnum > 0 AND "
            "attrelid = 'cases_taking'::regclass AND attname::text <> ALL (shape.columns)) AS s "
            "WHERE r.id = ANY (stamp.ids)) FROM audit_fact_shape AS shape "
            "WHERE shape.id = stamp.shape_id AND shape.\"table\" = 'cases_taking' AND act = 'recorded'"
        )
    assert comparing.first_changed_fact() is None, "or this is no test of the chain"
    return f"{said}, and its stamp with it"


def _recompute_the_chain() -> None:
    """Make every link anew from what is there now, so that the chain alone shows nothing."""
    previous = sealing.START
    for link in Seal.objects.order_by("pk"):
        inside, late = sealing.rows_of(link)
        link.previous, link.events = previous, len(inside) + len(late)
        link.missing = sealing._gaps_between([row["id"] for row in inside], link.first_id)
        link.digest = previous = sealing.digest(link, [*inside, *late])
        _do(
            "UPDATE audit_seal SET previous = %s, events = %s, missing = %s, digest = %s WHERE id = %s",
            [link.previous, link.events, json.dumps(link.missing), link.digest, link.pk],
        )


EVENT = ("verb", "actor_name", "subject_id", "at", "payload", "row_digest", "request_id", "run_id")
FACTS = ("cases_taking", "cases_holding", "accounts_roleheld", "cases_movement")


def _bend(chance: Random) -> str:
    """One random change, of those that the database's constraints let pass."""
    while True:
        try:
            with transaction.atomic():
                return _bend_once(chance)
        except IntegrityError:
            continue


def _bend_once(chance: Random) -> str:
    """A third of the changes have the whole chain recomputed afterwards."""
    table = chance.choice(FACTS)
    said = chance.choice(
        [
            lambda: _change_a_column("audit_event", chance, EVENT),
            lambda: _delete_a_row("audit_event", chance),
            lambda: _put_a_row("audit_event", chance),
            lambda: _change_a_column("audit_seal", chance),
            lambda: _delete_a_row("audit_seal", chance),
            lambda: _change_a_column("audit_fact_stamp", chance),
            lambda: _delete_a_row("audit_fact_stamp", chance),
            lambda: _change_a_column(table, chance, _sealed_columns(table)),
            lambda: _delete_a_row(table, chance),
            lambda: _put_a_row(table, chance),
            lambda: _undo_a_withdrawal(chance),
            lambda: _withdraw_past_the_guards(chance),
            lambda: _change_a_fact_and_its_stamp(chance),
        ]
    )()
    # Recomputing a link whose own columns were changed only puts them right again.
    if not said.startswith("audit_seal.") and chance.random() < 0.34:
        _recompute_the_chain()
        said += "; the chain recomputed"
    return said


def _sealed_columns(table: str) -> tuple[str, ...]:
    return next(one.columns for one in stamping.tables() if one.table == table)


def _undone() -> Iterator[None]:
    with transaction.atomic():
        _do("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("changes", [20, pytest.param(200, marks=pytest.mark.full_size)])
def test_every_change_by_a_superuser_to_what_a_told_head_covers_is_found(
    sealed: Database, changes: int
) -> None:
    chance, unseen = Random(20160422), []
    with databases.joined(sealed, owner=True):
        for _ in range(changes):
            for _ in _undone():
                said = _bend(chance)
                if first_fault() is None:
                    unseen.append(said)
        assert first_fault() is None
    assert unseen == []


def test_a_chain_that_was_wholly_recomputed_is_found_by_the_told_heads_alone(
    sealed: Database, heads_file: Path
) -> None:
    with databases.joined(sealed, owner=True):
        for _ in _undone():
            _change_a_fact_and_its_stamp(Random(1))
            _do("UPDATE audit_event SET actor_name = 'somebody else'")
            _recompute_the_chain()
            assert first_broken_link() is None and comparing.first_changed_fact() is None
            said = first_fault() or ""
    assert said.startswith("Seal 1, told outside on ") and "has another digest in the database" in said
    assert f"(line 1 of {heads_file})" in said


def test_the_first_row_at_fault_is_named(sealed: Database) -> None:
    row = Taking.objects.earliest("pk")
    with databases.joined(sealed, owner=True):
        for _ in _undone():
            _do("UPDATE cases_taking SET taken_on = %s WHERE id = %s", [NEVER, row.pk])
            assert (first_fault() or "").startswith(f"Row {row.pk} of cases_taking is not as it was recorded")
            with pytest.raises(CommandError, match=f"Row {row.pk} of cases_taking"):
                call_command("verify_audit")


REFUSED = (
    *("UPDATE audit_fact_stamp SET act = 'x'", "DELETE FROM audit_fact_stamp", "TRUNCATE audit_fact_stamp"),
    "INSERT INTO audit_fact_stamp (id, at, act, ids, digests, by_role, shape_id) "
    "SELECT id + 99999, at, act, ids, digests, by_role, shape_id FROM audit_fact_stamp LIMIT 1",
    *("UPDATE audit_fact_shape SET columns = '{}'", "DELETE FROM audit_fact_shape"),
    *("UPDATE cases_taking SET taken_on = '2019-02-03'", "DELETE FROM cases_holding"),
    *("UPDATE audit_seal SET digest = ''", "DELETE FROM audit_event", "UPDATE audit_event SET verb = ''"),
    "ALTER TABLE cases_taking DISABLE TRIGGER audit_stamps_recorded",
    "DROP TRIGGER audit_stamps_recorded ON cases_taking",
    "CREATE OR REPLACE FUNCTION audit_stamp_facts() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "SET session_replication_role = replica",
)


def test_the_application_is_refused_every_one_of_them(sealed: Database) -> None:
    for statement in REFUSED:
        with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic():
            _do(statement)
    assert first_fault() is None


def test_a_statement_of_many_rows_is_one_stamp_and_says_who_joined(sealed: Database) -> None:
    by, item = casework.officer(Role.SOFS_OFFICER), Taking.objects.latest("pk").material
    before = FactStamp.objects.count()
    Holding.objects.bulk_create(
        Holding(material=item, place="ct_fingerprints", reference=f"R{n}", **stamp(by)) for n in range(300)
    )
    told = FactStamp.objects.latest("pk")
    assert FactStamp.objects.count() == before + 1
    assert (len(told.ids), told.act, told.by_role) == (300, "recorded", "nsd_app")
    sealing.seal()
    assert first_fault() is None


def test_guards_that_stamp_are_missed_where_they_are_off(sealed: Database) -> None:
    with sealed.as_owner() as owner:
        owner.execute("DROP TRIGGER audit_stamps_withdrawn ON cases_taking")
    assert list(missing_guards()) == ["No trigger stamps what is recorded in cases_taking."]
    with databases.joined(sealed, owner=True):
        assert stamping.ensure(connection) == ["cases_taking"], "migrate puts it back"
    assert list(missing_guards()) == [] and first_fault() is None


def test_a_table_that_changes_is_stamped_by_its_new_columns_and_stays_proved(sealed: Database) -> None:
    with databases.joined(sealed, owner=True), transaction.atomic():
        _do("ALTER TABLE cases_taking ADD COLUMN later integer")
        assert first_fault() is None, "a column that came later is no part of what was sealed"
        _do("SET LOCAL session_replication_role = replica")
        # As on a database of an earlier version: no stamp, no shape, and rows that are there already.
        _do(
            "DELETE FROM audit_fact_stamp USING audit_fact_shape AS s WHERE s.id = shape_id "
            "AND s.\"table\" = 'cases_taking'"
        )
        _do("DELETE FROM audit_fact_shape WHERE \"table\" = 'cases_taking'")
        assert "was never recorded: it was put there" in (comparing.first_changed_fact() or "")
        assert stamping.ensure(connection) == ["cases_taking"]
        assert comparing.first_changed_fact() is None
        _do("UPDATE cases_taking SET taken_on = %s", [NEVER])
        assert "is not as it was recorded" in (comparing.first_changed_fact() or "")
        transaction.set_rollback(True)


def test_each_head_is_told_once_and_a_line_that_was_cut_off_is_told_again(
    sealed: Database, heads_file: Path
) -> None:
    told = [json.loads(line) for line in heads_file.read_text().splitlines()]
    assert [line["seal"] for line in told] == list(Seal.objects.order_by("pk").values_list("pk", flat=True))
    assert told[-1]["digest"] == sealing.head() and set(told[0]) == {"seal", "digest", "last_id", "sealed_at"}
    whole = heads_file.read_bytes()
    heads_file.write_bytes(whole[:-40])
    assert first_fault() is None, "the head that was being written is not missed"
    heads.export()
    assert heads_file.read_bytes().startswith(whole[:-40]) and first_fault() is None


def test_a_damaged_shortened_or_missing_file_of_heads_is_told_with_what_to_do(
    sealed: Database, heads_file: Path
) -> None:
    lines = heads_file.read_text().splitlines(keepends=True)
    heads_file.write_text("".join([lines[0], "not JSON\n", *lines[2:]]))
    assert f"Line 2 of {heads_file} is damaged. Put its last copy back" in (first_fault() or "")
    heads_file.write_text("".join([lines[0], *lines[2:]]))
    assert "lacks 1 heads of the chain before its last line" in (first_fault() or "")
    heads_file.unlink()
    with clocks.travel(clock.machine_moment() + timedelta(days=2)):
        assert "is missing. Put its last copy back" in (first_fault() or "")
        record(Verb.CASE_VIEWED, subject_type="case", subject_id=1)
        with pytest.raises(HeadsRefused, match="see the runbook"):
            sealing.seal()
        assert not heads_file.exists(), "nobody begins a new file unasked"
        call_command("seal_audit", "--begin-heads", verbosity=0)
        assert first_fault() is None


def test_after_a_restore_the_heads_of_what_was_lost_are_no_fault(sealed: Database, heads_file: Path) -> None:
    first = Seal.objects.earliest("pk")
    with databases.joined(sealed, owner=True):
        for _ in _undone():
            _do("DELETE FROM audit_seal WHERE id > %s", [first.pk])
            _do("DELETE FROM audit_event WHERE id > %s", [first.last_id])
            assert "is not in the database" in (heads.first_that_differs() or "")
            heads.restored()
            assert heads.first_that_differs() is None
