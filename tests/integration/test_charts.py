"""Every number that a chart draws is the number in its table and the length of the list that it opens."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.test import Client

from accounts.choices import Role
from audit.models import AuditEvent
from cases.choices import PolicyKey
from cases.querysets import SEES_ALL_CASES
from cases.services.policies import Decision, decide_policy
from oversight.changes import changes_between
from oversight.charts import restated, scopes
from oversight.charts.base import Chart
from oversight.charts.register import CHARTS
from oversight.choices import ChangedTeam, StaffingKind
from oversight.drawing import Words
from oversight.errors import OversightRefused
from oversight.figures import LAPSES, LEGACY_TO_FINISH, QUEUES, REQUESTS, answer
from oversight.lives import lives_of
from oversight.models import StaffingChange
from oversight.reader import cases_known
from oversight.restating import MovedRow
from oversight.selectors import Days
from oversight.services.staffing import Changed, record_change, withdraw_change
from tests import casework
from tests.casework import at
from tests.people import person, signed_in

TODAY = date(2016, 4, 6)
DAYS = Days(date(2016, 3, 31), TODAY)
QUERY = "as_at=2016-03-31&known_at=2016-04-06"


def drawn_links(chart: Chart) -> list[tuple[int, str]]:
    """The numbers of the drawing that open a list."""
    shapes = chart.drawing.shapes if chart.drawing else ()
    words = [shape for shape in shapes if isinstance(shape, Words) and shape.href]
    return [(int(word.text.replace(",", "")), word.href) for word in words]


def linked_cells(chart: Chart) -> list[tuple[int, str]]:
    """The numbers of the table that open a list."""
    lines = [*chart.lines, *([chart.total] if chart.total else [])]
    return [(int(cell.value), cell.href) for line in lines for cell in line.cells if cell.href]


def length_of(client: Client, href: str) -> int:
    """How many the list at an address counts, in the unit of its figure, every row of it on its pages."""
    context = client.get(href).context
    assert context["table"].paginator.count == len(context["part"].rows)
    return context["part"].number


@pytest.mark.parametrize(
    ("slug", "most", "expected"),
    [
        ("lapses", 3, "lapsed since 2 October 2015"),
        ("days-left", 2, "in work in all"),
        ("requests", 3, "days"),
    ],
)
def test_chart_table_and_list_say_the_same_of_the_caseload(caseload, client, slug, most, expected):
    signed_in(casework.officer(Role.SENIOR_MANAGER), client)
    chart = client.get(f"/figures/charts/{slug}/?{QUERY}").context["chart"]
    cells = dict((href, number) for number, href in linked_cells(chart))
    drawn = drawn_links(chart)
    assert drawn and all(cells[href] == number for number, href in drawn)
    assert any(expected in beside.text for beside in chart.beside)
    # The least of them, some with another filter: a long list takes long to open.
    for number, href in sorted(linked_cells(chart), key=lambda cell: (-bool(cell[0]), cell[0]))[:most]:
        assert length_of(client, href) == number


def test_the_charts_of_the_caseload_are_those_of_the_published_figures(caseload):
    officer = casework.officer(Role.SENIOR_MANAGER)
    lapses = CHARTS["lapses"].draw(DAYS, officer, TODAY)
    assert lapses.total and [cell.value for cell in lapses.total.cells][-2] == lapses.beside[0].count
    assert lapses.beside[-1].count == 813
    whole = Days(date(2015, 10, 31), TODAY)
    assert CHARTS["lapses"].draw(whole, officer, TODAY).beside[-1].count == 453


def test_what_a_chart_does_not_read_could_not_have_been_counted(caseload):
    """The scopes, against one pass over every case."""
    days, officer = Days(date(2015, 12, 1), TODAY), casework.officer(Role.SENIOR_MANAGER)
    first = days.as_at - timedelta(days=168)
    whole = list(lives_of(cases_known(TODAY), TODAY))
    among = {
        QUEUES: scopes.with_a_team(days, first, days.as_at),
        REQUESTS: scopes.asked_of_others(days),
        LAPSES: set(scopes.may_have_lapsed(days, TODAY).values_list("pk", flat=True)),
        LEGACY_TO_FINISH: set(
            scopes.legacy_unfinished(days, days.as_at, officer, TODAY).values_list("pk", flat=True)
        ),
    }
    found = answer(among, whole, days.as_at)
    for figure, ids in among.items():
        counted = {row.case_id for row in found[figure.slug].rows}
        assert counted and counted <= ids, figure.slug
        assert len(ids) < len(whole) * 0.7, figure.slug
    then = {row.case_id for row in answer([QUEUES], whole, first)["queues"].rows}
    assert then <= among[QUEUES]
    assert scopes.may_have_lapsed(Days(days.as_at, TODAY - timedelta(days=1)), TODAY) is None


def test_charts_need_no_more_than_eight_queries(caseload, client, django_assert_max_num_queries):
    signed_in(casework.officer(Role.SENIOR_MANAGER), client)
    client.get("/accounts/you/")
    for slug in CHARTS:
        with django_assert_max_num_queries(8):
            assert client.get(f"/figures/charts/{slug}/?{QUERY}").status_code == 200


# On small casework --------------------------------------------------------------------------------------


@pytest.fixture
def manager(db, client):
    """A manager of JFIT, signed in."""
    officer = person(Role.JFIT_MANAGER, name="Kim Stanbury")
    signed_in(officer, client)
    return officer


def said(response) -> str:
    """The main part of a page without its tags."""
    body = response.content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body[body.index("<main") :])))


def test_with_nothing_recorded_every_chart_says_so_in_words(manager, client):
    for slug in CHARTS:
        response = client.get(f"/figures/charts/{slug}/")
        assert response.status_code == 200
        assert response.context["chart"].empty in said(response)
        assert "<rect fill" not in response.content.decode()
    assert "Nothing is restated" in said(client.get("/figures/charts/restated/"))
    assert client.get("/figures/charts/nothing/").status_code == 404


def test_charts_are_reached_from_home_and_from_figures_by_pressing(manager, client):
    for page in ("/", "/figures/"):
        assert re.search(r'href="/figures/charts/[^"]*"[^>]*>Charts<', client.get(page).content.decode()), (
            page
        )
    links = re.findall(r'href="(/figures/charts/[a-z-]+/)', client.get("/figures/charts/").content.decode())
    assert set(links) == {f"/figures/charts/{slug}/" for slug in (*CHARTS, "restated", "staffing")}


@pytest.mark.parametrize("role", sorted(set(Role.values) - SEES_ALL_CASES))
def test_who_may_not_see_all_cases_sees_no_chart(db, client, role):
    signed_in(casework.officer(role), client)
    for slug in ("", "lapses/", "restated/", "staffing/"):
        assert client.get(f"/figures/charts/{slug}").status_code == 403


def test_a_case_of_jfit_near_its_day_is_drawn_and_opens_its_list(manager, client):
    day = date(2016, 4, 6)
    with at(day):
        made = casework.case(by=manager, taken_on=day - timedelta(days=160))
        chart = client.get("/figures/charts/days-left/").context["chart"]
        (number, href) = next(each for each in drawn_links(chart) if each[0])
        assert (number, length_of(client, href)) == (1, 1)
        assert made.ref in client.get(href).content.decode()
        assert "left=15-28" in href or "left=29-56" in href or "left=0-14" in href
        rest = [length_of(client, href) for number, href in drawn_links(chart) if not number]
        assert rest == [0, 0, 0]


def test_a_hand_over_and_what_is_past_its_cover_open_their_lists(manager, client):
    day = date(2016, 4, 6)
    sofs = person(Role.SOFS_OFFICER)
    with at(day - timedelta(days=20)):
        ours = casework.case(by=sofs, taken_on=day - timedelta(days=160))
        casework.step(ours, "refer", sofs, on=day - timedelta(days=20))
    with at(day):
        lapsed = casework.case(by=sofs, taken_on=day - timedelta(days=400))
        handed = client.get("/figures/charts/hand-overs/").context["chart"]
        (number, href) = next(each for each in linked_cells(handed) if each[0])
        assert (number, length_of(client, href)) == (1, 1) and "hand_over=jfit" in href
        assert handed.lines[0].cells[3].value == str(ends_in(ours, day - timedelta(days=20)))
        assert len(handed.drawing.shapes) > 10
        deletion = client.get("/figures/charts/deletion/").context["chart"]
        items = lapsed.material.count()
        assert [line.cells[0].value for line in deletion.lines] == [items, 0, 0, 0]
        assert deletion.lines[0].cells[1].value == items
        for number, href in linked_cells(deletion):
            assert length_of(client, href) == number


def ends_in(case, day: date) -> int:
    """How many days after ``day`` the earliest last lawful day of a case is."""
    ends = case.material.exclude(last_lawful_day=None).values_list("last_lawful_day", flat=True)
    return (min(ends) - day).days


def test_a_chart_is_taken_out_as_its_table_and_that_is_audited(manager, client):
    day = date(2016, 4, 6)
    with at(day):
        casework.case(by=manager, taken_on=day - timedelta(days=160))
        answered = client.get("/figures/charts/flow/?export=csv")
        rows = list(csv.reader(StringIO(answered.content.decode("utf-8-sig"))))
        chart = client.get("/figures/charts/flow/").context["chart"]
    assert rows[0] == list(chart.heads)
    assert rows[13][0] == "6 April 2016" and rows[13][5] == "1"
    assert ["Rows", "13"] in rows and any(row[:1] == ["SHA-256 of the rows"] for row in rows)
    event = AuditEvent.objects.filter(verb="exported").latest("pk")
    assert event.payload["of"] == {"chart": "flow"} and event.payload["rows"] == 13


# Changes of policy and staffing -------------------------------------------------------------------------


def a_change(**other) -> Changed:
    about = {
        "team": ChangedTeam.JFIT,
        "kind": StaffingKind.SECONDED,
        "changed_on": date(2016, 2, 1),
        "people": 3,
        "note": "From the regions",
    }
    return Changed(**about | other)


def test_a_manager_records_a_secondment_and_every_trend_shows_it_from_its_day(manager, client):
    with at(TODAY):
        casework.case(by=manager, taken_on=TODAY - timedelta(days=160))
        posted = {"do": "record", "record-team": "jfit", "record-kind": "seconded", "record-people": "3"}
        posted |= {"record-note": "From the regions", "record-changed_on_day": "1"}
        posted |= {"record-changed_on_month": "2", "record-changed_on_year": "2016"}
        page = said(client.post("/figures/charts/staffing/", posted, follow=True))
        assert "Every trend shows it" in page and "JFIT, secondment: 3 more people" in page
        text = said(client.get("/figures/charts/flow/"))
        words = "1 February 2016: JFIT, secondment: 3 more people. From the regions"
        assert f"B {words}" in text and "A 15 December 2015: Inspectors sign off" in text
        chart = client.get("/figures/charts/flow/").context["chart"]
        lines = [line for line in chart.lines if "secondment" in str(line.cells[-1].value)]
        assert [line.head for line in lines] == ["10 February 2016"]
        event = AuditEvent.objects.get(verb="staffing_changed")
        assert event.actor_id == manager.pk and event.payload["people"] == 3
        client.post(
            "/figures/charts/staffing/",
            {"do": "withdraw", "withdraw-change": StaffingChange.objects.get().pk},
        )
        assert "secondment" not in said(client.get("/figures/charts/flow/"))


def test_changes_are_shown_as_they_were_known_on_the_day_of_knowledge(manager):
    with at(date(2016, 2, 10)):
        change = record_change(a_change(), by=manager)
    with at(date(2016, 3, 1)):
        withdraw_change(change.pk, by=manager)
        boss = person(Role.SENIOR_MANAGER)
        decided = Decision(value=10, from_on=date(2016, 3, 2), reason="Too slow.")
        decide_policy(PolicyKey.SOFS_DAYS, decided, by=boss, seen=0)

    def known(day):
        return [each.text for each in changes_between(date(2016, 1, 1), Days(date(2016, 3, 31), day))]

    assert known(date(2016, 2, 9)) == []
    assert known(date(2016, 2, 29)) == ["JFIT, secondment: 3 more people. From the regions"]
    assert len(known(date(2016, 3, 1))) == 1 and "10 days" in known(date(2016, 3, 1))[0]


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"changed_on": date(2016, 4, 7)}, "has not come yet"),
        ({"people": -3}, "people must be 1 or more"),
        ({"kind": StaffingKind.LEFT, "people": 2}, "people must be -1 or fewer"),
        ({"people": 501}, "from -500 to 500"),
        ({"team": "nobody"}, "Choose the team"),
        ({"note": " "}, "Enter what changed"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_the_reason(manager, other, refusal):
    with at(TODAY), pytest.raises(OversightRefused, match=re.escape(refusal)):
        record_change(a_change(**other), by=manager)
    assert not StaffingChange.objects.exists()


def test_only_managers_record_and_withdraw_changes(manager, client):
    with at(TODAY):
        change = record_change(a_change(), by=manager)
        reader = person(Role.COMMISSIONER)
        for act in (
            lambda: record_change(a_change(), by=reader),
            lambda: withdraw_change(change.pk, by=reader),
        ):
            with pytest.raises(OversightRefused, match="A manager"):
                act()
        signed_in(reader, client)
        page = client.get("/figures/charts/staffing/").content.decode()
        assert "From the regions" in page and 'value="record"' not in page


# Restatements -------------------------------------------------------------------------------------------


def test_each_reason_moves_the_number_by_the_individuals_whom_its_cases_add_or_take():
    then = {1: [(1, (11,))], 2: [(2, (12,))]}
    now = {1: [(1, (11,))], 3: [(3, (13,))], 4: [(1, (14,))]}
    because = {3: "fact", 4: "fact", 2: "law"}
    assert restated.deltas("individuals", then, now, because) == {"fact": 1, "law": -1, "definition": 0}
    assert restated.deltas("cases", then, now, because) == {"fact": 2, "law": -1, "definition": 0}
    assert restated.deltas("items", then, now, because) == {"fact": 2, "law": -1, "definition": 0}


def test_a_waterfall_between_two_days_of_knowledge_ends_in_what_is_known_now(manager):
    with at(date(2016, 2, 1)):
        casework.case(by=manager, taken_on=date(2015, 1, 5))
    days = [Days(date(2015, 6, 1), known) for known in (date(2016, 1, 31), date(2016, 2, 1))]
    then, now = (
        answer([QUEUES], lives_of(cases_known(each.known_at), each.known_at), each.as_at)["queues"]
        for each in days
    )
    (row,) = now.rows
    moved = [MovedRow(row.case_id, row.ref, "added", "fact", "the case was not on record")]
    chart = restated.of_answers(then, now, moved, (days[0], days[1]))
    assert [line.cells[0].value for line in chart.lines] == [0, "+1", 1]
