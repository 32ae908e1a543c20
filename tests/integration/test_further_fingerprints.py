"""Further fingerprints held with an original set: recorded, as long as that is held, and falling with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from cases.choices import CaseState
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Determination, FurtherFingerprints, Material
from cases.services.ends import find_void
from cases.services.facts import record_conviction, withdraw_fact
from cases.services.further import Further, hold_further, take_back
from oversight.figures import HELD_UNLAWFULLY
from oversight.selectors import Days, answers
from oversight.services.reviewing import Found, review
from retention.models import DeletionOrder, SuspensionInstruction
from tests import casework
from tests.casework import at
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TAKEN = date(2026, 1, 5)
MADE = date(2026, 6, 29)
AGAIN = date(2026, 8, 3)  # six months of their own, to the end of 2 February 2027
SIGNED = date(2026, 8, 10)
LAST = date(2028, 6, 28)  # of the original's determination
LATER = date(2027, 3, 1)


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "chief": casework.officer(Role.CHIEF_OFFICER, rank="chief_constable"),
        "legal": casework.officer(Role.LEGAL_REVIEWER),
        "constable": casework.officer(Role.JFIT_OFFICER, rank="constable", name="P. C. Ash"),
    }


@pytest.fixture
def original(people):
    """A case whose fingerprints and profile a determination keeps to the end of 28 June 2028."""
    with at(TAKEN):
        made = casework.case(by=people["sofs"], taken_on=TAKEN)
    casework.step(made, "refer", people["sofs"], on=TAKEN)
    casework.determined(made, people["jfit"], people["chief"], on=MADE)
    return made


@pytest.fixture
def further(people, original):
    """Another case of the same person, of fingerprints and a profile taken later."""
    with at(AGAIN):
        return casework.case(by=people["sofs"], taken_on=AGAIN, subject=original.subject)


def prints(case):
    return Material.objects.get(case=case, kind="fingerprints")


def entered(further, original, people, **changed):
    said = {
        "material_id": prints(further).pk,
        "original_id": prints(original).pk,
        "made_on": SIGNED,
        "made_by": people["constable"],
        "terrorist_investigation": False,
        "reasons": "The same person, stopped again.",
    }
    return Further(**(said | changed))


def hold(further, original, people, by="jfit", on=SIGNED, **changed):
    with at(on):
        return hold_further(entered(further, original, people, **changed), by=people[by])


def test_they_are_held_as_long_as_the_original_and_the_profile_is_not(further, original, people):
    hold(further, original, people)
    found = prints(further)
    assert (found.last_lawful_day, found.chain) == (LAST, ["TACT-S7", "TACT-FFP"])
    assert Material.objects.get(case=further, kind="dna_profile").last_lawful_day == date(2027, 2, 2)


def test_they_fall_with_the_original_at_once_and_the_figure_counts_them(further, original, people):
    hold(further, original, people)
    with at(LATER):
        days = Days(LATER, LATER)
        rows = answers([HELD_UNLAWFULLY], days, people["jfit"], LATER)[HELD_UNLAWFULLY.slug].rows
        assert prints(further).pk not in {item for row in rows for item in row.item_ids}
        determination = Determination.objects.get(case=original)
        find_void(determination.pk, by=people["legal"], because="rank", reasons="A Superintendent.")
        assert prints(original).last_lawful_day == date(2026, 7, 4)
        # On the day of the determination the original was not lawfully held: what was borrowed never was.
        found = prints(further)
        assert found.last_lawful_day == date(2027, 2, 2)
        assert found.ineffective == [f"further_fingerprints:{FurtherFingerprints.objects.get().pk}"]
        assert DeletionOrder.objects.filter(material=found, due_on=date(2027, 2, 3)).exists()
        rows = answers([HELD_UNLAWFULLY], days, people["jfit"], LATER)[HELD_UNLAWFULLY.slug].rows
        assert found.pk in {item for row in rows for item in row.item_ids}


def test_what_the_commissioner_orders_destroyed_takes_them_with_it_the_same_day(further, original, people):
    hold(further, original, people)
    commissioner = casework.officer(Role.COMMISSIONER)
    with at(LATER):
        found = Found(outcome="order", reasons="Not necessary any more.")
        review(Determination.objects.get(case=original).pk, found, by=commissioner)
        assert prints(original).last_lawful_day == prints(further).last_lawful_day == LATER
        instructed = SuspensionInstruction.objects.filter(not_before=LATER + timedelta(days=1))
        items = set(instructed.values_list("material", flat=True))
    assert {prints(original).pk, prints(further).pk} <= items, "every place is told at once"


def test_what_makes_the_original_last_makes_them_last_and_withdrawn_it_counts_no_longer(
    further, original, people
):
    made = hold(further, original, people)
    with at(LATER):
        # A conviction within the original's own period came to light; it keeps every set of theirs anyway.
        withdraw_fact(made, by=people["jfit"], because="mistake")
        assert prints(further).last_lawful_day == date(2027, 2, 2)
        record_conviction(original.subject, by=people["sofs"], on=date(2026, 9, 1))
        assert prints(further).status == "indefinite"


def test_what_the_law_gives_nothing_for_is_refused_with_why(further, original, people):
    elsewhere = casework.case(
        by=people["sofs"], taken_on=AGAIN, subject=original.subject, force="PSOS", nation="SC"
    )
    profile = Material.objects.get(case=original, kind="dna_profile")
    stranger = casework.case(by=people["sofs"], taken_on=TAKEN)
    refused = [
        (elsewhere, original, {}, "same part of the United Kingdom"),
        (further, original, {"original_id": profile.pk}, "sets of fingerprints of this person"),
        (further, stranger, {}, "sets of fingerprints of this person"),
        (further, further, {}, "not the same one"),
        (further, original, {"made_on": AGAIN.replace(day=1)}, "after that day"),
        (further, original, {"made_on": LATER}, "has not come yet"),
        (further, original, {"reasons": " "}, "enter what the written determination says"),
    ]
    for one, other, changed, why in refused:
        with pytest.raises(FactRefused, match=why):
            hold(one, other, people, **changed)
    with pytest.raises(FactRefused, match="a gap of one day"):
        hold(further, original, people, on=LATER, made_on=LATER)
    with pytest.raises(AuthorityRefused, match="Only a constable"):
        hold(further, original, people, made_by=people["jfit"])
    with pytest.raises(AuthorityRefused, match="JFIT or SOFS"):
        hold(further, original, people, by="chief")
    assert not FurtherFingerprints.objects.exists()
    hold(further, original, people)
    with pytest.raises(FactRefused, match="recorded already"):
        hold(further, original, people)


def test_it_is_recorded_on_a_page_that_the_case_leads_to(further, original, people):
    page = reverse("cases:further", args=[further.pk])
    with at(SIGNED):
        jfit = signed_in(people["jfit"])
        assert page in jfit.get(reverse("desk:case", args=[further.pk])).text
        said = {
            "material": prints(further).pk,
            "original": prints(original).pk,
            "made_by": people["constable"].pk,
            "terrorist_investigation": "no",
            "reasons": "The same person, stopped again.",
        } | {f"made_on_{part}": value for part, value in (("day", 10), ("month", 8), ("year", 2026))}
        assert "Choose the original set" in jfit.post(page, said | {"original": ""}).text
        refused = jfit.post(page, said | {"made_on_day": 1}).text
        assert "after that day" in refused and "The same person, stopped again." in refused
        check = jfit.post(page, said).text
        assert "Now to the end of 2 February 2027." in check and "Then to the end of 28 June 2028." in check
        assert not FurtherFingerprints.objects.exists()
        assert jfit.post(page, said | {"do": "do"}).status_code == 302
        assert f"Further fingerprints to be held with the set of {original.ref}" in (
            jfit.get(reverse("desk:case", args=[further.pk])).text
        )
        why = jfit.get(reverse("desk:why", args=[further.pk, prints(further).pk])).text
        assert "Further fingerprints" in why
    with at(date(2020, 8, 12)):
        jfit = signed_in(people["jfit"])
        assert page not in jfit.get(reverse("desk:case", args=[further.pk])).text
        assert "before 13 August 2020" in jfit.get(page).text
    further.refresh_from_db()
    assert further.state == CaseState.WITH_SOFS


def test_what_was_recorded_by_mistake_is_taken_back_on_a_page_that_shows_what_follows(
    further, original, people
):
    """The set stands without it, and where its own time is over it is ordered to go at once."""
    made = hold(further, original, people)
    page = reverse("cases:further_taken_back", args=[further.pk, made.pk])
    with at(LATER):
        jfit = signed_in(people["jfit"])
        assert page in jfit.get(reverse("desk:case", args=[further.pk])).text
        assert original.ref in jfit.get(page).text
        assert "Choose what was wrong" in jfit.post(page, {}).text
        check = jfit.post(page, {"because": "mistake"}).text
        assert "Then to the end of 2 February 2027." in check and "held unlawfully" in check
        assert FurtherFingerprints.objects.current().exists()
        assert jfit.post(page, {"because": "mistake", "do": "do"}).status_code == 302
        assert not FurtherFingerprints.objects.current().exists()
        found = prints(further)
        assert found.last_lawful_day == date(2027, 2, 2)
        assert DeletionOrder.objects.filter(material=found).exists()
        assert jfit.get(page).status_code == 404, "it stands no longer"
    made.refresh_from_db()
    assert (made.withdrawn_because, made.withdrawn_by) == ("mistake", people["jfit"])


def test_others_take_nothing_back_and_only_for_a_mistake(further, original, people):
    made = hold(further, original, people)
    with at(LATER):
        with pytest.raises(AuthorityRefused, match="JFIT or SOFS"):
            take_back(made.pk, by=people["chief"], because="mistake")
        with pytest.raises(FactRefused, match="choose what was wrong"):
            take_back(made.pk, by=people["jfit"], because="found_void")
    assert FurtherFingerprints.objects.current().get() == made
