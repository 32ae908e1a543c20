"""What the database refuses even to its owner."""

import psycopg
import pytest

from accounts.choices import Role
from cases.models import Taking
from tests import casework


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE cases_taking SET taken_on = '2030-01-01' WHERE id = %(taking)s", "a fact is never edited"),
        ("DELETE FROM cases_taking WHERE id = %(taking)s", "withdrawn, never deleted"),
        ("TRUNCATE cases_taking CASCADE", "never changed"),
        ("UPDATE cases_case SET state = 'stop_confirmed' WHERE id = %(case)s", "no step of the workflow"),
        (
            "SET pgtrigger.ignore = '{pgtrigger_only_declared_edges_52c69}';"
            "UPDATE cases_case SET state = 'closed_or_so' WHERE id = %(case)s",
            "no step of the workflow",
        ),
    ],
)
def test_not_even_the_owner_can(committing_db, change, why):
    case = casework.case(by=casework.officer(Role.SOFS_OFFICER))
    ids = {"case": case.pk, "taking": Taking.objects.filter(material__case=case).first().pk}
    with committing_db.as_owner() as owner, pytest.raises(psycopg.errors.RestrictViolation, match=why):
        psycopg.ClientCursor(owner).execute(change, ids)
