"""The Commissioner's desk: copies in time, reviews to an answer or an order, questions kept, items ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import RoleHeld
from accounts.services.officers import end_role, give_role
from audit.models import AuditEvent
from cases.choices import CaseState
from cases.errors import AuthorityRefused, FactRefused
from cases.models import CommissionersOrder, Determination
from cases.services.facts import record_conviction
from law.copies import copy_due_on
from oversight import assurances, copies, reviews
from oversight.choices import EnquiryStatus, ItemStatus, ReviewOutcome
from oversight.errors import OversightRefused
from oversight.figures import HELD
from oversight.frozen import rows_hash
from oversight.models import DeterminationReview, Enquiry, FigureAnswer, OversightItem
from oversight.selectors import Days, answers
from oversight.services import items
from oversight.services.assurances import record_assurance
from oversight.services.enquiries import Asked, ByFigure, answer_it, ask, ask_again, end
from oversight.services.reviewing import Found, record_copy, review
from retention.models import DeletionOrder, SuspensionInstruction
from retention.services.nightly import SWEEPS, run_sweep
from tests import casework
from tests.casework import at
from tests.people import sign, signed_in

pytestmark = pytest.mark.django_db
TAKEN = date(2026, 1, 5)
DECIDED = date(2026, 6, 29)
DUE = date(2026, 7, 27)
LATER = date(2026, 8, 3)
AHEAD = date(2026, 8, 31)


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "manager": casework.officer(Role.JFIT_MANAGER),
        "chief": casework.officer(Role.CHIEF_OFFICER, rank="chief_constable"),
        "elsewhere": casework.officer(Role.CHIEF_OFFICER, rank="chief_constable", force="20"),
        "commissioner": casework.officer(Role.COMMISSIONER, name="A. Mac"),
        "office": casework.officer(Role.COMMISSIONER_OFFICE, name="Head of Office"),
    }


@pytest.fixture
def made(people):
    """A determination in force, whose power alone ended on 4 July 2026."""
    with at(TAKEN):
        case = casework.case(by=people["sofs"], taken_on=TAKEN)
    casework.step(case, "refer", people["sofs"], on=TAKEN)
    casework.determined(case, people["jfit"], people["chief"], on=DECIDED)
    return Determination.objects.get(case=case)


def challenge(made, people, asked_of="jfit", by="commissioner"):
    found = Found(outcome="challenge", reasons="Why is it necessary?", asked_of=asked_of, due_on=AHEAD)
    review(made.pk, found, by=people[by])
    return Enquiry.objects.latest("pk")


# Copies ----------------------------------------------------------------------------------------------------


def test_the_28th_day_after_the_making_is_the_last_for_the_copy():
    assert copy_due_on(DECIDED) == DUE
    assert copies.how_due(DECIDED, DUE) == "Last day today"
    assert copies.how_due(DECIDED, DUE + timedelta(days=1)) == "1 day late"


def test_a_copy_is_warned_of_7_days_before_listed_when_late_and_gone_once_sent(made, people):
    jfit = people["jfit"]
    for day, words in (
        (DUE - timedelta(days=8), ""),
        (DUE - timedelta(days=7), "1 due within 7 days"),
        (DUE, "1 due within 7 days"),
        (DUE + timedelta(days=1), "1 late"),
    ):
        assert copies.counts(jfit, day).words == words
    with at(LATER):
        assert "1 copy to send to the Commissioner (1 late)" in signed_in(jfit).get("/").text
        listed = signed_in(people["office"]).get(reverse("oversight:copies"))
        assert made.case.ref in listed.text and "27 July 2026" in listed.text and "7 days late" in listed.text
        page = reverse("oversight:copy", args=[made.pk])
        day = {"send-sent_on_day": "2", "send-sent_on_month": "8", "send-sent_on_year": "2026"}
        assert signed_in(people["office"]).get(page).context["forms"] == []
        refused = signed_in(jfit).post(page, {"do": "send", "send-how": "", **day})
        assert "Enter how it was sent" in refused.text
        assert signed_in(jfit).post(page, {"do": "send", "send-how": "SM/114", **day}).status_code == 302
        assert copies.counts(jfit, LATER) == copies.Counts(0, 0, 0, 0, 1)
        sent = made.copies_sent.get()
        assert (sent.sent_on, sent.sent_by, sent.how) == (date(2026, 8, 2), "jfit", "SM/114")
        with pytest.raises(OversightRefused, match="recorded already"):
            record_copy(made.pk, sent_on=LATER, how="again", by=jfit)
        assert "SM/114" in signed_in(people["office"]).get(page).text


def test_a_copy_cannot_have_gone_before_the_making_or_tomorrow_nor_be_sent_by_the_office(made, people):
    with at(LATER):
        for day in (DECIDED - timedelta(days=1), LATER + timedelta(days=1)):
            with pytest.raises(OversightRefused):
                record_copy(made.pk, sent_on=day, how="post", by=people["sofs"])
        with pytest.raises(OversightRefused, match="JFIT or SOFS"):
            record_copy(made.pk, sent_on=LATER, how="post", by=people["office"])
        assert record_copy(made.pk, sent_on=LATER, how="post", by=people["sofs"]).sent_by == "sofs"


# Reviews ---------------------------------------------------------------------------------------------------


def test_a_challenge_goes_to_the_chief_officers_force_is_answered_asked_again_and_ended(made, people):
    with at(LATER):
        asked = challenge(made, people, "chief_officer")
        assert (asked.whom, asked.due_on) == (
            "Chief Officer of West Yorkshire Police",
            AHEAD,
        ) or asked.force_id
        home = signed_in(people["chief"]).get("/").text
        assert "1 request of the Commissioner to answer" in home
        page = reverse("oversight:enquiry", args=[asked.pk])
        assert "Why is it necessary?" in signed_in(people["chief"]).get(page).text
        assert signed_in(people["elsewhere"]).get(page).status_code == 404
        for who in ("elsewhere", "jfit", "office"):
            with pytest.raises(OversightRefused, match="was asked, and answers"):
                answer_it(asked.pk, words="Because", by=people[who])
        with pytest.raises(OversightRefused, match="no answer to judge"):
            end(asked.pk, words="Fine", by=people["office"])
        answer_it(asked.pk, words="He travels", by=people["chief"])
        assert reviews.to_judge(people["office"], LATER).get() == asked
        with pytest.raises(OversightRefused, match="judge the answers"):
            end(asked.pk, words="Fine", by=people["jfit"])
        ask_again(asked.pk, words="Since when?", due_on=AHEAD, by=people["office"])
        answer_it(asked.pk, words="Since May", by=people["chief"])
        assert end(asked.pk, words="Accepted", by=people["commissioner"]).status == EnquiryStatus.ENDED
    told = [step.step for step in reviews.steps_of(asked)]
    assert told == ["asked", "answered", "asked_again", "answered", "ended"]
    with at(LATER):
        assert (
            f"{asked.ref} challenge" in signed_in(people["jfit"]).get(f"/cases/{made.case_id}/timeline/").text
        )
    assert AuditEvent.objects.filter(verb__startswith="enquiry", subject_id=made.case_id).count() == 5


def test_only_the_commissioner_and_the_office_review_and_always_with_reasons(made, people):
    with at(LATER):
        for who in ("jfit", "chief", "manager"):
            with pytest.raises(OversightRefused, match="review determinations"):
                review(made.pk, Found(outcome="satisfied", reasons="Good"), by=people[who])
        with pytest.raises(OversightRefused, match="reasons"):
            review(made.pk, Found(outcome="satisfied", reasons=" "), by=people["office"])
        with pytest.raises(OversightRefused, match="must be after today"):
            review(
                made.pk,
                Found(outcome="challenge", reasons="Why?", asked_of="jfit", due_on=LATER),
                by=people["office"],
            )
        assert not Enquiry.objects.exists() and not DeterminationReview.objects.exists()
        review(made.pk, Found(outcome="satisfied", reasons="Good"), by=people["office"])
        listed = reviews.determinations(people["office"], LATER).get()
        assert listed.outcome == ReviewOutcome.SATISFIED


def test_an_order_ends_cover_and_leads_to_jfit_and_to_deletion(made, people):
    with at(LATER):
        page = reverse("oversight:determination", args=[made.pk])
        browser = signed_in(people["commissioner"])
        assert [each["do"] for each in browser.get(page).context["forms"]] == ["review", "order"]
        office = signed_in(people["office"])
        assert [each["do"] for each in office.get(page).context["forms"]] == ["review"]
        assert (
            "Commissioner alone orders"
            in office.post(page, {"do": "order", "order-reasons": "Not needed", "order-concluded": "on"}).text
        )
        assert "Tick" in browser.post(page, {"do": "order", "order-reasons": "Not needed"}).text
        said = {"do": "order", "order-reasons": "Not needed", "order-concluded": "on"}
        uncoded = browser.post(page, said)
        assert uncoded.status_code == 200 and "Enter the code that your app shows now" in uncoded.text
        assert "Not needed" in uncoded.text and not CommissionersOrder.objects.exists()
        assert browser.post(page, said | {"code": "000000"}).status_code == 200
        assert not CommissionersOrder.objects.exists()
        assert browser.post(page, said | sign(people["commissioner"])).status_code == 302
        assert AuditEvent.objects.filter(verb="said_again_who").count() == 1
        made.case.refresh_from_db()
        assert (made.case.state, made.case.last_lawful_day) == (CaseState.WITH_JFIT, LATER)
        assert made.case.ref in signed_in(people["jfit"]).get("/").text
        assert SuspensionInstruction.objects.filter(material__case=made.case).count() == 2
    tomorrow = LATER + timedelta(days=1)
    with at(tomorrow):
        for sweep in SWEEPS:
            run_sweep(sweep, tomorrow)
        assert DeletionOrder.objects.filter(case=made.case).count() == 2


def test_the_page_says_why_no_order_is_possible_where_a_conviction_supports_retention(made, people):
    with at(LATER):
        record_conviction(made.case.subject, by=people["sofs"], on=date(2026, 7, 1))
        page = reverse("oversight:determination", args=[made.pk])
        shown = signed_in(people["commissioner"]).get(page)
        assert [each["do"] for each in shown.context["forms"]] == ["review"]
        assert "Destruction cannot be ordered" in shown.text
        assert "it may lawfully be kept without this determination" in shown.text
        with pytest.raises(FactRefused, match="allows no order"):
            review(made.pk, Found(outcome="order", reasons="Not needed"), by=people["commissioner"])
        assert not DeterminationReview.objects.exists()


def test_an_order_by_the_office_leaves_nothing_behind(made, people):
    with at(LATER):
        with pytest.raises(AuthorityRefused):
            review(made.pk, Found(outcome="order", reasons="Not needed"), by=people["office"])
        assert not DeterminationReview.objects.exists()


def test_when_the_office_changes_hands_both_names_stay_and_the_successor_goes_on(made, people):
    with at(LATER):
        asked = challenge(made, people)
    day = date(2026, 8, 10)
    with at(day):
        first = RoleHeld.objects.current().get(officer=people["commissioner"], role=Role.COMMISSIONER)
        end_role(first, last_day=date(2026, 8, 9), by=casework.officer(Role.SYSTEM_ADMINISTRATOR))
        successor = casework.officer(name="P. Wiles")
        give_role(successor, Role.COMMISSIONER, from_on=day)
        with pytest.raises(OversightRefused):
            review(made.pk, Found(outcome="satisfied", reasons="Good"), by=people["commissioner"])
        answer_it(asked.pk, words="He travels", by=people["jfit"])
        end(asked.pk, words="Accepted", by=successor)
        review(made.pk, Found(outcome="satisfied", reasons="Good"), by=successor)
        assert [each.recorded_by.display_name for each in reviews.reviews_of(made)] == ["P. Wiles", "A. Mac"]
        page = signed_in(people["office"]).get(reverse("oversight:desk")).text
        assert "P. Wiles" in page and "A. Mac" in page and "to 9 August 2026" in page


# Questions, documents, items, assurances -------------------------------------------------------------------


def test_a_question_is_answered_by_a_figure_that_is_kept_with_its_dates_definition_and_hash(made, people):
    with at(LATER):
        asked = ask(
            Asked(kind="question", asked_of="jfit", words="How many are held?", due_on=AHEAD),
            by=people["office"],
        )
        with pytest.raises(OversightRefused, match="Choose the figure"):
            answer_it(asked.pk, words="One", by=people["jfit"])
        days = Days(LATER, LATER)
        answer_it(asked.pk, words="One", by=people["jfit"], figure=ByFigure(slug="held", days=days))
        kept = FigureAnswer.objects.get()
        counted = answers([HELD], days, people["jfit"], LATER)["held"]
        assert (kept.value, kept.definition, kept.as_at, kept.known_at) == (1, HELD.definition, LATER, LATER)
        assert kept.rows_sha256 == rows_hash(reversed(counted.rows))
        casework.case(by=people["sofs"], taken_on=TAKEN)
        assert rows_hash(answers([HELD], days, people["jfit"], LATER)["held"].rows) != kept.rows_sha256
        page = signed_in(people["office"]).get(reverse("oversight:enquiry", args=[asked.pk])).text
        assert kept.rows_sha256 in page and HELD.definition in page and "as known at 3 August 2026" in page


def test_a_document_is_asked_for_with_a_day_and_late_until_it_is_answered(people):
    with at(LATER):
        asked = ask(
            Asked(kind="document", asked_of="senior_manager", words="The deletions policy", due_on=AHEAD),
            by=people["commissioner"],
        )
        with pytest.raises(OversightRefused, match="of which force"):
            ask(
                Asked(kind="document", asked_of="chief_officer", words="x", due_on=AHEAD), by=people["office"]
            )
        with pytest.raises(OversightRefused, match="office ask"):
            ask(Asked(kind="document", asked_of="jfit", words="x", due_on=AHEAD), by=people["jfit"])
    with at(AHEAD + timedelta(days=1)):
        assert ">late<" in signed_in(people["jfit"]).get(reverse("oversight:enquiries")).text
        answer_it(asked.pk, words="Sent as DP/1", by=casework.officer(Role.SENIOR_MANAGER))
        assert ">late<" not in signed_in(people["jfit"]).get(reverse("oversight:enquiries")).text


def test_an_oversight_item_ends_only_with_a_reason_and_the_offices_acknowledgement(people):
    with at(LATER):
        item = items.open_item(
            "Deletions on time",
            "Paragraph 31",
            owner=people["manager"],
            next_review_on=AHEAD,
            by=people["office"],
        )
        with pytest.raises(OversightRefused, match="Nobody has proposed"):
            items.acknowledge(item.pk, words="Yes", by=people["office"], agrees=True)
        with pytest.raises(OversightRefused, match="reason"):
            items.propose_closing(item.pk, reason="", by=people["manager"])
        items.propose_closing(item.pk, reason="Nothing was late for a year", by=people["manager"])
        with pytest.raises(OversightRefused, match="acknowledges"):
            items.acknowledge(item.pk, words="Yes", by=people["manager"], agrees=True)
        kept = items.acknowledge(item.pk, words="Not yet", by=people["office"], agrees=False)
        assert (kept.status, kept.closed_because) == (ItemStatus.OPEN, None)
        items.propose_closing(item.pk, reason="Two years now", by=people["manager"])
        closed = items.acknowledge(item.pk, words="Agreed", by=people["commissioner"], agrees=True)
        assert (closed.status, closed.acknowledged_by) == (ItemStatus.CLOSED, people["commissioner"])
        page = signed_in(people["manager"]).get(reverse("oversight:item", args=[item.pk])).text
        assert "Two years now" in page and "A. Mac" in page
        with pytest.raises(IntegrityError), transaction.atomic():
            OversightItem.objects.filter(pk=item.pk).update(acknowledged_by=None)


def test_what_jfit_took_back_is_no_application_that_a_chief_officer_leaves_undecided(made, people):
    """Of two withdrawn and allocated elsewhere, only the one that another force has now is open."""
    withdrawn, allocated = (casework.case(by=people["sofs"], taken_on=DECIDED) for _ in range(2))
    for case in (withdrawn, allocated):
        casework.step(case, "refer", people["sofs"], on=DECIDED)
        casework.step(
            case, "apply", people["jfit"], on=DECIDED, reasons="Why.", to_force=casework.force_of("13")
        )
    casework.step(withdrawn, "withdraw_application", people["jfit"], on=LATER, reasons="No more.")
    casework.step(
        allocated, "reallocate", people["jfit"], on=LATER, reasons="Why.", to_force=casework.force_of("20")
    )
    with at(LATER):
        record_assurance("chief_officer", "Chief", given_on=DECIDED, words="In time", by=people["office"])
        (tested,) = assurances.tested()
    assert (tested.answered_since, tested.open_since) == (1, 1)


def test_an_assurance_is_tested_by_what_was_recorded_since(made, people):
    with at(LATER):
        record_assurance(
            "chief_officer", "Chief Constable", given_on=DECIDED, words="In time", by=people["office"]
        )
        record_assurance("sofs", "Head of SOFS", given_on=LATER, words="All found", by=people["office"])
        by_sofs, by_chiefs = assurances.tested()
        assert by_chiefs.words == (
            "Assurance given on 29 June 2026; median days to decide an application since: 0"
        )
        assert (by_chiefs.before, by_chiefs.answered_since) == (None, 1)
        assert by_sofs.words.endswith("Nothing recorded measures it.")
        with pytest.raises(OversightRefused, match="has not come"):
            record_assurance("sofs", "Head", given_on=AHEAD, words="All", by=people["office"])
        assert by_chiefs.words in signed_in(people["office"]).get(reverse("oversight:assurances")).text
