"""Causes as people find them, figures compared as known on two days, measures and trend alarms."""

import re
from datetime import date
from html import unescape
from itertools import cycle
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.choices import Role
from cases.models import Case
from cases.querysets import SEES_ALL_CASES
from oversight import figures
from oversight.cause_findings import lapse_of
from oversight.causes import Cause, Causes, Standing
from oversight.choices import PrimaryCause
from oversight.errors import OversightRefused
from oversight.figures import by_cause
from oversight.filters import part_of
from oversight.kpis import KPIS, as_markdown
from oversight.management.commands.kpis import PAGE
from oversight.models import TrendAlarm
from oversight.selectors import Days, answers
from oversight.services import trends
from oversight.services.causes import confirm, dispute
from oversight.spreads import has_times
from tests.architecture.test_every_url import ADDRESSES
from tests.casework import at, case, officer
from tests.people import signed_in

TAKEN, DAY = date(2025, 6, 2), date(2026, 3, 2)
DAYS = f"as_at={DAY}&known_at={DAY}"


def lapsed(taken_on=TAKEN):
    """A case that lapsed while SOFS had not yet referred it."""
    with at(taken_on):
        return case(by=officer(), taken_on=taken_on)


def causes(made):
    """The causes of its lapse as they stand."""
    return lapse_of(made.pk).causes


def test_a_cause_is_proposed_confirmed_disputed_and_answered(db):
    made = lapsed()
    manager, other, sofs = (
        officer(Role.JFIT_MANAGER),
        officer(Role.SENIOR_MANAGER),
        officer(Role.SOFS_OFFICER),
    )
    with at(DAY):
        assert causes(made) == Causes(Cause.SOFS, (Cause.PORT,))
        confirm(made.pk, "sofs", words="", by=manager)
        assert (causes(made).primary, causes(made).standing) == (Cause.SOFS, Standing.CONFIRMED)
        dispute(made.pk, words="JFIT asked us to wait", by=sofs)
        assert (causes(made).primary, causes(made).standing) == (Cause.SOFS, Standing.DISPUTED)
        with pytest.raises(OversightRefused, match="Enter why"):
            confirm(made.pk, "jfit", words=" ", by=other)
        confirm(made.pk, "jfit", words="So they did", by=other)
        found = causes(made)
        assert (found.primary, found.proposed, found.standing) == (Cause.JFIT, Cause.SOFS, Standing.CONFIRMED)
        assert found.contributory == (Cause.SOFS, Cause.PORT)
        whole = answers([figures.LAPSES], Days(DAY, DAY), other, DAY)["lapses"]
        assert by_cause(whole)["jfit"] == 1 and by_cause(whole)["sofs"] == 0
    # As known the day before, it was proposed by rule and nobody had looked.
    before = answers([figures.LAPSES], Days(date(2026, 3, 1), date(2026, 3, 1)), other, DAY)["lapses"]
    assert before.rows[0].causes == Causes(Cause.SOFS, (Cause.PORT,))


@pytest.mark.parametrize(
    ("roles", "does", "says"),
    [
        ([Role.SOFS_OFFICER], lambda made, by: confirm(made.pk, "sofs", words="", by=by), "confirms a cause"),
        ([Role.JFIT_OFFICER], lambda made, by: dispute(made.pk, words="No", by=by), "Only the stage blamed"),
        ([Role.SOFS_OFFICER], lambda made, by: dispute(made.pk, words="", by=by), "Enter why"),
        (
            [Role.JFIT_MANAGER],
            lambda made, by: confirm(made.pk, "port", words="x", by=by),
            "Choose the primary",
        ),
        ([Role.JFIT_MANAGER], lambda made, by: confirm(made.pk, "jfit", words="", by=by), "Enter why"),
    ],
)
def test_what_cannot_be_found_of_a_cause_is_refused(db, roles, does, says):
    made, by = lapsed(), officer(*roles)
    with at(DAY), pytest.raises(OversightRefused, match=says):
        does(made, by)


def test_a_case_that_has_not_lapsed_has_no_cause(db):
    with at(DAY):
        made = case(by=officer(), taken_on=DAY)
        with pytest.raises(OversightRefused, match="has not lapsed"):
            confirm(made.pk, "sofs", words="", by=officer(Role.JFIT_MANAGER))
        client = signed_in(officer(Role.JFIT_MANAGER))
        assert client.get(f"/figures/causes/{made.pk}/").status_code == 404


def test_whoever_disputed_a_cause_does_not_answer_it(db):
    made, by = lapsed(), officer(Role.SOFS_MANAGER)
    with at(DAY):
        dispute(made.pk, words="No", by=by)
        with pytest.raises(OversightRefused, match="Another supervisor answers"):
            confirm(made.pk, "sofs", words="Yes", by=by)


def test_a_cause_is_confirmed_and_disputed_on_its_page_which_the_list_of_lapses_leads_to(db):
    made = lapsed()
    with at(DAY):
        manager, sofs = signed_in(officer(Role.JFIT_MANAGER)), signed_in(officer(Role.SOFS_OFFICER))
        address = f"/figures/causes/{made.pk}/"
        assert address in manager.get(f"/figures/lapses/?{DAYS}").content.decode()
        manager.post(address, {"do": "confirm", "confirm-primary": "sofs", "confirm-words": ""})
        sofs.post(address, {"do": "dispute", "dispute-words": "JFIT asked us to wait"})
        page = manager.get(address).content.decode()
        assert "Disputed" in page and "JFIT asked us to wait" in page
        for part, length in (("standing=disputed", 1), ("standing=proposed", 0), ("axis=the+police", 1)):
            table = manager.get(f"/figures/lapses/?{DAYS}&{part}").context["table"]
            assert table.paginator.count == length


def test_the_causes_of_models_and_of_the_rules_are_the_same():
    assert set(PrimaryCause.values) == {str(cause) for cause in Cause} - {"port"}


def test_two_days_of_knowledge_are_compared_row_by_row(db):
    made = lapsed()
    with at(DAY):
        late = case(by=officer(), taken_on=TAKEN)
        client = signed_in(officer(Role.COMMISSIONER))
        page = client.get(f"/figures/held/?{DAYS}").content.decode()
        compare = unescape(re.search(r'href="([^"]*/compare/[^"]*)"', page)[1])
        text = client.get(compare).content.decode()
        assert "+1" in text and late.ref in text and made.ref not in text
        assert "The case was not on record; it was recorded on 2 March 2026" in text
        same = client.get(f"/figures/held/compare/?as_at={DAY}&known_then={DAY}&known_at={DAY}")
        assert "No row moved" in same.content.decode()
        wrong = client.get(f"/figures/held/compare/?as_at={DAY}&known_then=2099-01-01&known_at={DAY}")
        assert "must be today or earlier" in wrong.content.decode()


def test_dates_typed_to_compare_become_an_address_to_pass_on(db):
    with at(DAY):
        client = signed_in(officer(Role.COMMISSIONER))
        typed = "&".join(
            f"{name}_{part}={value}"
            for name in ("as_at", "known_then", "known_at")
            for part, value in (("day", 1), ("month", 2), ("year", 2026))
        )
        answer = client.get(f"/figures/held/compare/?{typed}")
        assert answer["Location"].endswith("?as_at=2026-02-01&known_then=2026-02-01&known_at=2026-02-01")


def test_lapses_are_shown_as_a_share_with_its_base_and_both_lists(db):
    lapsed()
    with at(DAY):
        case(by=officer(), taken_on=DAY)
        page = signed_in(officer(Role.COMMISSIONER)).get(f"/figures/?{DAYS}")
        share = page.context["shares"][1]["share"]
        assert (share.part, share.whole, share.per_cent) == (1, 2, "50.0 %")
        assert "50.0 %" in page.content.decode()


# Measures ---------------------------------------------------------------------------------------------------


def test_the_page_of_measures_is_written_from_their_register():
    assert PAGE.read_text(encoding="utf-8") == as_markdown()


def test_every_measure_is_there_once_with_all_that_defines_it():
    wanted = [f"K{n}" for n in range(1, 23)] + [f"N-{n:02}" for n in range(1, 10)]
    assert [kpi.number for kpi in KPIS] == wanted
    for kpi in KPIS:
        assert kpi.owner and kpi.formula and kpi.unit and kpi.target


def test_the_pages_that_measures_lead_to_are_open_to_everybody_who_sees_the_measures():
    allowed = {address.name: address.allowed for address in ADDRESSES}
    for kpi in KPIS:
        if kpi.page:
            assert allowed[kpi.page] >= SEES_ALL_CASES, kpi.number


NUMBER = re.compile(r'href="(/figures/[a-z-]+/[?][^"]*)"[^>]*>(?:<b>)?([\d,]+)<')
PAGES = ("/figures/", "/figures/measures/", "/figures/holdings/", "/figures/hand-overs/")


def numbers_of(client):
    """Every number of the pages of figures, with the address that it opens."""
    found = set()
    for page in PAGES:
        body = client.get(f"{page}?{DAYS}").content.decode()
        found |= {(unescape(href), int(said.replace(",", ""))) for href, said in NUMBER.findall(body)}
    return found


def test_every_number_is_the_length_of_the_list_it_opens_whoever_may_see_it(db):
    for day in (TAKEN, date(2025, 8, 11), date(2026, 1, 12)):
        lapsed(day)
    with at(DAY):
        people = [officer(role) for role in sorted(SEES_ALL_CASES)]
        clients = [signed_in(person) for person in people]
        # Each sees the same cases, and the same numbers at the same addresses on every page ...
        assert {frozenset(Case.objects.visible_to(person, DAY)) for person in people} == {
            frozenset(Case.objects.all())
        }
        numbers = numbers_of(clients[0])
        assert len(numbers) > 100 and any(number for _, number in numbers)
        assert all(numbers_of(client) == numbers for client in clients[1:])
        # ... each number is that of the part of its figure that its address names ...
        whole = answers(figures.REGISTER.values(), Days(DAY, DAY), people[0], DAY)
        parts = {href: (number, part_at(whole, href)) for href, number in numbers}
        for href, (number, part) in parts.items():
            assert number in counted(part), href
        # ... and the list at an address is that part, for every figure and every filter that is led to.
        leading = {
            tuple(sorted(dict(parse_qsl(urlsplit(href).query)))) + (urlsplit(href).path,): href
            for href in parts
        }
        for href, client in zip(leading.values(), cycle(clients), strict=False):
            listed = client.get(href).context
            assert listed["part"].rows == parts[href][1].rows
            assert listed["table"].paginator.count == len(listed["part"].rows)


def part_at(whole, href):
    """The part of a figure that an address names."""
    address = urlsplit(href)
    slug = address.path.removeprefix("/figures/").strip("/")
    return part_of(whole[slug], QueryDict(address.query))[1]


def counted(part):
    """What a number that opens this part may be: its number, its days over, or its rows."""
    numbers = {part.number}
    if part.figure.slug == "held-unlawfully":
        numbers.add(sum(row.days_over for row in part.rows))
    return numbers | ({len(part.rows)} if has_times(part.figure.slug) else set())


# Trend alarms -----------------------------------------------------------------------------------------------


def lapsing(many, taken_on):
    """So many cases taken on a day."""
    for _ in range(many):
        lapsed(taken_on)


def test_a_rise_of_thirty_per_cent_raises_one_alarm_to_a_named_senior_manager(db):
    senior = officer(Role.SENIOR_MANAGER)
    lapsing(4, date(2025, 7, 21))  # lapse in the four weeks before
    lapsing(6, date(2025, 8, 18))  # lapse in the last four weeks
    with at(DAY):
        assert trends.watch() > 0
        alarm = TrendAlarm.objects.get(trend="lapses")
        assert (alarm.before, alarm.value, alarm.owner) == (4, 6, senior)
        assert trends.watch() == 0
        client = signed_in(senior)
        page = client.get("/figures/alarms/").content.decode()
        assert "4 to 6" in page
        answer = client.post("/figures/alarms/", {"do": f"{alarm.pk}", f"{alarm.pk}-plan": "Two more people"})
        assert answer.status_code == 302
        assert TrendAlarm.objects.get(pk=alarm.pk).plan.text == "Two more people"
        assert trends.watch() == 0  # not again for the same four weeks


def test_a_rise_below_thirty_per_cent_raises_none(db):
    officer(Role.SENIOR_MANAGER)
    lapsing(5, date(2025, 7, 21))
    lapsing(6, date(2025, 8, 18))
    with at(DAY):
        trends.watch()
        assert not TrendAlarm.objects.filter(trend="lapses").exists()


def test_nobody_but_its_owner_acknowledges_an_alarm_and_not_without_a_plan(db):
    senior = officer(Role.SENIOR_MANAGER)
    alarm = TrendAlarm.objects.create(
        trend="lapses", raised_on=DAY, compared_with=TAKEN, before=4, value=6, owner=senior
    )
    with at(DAY):
        with pytest.raises(OversightRefused, match="owns this alarm"):
            trends.acknowledge(alarm.pk, plan="x", by=officer(Role.JFIT_MANAGER))
        with pytest.raises(OversightRefused, match="Enter what is done"):
            trends.acknowledge(alarm.pk, plan=" ", by=senior)


def test_the_address_of_measures_is_reached_from_the_figures(db):
    with at(DAY):
        text = signed_in(officer(Role.COMMISSIONER)).get("/figures/").content.decode()
    assert reverse("oversight:measures") in text and reverse("oversight:alarms") in text


def test_causes_add_up_beside_the_total_and_the_list_is_split_by_power(db):
    lapsed()
    with at(DAY):
        client = signed_in(officer(Role.COMMISSIONER))
        assert "sum of the causes 1, remainder 0" in client.get(f"/figures/?{DAYS}").content.decode()
        counted = {
            power: client.get(f"/figures/lapses/?{DAYS}&power={power}").context["part"].individuals
            for power in ("TACT-S7", "TACT-S41")
        }
    assert counted == {"TACT-S7": 1, "TACT-S41": 0}


def test_legacy_material_will_probably_and_not_certainly_be_deleted(db):
    with at(DAY):
        page = signed_in(officer(Role.COMMISSIONER)).get(f"/figures/legacy-to-finish/?{DAYS}")
    assert "conviction comes before then, they will probably fall to be deleted" in page.content.decode()
