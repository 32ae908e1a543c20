"""A backup is restored, and brings back nothing that was destroyed or erased after it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.choices import Role
from audit import sealing
from audit.choices import Verb
from audit.models import AuditEvent
from cases.models import ErasableIdentity, Material
from cases.services.facts import record_conviction
from retention.choices_deletion import HoldKind
from retention.errors import BackupRefused
from retention.models import DeletionHold, Erasure
from retention.services import deletion_steps as steps
from retention.services import journal
from retention.services.backups import backup, restore
from retention.services.erasing import erase
from tests import databases, deletions
from tests.casework import at, case, officer
from tests.integration.test_erasure import DAY, NAME, REVIEW, gone, identified


@pytest.fixture(autouse=True)
def _journal(settings, tmp_path):
    settings.JOURNAL = str(tmp_path / "journal.jsonl")


@pytest.fixture
def empty_database(servers):
    name = f"nsd_test_{uuid4().hex[:12]}"
    databases._as_owner("CREATE DATABASE {} TEMPLATE template0", name)
    yield databases.Database(name)
    databases.drop(databases.Database(name))


def _as_owner(database):
    return databases.joined(database, owner=True)


def test_the_restored_resurrects_nothing_loses_no_bar_and_its_audit_adds_up(
    committing_db, empty_database, tmp_path, capsys
):
    file = tmp_path / "night.backup"
    with at(date(2015, 10, 7)):
        who = deletions.people()
        manager = officer(Role.SOFS_MANAGER)
        to_erase, to_destroy, to_save = (identified(who.asks, pnc=f"80/00000{n}A") for n in (1, 2, 3))
    first = gone(who, to_erase)
    with at(DAY):
        second, third = (
            deletions.suspended(who.asks, subject=subject)[0] for subject in (to_destroy, to_save)
        )
        sealing.seal()
        with _as_owner(committing_db):
            about = backup(file)
    assert about["bytes"] > 10_000 and json.loads((tmp_path / "night.backup.json").read_text()) == about

    # What happens after the backup: one is destroyed, one erased, for one a conviction comes, one is held up.
    with at(DAY + timedelta(days=1)):
        deletions.destroyed(second, who)
        second.refresh_from_db()
        steps.verify(second.pk, by=who.verifies)
        record_conviction(to_save, on=DAY, by=who.asks)
    with at(REVIEW):
        erase(to_erase.pk, by=manager)
        journal.keep()

    with at(REVIEW + timedelta(days=1)), _as_owner(empty_database):
        told = restore(file).told
        assert told["destroyed again"] == 1 and told["erased again"] == 1
        assert told["held up until somebody has looked"] == 1
        assert Material.objects.get(pk=second.material_id).deleted_on == DAY + timedelta(days=1)
        assert not ErasableIdentity.objects.filter(subject=to_erase, surname=NAME).exists()
        assert ErasableIdentity.objects.filter(surname=NAME).count() == 2
        assert Erasure.objects.get().person_id == to_erase.pk
        hold = DeletionHold.objects.current().get()
        assert hold.material_id == third.material_id and hold.kind == HoldKind.ADVISORY
        assert "conviction" in hold.reason.text
        assert AuditEvent.objects.filter(verb=Verb.RESTORED, subject_type="backup").count() == 1
        call_command("verify_audit")
    with at(REVIEW + timedelta(days=1)), databases.joined(empty_database):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone()[0] == "nsd_app"
        assert first.case.ref and case(by=who.asks, taken_on=REVIEW).pk
    capsys.readouterr()


def test_what_cannot_be_restored_is_said_and_nothing_is_changed(committing_db, empty_database, tmp_path):
    file = tmp_path / "one.backup"
    with _as_owner(committing_db):
        backup(file)
        with pytest.raises(BackupRefused, match="exists already"):
            backup(file)
        with pytest.raises(BackupRefused, match="is not empty"):
            restore(file)
        with pytest.raises(CommandError, match="There is no file"):
            call_command("restore", str(tmp_path / "none"))
        call_command("restore", str(file), "--drill")
    with committing_db.as_owner() as all_:
        left = all_.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'nsd_drill_%'").fetchone()
        assert left == (0,)
    with _as_owner(empty_database):
        other = tmp_path / "other"
        other.write_text("not a backup")
        with pytest.raises(BackupRefused, match="is no backup"):
            restore(other)
        beside = tmp_path / "one.backup.json"
        about = json.loads(beside.read_text())
        beside.write_text(json.dumps(about | {"migrations": {"cases": ["9999_of_next_year"]}}))
        with pytest.raises(BackupRefused, match="later version"):
            restore(file)
        beside.write_text(json.dumps(about))
        whole = file.read_bytes()
        file.write_bytes(whole[:-50] + b"x" * 50)
        with pytest.raises(BackupRefused, match="damaged or changed"):
            restore(file)
        assert connection.introspection.table_names() == []
