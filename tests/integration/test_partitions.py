"""The audit's coming months are made ahead by every migrate."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from audit import partitions
from audit.choices import Verb
from audit.record import record
from tests import databases
from tests.databases import Database


def test_every_migrate_makes_the_coming_months(committing_db: Database, time_machine) -> None:
    time_machine.move_to(datetime(2028, 6, 15, tzinfo=UTC))
    with databases.joined(committing_db, owner=True):
        made = partitions.ensure(connection)
        assert (made[0], made[-1]) == ("audit_event_2029_01", "audit_event_2030_06")
        assert partitions.ensure(connection) == []
    with committing_db.as_owner() as owner, pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute("TRUNCATE audit_event_2030_06")


def test_a_month_whose_events_lie_in_the_default_partition_stays_there(
    committing_db: Database, time_machine
) -> None:
    time_machine.move_to(datetime(2029, 2, 15, tzinfo=UTC))
    record(Verb.CASE_VIEWED, subject_type="case", subject_id=1)
    with databases.joined(committing_db, owner=True):
        made = partitions.ensure(connection)
    assert made[0] == "audit_event_2029_03"
