"""JFIT's work on a case: the profile with its drafts, putting aside, and the next action of each row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role, UnitKind
from accounts.services import officers
from audit.facts import stamp
from cases.choices import ProfilePart, RequestStep, RequestTo
from cases.errors import AuthorityRefused, FactRefused, StaleProfile
from cases.models import Conviction, NotifiedExpiry, ProfileDraft, ProfileSection, Shelving
from cases.profiles import NEEDED, profile_of
from cases.services.facts import correct_taking, record_conviction
from cases.services.profiles import complete, save_draft
from cases.services.requests import Said, ask, record_step
from cases.services.shelving import shelve, take_up_again, why_not_shelve
from retention.standing import standings
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PART = ProfilePart.TRAVEL


@pytest.fixture
def other():
    return casework.officer(Role.JFIT_OFFICER, name="Olu Fit")


def referred(**columns):
    sofs = casework.officer(Role.SOFS_OFFICER)
    made = casework.case(by=sofs, **columns)
    step(made, "refer", sofs)
    return made


@pytest.fixture
def case():
    return referred(kinds=("fingerprints",))


# The profile ------------------------------------------------------------------------------------------------


def test_a_draft_is_its_writers_alone_and_is_there_when_they_return(client, case, jfit, other):
    url = reverse("cases:profile_part", args=[case.pk, PART])
    with at(DAY):
        signed_in(jfit, client)
        client.post(url, {"text": "Flew to Ruritania.\n", "seen": 0, "do": "save"})
        assert "Flew to Ruritania." in client.get(url).content.decode()
        signed_in(other, client)
        assert "Ruritania" not in client.get(url).content.decode()
        assert "Ruritania" not in client.get(reverse("cases:profile", args=[case.pk])).content.decode()


def test_enter_in_a_form_saves_the_draft_and_completes_nothing(client, case, jfit):
    with at(DAY):
        signed_in(jfit, client)
        client.post(reverse("cases:profile_part", args=[case.pk, PART]), {"text": "Half.", "seen": 0})
    assert ProfileDraft.objects.get().text == "Half." and not ProfileSection.objects.exists()


def test_completing_makes_versions_and_keeps_the_earlier_ones(case, jfit):
    with at(DAY):
        complete(case.pk, PART, "First.", by=jfit, seen_version=0)
        with pytest.raises(FactRefused, match="nothing to complete"):
            complete(case.pk, PART, "First.", by=jfit, seen_version=1)
        complete(case.pk, PART, "Second.", by=jfit, seen_version=1)
        part = next(part for part in profile_of(case, jfit) if part.part == PART)
    assert [version.text.text for version in part.versions] == ["Second.", "First."]
    assert part.draft is None


def test_who_completes_second_sees_the_first_and_keeps_their_own_words(client, case, jfit, other):
    url = reverse("cases:profile_part", args=[case.pk, PART])
    with at(DAY):
        complete(case.pk, PART, "By Olu.", by=other, seen_version=0)
        with pytest.raises(StaleProfile, match="Olu Fit completed version 1"):
            complete(case.pk, PART, "By Jo.", by=jfit, seen_version=0)
        assert ProfileDraft.objects.get(officer=jfit).text == "By Jo."
        signed_in(jfit, client)
        answer = client.post(url, {"text": "By Jo, again.", "seen": 0, "do": "complete"})
        page = answer.content.decode()
        assert "Olu Fit completed version 1" in page and "By Jo, again." in page and "By Olu." in page
        seen = answer.context["form"]["seen"].value()
        client.post(url, {"text": "By both.", "seen": seen, "do": "complete"})
    assert ProfileSection.objects.get(version=2).text.text == "By both."


def test_only_jfit_writes_and_a_case_that_left_jfit_keeps_the_draft(case, jfit):
    with at(DAY), pytest.raises(AuthorityRefused):
        save_draft(case.pk, PART, "Mine.", by=casework.officer(Role.SOFS_OFFICER))
    step(case, "stop", jfit, reasons="Nothing to apply for.")
    with at(DAY):
        with pytest.raises(FactRefused, match="saved as a draft"):
            complete(case.pk, PART, "Late words.", by=jfit, seen_version=0)
        assert save_draft(case.pk, PART, "Late words.", by=jfit).text == "Late words."


# Putting aside ----------------------------------------------------------------------------------------------


def test_para_9c_a_wrong_notified_date_does_not_stop_work_shelving_is_refused(client, case, jfit):
    case.refresh_from_db()
    last = case.last_lawful_day
    NotifiedExpiry.objects.create(
        case=case, notified_by="hailoh", notified_day=DAY + timedelta(30), notified_on=DAY, **stamp(jfit)
    )
    day = DAY + timedelta(60)  # past the date notified, before the law's
    with at(day):
        why = why_not_shelve(case, day)
        assert f"{last:%-d %B %Y}" in why and "still to come" in why
        with pytest.raises(FactRefused, match="still to come"):
            shelve(case.pk, by=jfit, verified_day=DAY + timedelta(30), other_bases="PNC: nothing.")
        signed_in(jfit, client)
        page = client.get(reverse("cases:shelve", args=[case.pk])).content.decode()
        assert (
            "You cannot put this case aside" in page
            and reverse("desk:why", args=[case.pk, case.material.get().pk]) in page
        )
        home = client.get("/").content.decode()
    assert case.ref in home.split("Cover has ended")[0]
    assert not Shelving.objects.exists()


def test_what_is_over_is_put_aside_only_with_the_day_verified_and_other_bases_looked_for(client, case, jfit):
    case.refresh_from_db()
    day = case.last_lawful_day + timedelta(1)
    with at(day):
        with pytest.raises(FactRefused, match="is not that day"):
            shelve(case.pk, by=jfit, verified_day=day, other_bases="PNC: nothing.")
        with pytest.raises(FactRefused, match="another basis"):
            shelve(case.pk, by=jfit, verified_day=case.last_lawful_day, other_bases=" ")
        shelve(case.pk, by=jfit, verified_day=case.last_lawful_day, other_bases="PNC: nothing.")
        signed_in(jfit, client)
        home = client.get("/").content.decode()
        case.refresh_from_db()
    assert case.state == "with_jfit"
    assert "Put aside, their dates verified, still held (1)" in home and "Cover has ended" not in home
    with at(day):
        take_up_again(case.pk, by=jfit)
        assert "Cover has ended, still held (1)" in client.get("/").content.decode()


def test_nobody_but_jfit_puts_a_case_aside_or_takes_it_up_again(case, jfit):
    case.refresh_from_db()
    sofs = casework.officer(Role.SOFS_MANAGER)
    said = {"verified_day": case.last_lawful_day, "other_bases": "PNC: nothing."}
    with at(case.last_lawful_day + timedelta(1)):
        with pytest.raises(AuthorityRefused):
            shelve(case.pk, by=sofs, **said)
        shelve(case.pk, by=jfit, **said)
        with pytest.raises(AuthorityRefused):
            take_up_again(case.pk, by=sofs)
    assert Shelving.objects.current().filter(case=case).exists()


def test_one_item_that_can_still_be_saved_keeps_the_whole_case_in_work(jfit):
    case = referred(kinds=("fingerprints", "dna_profile"))
    later = case.material.get(kind="dna_profile")
    taking = later.takings.get()
    with at(DAY + timedelta(40)):
        correct_taking(later, by=jfit, taken_on=taking.taken_on + timedelta(20))
    case.refresh_from_db()
    day = case.last_lawful_day + timedelta(1)
    with at(day):
        assert "still to come" in why_not_shelve(case, day)


def test_a_conviction_keeps_a_case_from_being_put_aside(case, jfit):
    case.refresh_from_db()
    with at(DAY + timedelta(9)):
        record_conviction(case.subject, by=jfit, on=DAY + timedelta(8))
    assert Conviction.objects.exists()
    day = case.last_lawful_day + timedelta(1)
    with at(day):
        assert "no end date" in why_not_shelve(case, day)


# The queue --------------------------------------------------------------------------------------------------


def action_of(case, day):
    with at(day):
        case.refresh_from_db()
        standing = standings([case], day)[case.pk]
        return standing.action, standing.words


def test_the_next_action_follows_where_the_case_stands(case, jfit):
    assert action_of(case, DAY) == ("Start assessment", "Not started: nobody asked yet")
    with at(DAY):
        complete(case.pk, PART, "Flew.", by=jfit, seen_version=0)
    assert action_of(case, DAY) == ("Ask Security Service", "Profile 1 of 6 parts. Nobody asked yet")
    with at(DAY):
        request = ask(case.pk, by=jfit, to=RequestTo.SECURITY_SERVICE)
    assert action_of(case, DAY)[0] == "Write the profile"
    late = request.due_on + timedelta(1)
    action, words = action_of(case, late)
    assert action == "Send the file" and "Security Service asked 2 March, waits for the next file" in words
    with at(late):
        for part in NEEDED:
            if part != PART:
                complete(case.pk, part, "Known.", by=jfit, seen_version=0)
        record_step(request.pk, RequestStep.ANSWERED, by=jfit, on=late, said=Said(assessment="positive"))
    action, words = action_of(case, late)
    assert action == "Decide: apply or stop" and words.endswith(
        "Security Service answered 31 March: positive"
    )


def test_where_the_work_no_longer_fits_into_fourteen_days_a_holding_nsd_is_asked_for(client, case, jfit):
    case.refresh_from_db()
    assert action_of(case, case.last_lawful_day - timedelta(15))[0] == "Start assessment"
    near = case.last_lawful_day - timedelta(14)
    assert action_of(case, near)[0] == "Ask for a holding NSD"
    with at(near):
        signed_in(jfit, client)
        page = client.get(reverse("cases:apply", args=[case.pk]) + "?kind=holding", follow=True)
    assert page.context["form"]["kind"].value() == "holding"


def test_para_9e_the_queue_goes_by_last_lawful_day_the_younger_case_first_where_it_is_nearer(client, jfit):
    older = referred(kinds=("fingerprints",), taken_on=date(2026, 2, 20), ref="T/OLDER", power="TACT-S41")
    sofs = casework.officer(Role.SOFS_OFFICER)
    younger = casework.case(by=sofs, kinds=("fingerprints",), taken_on=date(2025, 12, 1), ref="T/YOUNGER")
    with at(DAY + timedelta(1)):
        step(younger, "refer", sofs, on=DAY + timedelta(1))
        signed_in(jfit, client)
        home = client.get("/").content.decode()
    older.refresh_from_db()
    younger.refresh_from_db()
    assert younger.last_lawful_day < older.last_lawful_day  # and it came to JFIT later
    assert home.index("T/YOUNGER") < home.index("T/OLDER")


def test_a_ctu_officers_first_page_holds_what_their_unit_is_asked_nearest_day_first(client, jfit):
    north = officers.ensure_unit("CTU North", UnitKind.CTU)
    of_north = casework.officer(name="Nor Th")
    officers.give_role(of_north, Role.CTU_OFFICER, from_on=date(2013, 1, 1), unit=north)
    far, near = referred(ref="T/FAR"), referred(ref="T/NEAR", taken_on=DAY - timedelta(60))
    with at(DAY):
        for case in (far, near):
            ask(case.pk, by=jfit, to=RequestTo.CTU, unit=north, question="Known?")
        ask(far.pk, by=jfit, to=RequestTo.SECURITY_SERVICE)
        signed_in(of_north, client)
        home = client.get("/").content.decode()
    assert home.index("T/NEAR") < home.index("T/FAR")
    assert "Asked of my unit, by last lawful day (2)" in home and "Security Service" not in home
