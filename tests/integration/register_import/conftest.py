"""A stopped clock on 6 April 2016, a migration officer, and the means to import and to count."""

from datetime import date

import pytest

from accounts.services.officers import create_officer, give_role
from audit import clock
from cases.choices import ImportKind
from cases.services.imports.importing import import_files
from tests.spreadsheets import CASELOAD

TODAY = date(2016, 4, 6)
BAD_ROWS = CASELOAD / "sofs_register_bad_rows.xlsx"


@pytest.fixture(autouse=True)
def on_6_april_2016(db):
    """The day on which the caseload stands."""
    clock.set_demo_day(TODAY)


@pytest.fixture
def by(on_6_april_2016):
    """A migration officer."""
    officer = create_officer("migrator", "M. Igrator")
    give_role(officer, "migration_officer", from_on=date(2013, 1, 1))
    return officer


@pytest.fixture
def load(by):
    """Imports files as history and gives the report."""

    def load(*paths, **options):
        return import_files(ImportKind.REGISTER, paths, by=by, **{"historical": True} | options)

    return load
