"""What is read a part at a time leaves nothing open when whatever reads it fails midway."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from accounts.choices import Role
from audit.reading import in_parts
from cases.models import Material
from oversight.reader import reading_cases
from tests.casework import at, case, officer

pytestmark = pytest.mark.django_db
DAY = date(2016, 4, 5)


@pytest.fixture(autouse=True)
def two_cases() -> None:
    with at(DAY):
        by = officer(Role.SOFS_OFFICER)
        for _ in range(2):
            case(by=by, taken_on=date(2016, 3, 1))


def left_open() -> int:
    """How many cursors of the server stand half read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%%'")
        return int(cursor.fetchone()[0])


def test_an_error_in_the_midst_of_the_rows_leaves_no_cursor_open() -> None:
    # What was raised is held on to, as a log would, and with it all that was half read.
    with pytest.raises(ZeroDivisionError) as held, in_parts(Material.objects.order_by("pk"), 1) as rows:
        for _ in rows:
            assert left_open() == 1
            1 // 0  # noqa: B018
    assert left_open() == 0, held


def test_an_error_of_what_counts_the_cases_leaves_no_cursor_open() -> None:
    with pytest.raises(ZeroDivisionError) as held, reading_cases(DAY) as cases:
        for known in cases:
            assert known.items and left_open() == 1
            1 // 0  # noqa: B018
    assert left_open() == 0, held


def test_cases_that_nobody_asks_for_any_more_are_left_half_read_by_nobody() -> None:
    with reading_cases(DAY) as cases:
        first = next(cases)
    assert first.ref and left_open() == 0
