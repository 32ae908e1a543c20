"""Whether two people on record are one: suggested with why, decided by a person, counted accordingly."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Officer
from audit import clock
from audit.facts import stamp
from cases import people, positions, suggestions
from cases.errors import FactRefused
from cases.models import Case, ErasableIdentity, ImportException, Material, SubjectJoin
from cases.names import search_name
from cases.services.facts import record_conviction
from cases.services.same_person import decide, withdraw_decision
from oversight.reader import cases_known
from retention.selectors import count_items
from tests import casework
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
BORN = date(1980, 5, 3)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with casework.at(DAY):
        yield


@pytest.fixture
def sofs() -> Officer:
    return person(Role.SOFS_OFFICER, name="T. Hollowell")


def known(
    by: Officer, surname: str, forenames: str, born: date | None = BORN, pnc_id: str = "", cro: str = ""
) -> Case:
    """A case of somebody of that name."""
    made = casework.case(by=by, taken_on=DAY)
    ErasableIdentity.objects.create(
        subject=made.subject, surname=surname, forenames=forenames, date_of_birth=born, pnc_id=pnc_id,
        cro_number=cro, search_name=search_name(surname, forenames), **stamp(by),
    )  # fmt: skip
    return made


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("O'Brien", "Seán"), ("OBrien", "Sean")),
        (("O Brien", "Sean"), ("O'Brien", "Sean")),
        (("Núñez", "José"), ("Nunez", "Jose")),
        (("Hussein", "Mohammed"), ("Husayn", "Muhammad")),
        (("Youssef", "Khalid"), ("Yusuf", "Khaled")),
        (("al-Masri", "Ahmad"), ("El Masri", "Ahmed")),
        (("Ivanov", "Pyotr"), ("Ivanoff", "Petr")),
        (("MacDonald", "Iain"), ("McDonald", "Ian")),
        (("Kelbrook", "Gita"), ("Gita", "Kelbrook")),
        (("Kelbrook", "Gita"), ("Kelborok", "Gita")),
        (("Smith", "Anne-Marie"), ("Smith", "Anne Marie")),
        (("Łukasz", "Søren"), ("Lukasz", "Soren")),
    ],
)
def test_names_are_alike_whatever_the_spelling_transliteration_or_order(
    sofs: Officer, one: tuple[str, str], other: tuple[str, str]
) -> None:
    first, second = known(sofs, *one), known(sofs, *other)
    (pair,) = suggestions.undecided()
    assert (pair.one, pair.other) == (first.subject_id, second.subject_id)
    assert "the same birth date" in pair.why and len(pair.why) == 2


def test_whatever_mark_somebody_types_or_pastes_for_an_apostrophe_or_a_hyphen_it_is_the_same_name() -> None:
    assert {search_name(f"O{mark}Brien", "Jo") for mark in "'\u2019\u2018\u00b4`\u02bc"} == {"obrien jo"}
    assert {search_name("Smith", f"Anne{mark}Marie") for mark in "-\u2010\u2011\u2013 "} == {
        "smith anne marie"
    }


@pytest.mark.parametrize(
    ("other", "born"),
    [
        (("Hussein", "Khalid"), BORN),
        (("Whinfell", "Mohammed"), BORN),
        (("Hussein", "Mohammed"), date(1991, 11, 20)),
    ],
)
def test_another_name_or_another_birth_date_is_nobody_suggested(
    sofs: Officer, other: tuple[str, str], born: date
) -> None:
    known(sofs, "Hussein", "Mohammed")
    known(sofs, *other, born=born)
    assert suggestions.undecided() == []


@pytest.mark.parametrize("born", [date(1980, 3, 5), date(1981, 5, 3), date(1980, 5, 4), None])
def test_a_birth_date_near_or_not_known_still_suggests(sofs: Officer, born: date | None) -> None:
    known(sofs, "Hussein", "Mohammed")
    known(sofs, "Hussain", "Muhammad", born=born)
    assert len(suggestions.undecided()) == 1


def test_different_pnc_ids_are_different_people_and_the_same_cro_number_is_suggested(sofs: Officer) -> None:
    known(sofs, "Varley", "Jo", pnc_id="2012/1234567C", cro="000765/98V")
    known(sofs, "Varley", "Jo", pnc_id="2013/1234567D", cro="000765/98V")
    assert suggestions.undecided() == []
    known(sofs, "Other", "Name", born=date(1950, 1, 1), cro="000765/98V")
    assert [pair.why[0] for pair in suggestions.undecided()] == ["the same CRO number"] * 2


def test_the_same_person_counts_once_from_the_day_it_is_decided_and_twice_as_known_before(
    sofs: Officer,
) -> None:
    first, second = known(sofs, "Hussein", "Mohammed"), known(sofs, "Husayn", "Muhammad")
    later = DAY + timedelta(days=3)
    with casework.at(later):
        decide(second.subject_id, first.subject_id, "same", by=sofs, reasons="The photographs agree.")

    def individuals(known_on: date) -> int:
        return len({case.subject_id for case in cases_known(known_on)})

    assert (individuals(DAY), individuals(later)) == (2, 1)
    manager = person(Role.SENIOR_MANAGER)
    with casework.at(date(2027, 3, 2)):
        counts = count_items(Material.objects.unlawful_on(clock.today()), manager, clock.today())
    assert (counts.individuals, counts.cases, counts.items) == (1, 2, 4)


def test_a_conviction_of_one_bears_on_the_items_of_both_until_the_decision_is_withdrawn(
    sofs: Officer,
) -> None:
    first, second = known(sofs, "Hussein", "Mohammed"), known(sofs, "Husayn", "Muhammad")
    record_conviction(second.subject, by=sofs, on=DAY)
    decision = decide(first.subject_id, second.subject_id, "same", by=sofs)
    first.refresh_from_db()
    assert first.status == "indefinite" and list(positions.differences()) == []
    withdraw_decision(decision, by=sofs, because="mistake")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("time_limited", "indefinite")
    assert list(positions.differences()) == [] and not people.joins().exists()


def test_a_conviction_recorded_after_the_decision_bears_on_both(sofs: Officer) -> None:
    first, second = known(sofs, "Hussein", "Mohammed"), known(sofs, "Husayn", "Muhammad")
    decide(first.subject_id, second.subject_id, "same", by=sofs)
    record_conviction(first.subject, by=sofs, on=DAY)
    second.refresh_from_db()
    assert second.status == "indefinite" and list(positions.differences()) == []


def test_three_of_one_person_lead_to_the_first_and_part_where_a_decision_is_changed(sofs: Officer) -> None:
    a, b, c = (known(sofs, "Hussein", "Mohammed").subject_id for _ in range(3))
    decide(b, c, "same", by=sofs)
    decide(a, c, "same", by=sofs)
    assert dict(people.joins().values_list("subject_id", "person_id")) == {a: a, b: a, c: a}
    assert suggestions.undecided() == []
    decide(a, c, "different", by=sofs)
    assert dict(people.joins().values_list("subject_id", "person_id")) == {b: b, c: b}
    assert SubjectJoin.objects.exclude(withdrawn_at=None).exists()


def test_decisions_that_contradict_each_other_are_refused(sofs: Officer) -> None:
    a, b, c = (known(sofs, "Hussein", "Mohammed").subject_id for _ in range(3))
    decide(a, b, "same", by=sofs)
    decide(b, c, "different", by=sofs)
    with pytest.raises(FactRefused, match="decided that two of the people"):
        decide(a, c, "same", by=sofs)
    with pytest.raises(FactRefused, match="decided already"):
        decide(a, b, "same", by=sofs)
    one = known(sofs, "Varley", "Jo", pnc_id="2012/1234567C").subject_id
    other = known(sofs, "Varley", "Jo", pnc_id="2013/1234567D").subject_id
    with pytest.raises(FactRefused, match="different PNC IDs"):
        decide(one, other, "same", by=sofs)


def test_sofs_decides_from_the_queue_with_both_people_side_by_side(sofs: Officer) -> None:
    first, second = known(sofs, "Hussein", "Mohammed"), known(sofs, "Husayn", "Muhammad")
    client = signed_in(sofs)
    queue = client.get(reverse("cases:suggestions")).content.decode()
    assert first.ref in queue and second.ref in queue and "The same name in another spelling" in queue
    url = f"{reverse('cases:same_person')}?one={first.subject_id}&other={second.subject_id}"
    page = client.get(url).content.decode()
    assert "Hussein, Mohammed" in page and "Husayn, Muhammad" in page and "3 May 1980" in page
    assert client.post(url, {"answer": "same"}).status_code == 200, "a decision says how one knows"
    assert client.post(url, {"answer": "same", "reasons": "The photographs agree."}).status_code == 302
    decided = client.get(f"{reverse('cases:suggestions')}?stage=decided").content.decode()
    assert "The same person" in decided and "T. Hollowell" in decided
    assert people.everyone_of([second.subject_id]) == {first.subject_id, second.subject_id}
    assert not ImportException.objects.filter(ended_at=None).exists()
