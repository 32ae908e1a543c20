"""What ends or undoes a determination, and all that relied on it: found void later, revoked, reviewed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit import clock
from audit.models import AuditEvent
from cases import holding, positions
from cases.choices import CaseState
from cases.errors import AuthorityRefused, FactRefused
from cases.models import Determination, HoldingReview, Material, Revocation, VoidFound
from cases.services.ends import find_void
from cases.services.revoking import continue_holding, revoke
from oversight import copies
from oversight.causes import Cause
from oversight.figures import LAPSES, VOID
from oversight.selectors import Days, answers
from retention.models import ChaseTask, DeletionOrder, SuspensionInstruction
from retention.services.nightly import SWEEPS, run_sweep
from tests import casework
from tests.casework import at
from tests.people import sign, signed_in

pytestmark = pytest.mark.django_db
TAKEN = date(2026, 1, 5)
POWER_ENDS = date(2026, 7, 4)
MADE = date(2026, 6, 29)
FOUND = date(2026, 8, 3)


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "chief": casework.officer(Role.CHIEF_OFFICER, rank="chief_constable"),
        "legal": casework.officer(Role.LEGAL_REVIEWER, name="L. Reviewer"),
        "commissioner": casework.officer(Role.COMMISSIONER),
    }


def determine(case, people, on=MADE, **details):
    """JFIT applies and the Chief Officer determines, both on a day."""
    casework.determined(case, people["jfit"], people["chief"], on=on, **details)
    return Determination.objects.current().filter(case=case).latest("pk")


@pytest.fixture
def case(people):
    """A case with JFIT whose power ends on 4 July 2026."""
    with at(TAKEN):
        made = casework.case(by=people["sofs"], taken_on=TAKEN)
    casework.step(made, "refer", people["sofs"], on=TAKEN)
    return made


@pytest.fixture
def made(case, people):
    """A determination in force that alone keeps the case's items after 4 July 2026."""
    return determine(case, people)


def void(determination, people, on=FOUND, by="legal"):
    with at(on):
        return find_void(
            determination.pk, by=people[by], because="rank", reasons="A Chief Superintendent on that day."
        )


def days_of(case):
    return set(Material.objects.filter(case=case).values_list("last_lawful_day", flat=True))


# Found void ------------------------------------------------------------------------------------------------


def test_a_determination_found_void_never_gave_cover_and_all_that_relied_on_it_shows(case, made, people):
    assert days_of(case) == {date(2028, 6, 28)}
    with at(MADE, 12):
        before = clock.moment()
    found = void(made, people)
    assert days_of(case) == {POWER_ENDS}
    case.refresh_from_db()
    assert (case.state, case.last_lawful_day) == (CaseState.WITH_JFIT, POWER_ENDS)
    # The record is kept: withdrawn as it was, and standing again so marked.
    made.refresh_from_db()
    assert made.withdrawn_because == "found_void" and made.void_because == ""
    again = found.stands_as
    assert (again.void_because, again.maker_id, again.made_on) == ("rank", made.maker_id, MADE)
    assert again.listed.count() == made.listed.count() == 2
    orders = DeletionOrder.objects.filter(case=case)
    assert {(order.opened_because, order.due_on, order.state) for order in orders} == {
        ("cover_ended", date(2026, 7, 5), "suspended")
    }
    told = AuditEvent.objects.get(verb="void_found")
    assert (told.subject_id, told.actor_id) == (case.pk, people["legal"].pk)
    # What was known on the day before can be shown again.
    item = Material.objects.filter(case=case).first()
    with at(FOUND):
        assert positions.position_of(item, known_at=before).last_lawful_day == date(2028, 6, 28)


def test_the_lapse_of_a_void_determination_is_counted_with_its_cause(case, made, people):
    with at(FOUND):
        days = Days(FOUND, FOUND)
        assert answers([LAPSES], days, people["jfit"], FOUND)[LAPSES.slug].rows == []
    void(made, people)
    with at(FOUND):
        found = answers([LAPSES, VOID], days, people["jfit"], FOUND)
        (lapse,) = found[LAPSES.slug].rows
        assert (lapse.last_lawful_day, lapse.causes.primary) == (POWER_ENDS, Cause.CHIEF_OFFICER)
        assert [row.because for row in found[VOID.slug].rows] == ["rank"]
        listed = signed_in(people["jfit"]).get(reverse("oversight:suspected")).text
        assert case.ref in listed


def test_a_renewal_made_only_because_a_void_one_still_ran_falls_with_it(case, made, people):
    casework.step(case, "reopen", people["jfit"], on=FOUND - timedelta(days=10), reasons="Renewal")
    determine(case, people, on=FOUND - timedelta(days=5))
    assert days_of(case) == {date(2028, 7, 28)}
    void(made, people)
    case.refresh_from_db()
    assert (case.state, days_of(case)) == (CaseState.WITH_JFIT, {POWER_ENDS})


def test_one_made_in_time_by_itself_keeps_the_case_where_it_is(case, made, people):
    casework.step(case, "reopen", people["jfit"], on=POWER_ENDS, reasons="Renewal")
    determine(case, people, on=POWER_ENDS)
    void(made, people)
    case.refresh_from_db()
    assert (case.state, days_of(case)) == (CaseState.NSD_IN_FORCE, {date(2028, 7, 3)})
    assert not DeletionOrder.objects.exists()


def test_while_the_power_still_runs_the_case_comes_back_to_jfit_with_its_true_date(case, made, people):
    void(made, people, on=POWER_ENDS)
    case.refresh_from_db()
    assert (case.state, case.last_lawful_day) == (CaseState.WITH_JFIT, POWER_ENDS)
    assert not DeletionOrder.objects.exists()
    assert determine(case, people, on=POWER_ENDS).void_because == ""
    assert days_of(case) == {date(2028, 7, 3)}


def test_only_a_legal_reviewer_who_did_not_prepare_it_finds_it_void_and_once(case, made, people):
    for who in ("jfit", "chief", "commissioner"):
        with pytest.raises(AuthorityRefused, match="legal reviewer"):
            void(made, people, by=who)
    with at(FOUND), pytest.raises(FactRefused, match="enter your reasons"):
        find_void(made.pk, by=people["legal"], because="rank", reasons=" ")
    with at(FOUND), pytest.raises(FactRefused, match="choose why"):
        find_void(made.pk, by=people["legal"], because="late", reasons="Late")
    assert not VoidFound.objects.exists()
    found = void(made, people)
    with pytest.raises(FactRefused, match="no longer stands"):
        void(made, people)
    with pytest.raises(FactRefused, match="void already"):
        void(found.stands_as, people)


def test_the_page_shows_what_is_left_before_it_records_and_the_case_page_leads_to_it(case, made, people):
    page = reverse("cases:find_void", args=[case.pk, made.pk])
    with at(FOUND):
        reviewer = signed_in(people["legal"])
        assert page in reviewer.get(reverse("desk:case", args=[case.pk])).text
        assert page not in signed_in(people["jfit"]).get(reverse("desk:case", args=[case.pk])).text
        said = {"because": "rank", "reasons": "A Chief Superintendent on that day."}
        assert "Choose why the determination was void" in reviewer.post(page, said | {"because": ""}).text
        check = reviewer.post(page, said).text
        assert "Now to the end of 28 June 2028." in check and "Then to the end of 4 July 2026." in check
        assert "A Chief Superintendent on that day." in check
        assert not VoidFound.objects.exists()
        assert reviewer.post(page, said | {"do": "do"}).status_code == 302
        case.refresh_from_db()
        assert case.state == CaseState.WITH_JFIT
        told = reviewer.get(reverse("desk:case", args=[case.pk])).text
        assert "was found void from the start: rank too low on that day" in told
        assert "stands no longer" in reviewer.get(page).text


def test_the_commissioner_is_told_and_reads_it_as_void_with_its_earlier_reviews(case, made, people):
    with at(FOUND - timedelta(days=1)):
        office = signed_in(people["commissioner"])
        desk = reverse("oversight:determination", args=[made.pk])
        review = {"do": "review", "review-outcome": "satisfied", "review-reasons": "Seen"}
        assert office.post(desk, review).status_code == 302
        assert "found void" not in office.get("/").text
    found = void(made, people)
    with at(FOUND):
        office = signed_in(people["commissioner"])
        home = office.get("/").text
        assert "1 determination found void, not yet reviewed" in home
        listed = office.get(reverse("oversight:determinations"), {"show": "void"}).text
        assert case.ref in listed
        # The address that was known before leads to the determination as it stands.
        assert office.get(desk).url == reverse("oversight:determination", args=[found.stands_as_id])
        text = office.get(desk, follow=True).text
        assert "Void" in text and "A Chief Superintendent on that day." in text and "Seen" in text
        assert copies.counts(people["jfit"], FOUND).unsent == 0
        assert office.post(office.get(desk).url, review).status_code == 302
        assert "found void" not in office.get("/").text


# Revoked ---------------------------------------------------------------------------------------------------


def end(made, people, on=FOUND, by="chief", reasons="Not necessary any more."):
    with at(on):
        return revoke(made.pk, by=people[by], reasons=reasons)


def night(day):
    with at(day, 3):
        for sweep in SWEEPS:
            run_sweep(sweep, day)


def test_the_day_of_a_revocation_is_the_last_and_what_it_alone_kept_is_ordered_to_go_at_once(
    case, made, people
):
    end(made, people)
    case.refresh_from_db()
    assert (case.state, days_of(case)) == (CaseState.WITH_JFIT, {FOUND})
    tomorrow = FOUND + timedelta(days=1)
    orders = DeletionOrder.objects.filter(case=case)
    assert {(order.opened_because, order.due_on, order.opened_on) for order in orders} == {
        ("revoked", tomorrow, FOUND)
    }
    assert set(SuspensionInstruction.objects.values_list("not_before", flat=True)) == {tomorrow}
    # A run of that day halts nothing, and the next finds it due.
    with at(FOUND, 20):
        for sweep in SWEEPS:
            run_sweep(sweep, FOUND)
    assert set(orders.values_list("state", flat=True)) == {"due"}
    night(tomorrow)
    assert set(orders.values_list("state", flat=True)) == {"suspended"}
    told = AuditEvent.objects.get(verb="determination_revoked")
    assert (told.subject_id, told.actor_id) == (case.pk, people["chief"].pk)


def test_another_determination_goes_on_when_one_is_revoked(case, made, people):
    casework.step(case, "reopen", people["jfit"], on=POWER_ENDS, reasons="Renewal")
    later = determine(case, people, on=POWER_ENDS)
    end(made, people)
    case.refresh_from_db()
    assert (case.state, days_of(case)) == (CaseState.NSD_IN_FORCE, {date(2028, 7, 3)})
    assert not DeletionOrder.objects.exists()
    end(later, people)
    case.refresh_from_db()
    assert (case.state, days_of(case)) == (CaseState.WITH_JFIT, {FOUND})


def test_only_who_could_make_it_today_and_did_not_prepare_it_revokes_it_and_once(case, made, people):
    people["superintendent"] = casework.officer(Role.CHIEF_OFFICER, rank="superintendent")
    for who in ("superintendent", "jfit", "legal"):
        with pytest.raises(AuthorityRefused):
            end(made, people, by=who)
    refused = AuditEvent.objects.filter(verb="move_refused", payload__event="revoke")
    assert refused.count() == 3
    with pytest.raises(FactRefused, match="enter your reasons"):
        end(made, people, reasons=" ")
    assert not Revocation.objects.exists()
    end(made, people)
    with pytest.raises(FactRefused, match="revoked already"):
        end(made, people)


def test_what_is_void_or_keeps_nothing_any_more_cannot_be_revoked(case, made, people):
    found = void(made, people)
    with pytest.raises(FactRefused, match="void"):
        end(found.stands_as, people)


def test_it_is_revoked_on_a_page_that_shows_the_consequence_first(case, made, people):
    page = reverse("cases:revoke", args=[case.pk, made.pk])
    with at(FOUND):
        chief = signed_in(people["chief"])
        assert page in chief.get(reverse("desk:case", args=[case.pk])).text
        check = chief.post(page, {"reasons": "Not necessary any more."}).text
        assert "Now to the end of 28 June 2028." in check and "Then to the end of 3 August 2026." in check
        assert "That is today: it must go from tomorrow." in check
        assert not Revocation.objects.exists()
        unsigned = chief.post(page, {"reasons": "Not necessary any more.", "do": "do"})
        assert "Enter the code that your app shows now" in unsigned.text and not Revocation.objects.exists()
        code = sign(people["chief"])
        done = chief.post(page, {"reasons": "Not necessary any more.", "do": "do"} | code)
        assert done.status_code == 302
        text = chief.get(reverse("desk:case", args=[case.pk])).text
        assert "The determination of 29 June 2026 revoked: this is its last day" in text
        assert "revoked already" in chief.get(page).text


# Holding NSDs ----------------------------------------------------------------------------------------------

REVIEW_BY = date(2026, 7, 27)


@pytest.fixture
def held(case, people):
    """A holding NSD to be reviewed by 27 July 2026."""
    return determine(case, people, kind="holding", review_by=REVIEW_BY)


def due(people, day, who="chief"):
    return [(each.pk, each.due_on) for each in holding.holding_for(people[who], day)]


def test_a_holding_nsd_goes_on_to_another_day_of_review_with_reasons(case, held, people):
    assert due(people, MADE) == [(held.pk, REVIEW_BY)]
    beyond = date(2028, 6, 29)
    with at(REVIEW_BY):
        for day in (None, REVIEW_BY, beyond):
            with pytest.raises(FactRefused, match="after today"):
                continue_holding(held.pk, by=people["chief"], next_review_by=day, reasons="More to come")
        with pytest.raises(AuthorityRefused):
            continue_holding(held.pk, by=people["jfit"], next_review_by=FOUND, reasons="More to come")
        continue_holding(held.pk, by=people["chief"], next_review_by=FOUND, reasons="More to come")
    assert due(people, REVIEW_BY) == [(held.pk, FOUND)]
    assert days_of(case) == {date(2028, 6, 28)}
    assert AuditEvent.objects.filter(verb="holding_reviewed", subject_id=case.pk).count() == 1


def test_a_holding_nsd_revoked_is_reviewed_with_that(case, held, people):
    end(held, people, on=REVIEW_BY)
    assert HoldingReview.objects.get().outcome == "revoked"
    assert due(people, REVIEW_BY) == []


def test_a_full_determination_of_the_same_items_takes_its_place(case, held, people):
    casework.step(case, "reopen", people["jfit"], on=REVIEW_BY, reasons="The full case is ready")
    full = determine(case, people, on=REVIEW_BY)
    assert full.kind == "full"
    review = HoldingReview.objects.get(determination=held)
    assert (review.outcome, review.by_determination, review.due_on) == ("replaced", full, REVIEW_BY)
    assert due(people, REVIEW_BY) == []


def test_a_full_one_of_some_of_the_items_leaves_the_holding_one_to_be_reviewed(case, held, people):
    casework.step(case, "reopen", people["jfit"], on=REVIEW_BY, reasons="The full case is ready")
    determine(case, people, on=REVIEW_BY, item_ids=tuple(casework.items_of(case)[:1]))
    assert due(people, REVIEW_BY) == [(held.pk, REVIEW_BY)]


def test_a_review_not_made_by_its_day_is_chased_and_stands_on_the_first_pages(case, held, people):
    night(REVIEW_BY)
    assert not ChaseTask.objects.filter(rule="holding_review").exists()
    night(REVIEW_BY + timedelta(days=1))
    task = ChaseTask.objects.get(rule="holding_review")
    assert (task.case, task.dated_on) == (case, REVIEW_BY + timedelta(days=1))
    with at(REVIEW_BY + timedelta(days=1)):
        chief, jfit = signed_in(people["chief"]), signed_in(people["jfit"])
        assert "1 holding NSD to review (1 late)" in chief.get("/").text
        assert "A holding NSD not reviewed by its day" in jfit.get("/").text
        for viewer in (chief, jfit):
            listed = viewer.get(reverse("retention:holding")).text
            assert case.ref in listed and "1 day late" in listed
        page = reverse("cases:review_holding", args=[case.pk, held.pk])
        assert page in chief.get(reverse("retention:holding")).text
        said = {"outcome": "continued", "reasons": "More to come"}
        assert "Enter the day by which it is reviewed again" in chief.post(page, said).text
        days = {"next_review_by_day": "3", "next_review_by_month": "8", "next_review_by_year": "2026"}
        assert "It goes on" in chief.post(page, said | days).text
        assert chief.post(page, said | days | {"do": "do"} | sign(people["chief"])).status_code == 302
        assert "holding NSD to review (1 late)" not in chief.get("/").text
    night(REVIEW_BY + timedelta(days=2))
    task.refresh_from_db()
    assert task.closed_because == "decided"
