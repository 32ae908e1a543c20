"""Those who answer for the work and those who oversee it read who did and looked at what."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from audit import clock, heads, sealing
from audit.choices import Verb
from audit.models import AuditEvent
from audit.record import record
from oversight.permissions import SEES_AUDIT
from tests import casework
from tests.people import signed_in

pytestmark = pytest.mark.django_db
URL = "/oversight/audit/"


@pytest.fixture
def reader() -> Client:
    return signed_in(casework.officer(Role.COMMISSIONER, name="The Commissioner"))


def told(client: Client, query: str = "") -> list[dict[str, str]]:
    """The list as it is taken out: what the page shows, line by line."""
    text = client.get(f"{URL}?export=csv{query}").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    head = next(n for n, row in enumerate(rows) if row[:2] == ["When", "Who"])
    width = len(rows[head])
    lines = [row for row in rows[head + 1 :] if len(row) == width and row[2] not in ("", "None")]
    return [dict(zip(rows[head], row, strict=True)) for row in lines]


def test_who_looked_at_a_case_is_found_by_its_reference(reader: Client, sofs, jfit) -> None:
    one, other = casework.case(by=sofs), casework.case(by=sofs)
    signed_in(jfit).get(reverse("desk:case", args=[one.pk]))
    found = told(reader, f"&case={one.ref.lower()}&verb=case_viewed")
    assert [(row["Who"], row["What"], row["About"]) for row in found] == [("Jo Fit", "Case viewed", one.ref)]
    assert told(reader, f"&case={other.ref}&verb=case_viewed") == []
    page = reader.get(f"{URL}?case={one.ref}").content.decode()
    assert f'href="{reverse("desk:case", args=[one.pk])}"' in page and other.ref not in page


def test_what_belongs_to_a_case_is_among_its_events(reader: Client, sofs) -> None:
    made = casework.case(by=sofs)
    record(Verb.REQUEST_SENT, subject_type="request", subject_id=7, payload={"case": made.pk, "to": "ctu"})
    record(Verb.REQUEST_SENT, subject_type="request", subject_id=8, payload={"case": made.pk + 1})
    (found,) = told(reader, f"&case={made.ref}&verb=request_sent")
    assert found["About"].startswith(made.ref) and "request 7" in found["About"]
    assert "to: ctu" in found["Details"]


def test_all_that_one_person_did_is_one_press_away(reader: Client, sofs, jfit) -> None:
    made = casework.case(by=sofs)
    signed_in(jfit).get(reverse("desk:case", args=[made.pk]))
    assert f'href="?person={jfit.pk}"' in reader.get(URL).content.decode()
    assert {row["Who"] for row in told(reader, f"&person={jfit.pk}&days=7")} == {"Jo Fit"}
    assert {row["Who"] for row in told(reader, "&who=jo fi")} == {"Jo Fit"}


def test_before_anything_is_chosen_the_last_seven_days_are_shown_and_said(reader: Client) -> None:
    now = clock.machine_moment()
    for days in (3, 8):
        at = now - timedelta(days=days)
        record(Verb.EXPORTED, subject_type="list", subject_id=days, at=at)
    shown = [row["About"] for row in told(reader) if row["What"] == "Exported"]
    assert "list 3" in shown and "list 8" not in shown
    page = reader.get(URL).content.decode()
    assert "When: The last 7 days" in page and 'href="?days="' in page
    assert "list 8" in [row["About"] for row in told(reader, "&days=") if row["What"] == "Exported"]


def test_no_case_of_a_reference_shows_nothing_and_a_wrong_choice_is_said(reader: Client) -> None:
    assert told(reader, "&case=NO/SUCH") == []
    assert "Nothing fits these filters" in reader.get(f"{URL}?case=NO/SUCH").content.decode()
    assert reader.get(f"{URL}?person={2**70}&verb=nothing&days=9999999").status_code == 200


def test_how_far_it_is_sealed_and_told_outside_is_shown(
    reader: Client, settings, tmp_path: Path, sofs
) -> None:
    page = reader.get(URL).content.decode()
    assert "Nothing is sealed yet" in page and "no file is named for them" in page
    assert {row["Sealed"] for row in told(reader)} == {"Not yet"}
    settings.AUDIT_HEADS = str(tmp_path / "heads.jsonl")
    before = AuditEvent.objects.latest("pk").pk
    sealing.seal()
    record(Verb.EXPORTED, subject_type="list", subject_id=1)
    page = reader.get(URL).content.decode()
    last = heads.last_told()
    assert last and f"seal {last.seal}" in page and "Last sealed" in page
    standing = sealing.standing(AuditEvent.objects.all())
    assert standing.last_id >= before and standing.unsealed >= 1
    assert standing.found == AuditEvent.objects.count()
    rows = told(reader)
    assert rows[-1]["Sealed"] == "Yes" and rows[0]["Sealed"] == "Not yet"


def test_reading_the_audit_is_in_the_audit(reader: Client) -> None:
    reader.get(f"{URL}?verb=exported")
    last = AuditEvent.objects.latest("pk")
    assert (last.verb, last.actor_name) == ("audit_viewed", "The Commissioner")
    assert json.dumps(last.payload) == '{"verb": "exported"}'


@pytest.mark.parametrize("role", sorted(Role.values))
def test_who_may_read_it_comes_to_it_from_the_commissioners_desk(role: str) -> None:
    client = signed_in(casework.officer(role))
    assert client.get(URL).status_code == (200 if role in SEES_AUDIT else 403)
    desk = client.get("/oversight/")
    assert (f'href="{URL}"' in desk.content.decode()) == (role in SEES_AUDIT)


def test_a_page_of_the_audit_needs_few_queries_however_much_there_is(
    reader: Client, sofs, django_assert_max_num_queries
) -> None:
    made = casework.case(by=sofs)
    for number in range(120):
        record(Verb.CASE_VIEWED, subject_type="case", subject_id=made.pk, payload={"n": number})
    with time_machine.travel(clock.machine_moment(), tick=False):
        reader.get(URL)
        with django_assert_max_num_queries(7):
            assert reader.get(f"{URL}?days=7").status_code == 200
