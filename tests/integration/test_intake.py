"""A taking recorded on one page: the person, the case, each item with its own clock, and the way of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import DataError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from audit.models import AuditEvent
from cases.errors import AuthorityRefused
from cases.models import (
    Case,
    ErasableIdentity,
    Holding,
    Material,
    Movement,
    SamePersonDecision,
    Subject,
    Taking,
    TakingEvent,
    Whereabouts,
)
from cases.services import whereabouts
from cases.services.intake import Person, Sent, TakingEntry, record_taking
from cases.whereabouts import ways_of
from tests import casework
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2016, 4, 6)


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with casework.at(DAY):
        yield


@pytest.fixture
def sofs() -> Client:
    return signed_in(person(Role.SOFS_OFFICER, name="T. Hollowell"))


def typed(**changes: Any) -> dict[str, Any]:
    """What somebody types for fingerprints and a sample taken at a port on 14 March 2016."""
    said = {
        "submission": str(uuid4()), "surname": "O'Hara", "forenames": "Maeve",
        "date_of_birth_day": "3", "date_of_birth_month": "5", "date_of_birth_year": "1980",
        "pnc_id": "", "cro_number": "", "place": "Port of Heysham",
        "force": str(casework.force_of("04").pk), "nation": "EW", "power": "TACT-S7", "power_as_written": "",
        "taken": ["fingerprints", "dna_sample"],
        "taken_on_day": "14", "taken_on_month": "3", "taken_on_year": "2016", "taken_time": "23:10",
        "sample_on_day": "15", "sample_on_month": "3", "sample_on_year": "2016",
        "prints_sent_on_day": "16", "prints_sent_on_month": "3", "prints_sent_on_year": "2016",
        "sample_route": "fsp",
        "sample_sent_on_day": "17", "sample_sent_on_month": "3", "sample_sent_on_year": "2016",
        "sample_reference": "92000001", "do": "do",
    }  # fmt: skip
    return said | changes


def on(name: str, day: str, month: str, year: str) -> dict[str, str]:
    """Three boxes."""
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def post(client: Client, **changes: Any) -> HttpResponse:
    return client.post(reverse("cases:intake"), typed(**changes))


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: [str(each) for each in found] for name, found in answer.context["form"].errors.items()}


def test_one_press_makes_the_case_and_three_items_each_with_its_own_last_lawful_day(sofs: Client) -> None:
    answer = post(sofs)
    case = Case.objects.get()
    assert answer["Location"] == reverse("cases:taking_recorded", args=[case.pk])
    assert (case.ref, case.state, case.version) == ("TE/2016/00001", "with_sofs", 0)
    days = dict(Material.objects.values_list("kind", "last_lawful_day"))
    assert days == {
        "fingerprints": date(2016, 9, 13),
        "dna_sample": date(2016, 9, 14),
        "dna_profile": date(2016, 9, 14),
    }
    times = dict(Taking.objects.values_list("material__kind", "taken_time"))
    assert times == {"fingerprints": time(23, 10), "dna_sample": None, "dna_profile": None}
    assert Movement.objects.get().sequence == 0
    assert set(AuditEvent.objects.filter(subject_type="case").values_list("verb", flat=True)) == {
        "case_opened"
    }
    shown = sofs.get(answer["Location"]).content.decode()
    assert "TE/2016/00001" in shown and "Tue 13 September 2016" in shown and "Why this date?" in shown


def test_the_way_of_each_item_begins_with_the_port_and_the_sample_is_held_at_the_provider(
    sofs: Client,
) -> None:
    post(sofs)
    case = Case.objects.get()
    steps = Whereabouts.objects.order_by("pk").values_list("material__kind", "step", "holder", "to")
    assert list(steps) == [
        ("fingerprints", "taken", "port", ""),
        ("dna_sample", "taken", "port", ""),
        ("fingerprints", "sent", "port", "sofs"),
        ("dna_sample", "sent", "port", "fsp"),
    ]
    assert Holding.objects.get().reference == "92000001"
    assert [way.material.kind for way in ways_of(case, DAY)] == ["fingerprints", "dna_sample"]


def test_pressing_twice_records_once(sofs: Client) -> None:
    mark = str(uuid4())
    first, second = post(sofs, submission=mark), post(sofs, submission=mark)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == TakingEvent.objects.count() == 1


def test_references_run_on_within_the_year(sofs: Client) -> None:
    post(sofs)
    post(sofs, surname="Varley", sample_reference="")
    assert list(Case.objects.order_by("pk").values_list("ref", flat=True)) == [
        "TE/2016/00001",
        "TE/2016/00002",
    ]


def test_the_whole_is_shown_before_anything_is_recorded_and_nothing_typed_is_lost(sofs: Client) -> None:
    check = post(sofs, do="check")
    text = check.content.decode()
    assert not Case.objects.exists() and "Check before you record" in text
    assert "Port of Heysham, Lancashire Constabulary" in text and "Monday 14 March 2016, 23:10" in text
    carried = dict(check.context["carried"]) | {"taken": ["fingerprints", "dna_sample"]}
    back = sofs.post(reverse("cases:intake"), carried | {"do": "change"}).content.decode()
    for value in ("O&#x27;Hara", "Port of Heysham", "23:10", "92000001"):
        assert f'value="{value}"' in back
    assert sofs.post(reverse("cases:intake"), carried | {"do": "do"}).status_code == 302


def test_half_past_midnight_in_summer_is_the_new_london_day(sofs: Client) -> None:
    moment = datetime(2016, 6, 30, 23, 40, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        client = signed_in(person(Role.SOFS_OFFICER))
        answer = post(
            client, taken=["fingerprints"], taken_time="00:30", sample_route="", sample_reference="",
            **on("taken_on", "1", "7", "2016"), **on("sample_on", "", "", ""),
            **on("prints_sent_on", "", "", ""), **on("sample_sent_on", "", "", ""),
        )  # fmt: skip
        assert answer.status_code == 302
        assert Taking.objects.get().taken_on == date(2016, 7, 1)
        assert Material.objects.get().last_lawful_day == date(2016, 12, 31)
        late = post(client, surname="Varley", taken_time="00:50", **on("taken_on", "1", "7", "2016"))
    assert errors(late)["taken_time"] == ["Time of taking: 00:50 today has not come yet. Check the time"]


@pytest.mark.parametrize(
    ("boxes", "says", "part"),
    [
        (
            ("7", "4", "2016"),
            "7 April 2016 has not come yet. Today is 6 April 2016. Check the day",
            "id_taken_on_day",
        ),
        (
            ("1", "5", "2016"),
            "1 May 2016 has not come yet. Today is 6 April 2016. Check the month",
            "id_taken_on_month",
        ),
        (("14", "3", "1969"), "year 1969 is before 1970, too early to be right", "id_taken_on_year"),
        (("14", "3", "16"), "year 16 must be 4 numbers between 1900 and 2199", "id_taken_on_year"),
        (("31", "6", "2015"), "31 June does not exist. June 2015 has 30 days", "id_taken_on_day"),
        (("29", "2", "2015"), "2015 is not a leap year", "id_taken_on_day"),
    ],
)
def test_a_wrong_day_is_refused_with_the_part_and_the_reason(
    sofs: Client, boxes: tuple[str, str, str], says: str, part: str
) -> None:
    answer = post(sofs, **on("taken_on", *boxes))
    assert says in errors(answer)["taken_on"][0]
    assert answer.context["form"]["taken_on"].error_target == part
    assert not Case.objects.exists() and not Subject.objects.exists()


def test_a_day_before_the_taking_and_an_item_not_taken_are_refused(sofs: Client) -> None:
    found = errors(
        post(
            sofs,
            taken=["fingerprints"],
            **on("prints_sent_on", "13", "3", "2016"),
        )
    )
    assert "13 March 2016 is before the taking on 14 March 2016" in found["prints_sent_on"][0]
    assert "tick the DNA sample above" in found["sample_on"][0]
    assert "Tick the DNA sample above" in found["sample_reference"][0]


def test_an_unknown_power_goes_in_unresolved_and_a_wrong_check_letter_only_warns(sofs: Client) -> None:
    changes = {"power": "other", "power_as_written": "Sch 9 TACT", "pnc_id": "2012/1234567D"}
    check = post(sofs, do="check", **changes).content.decode()
    assert "The check letter should be C" in check and "The dates stay unresolved" in check
    post(sofs, **changes)
    case = Case.objects.get()
    assert (case.status, case.power) == ("unresolved", "")
    assert set(Taking.objects.values_list("power_as_written", flat=True)) == {"Sch 9 TACT"}
    assert ErasableIdentity.objects.get().pnc_id == "2012/1234567D"


def test_somebody_who_may_be_on_record_is_suggested_with_why_and_must_be_answered(sofs: Client) -> None:
    post(sofs)
    answer = post(sofs, surname="Ohara", forenames="Máeve", sample_reference="")
    assert "Say whether it is one of the people" in errors(answer)["same_as"][0]
    text = answer.content.decode()
    assert "TE/2016/00001" in text and "the same name, accents and apostrophes apart" in text
    assert "the same birth date" in text
    known = Subject.objects.get()
    post(sofs, surname="Ohara", forenames="Máeve", sample_reference="", same_as=str(known.pk))
    cases = Case.objects.order_by("pk")
    assert cases[0].subject_id != cases[1].subject_id, "what was typed otherwise is kept as it was typed"
    assert SamePersonDecision.objects.get().answer == "same"


def test_somebody_told_apart_is_not_asked_about_again(sofs: Client) -> None:
    post(sofs)
    post(sofs, forenames="Meave", sample_reference="", same_as="new")
    assert SamePersonDecision.objects.get().answer == "different"
    assert "No two people" in sofs.get(reverse("cases:suggestions")).content.decode()


def test_not_being_sure_leaves_the_question_for_review(sofs: Client) -> None:
    post(sofs)
    post(sofs, forenames="Meave", sample_reference="", same_as="unsure")
    assert not SamePersonDecision.objects.exists()
    assert "TE/2016/00002" in sofs.get(reverse("cases:suggestions")).content.decode()


def test_the_same_pnc_id_is_the_same_person_by_rule_however_its_year_is_written(sofs: Client) -> None:
    post(sofs, pnc_id="2012/1234567C")
    check = post(sofs, pnc_id="12/1234567C", surname="Other", do="check", sample_reference="")
    assert "the same PNC ID is the same person" in check.content.decode()
    post(sofs, pnc_id="2012/1234567C", sample_reference="")
    assert Subject.objects.count() == 1 and Case.objects.count() == 2


def test_only_sofs_records_a_taking() -> None:
    jfit = person(Role.JFIT_OFFICER)
    assert signed_in(jfit).get(reverse("cases:intake")).status_code == 403
    entry = TakingEntry(
        submission=uuid4(), person=Person(surname="Varley"), place="P", force=casework.force_of("04"),
        nation="EW", power="TACT-S7", taken_on=DAY, prints_on=DAY,
    )  # fmt: skip
    with pytest.raises(AuthorityRefused):
        record_taking(entry, by=jfit)


def test_the_second_of_two_presses_of_one_page_finds_the_case_of_the_first() -> None:
    officer = person(Role.SOFS_OFFICER)
    entry = TakingEntry(
        submission=uuid4(), person=Person(surname="Varley"), place="P", force=casework.force_of("04"),
        nation="EW", power="TACT-S7", taken_on=DAY, prints_on=DAY,
    )  # fmt: skip
    assert record_taking(entry, by=officer) == record_taking(entry, by=officer) == Case.objects.get()


def test_what_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    officer = person(Role.SOFS_OFFICER)
    entry = TakingEntry(
        submission=uuid4(), person=Person(surname="Varley"), place="P", force=casework.force_of("04"),
        nation="EW", power="TACT-S7", taken_on=DAY, prints_on=DAY,
        prints_sent=Sent("sofs", DAY), sample_on=DAY,
    )  # fmt: skip

    def fails(*args: object, **kwargs: object) -> None:
        raise DataError("the disk is full")

    monkeypatch.setattr(whereabouts, "record_sent", fails)
    before = AuditEvent.objects.count()
    with pytest.raises(DataError):
        record_taking(entry, by=officer)
    assert not (Case.objects.exists() or Subject.objects.exists() or Material.objects.exists())
    assert AuditEvent.objects.count() == before
