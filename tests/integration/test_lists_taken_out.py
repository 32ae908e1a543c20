"""Lists that were read on pages alone are taken out whole: every row, harmless cells, counted and audited."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.sheets import digest_of
from audit.models import AuditEvent
from oversight.models import StaffingChange
from oversight.services.staffing import Changed, record_change
from tests import casework
from tests.casework import at
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2016, 4, 6)


def rows_of(response) -> tuple[list[list[str]], list[list[str]]]:
    """The rows of a file, its head first, and its trailer."""
    assert response.status_code == 200, response.status_code
    lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    end = lines.index([])
    return lines[:end], lines[end + 1 :]


def test_everybody_is_taken_out_though_the_page_shows_fifty(client):
    boss = person(Role.SYSTEM_ADMINISTRATOR)
    signed_in(boss, client)
    for number in range(60):
        person(Role.SOFS_OFFICER, name=f"=SUM({number})")
    page = client.get("/accounts/officers/")
    assert page.context["table"].paginator.num_pages == 2
    lines, trailer = rows_of(client.get("/accounts/officers/?export=csv"))
    assert lines[0][:2] == ["Name", "Username"] and len(lines) - 1 == page.context["table"].paginator.count
    names = [line[0] for line in lines if "SUM" in line[0]]
    assert len(names) == 60 and all(name.startswith("'=SUM") for name in names)
    assert "SOFS officer" in {line[2] for line in lines}
    assert ["Rows", str(len(lines) - 1)] in trailer
    assert ["SHA-256 of the rows", digest_of(lines[1:])] in trailer
    event = AuditEvent.objects.filter(verb="exported").latest("pk")
    assert (event.actor_id, event.payload["rows"]) == (boss.pk, len(lines) - 1)


@pytest.mark.parametrize(
    "address",
    [
        "/figures/", "/figures/measures/", "/figures/ports/", "/figures/idle/", "/figures/sign-offs/",
        "/figures/alarms/", "/figures/charts/days-left/", "/figures/charts/lapses/", "/lapses/suspected/",
        "/oversight/assurances/", "/oversight/actions/", "/policies/", "/figures/charts/staffing/",
    ],
)  # fmt: skip
def test_the_manager_takes_out_each_list_with_its_trailer(client, address):
    signed_in(person(Role.JFIT_MANAGER), client)
    lines, trailer = rows_of(client.get(f"{address}?export=csv"))
    assert len(lines[0]) > 2 and ["Rows", str(len(lines) - 1)] in trailer
    assert [row[0] for row in trailer] == [
        "Rows", "SHA-256 of the rows", "List", "Filtered by", "Taken out", "Marking"
    ]  # fmt: skip


def test_a_workbook_has_days_as_text_and_no_formula(client):
    boss = person(Role.SENIOR_MANAGER)
    signed_in(boss, client)
    with at(TODAY):
        change = Changed(team="jfit", kind="shifts", changed_on=TODAY, people=0, note="=HYPERLINK(1)")
        record_change(change, by=boss)
        answer = client.get("/figures/charts/staffing/?export=xlsx")
    cells = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).active.rows]
    assert cells[1][0] == "2016-04-06" and cells[1][3] == "'=HYPERLINK(1)"
    assert StaffingChange.objects.count() == 1


def test_what_waits_for_a_deletion_step_is_taken_out_by_who_does_it_alone(client):
    with at(TODAY):
        boss = person(Role.SOFS_MANAGER)
        casework.case(by=boss, taken_on=TODAY - timedelta(days=400))
        signed_in(boss, client)
        lines, _ = rows_of(client.get("/deletions/work/ask/?export=csv"))
        assert lines[0][:3] == ["Order", "Case", "Name"]
        signed_in(person(Role.PACK_READER), client)
        assert client.get("/deletions/work/ask/?export=csv").status_code == 403
        assert client.get("/figures/charts/lapses/?export=csv").status_code == 403
