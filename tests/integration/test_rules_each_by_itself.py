"""Rules of decisions and of oversight that stand behind others, each where no other would catch it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.choices import Rank, Role
from accounts.services import officers
from cases import holding, orders
from cases.choices import BarKind
from cases.errors import AuthorityRefused, FactRefused, TransitionRefused
from cases.models import Application, CommissionersOrder, Determination, Material, StopDecision, VoidFound
from cases.services import on_paper
from cases.services.bars import record_bar
from cases.services.ends import find_void
from cases.services.facts import correct_taking, record_unlawful_taking, withdraw_fact
from cases.services.on_paper import Keyed
from cases.services.records import LOCK
from cases.services.revoking import continue_holding, revoke
from oversight.errors import OversightRefused
from oversight.services import items
from oversight.services.enquiries import Asked, answer_it, ask
from oversight.services.matches import Reported, record_match, review_in_law, tell_commissioner
from oversight.services.reviewing import Found, review
from tests import casework
from tests.casework import at, step

pytestmark = pytest.mark.django_db
TAKEN, DECIDED, LATER = date(2026, 1, 5), date(2026, 6, 29), date(2026, 8, 3)
AHEAD = LATER + timedelta(days=28)
WHY = "Necessary for national security, for each kind."


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "manager": casework.officer(Role.JFIT_MANAGER),
        "chief": casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE),
        "legal": casework.officer(Role.LEGAL_REVIEWER),
        "commissioner": casework.officer(Role.COMMISSIONER),
        "office": casework.officer(Role.COMMISSIONER_OFFICE),
    }


@pytest.fixture
def case(people):
    """A case with its Chief Officer, of fingerprints and a profile."""
    made = casework.case(by=people["sofs"], taken_on=TAKEN)
    step(made, "refer", people["sofs"], on=TAKEN)
    force = casework.force_of("13")
    step(made, "apply", people["jfit"], on=TAKEN, reasons=WHY, to_force=force, months=24)
    return made


@pytest.fixture
def made(case, people):
    """Its determination, whose power alone ended on 4 July 2026."""
    step(case, "determine", people["chief"], on=DECIDED, months=24, reasons=WHY)
    return Determination.objects.get(case=case)


# Determinations -------------------------------------------------------------------------------------------


def test_an_item_that_is_deleted_is_not_listed(case, people):
    prints, profile = casework.items_of(case)
    Material.objects.filter(pk=profile).update(deleted_on=TAKEN)
    with pytest.raises(TransitionRefused, match=f"Item {profile} is deleted"):
        step(case, "determine", people["chief"], on=DECIDED, months=24, reasons=WHY, item_ids=(profile,))
    step(case, "determine", people["chief"], on=DECIDED, months=24, reasons=WHY)
    assert [item.pk for item in Determination.objects.get().items.all()] == [prints]


def test_each_item_asks_for_itself_who_may_decide_about_it(people):
    """Before August 2020 an item that another force took is that force's to decide, whatever the case."""
    day = date(2016, 3, 1)
    case = casework.case(by=people["sofs"], taken_on=day)
    profile = casework.items_of(case)[1]
    with at(day):
        elsewhere = casework.force_of("06")
        correct_taking(Material.objects.get(pk=profile), by=people["sofs"], force=elsewhere)
    step(case, "refer", people["sofs"], on=day)
    force = casework.force_of("13")
    step(case, "apply", people["jfit"], on=day, reasons=WHY, to_force=force, months=24)
    with pytest.raises(TransitionRefused, match=f"Item {profile}: Until 12 August 2020"):
        step(case, "determine", people["chief"], on=day, months=24, reasons=WHY)
    prints = casework.items_of(case)[0]
    step(case, "determine", people["chief"], on=day, months=24, reasons=WHY, item_ids=(prints,))
    assert [item.pk for item in Determination.objects.get().items.all()] == [prints]


def test_a_holding_nsd_is_reviewed_on_a_day_after_it_is_made(case, people):
    for review_by in (None, DECIDED):
        with pytest.raises(TransitionRefused, match="needs a day, after the day it is made"):
            step(
                case, "determine", people["chief"], on=DECIDED, months=12, kind="holding", reasons=WHY,
                review_by=review_by,
            )  # fmt: skip


def test_a_determination_that_is_late_for_one_item_still_keeps_the_other(people):
    """The prints were taken half a year before the profile: their day is over, and nothing saves them."""
    case = casework.case(by=people["sofs"], taken_on=TAKEN)
    prints, profile = casework.items_of(case)
    with at(DECIDED):
        correct_taking(Material.objects.get(pk=prints), by=people["sofs"], taken_on=date(2025, 7, 1))
    step(case, "refer", people["sofs"], on=DECIDED)
    moved = casework.determined(case, people["jfit"], people["chief"], on=DECIDED)
    assert moved.movement is not None and case.state == "nsd_in_force"
    days = dict(Material.objects.filter(case=case).values_list("pk", "last_lawful_day"))
    assert days == {prints: date(2025, 12, 31), profile: date(2028, 6, 28)}


def test_no_longer_is_applied_for_than_a_determination_of_the_day_may_be(people):
    case = casework.case(by=people["sofs"], taken_on=TAKEN)
    step(case, "refer", people["sofs"], on=TAKEN)
    with pytest.raises(TransitionRefused, match="at least 1 and at most 60 months"):
        force = casework.force_of("13")
        step(case, "apply", people["jfit"], on=TAKEN, reasons=WHY, to_force=force, months=61)


def test_an_application_names_an_officer_of_the_force_that_it_goes_to(people):
    """Since August 2020 one of another force could decide it as well, and still it is not theirs."""
    case = casework.case(by=people["sofs"], taken_on=TAKEN)
    other = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, force="06")
    step(case, "refer", people["sofs"], on=TAKEN)
    said = {"reasons": WHY, "to_force": casework.force_of("13"), "months": 24}
    with pytest.raises(TransitionRefused, match="may not decide it for West Yorkshire"):
        step(case, "apply", people["jfit"], on=TAKEN, to_officer=other, **said)
    step(case, "apply", people["jfit"], on=TAKEN, to_officer=people["chief"], **said)


def test_what_was_recorded_by_mistake_is_no_application_and_still_bars_whoever_made_it(case, people):
    with at(DECIDED):
        withdraw_fact(Application.objects.get(case=case), by=people["manager"], because="mistake")
        force = casework.force_of("06")
    with pytest.raises(TransitionRefused, match="no application on record to allocate"):
        step(case, "reallocate", people["jfit"], on=DECIDED, reasons=WHY, to_force=force)
    officers.give_role(people["jfit"], Role.CHIEF_OFFICER, from_on=TAKEN)
    officers.record_rank(people["jfit"], Rank.CHIEF_CONSTABLE, force=casework.force_of("13"), from_on=TAKEN)
    with pytest.raises(AuthorityRefused, match="whoever applied, stopped or prepared"):
        step(case, "determine", people["jfit"], on=DECIDED, months=24, reasons=WHY)


def test_a_stop_that_was_recorded_by_mistake_is_not_signed_off(people):
    case = casework.case(by=people["sofs"], taken_on=TAKEN)
    step(case, "refer", people["sofs"], on=TAKEN)
    step(case, "stop", people["jfit"], on=TAKEN, reasons=WHY)
    inspector = casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR)
    with at(TAKEN):
        withdraw_fact(StopDecision.objects.get(case=case), by=people["manager"], because="mistake")
    with pytest.raises(TransitionRefused, match="no provisional Stop-NSD on record"):
        step(case, "confirm_stop", inspector, on=TAKEN)


def test_a_determination_that_keeps_nothing_any_more_is_not_revoked(made, people):
    with at(date(2028, 6, 29)), pytest.raises(FactRefused, match="nothing is kept under this determination"):
        revoke(made.pk, by=people["chief"], reasons="Not necessary")


def test_a_second_holding_nsd_leaves_the_first_to_be_reviewed(case, people):
    said = {"months": 12, "kind": "holding", "reasons": WHY}
    step(case, "determine", people["chief"], on=DECIDED, review_by=LATER, **said)
    first = Determination.objects.get()
    step(case, "reopen", people["jfit"], on=DECIDED, reasons="More is known")
    step(case, "apply", people["jfit"], on=DECIDED, to_force=casework.force_of("13"), **said)
    step(case, "determine", people["chief"], on=DECIDED, review_by=LATER, **said)
    assert first.pk in {each.pk for each in holding.to_review(DECIDED)}


def test_references_begin_anew_each_year_and_whoever_is_second_waits_for_the_first(people):
    """The lock of the year is held to the end of the transaction, so that no number is given twice."""
    for year in (2025, 2026):
        taken = date(year, 3, 2)
        case = casework.case(by=people["sofs"], taken_on=taken)
        step(case, "refer", people["sofs"], on=taken)
        casework.determined(case, people["jfit"], people["chief"], on=taken)
        assert Determination.objects.get(case=case).reference == f"NSD/{year}/000001"
    with connection.cursor() as cursor:
        cursor.execute("SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [LOCK])
        assert {2025, 2026} <= {year for (year,) in cursor.fetchall()}


def test_an_application_goes_to_some_force_and_nothing_to_somebody_who_left(people):
    case = casework.case(by=people["sofs"], taken_on=TAKEN)
    gone = casework.officer(Role.JFIT_OFFICER)
    officers.leave(gone, by=casework.officer(Role.SYSTEM_ADMINISTRATOR))
    with pytest.raises(TransitionRefused, match="has left, so nothing can be given"):
        step(case, "refer", people["sofs"], on=TAKEN, holder=gone)
    step(case, "refer", people["sofs"], on=TAKEN)
    with pytest.raises(TransitionRefused, match="Choose one"):
        step(case, "apply", people["jfit"], on=TAKEN, reasons=WHY)


def test_whoever_made_or_prepared_it_never_finds_it_void_whatever_they_have_become(made, people):
    for who in ("chief", "jfit"):
        officers.give_role(people[who], Role.LEGAL_REVIEWER, from_on=DECIDED)
        with at(LATER), pytest.raises(AuthorityRefused, match="whoever made or prepared it"):
            find_void(made.pk, by=people[who], because="rank", reasons="A Superintendent.")
    assert not VoidFound.objects.exists()


def test_what_is_no_holding_nsd_does_not_go_on_to_another_day_of_review(made, people):
    with at(LATER), pytest.raises(FactRefused, match="no holding NSD that is still to be reviewed"):
        continue_holding(made.pk, by=people["chief"], next_review_by=AHEAD, reasons="More to come")


def test_nothing_on_paper_is_keyed_where_no_application_waits(made, people):
    said = Keyed(
        maker=people["chief"],
        signed_at=casework.datetime(2026, 6, 30, 9, tzinfo=casework.LONDON),
        months=24,
        item_ids=tuple(casework.items_of(made.case)),
        reasons=WHY,
        scan_name="signed.pdf",
        scan=b"%PDF-1.7",
    )
    with at(LATER), pytest.raises(FactRefused, match="no application is undecided"):
        on_paper.key(made.case_id, said, by=people["jfit"])


# The Commissioner's order ---------------------------------------------------------------------------------


def refused(made, people, on=LATER):
    """Why no order is possible; nothing of it was recorded."""
    with at(on), pytest.raises(FactRefused, match="allows no order") as told:
        review(made.pk, Found(outcome="order", reasons="Not needed"), by=people["commissioner"])
    assert not CommissionersOrder.objects.exists()
    return str(told.value)


def test_nothing_is_ordered_under_a_determination_that_is_void(made, people):
    with at(LATER):
        found = find_void(made.pk, by=people["legal"], because="rank", reasons="A Superintendent.")
    assert "counts for nothing, so nothing is kept under it" in refused(found.stands_as, people)


def test_nothing_is_ordered_that_is_gone_or_must_go_or_has_no_cover_left(made, people):
    prints, profile = made.items.order_by("pk")
    with at(LATER):
        record_unlawful_taking(prints, by=people["sofs"], on=LATER)
    Material.objects.filter(pk=profile.pk).update(deleted_on=LATER)
    said = refused(made, people)
    assert "must be destroyed already" in said and "gone since 3 August 2026" in said
    last = date(2028, 6, 28)
    Material.objects.filter(pk=profile.pk).update(deleted_on=None)
    assert "no cover under this determination is left to end" in refused(made, people, on=last)


def test_nothing_is_ordered_that_an_enactment_forbids_to_destroy(people):
    """CPIA reaches what was taken on an arrest under section 41."""
    case = casework.case(by=people["sofs"], taken_on=TAKEN, power="TACT-S41", kinds=("fingerprints",))
    step(case, "refer", people["sofs"], on=TAKEN)
    casework.determined(case, people["jfit"], people["chief"], on=DECIDED)
    prints = Material.objects.get(case=case)
    with at(LATER):
        record_bar(prints, BarKind.CPIA, by=people["manager"], from_on=DECIDED, reason="Disclosure: counsel")
    assert "a statutory bar forbids its destruction" in refused(Determination.objects.get(), people)


def test_nothing_is_ordered_while_the_last_lawful_day_is_not_settled(made, people):
    with at(LATER):
        for item in made.items.order_by("pk"):
            correct_taking(item, by=people["sofs"], power="UNKNOWN")
        under = orders.items_under(made, LATER)
    assert all("is not settled" in each.why_not for each in under)
    assert "is not settled" in refused(made, people)


def test_a_review_says_what_was_found_and_whom_a_challenge_goes_to(made, people):
    with at(LATER):
        with pytest.raises(OversightRefused, match="Choose what you found"):
            review(made.pk, Found(outcome="", reasons="Good"), by=people["office"])
        for whom in ("", "senior_manager"):
            asked = Found(outcome="challenge", reasons="Why?", asked_of=whom, due_on=AHEAD)
            with pytest.raises(OversightRefused, match="Choose who is to answer"):
                review(made.pk, asked, by=people["office"])


# What oversight takes step by step ------------------------------------------------------------------------


def test_what_is_answered_awaits_no_second_answer_and_only_some_things_are_asked_for(people):
    with at(LATER):
        asked = ask(Asked(kind="document", asked_of="jfit", words="P/1", due_on=AHEAD), by=people["office"])
        answer_it(asked.pk, words="Sent", by=people["jfit"])
        with pytest.raises(OversightRefused, match="awaits no answer"):
            answer_it(asked.pk, words="Again", by=people["jfit"])
        for kind, of, why in (
            ("challenge", "jfit", "Choose what is asked for"),
            ("document", "nobody", "Choose who is to answer"),
        ):
            with pytest.raises(OversightRefused, match=why):
                ask(Asked(kind=kind, asked_of=of, words="Why?", due_on=AHEAD), by=people["office"])


def test_an_item_is_worked_on_while_it_is_open_by_those_who_work_on_items(people):
    with at(LATER):
        with pytest.raises(OversightRefused, match="office open oversight items"):
            items.open_item(
                "Rank", "Three", owner=people["manager"], next_review_on=AHEAD, by=people["manager"]
            )
        for owner, why in ((None, "Choose who owns it"), (people["sofs"], "does not work on")):
            with pytest.raises(OversightRefused, match=why):
                items.open_item("Rank", "Three", owner=owner, next_review_on=AHEAD, by=people["office"])
        item = items.open_item(
            "Rank", "Three", owner=people["manager"], next_review_on=AHEAD, by=people["office"]
        )
        with pytest.raises(OversightRefused, match="managers work on oversight items"):
            items.note(item.pk, words="Looked", next_review_on=AHEAD, by=people["jfit"])
        items.propose_closing(item.pk, reason="None since", by=people["manager"])
        with pytest.raises(OversightRefused, match="This item is not open"):
            items.note(item.pk, words="Looked", next_review_on=AHEAD, by=people["manager"])


def test_a_match_is_reviewed_once_and_told_after_that_by_whoever_may_and_once(people):
    case = casework.case(by=people["sofs"], taken_on=TAKEN, kinds=("fingerprints",))
    prints = casework.items_of(case)[0]
    with at(LATER):
        said = Reported(matched_on=LATER, reported_by="N 7", words="A stain")
        with pytest.raises(OversightRefused, match="under which reference"):
            record_match(prints, Reported(matched_on=LATER, reported_by=" ", words="x"), by=people["sofs"])
        with pytest.raises(OversightRefused, match="has not come yet"):
            record_match(prints, Reported(matched_on=AHEAD, reported_by="N 7", words="x"), by=people["sofs"])
        match = record_match(prints, said, by=people["sofs"])
        with pytest.raises(OversightRefused, match="not to be told now"):
            tell_commissioner(match.pk, words="By letter", by=people["legal"])
        review_in_law(match.pk, words="Not to be used", may_disclose=False, by=people["legal"])
        with pytest.raises(OversightRefused, match="was reviewed already"):
            review_in_law(match.pk, words="To be used", may_disclose=True, by=people["legal"])
        with pytest.raises(OversightRefused, match="tells the Commissioner"):
            tell_commissioner(match.pk, words="By letter", by=people["office"])
        tell_commissioner(match.pk, words="By letter", by=people["legal"])
        with pytest.raises(OversightRefused, match="not to be told now"):
            tell_commissioner(match.pk, words="Again", by=people["legal"])
