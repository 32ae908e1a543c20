"""What the tests of imports look at: the rows of every table, a moment at noon, a case by its reference."""

from datetime import date, datetime

from django.apps import apps

from audit import clock
from cases.models import (
    Case,
)
from tests.spreadsheets import CASELOAD

TODAY = date(2016, 4, 6)
BAD_ROWS = CASELOAD / "sofs_register_bad_rows.xlsx"


def counts():
    """How many rows every table of casework has."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_app_config("cases").get_models()
    }


def noon(day):
    """Noon in London on ``day``."""
    return datetime.combine(day, datetime.min.time().replace(hour=12), clock.LONDON)


def case(ref):
    """The case of that reference."""
    return Case.objects.get(ref=ref)


# The bad rows, one by one
