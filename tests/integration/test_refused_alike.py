"""What cannot be decided is refused by page, by an ordinary import and by the service alike, with the reason.

History is not refused: it is recorded as it was, and counts for nothing where it lacked authority.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Rank, Role
from accounts.models import RankHeld, RoleHeld
from accounts.services import officers
from audit.models import AuditEvent
from cases.choices import CaseState, HolderEvent, ImportKind
from cases.errors import CaseworkError
from cases.models import Case, Determination, Material, Movement
from cases.services import many
from cases.services.imports import columns
from cases.services.imports.importing import import_files
from cases.services.transition import move
from oversight import copies
from tests import casework
from tests.casework import at, step
from tests.people import sign, signed_in
from tests.spreadsheets import log

pytestmark = pytest.mark.django_db
TAKEN = date(2016, 3, 1)
EVE, FIRST = date(2016, 5, 31), date(2016, 6, 1)
WHY = "Necessary and proportionate, for each kind."
ALL_KINDS = ("fingerprints", "dna_profile", "dna_sample")
_refs = count(1)


@pytest.fixture
def chief():
    return casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, name="Carla Constable")


@pytest.fixture
def promoted():
    """A Superintendent who is Chief Constable from 1 June."""
    officer = casework.officer(Role.CHIEF_OFFICER, name="Pru Moted")
    force = casework.force_of("13")
    officers.record_rank(officer, Rank.SUPERINTENDENT, force=force, from_on=date(2013, 1, 1), to_on=EVE)
    officers.record_rank(officer, Rank.CHIEF_CONSTABLE, force=force, from_on=FIRST)
    return officer


@pytest.fixture
def applied(jfit, chief):
    """Makes a case with its Chief Officer since 20 May 2016."""
    sofs = casework.officer(Role.SOFS_OFFICER)

    def make(kinds=ALL_KINDS):
        case = casework.case(by=sofs, taken_on=TAKEN, kinds=kinds)
        step(case, "refer", sofs, on=date(2016, 5, 20))
        force = casework.force_of("13")
        step(case, "apply", jfit, on=date(2016, 5, 20), reasons=WHY, to_force=force, months=24)
        return case

    return make


def by_service(case, by, day, **said):
    """What the door says; empty where it was done. Without a transaction of the test's own making."""
    case.refresh_from_db()
    said = {"months": 24, "reasons": WHY} | said
    on = said.pop("on", day)
    with at(day):
        try:
            move(case.pk, "determine", by=by, on=on, seen_version=case.version, **said)
        except CaseworkError as refused:
            return str(refused)
    return ""


def by_page(case, by, day, **said):
    """What the page shows; empty where it was done."""
    with at(day):
        client, url = signed_in(by, Client()), reverse("cases:decide", args=[case.pk])
        page = client.get(url)
        if page.status_code == 404:
            return "not found"
        prints = str(casework.items_of(case)[0])
        typed = {"items": [prints], "decision": "approve", "months": "24", "reasons": WHY} | said
        carried = {"seen": page.context["form"]["seen"].value(), "do": "do"}
        answer = client.post(url, carried | typed | sign(by))
    return "" if answer.status_code == 302 else answer.text


def by_import(case, by, day, *, historical=False, path=None, **said):
    """What became of the row: the words of its exceptions; empty where it went in whole."""
    importer = casework.officer(Role.MIGRATION_OFFICER if historical else Role.JFIT_MANAGER)
    row = {
        "JFIT ref": f"J/{next(_refs)}",
        "SOFS ref": case.ref,
        "Decision": "NSD application",
        "Decided on": "20/05/2016",
        "Decided by": "Jo Fit",
        "Chief officer": by.username,
        "Rank": "Chief Constable",
        "Force": "13",
        "Chief officer decision": "Approved",
        "Chief officer decided on": f"{day:%d/%m/%Y}",
        "NSD months": "24",
        "Chief officer why": WHY,
    }
    with at(day):
        file = log(path / f"{next(_refs)}.csv", row | said, headings=columns.LOG + columns.LOG_MORE)
        report = import_files(ImportKind.JFIT_LOG, [file], by=importer, historical=historical)
    return " ".join(problem["why"] for problem in report.as_json()["exceptions"])


def nothing_decided(case):
    case.refresh_from_db()
    return case.state == CaseState.WITH_CHIEF_OFFICER and not Determination.objects.exists()


def test_a_decision_on_the_eve_of_a_promotion_is_refused_and_on_its_first_day_accepted(
    applied, promoted, tmp_path
):
    """By page, by the door and by an ordinary import alike; and what is done to many decides nothing."""
    ways = {"page": by_page, "door": by_service, "import": lambda *a: by_import(*a, path=tmp_path)}
    cases = {name: applied(("fingerprints",)) for name in ways}
    for name, way in ways.items():
        said = way(cases[name], promoted, EVE)
        assert "Superintendent is not a chief officer of police" in said, (name, said)
        assert nothing_decided(cases[name])
    refused = AuditEvent.objects.filter(verb="move_refused", payload__rank="superintendent")
    assert sorted(refused.values_list("subject_id", flat=True)) == sorted(case.pk for case in cases.values())
    for name, way in ways.items():
        assert way(cases[name], promoted, FIRST) == "", name
        made = Determination.objects.get(case=cases[name])
        assert (made.made_on, made.maker, made.maker_rank) == (FIRST, promoted, Rank.CHIEF_CONSTABLE)
        assert made.void_because == "" and made.case.state == CaseState.NSD_IN_FORCE
    assert made.source == "file" and made.source_row_id, "the row that told of it"
    with at(FIRST):
        owed = copies.copies(casework.officer(Role.JFIT_OFFICER), FIRST, "unsent")
    assert {each.case_id for each in owed} == {case.pk for case in cases.values()}, (
        "a copy of each is owed to the Commissioner, of the one that a file told of too"
    )
    assert [each.reference for each in Determination.objects.order_by("pk")] == [
        f"NSD/2016/{number:06}" for number in (1, 2, 3)
    ]


def test_many_at_once_are_given_to_a_chief_officer_from_the_first_day_and_never_decided(applied, promoted):
    cases = [applied(("fingerprints",)) for _ in range(2)]
    manager = casework.officer(Role.JFIT_MANAGER)
    seen = [(case.pk, case.version) for case in cases]
    with pytest.raises(ValueError, match="not something that is done to many cases"):
        many.act_on(seen, "determine", by=promoted, on=FIRST)
    with at(EVE):
        refused = many.act_on(seen, HolderEvent.GIVE, by=manager, on=EVE, to=promoted)
    assert all("Superintendent is not a chief officer" in each.why for each in refused)
    with at(FIRST):
        given = many.act_on(seen, HolderEvent.GIVE, by=manager, on=FIRST, to=promoted)
    assert all(each.is_done for each in given)


@pytest.mark.parametrize(
    ("said", "page_says", "door_says"),
    [
        ({"months": 25}, "Enter a length of 1 to 24 whole months", "at least 1 and at most 24 months"),
        ({"months": 61}, "Enter a length of 1 to 24 whole months", "at least 1 and at most 24 months"),
        ({"months": 0}, "Enter a length of 1 to 24 whole months", "one or more whole months"),
        ({"reasons": "  "}, "Enter your reasons", "needs reasons, in your own words"),
    ],
    ids=["a month too long", "five years and a month", "no length", "no reasons"],
)
def test_a_length_or_reasons_that_cannot_be(applied, chief, tmp_path, said, page_says, door_says):
    case = applied(("fingerprints",))
    assert door_says in by_service(case, chief, FIRST, **said)
    assert page_says in by_page(case, chief, FIRST, **{name: str(value) for name, value in said.items()})
    headings = {"months": "NSD months", "reasons": "Chief officer why"}
    told = by_import(case, chief, FIRST, path=tmp_path, **{headings[n]: str(v) for n, v in said.items()})
    assert door_says in told or "NSD months" in told or "from 1 to 60" in told, told
    assert nothing_decided(case)


def test_a_dna_sample_and_an_item_of_another_case_are_never_listed(applied, chief, tmp_path):
    case, other = applied(), applied(("fingerprints",))
    sample, strange = casework.items_of(case)[2], casework.items_of(other)[0]
    assert "cannot cover a DNA sample" in by_service(case, chief, FIRST, item_ids=(sample,))
    assert "is not of this case" in by_service(case, chief, FIRST, item_ids=(strange,))
    for item in (sample, strange):
        assert "is not one of the available choices" in by_page(case, chief, FIRST, items=[str(item)])
    told = by_import(case, chief, FIRST, path=tmp_path, **{"NSD items": "Fingerprints, DNA sample"})
    assert "cannot cover a DNA sample" in told
    told = by_import(other, chief, FIRST, path=tmp_path, **{"NSD items": "DNA profile"})
    assert "has no item of this kind: DNA profile" in told
    told = by_import(other, chief, FIRST, path=tmp_path, **{"NSD items": "Footprints"})
    assert "is no kind of item" in told
    assert nothing_decided(case) and nothing_decided(other)
    assert by_import(case, chief, FIRST, path=tmp_path, **{"NSD items": "Fingerprints; DNA profile"}) == ""
    listed = Determination.objects.get().items.values_list("pk", flat=True)
    assert set(listed) == set(casework.items_of(case)[:2])


def test_an_item_that_the_application_does_not_ask_for_is_never_listed(jfit, chief, tmp_path):
    """No reasons were given for it: the profile was left out of what JFIT asked for."""
    sofs = casework.officer(Role.SOFS_OFFICER)
    case = casework.case(by=sofs, taken_on=TAKEN, kinds=ALL_KINDS)
    prints, profile, _ = casework.items_of(case)
    step(case, "refer", sofs, on=date(2016, 5, 20))
    with at(date(2016, 5, 20)):
        casework.write_application(case, jfit, item_ids=[prints])
    to = casework.force_of("13")
    step(case, "apply", jfit, on=date(2016, 5, 20), reasons=WHY, to_force=to, months=24)
    why = "is not one that the application asks for"
    assert why in by_service(case, chief, FIRST, item_ids=(prints, profile))
    shown = by_page(case, chief, FIRST, items=[str(profile)])
    assert "is not one of the available choices" in shown
    assert "JFIT did not apply for this item, so it cannot be listed: DNA profile" in shown
    told = by_import(case, chief, FIRST, path=tmp_path, **{"NSD items": "Fingerprints, DNA profile"})
    assert why in told and nothing_decided(case)
    assert by_import(case, chief, FIRST, path=tmp_path) == "", "nobody said which: all that is asked for"
    made = Determination.objects.get()
    assert set(made.items.values_list("pk", flat=True)) == {prints}
    assert Material.objects.get(pk=profile).last_lawful_day == date(2016, 8, 31), "it stays as it was"


def test_a_day_that_has_not_come_or_is_over_is_no_day_of_a_decision_of_today(applied, chief, tmp_path):
    case = applied(("fingerprints",))
    tomorrow, yesterday = FIRST + timedelta(days=1), FIRST - timedelta(days=1)
    assert "has not come yet" in by_service(case, chief, FIRST, on=tomorrow)
    assert "dated the day it is signed" in by_service(case, chief, FIRST, on=yesterday)
    with at(FIRST):
        page = signed_in(chief, Client()).get(reverse("cases:decide", args=[case.pk]))
    assert "made_on" not in page.context["form"].fields, "the page asks for no day: it is today"
    heading = "Chief officer decided on"
    told = by_import(case, chief, FIRST, path=tmp_path, **{heading: f"{tomorrow:%d/%m/%Y}"})
    assert "after" in told or "future" in told or "not come" in told, told
    told = by_import(case, chief, FIRST, path=tmp_path, **{heading: f"{yesterday:%d/%m/%Y}"})
    assert "dated the day it is signed" in told, told
    assert nothing_decided(case)


def test_a_chief_officer_of_another_force_decides_nothing_before_august_2020(applied, tmp_path):
    case = applied(("fingerprints",))
    other = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, force="06")
    why = "Until 12 August 2020 only the responsible chief officer could make a determination"
    assert why in by_service(case, other, FIRST)
    assert by_page(case, other, FIRST) == "not found"
    assert why in by_import(case, other, FIRST, path=tmp_path)
    assert nothing_decided(case)


def test_an_ordinary_log_makes_nobody_an_officer_and_gives_nobody_a_rank(applied, chief, tmp_path):
    case, low = applied(("fingerprints",)), casework.officer(Role.JFIT_OFFICER, name="Lowe R. Rank")
    before = RankHeld.objects.count(), RoleHeld.objects.count()
    told = by_import(case, low, FIRST, path=tmp_path)
    assert "did not have the role Chief Officer" in told
    told = by_import(case, low, FIRST, path=tmp_path, **{"Chief officer": "S. Tranger"})
    assert "No officer called S. Tranger is on record" in told
    manager = 2  # the two importers' own roles
    assert (RankHeld.objects.count(), RoleHeld.objects.count()) == (before[0], before[1] + manager)
    assert nothing_decided(case)


def test_history_is_recorded_void_for_want_of_authority_and_ineffective_if_late_or_too_long(
    jfit, promoted, tmp_path
):
    sofs = casework.officer(Role.SOFS_OFFICER)
    cases = []
    for _ in range(3):
        case = casework.case(by=sofs, taken_on=TAKEN, kinds=("fingerprints",))
        step(case, "refer", sofs, on=date(2016, 5, 20))
        cases.append(case)
    low, late, long = cases
    low_rank = {"Rank": "Superintendent", "Recorded on": "31/05/2016"}
    assert by_import(low, promoted, EVE, historical=True, path=tmp_path, **low_rank) == ""
    after = date(2016, 9, 1)
    by_import(late, promoted, after, historical=True, path=tmp_path, **{"Recorded on": "01/06/2016"})
    too_long = {"NSD months": "36", "Recorded on": "01/06/2016"}
    by_import(long, promoted, FIRST, historical=True, path=tmp_path, **too_long)
    void = Determination.objects.get(case=low)
    assert void.void_because == "rank" and void.made_on == EVE
    for case in (late, long):
        assert Determination.objects.get(case=case).void_because == ""
    for case in cases:
        case.refresh_from_db()
        assert case.state == CaseState.WITH_CHIEF_OFFICER, "it counts for nothing"
        assert case.last_lawful_day == date(2016, 8, 31)
        assert not Movement.objects.filter(case=case, event="determine").exists()
    assert Case.objects.filter(state=CaseState.NSD_IN_FORCE).count() == 0
