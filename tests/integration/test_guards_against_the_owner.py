"""The owner of the database is refused too: by triggers, which no setting of a session switches off."""

import psycopg
import pytest
from django.db import connection

from accounts.models import RoleHeld
from audit.choices import WithdrawnBecause
from audit.facts import withdraw
from tests.databases import Database
from tests.people import person

AS_OWNER = [
    "UPDATE audit_event SET verb = 'case_moved'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "TRUNCATE audit_event_2026_11",
    "TRUNCATE audit_event_default",
    "UPDATE accounts_roleheld SET role = 'jfit_manager'",
    "UPDATE accounts_roleheld SET withdrawn_at = NULL",
    "DELETE FROM accounts_roleheld",
    "TRUNCATE accounts_roleheld CASCADE",
    "UPDATE demo_day SET day = '2016-01-01'",
    "DELETE FROM audit_seal",
]


def test_even_the_owner_is_refused_by_triggers(committing_db: Database) -> None:
    officer = person("jfit_officer")
    withdraw(RoleHeld.objects.filter(officer=officer), by=officer, because=WithdrawnBecause.MISTAKE)
    connection.close()
    with committing_db.as_owner() as owner:
        owner.execute("INSERT INTO demo_day (day, set_at) VALUES ('2016-04-06', '2026-01-01')")
        owner.execute(
            "INSERT INTO audit_seal (first_id, last_id, missing, late, events, previous, digest, sealed_at) "
            "VALUES (1, 1, '[]', '[]', 1, '', '', '2026-01-01')"
        )
        for statement in AS_OWNER:
            with pytest.raises(psycopg.errors.RestrictViolation):
                owner.execute(statement)
        # The setting by which pgtrigger's own functions are switched off does nothing to ours.
        owner.execute(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname::text)::text, false) FROM pg_trigger"
        )
        with pytest.raises(psycopg.errors.RestrictViolation):
            owner.execute("DELETE FROM accounts_roleheld")
