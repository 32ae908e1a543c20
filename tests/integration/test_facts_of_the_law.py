"""Every fact that a rule of the law asks about is recorded on a page by whoever learns of it, and changes the
date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.choices import Role
from cases.choices import PositionStatus
from cases.choices_law import LawEventKind
from cases.law_acts import event_of
from cases.law_events import EVENTS
from cases.models import Case, LawEvent, Material
from cases.services.facts import record_conclusion
from law import facts as law_facts
from tests import casework
from tests.casework import at
from tests.people import sign, signed_in

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Told:
    """An event of material, and what the law gives before and after it is recorded."""

    kind: str
    power: str
    taken: str
    on: str
    before: str
    after: str
    more: tuple[tuple[str, str], ...] = ()
    what: str = "fingerprints"
    nation: str = "EW"
    concluded: str = ""


TOLD = [
    Told("notice_ceased", "TPIM", "2015-06-01", "2016-01-04", "open", "2016-07-03"),
    Told("notice_revived", "TPIM", "2015-06-01", "2016-03-01", "open", "open"),
    Told(
        "notice_quashed",
        "TPIM",
        "2015-06-01",
        "2016-01-04",
        "open",
        "2016-02-01",
        (("then_on", "2016-02-01"),),
    ),
    Told("national_security_notice", "PACE-QCHG", "2017-06-01", "2020-03-01", "2020-05-31", "2021-05-29"),
    Told(
        "identified_for_review",
        "PACE-INV",
        "2012-06-01",
        "2013-10-01",
        "2013-10-30",
        "2016-10-30",
        (),
        concluded="2013-10-15",
    ),
    Told("identity_known", "CTA-UNID", "2014-06-01", "2016-01-04", "open", "2019-01-03"),
    Told("consent_withdrawn", "PACE-CONS", "2015-06-01", "2016-01-04", "open", "2016-01-04"),
    Told("purpose_fulfilled", "PACE-VOL", "2015-06-01", "2016-01-04", "open", "2016-01-04"),
    Told("retention_consented", "PACE-QARR", "2015-06-01", "2015-07-01", "open", "2018-05-31"),
    Told("liable_for_destruction", "NI-ART64", "2018-01-01", "2018-04-01", "open", "2018-03-31", nation="NI"),
    Told("restarted_period", "TACT-S7", "2015-03-10", "2015-09-09", "2015-09-09", "2016-03-08"),
    Told(
        "restarted_period",
        "TACT-S7",
        "2015-03-10",
        "2015-09-09",
        "2015-09-09",
        "2018-09-08",
        (("power", "TACT-S41"),),
    ),
    Told(
        "sample_order",
        "TACT-S41",
        "2015-03-10",
        "2015-09-09",
        "2015-09-09",
        "2016-09-09",
        (("then_on", "2015-09-01"), ("months", "12")),
        what="dna_sample",
    ),
]
LATER = date(2022, 3, 1)


def three(name: str, day: str) -> dict[str, str]:
    """The three boxes of a day."""
    year, month, number = day.split("-")
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def found(item: Material) -> str:
    """The status, or the last lawful day."""
    item.refresh_from_db()
    return item.last_lawful_day.isoformat() if item.last_lawful_day else item.status


def case_of(told: Told) -> Case:
    """A case with one item as told of."""
    sofs = casework.officer(Role.SOFS_OFFICER)
    with at(LATER):
        made = casework.case(
            by=sofs,
            taken_on=date.fromisoformat(told.taken),
            power=told.power,
            kinds=(told.what,),
            nation=told.nation,
        )
        if told.concluded:
            record_conclusion(made, by=sofs, on=date.fromisoformat(told.concluded))
    return made


@pytest.mark.parametrize("told", TOLD, ids=lambda told: f"{told.kind} {told.power} {told.after}")
def test_an_event_is_recorded_by_whoever_learns_of_it_and_its_withdrawal_restores_the_date(
    told: Told,
) -> None:
    made = case_of(told)
    item = made.material.get()
    assert found(item) == told.before
    who = signed_in(casework.officer(sorted(EVENTS[told.kind].roles)[0]))
    with at(LATER):
        page = who.get(reverse("desk:case", args=[made.pk])).content.decode()
        url = reverse("cases:law_event", args=[made.pk, told.kind])
        assert url in page
        said = {"items": str(item.pk), "shown": "Letter 12 of the force solicitor", **three("on", told.on)}
        for name, value in told.more:
            said |= three(name, value) if "-" in value and value[:2] == "20" else {name: value}
        check = who.post(url, said).content.decode()
        assert "Check before you" in check and not LawEvent.objects.exists()
        answer = who.post(url, said | {"do": "do"}, follow=True).content.decode()
        assert "Letter 12 of the force solicitor" in answer
        assert found(item) == told.after
        event = LawEvent.objects.get()
        withdraw = reverse("cases:law_event_withdraw", args=[made.pk, event.pk])
        assert withdraw in answer
        who.post(withdraw, {"because": "mistake", "do": "do"})
        assert found(item) == told.before


def test_every_event_that_the_law_knows_by_its_day_has_a_page_and_every_page_a_test() -> None:
    assert set(EVENTS) == set(LawEventKind.values) == {told.kind for told in TOLD}
    elsewhere = {  # what has a page, a table or a step of its own
        *("Conviction", "Determination", "CommissionersOrder", "CourtExtension", "InvestigationConcluded"),
        *("ProfileDerived", "UnlawfulTaking", "BorrowedCover", "StatutoryBar"),
    }
    by_event = {
        type(event_of(kind, "x", LATER, LATER, "12" if kind == "sample_order" else "")).__name__
        for kind in EVENTS
    }
    assert by_event | elsewhere == {each.__name__ for each in law_facts.Act.__args__}


def test_a_page_of_an_event_is_for_those_who_learn_of_it_alone() -> None:
    made = case_of(TOLD[-2])
    jfit = signed_in(casework.officer(Role.JFIT_MANAGER))
    with at(LATER):
        page = jfit.get(reverse("desk:case", args=[made.pk])).content.decode()
        url = reverse("cases:law_event", args=[made.pk, "restarted_period"])
        assert url not in page
        assert "This is recorded by: Legal reviewer." in jfit.get(url).content.decode()
        said = {
            "items": str(made.material.get().pk),
            "shown": "Custody",
            **three("on", "2015-09-09"),
            "do": "do",
        }
        jfit.post(url, said)
        assert not LawEvent.objects.exists()
        assert jfit.get(reverse("cases:law_event", args=[made.pk, "nothing-such"])).status_code == 404


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"items": []}, "Tick at least one item"),
        ({"shown": ""}, "Enter where it is shown"),
        (three("on", "2015-05-31"), "an item was taken on 1 June 2015, after 31 May 2015"),
        (three("on", "2022-03-02"), "has not come yet"),
    ],
)
def test_what_cannot_be_right_about_an_event_is_refused_with_how_to_mend_it(
    more: dict[str, Any], said: str
) -> None:
    made = case_of(TOLD[0])
    who = signed_in(casework.officer(Role.LEGAL_REVIEWER))
    url = reverse("cases:law_event", args=[made.pk, "notice_ceased"])
    whole = {
        "items": str(made.material.get().pk),
        "shown": "Order 4",
        **three("on", "2016-01-04"),
        "do": "do",
    }
    with at(LATER):
        page = who.post(url, whole | more).content.decode()
    assert said in page and not LawEvent.objects.exists()
    assert "Order 4" in page or "shown" in more


def test_another_day_of_what_has_one_day_alone_corrects_it() -> None:
    made = case_of(TOLD[5])
    item = made.material.get()
    who = signed_in(casework.officer(Role.SOFS_OFFICER))
    url = reverse("cases:law_event", args=[made.pk, "identity_known"])
    said = {"items": str(item.pk), "shown": "Print 9", "do": "do"}
    with at(LATER):
        who.post(url, said | three("on", "2016-01-04"))
        assert (
            "takes the place of what is recorded"
            in who.post(url, {**said, **three("on", "2016-02-29"), "do": ""}).content.decode()
        )
        who.post(url, said | three("on", "2016-02-29"))
        assert found(item) == "2019-02-28"
        assert [event.withdrawn_because for event in LawEvent.objects.order_by("pk")] == ["corrected", ""]
        assert (
            "already, so there is nothing to record"
            in who.post(url, said | three("on", "2016-02-29")).content.decode()
        )


def test_an_event_that_would_have_no_effect_says_so_before_it_is_recorded() -> None:
    made = case_of(TOLD[10])
    who = signed_in(casework.officer(Role.LEGAL_REVIEWER))
    url = reverse("cases:law_event", args=[made.pk, "restarted_period"])
    said = {"items": str(made.material.get().pk), "shown": "Custody record", **three("on", "2015-09-10")}
    with at(LATER):
        page = who.post(url, said).content.decode()
    assert "Recorded, and of no effect: the new period began after the cover had ended." in page


# An unlawful taking


def test_an_unlawful_taking_is_signed_for_and_nothing_saves_the_item_until_it_is_withdrawn() -> None:
    with at(date(2016, 1, 4)):
        sofs = casework.officer(Role.SOFS_OFFICER)
        made = casework.case(by=sofs, taken_on=date(2014, 6, 15), power="TACT-S41", kinds=("fingerprints",))
    item = made.material.get()
    legal = casework.officer(Role.LEGAL_REVIEWER)
    who = signed_in(legal)
    with at(date(2016, 1, 4)):
        url = reverse("cases:unlawful_taking", args=[made.pk])
        said = {
            "items": str(item.pk),
            "reasons": "Mistaken identity; Chief Constable",
            **three("on", "2016-01-03"),
        }
        assert "must be destroyed" in who.post(url, said).content.decode()
        who.post(url, said | {"do": "do"})
        assert found(item) == "2017-06-14"  # no code, nothing recorded
        page = who.post(url, said | {"do": "do"} | sign(legal), follow=True).content.decode()
        assert found(item) == PositionStatus.MUST_DESTROY
        assert "Mistaken identity; Chief Constable" in page
        undo = reverse("cases:unlawful_taking_withdraw", args=[made.pk, item.unlawful_takings.get().pk])
        who.post(undo, {"because": "mistake", "do": "do"} | sign(legal))
        assert found(item) == "2017-06-14"


# Convictions


def checked(who: Any, made: Case, on: str, **more: str) -> str:
    """The case after a check that found a conviction was recorded on its page."""
    said = {
        "kind": "pnc",
        "result": "convicted",
        "evidence": "Print 4",
        "recordable": "yes",
        "exempt": "yes",
        "excluded": "yes",
        "do": "do",
        **three("on", "2022-02-28"),
        **three("convicted_on", on),
    }
    return who.post(reverse("cases:check", args=[made.pk]), said | more, follow=True).content.decode()


def test_a_conviction_is_told_whole_abroad_of_one_course_and_with_its_sentence() -> None:
    with at(LATER):
        sofs = casework.officer(Role.SOFS_OFFICER)
        made = casework.case(by=sofs, taken_on=date(2015, 3, 10), kinds=("fingerprints",))
        who, item = signed_in(sofs), made.material.get()
        checked(who, made, "2015-05-01")
        first = made.subject.convictions.get()
        checked(who, made, "2015-06-01", same_course_as=str(first.pk))
        assert found(item) == "2015-09-09"  # two of one course of action count as one
        checked(who, made, "2015-07-01", foreign="on", exempt="no")
        assert found(item) == "2015-09-09"  # the Terrorism Act counts those abroad from 3 April 2017
        checked(who, made, "2015-08-01")
        assert found(item) == PositionStatus.INDEFINITE


def test_a_first_conviction_under_18_keeps_pace_material_for_the_time_of_its_sentence() -> None:
    with at(LATER):
        sofs = casework.officer(Role.SOFS_OFFICER)
        made = casework.case(by=sofs, taken_on=date(2020, 2, 29), power="PACE-INV", kinds=("fingerprints",))
        who, item = signed_in(sofs), made.material.get()
        record_conclusion(made, by=sofs, on=date(2020, 6, 1))
        without = three("sentenced_on", "2020-07-01")
        assert "Enter the months of custody" in checked(who, made, "2020-06-01", **without)
        uk = three("arrested_on", "2020-01-01")
        assert "Only for a conviction abroad" in checked(who, made, "2020-06-01", **uk)
        checked(who, made, "2020-06-01", custodial_months="6", **without)
        assert found(item) == "2025-12-31"
