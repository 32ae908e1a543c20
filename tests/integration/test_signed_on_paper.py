"""A decision signed on paper and keyed later: a second person compares; the day of signature counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.choices import Rank, Role
from accounts.services import officers
from audit.models import AuditEvent
from cases.choices import CaseState
from cases.errors import AuthorityRefused, CaseworkError, FactRefused
from cases.models import Determination, Material, Movement, PaperConfirmation, PaperDecision, Refusal
from cases.positions import position_of
from cases.selectors.determinations import record_of
from cases.services import holders, on_paper
from cases.services.on_paper import Keyed
from cases.services.transition import Outcome, move
from retention.choices import HaltedBecause, OrderState, SweepName
from retention.models import DeletionOrder, Instruction
from retention.services import deletion_steps as steps
from retention.services.nightly import run_sweep
from tests import casework, deletions
from tests.casework import LONDON, step
from tests.people import sign, signed_in

pytestmark = pytest.mark.django_db
WHY = "Necessary for national security: what is known of him is recent and grave; nothing less would do."
TAKEN, LAST = date(2016, 2, 2), date(2016, 8, 1)
NEXT = LAST + timedelta(days=1)
SCAN = b"%PDF-1.7 the signed record"


def clock_at(day: date, hour: int, minute: int = 0) -> time_machine.travel:
    """A stopped clock in London."""
    return time_machine.travel(
        datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON), tick=False
    )


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER, name="Jo Fit"),
        "second": casework.officer(Role.JFIT_OFFICER, name="Sec Ond"),
        "staff": casework.officer(Role.CHIEF_OFFICER_STAFF, rank=Rank.SERGEANT, name="Stella Staff"),
        "chief": casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, name="Carla Chief"),
    }


@pytest.fixture
def case(people):
    made = casework.case(by=people["sofs"], taken_on=TAKEN, kinds=("fingerprints", "dna_sample"))
    then = TAKEN + timedelta(days=1)
    step(made, "refer", people["sofs"], on=then)
    step(made, "apply", people["jfit"], on=then, reasons=WHY, to_force=casework.force_of("13"), months=24)
    assert made.last_lawful_day == LAST
    return made


def said(case, people, **more):
    signed_at = datetime(LAST.year, LAST.month, LAST.day, 17, 0, tzinfo=LONDON)
    return Keyed(
        **{
            "maker": people["chief"],
            "signed_at": signed_at,
            "months": 24,
            "item_ids": tuple(casework.items_of(case)[:1]),
            "reasons": WHY,
            "scan_name": "signed.pdf",
            "scan": SCAN,
        }
        | more
    )


def confirm(paper, by, **more):
    paper.case.refresh_from_db()
    typed = {"signed_on": LAST, "seen_version": paper.case.version} | more
    return on_paper.confirm(paper.pk, by=by, **typed)


def prints_of(case):
    return Material.objects.get(case=case, kind="fingerprints")


def test_signed_at_five_on_the_last_day_and_keyed_a_minute_after_midnight_it_has_effect(case, people):
    with clock_at(NEXT, 0, 1):
        paper = on_paper.key(case.pk, said(case, people), by=people["staff"])
        assert position_of(prints_of(case)).last_lawful_day == LAST, "what is keyed gives no cover"
        done = confirm(paper, people["second"])
    assert done.outcome is Outcome.MOVED and done.case.state == CaseState.NSD_IN_FORCE
    made = Determination.objects.get(case=case)
    assert (made.made_on, made.maker, made.maker_rank) == (LAST, people["chief"], Rank.CHIEF_CONSTABLE)
    assert made.signed_at == paper.signed_at and made.recorded_by == people["second"]
    assert prints_of(case).last_lawful_day == date(2018, 7, 31), (
        "24 months beginning with the day of signature"
    )
    moved = Movement.objects.get(case=case, event="determine")
    assert (moved.moved_on, moved.moved_by) == (LAST, people["chief"])
    rows = {key: value for section in record_of(made.pk).sections for key, value in section["rows"]}
    assert "1 August 2016, 17:00" in rows["Made"] and "Stella Staff" in rows["Keyed"]
    assert (
        "2 August 2016, 00:01" in rows["Compared and confirmed"]
        and "Sec Ond" in rows["Compared and confirmed"]
    )
    assert rows["SHA-256 of the signed record"] == paper.sha256


def test_an_nsd_keyed_while_one_of_a_batch_is_destroyed_saves_the_next(case, people):
    other = casework.case(by=people["sofs"], taken_on=TAKEN, kinds=("fingerprints",))
    who = deletions.people()
    with clock_at(NEXT, 9):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, NEXT)
        first, second = (DeletionOrder.objects.get(material=prints_of(each)) for each in (other, case))
        told = {order.pk: deletions.begun(order, who)[0] for order in (first, second)}

        assert not steps.hand_on(told[first.pk].pk, by=who.asks).halted
        confirm(on_paper.key(case.pk, said(case, people), by=people["staff"]), people["second"])
        (result,) = steps.for_each([told[second.pk].pk], lambda pk: steps.hand_on(pk, by=who.asks))
    assert "It is halted" in result.why
    second.refresh_from_db()
    assert (second.state, second.halted_because) == (OrderState.HALTED, HaltedBecause.LAWFUL_COVER)
    assert Instruction.objects.get(pk=told[second.pk].pk).sent_at is None


@pytest.mark.parametrize("what", ["given to a Chief Officer", "allocated to another force"])
def test_what_was_signed_in_time_has_effect_whoever_was_given_the_application_before_it_was_keyed(
    people, what
):
    """In 2021, when a chief officer of any force may decide."""
    taken, last, after = date(2021, 2, 2), date(2021, 8, 1), date(2021, 8, 2)
    case = casework.case(by=people["sofs"], taken_on=taken, kinds=("fingerprints",))
    step(case, "refer", people["sofs"], on=taken)
    step(case, "apply", people["jfit"], on=taken, reasons=WHY, to_force=casework.force_of("13"), months=24)
    with clock_at(after, 9):
        if what == "given to a Chief Officer":
            manager, version = casework.officer(Role.JFIT_MANAGER), case.version
            holders.give(case.pk, to=people["chief"], by=manager, on=after, seen_version=version)
        else:
            casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, force="06")
            step(case, "reallocate", people["jfit"], on=after, reasons=WHY, to_force=casework.force_of("06"))
    with clock_at(after, 10):
        paper = on_paper.key(
            case.pk,
            said(case, people, signed_at=datetime(2021, 8, 1, 17, tzinfo=LONDON)),
            by=people["staff"],
        )
        assert confirm(paper, people["second"], signed_on=last).outcome is Outcome.MOVED
    assert prints_of(case).last_lawful_day == date(2023, 7, 31)


def test_while_a_signed_decision_waits_to_be_compared_its_application_is_not_withdrawn(case, people):
    case.refresh_from_db()
    with clock_at(NEXT, 9):
        paper = on_paper.key(case.pk, said(case, people), by=people["staff"])
        withdrawn = {"by": people["jfit"], "on": NEXT, "seen_version": case.version, "reasons": WHY}
        with pytest.raises(CaseworkError, match="waits to be compared. It may have effect already"):
            move(case.pk, "withdraw_application", **withdrawn)
        on_paper.turn_away(paper.pk, by=people["second"], reasons="Another case's record.")
        assert move(case.pk, "withdraw_application", **withdrawn).case.state == CaseState.WITH_JFIT


def test_at_five_on_the_last_day_it_can_be_made_and_made_after_midnight_it_counts_for_nothing(case, people):
    case.refresh_from_db()
    with clock_at(NEXT, 0, 1):
        done = move(
            case.pk,
            "determine",
            by=people["chief"],
            on=NEXT,
            seen_version=case.version,
            reasons=WHY,
            months=24,
        )
    assert done.outcome is Outcome.LATE and prints_of(case).last_lawful_day == LAST
    case.refresh_from_db()
    assert case.state == CaseState.WITH_CHIEF_OFFICER
    with clock_at(NEXT, 0, 2):
        paper = on_paper.key(case.pk, said(case, people), by=people["staff"])
        assert confirm(paper, people["second"]).outcome is Outcome.MOVED, (
            "what was signed in time still counts"
        )


def test_signed_on_paper_out_of_time_it_is_recorded_as_late_and_the_case_stays(case, people):
    late = datetime(NEXT.year, NEXT.month, NEXT.day, 0, 1, tzinfo=LONDON)
    with clock_at(NEXT, 9):
        paper = on_paper.key(case.pk, said(case, people, signed_at=late), by=people["staff"])
        done = confirm(paper, people["second"], signed_on=NEXT)
    assert done.outcome is Outcome.LATE and done.case.state == CaseState.WITH_CHIEF_OFFICER
    made = Determination.objects.get(case=case)
    assert made.made_on == NEXT and made.reference == "NSD/2016/000001"
    assert prints_of(case).last_lawful_day == LAST and not Movement.objects.filter(event="determine").exists()
    rows = {key: value for section in record_of(made.pk).sections for key, value in section["rows"]}
    assert "counts for nothing" in rows["1. Fingerprints"]


def test_signed_by_somebody_without_authority_that_day_it_is_kept_void(case, people):
    low = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_SUPERINTENDENT, name="Lowe Rank")
    with clock_at(LAST, 18):
        paper = on_paper.key(case.pk, said(case, people, maker=low), by=people["staff"])
        done = confirm(paper, people["second"])
    assert done.outcome is Outcome.VOID and done.case.state == CaseState.WITH_CHIEF_OFFICER
    assert Determination.objects.get(case=case).void_because == "rank"
    assert prints_of(case).last_lawful_day == LAST


def test_whoever_keyed_or_made_it_never_confirms_it_and_nobody_does_twice(case, people):
    with clock_at(NEXT, 9):
        paper = on_paper.key(case.pk, said(case, people), by=people["staff"])
        for same in ("staff", "chief"):
            with pytest.raises(AuthorityRefused):
                confirm(paper, people[same])
        with pytest.raises(AuthorityRefused):
            confirm(paper, people["sofs"])
        assert not Determination.objects.exists() and not PaperConfirmation.objects.exists()
        confirm(paper, people["second"])
        with pytest.raises(FactRefused, match="compared it already"):
            confirm(paper, people["jfit"])
    assert Determination.objects.count() == 1


def test_the_day_is_read_twice_and_what_differs_is_turned_away_and_keyed_anew(case, people):
    with clock_at(NEXT, 9):
        paper = on_paper.key(case.pk, said(case, people), by=people["staff"])
        with pytest.raises(FactRefused, match="1 August 2016 was keyed"):
            confirm(paper, people["second"], signed_on=NEXT)
        with pytest.raises(FactRefused, match="waits to be compared"):
            on_paper.key(case.pk, said(case, people), by=people["jfit"])
        on_paper.turn_away(paper.pk, by=people["second"], reasons="The record says 30 July.")
        assert not Determination.objects.exists()
        again = on_paper.key(case.pk, said(case, people), by=people["jfit"])
    assert PaperDecision.objects.count() == 2 and again.pk != paper.pk


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"signed_at": datetime(2016, 8, 2, 9, 1, tzinfo=LONDON)}, "has not come yet"),
        ({"signed_at": datetime(2016, 2, 2, 9, 0, tzinfo=LONDON)}, "JFIT applied on 3 February 2016"),
        ({"months": 25}, "at most 24 months"),
        ({"months": None}, "at least 1 and at most 24 months"),
        ({"is_refusal": True, "reasons": "  "}, "has reasons"),
        ({"reasons": "  "}, "has reasons"),
        ({"item_ids": ()}, "at least one item"),
        ({"item_ids": (0,)}, "items of this case"),
        ({"kind": "holding"}, "a day of review"),
        ({"kind": "holding", "review_by": date(2018, 8, 1)}, "by 31 July 2018"),
        ({"scan": b"MZ not a scan"}, "no PDF, PNG or JPEG"),
        ({"scan_name": "signed.exe"}, "no PDF, PNG or JPEG"),
        ({"scan": SCAN + b"0" * 10_000_000}, "at most 10,000,000"),
    ],
)
def test_what_no_signed_record_can_be_is_not_kept(case, people, wrong, why):
    with clock_at(NEXT, 9), pytest.raises(CaseworkError, match=why):
        on_paper.key(case.pk, said(case, people, **wrong), by=people["staff"])
    assert not PaperDecision.objects.exists()


def test_a_sample_is_never_listed_and_nobody_else_keys(case, people):
    with clock_at(NEXT, 9):
        with pytest.raises(FactRefused, match="DNA sample"):
            on_paper.key(
                case.pk, said(case, people, item_ids=tuple(casework.items_of(case))), by=people["staff"]
            )
        with pytest.raises(AuthorityRefused):
            on_paper.key(case.pk, said(case, people), by=people["sofs"])


def test_an_order_opened_in_the_meantime_is_halted_at_once(case, people):
    with clock_at(NEXT, 9):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, NEXT)
        order = DeletionOrder.objects.get(material=prints_of(case))
        assert order.state != OrderState.HALTED
        paper = on_paper.key(case.pk, said(case, people), by=people["staff"])
        confirm(paper, people["second"])
    order.refresh_from_db()
    assert order.state == OrderState.HALTED


def test_it_is_keyed_and_compared_on_pages_with_a_code_and_found_from_the_first_page(case, people):
    prints = casework.items_of(case)[0]
    typed = {
        "maker": people["chief"].pk, "signed_on_day": "1", "signed_on_month": "8", "signed_on_year": "2016",
        "signed_time": "17:00", "kind": "full", "items": [prints], "months": "24", "reasons": WHY,
    }  # fmt: skip
    with clock_at(NEXT, 9):
        staff = signed_in(people["staff"], Client())
        url = reverse("cases:paper_key", args=[case.pk])
        assert url in staff.get(reverse("cases:decide", args=[case.pk])).text
        unscanned = staff.post(url, typed)
        assert "Choose the scan" in unscanned.text and WHY in unscanned.text
        scan = SimpleUploadedFile("signed.pdf", SCAN, "application/pdf")
        assert staff.post(url, typed | {"scan": scan}).status_code == 302
        paper = PaperDecision.objects.get()
        compare = reverse("cases:paper_compare", args=[case.pk, paper.pk])
        assert "You keyed it" in staff.get(compare).text

        second = signed_in(people["second"], Client())
        assert "1 decision signed on paper, to compare" in second.get("/").text
        assert second.get(reverse("cases:papers")).url == compare
        page = second.get(compare)
        assert bytes(second.get(reverse("cases:paper_scan", args=[case.pk, paper.pk])).content) == SCAN
        found = {"seen": page.context["boxes"]["seen"].value(), "found": "confirm"}
        found |= {"signed_on_day": "1", "signed_on_month": "8", "signed_on_year": "2016"}
        assert second.post(compare, found | {"code": "000000"}).context["sign"].errors["code"]
        assert not Determination.objects.exists()
        assert second.post(compare, found | sign(people["second"])).status_code == 302
        shown = second.get(reverse("desk:case", args=[case.pk])).text
    assert "NSD/2016/000001" in shown and Determination.objects.get().made_on == LAST
    assert AuditEvent.objects.filter(verb="fact_recorded", payload__fact="paperdecision").exists()


def test_a_refusal_signed_on_paper_is_of_the_day_it_was_signed_and_opens_the_deletion_order(case, people):
    """It lists nothing and has no length; its record is numbered with the refusals and says who keyed it."""
    nothing = {"is_refusal": True, "months": None, "item_ids": (), "kind": ""}
    with clock_at(NEXT, 9):
        paper = on_paper.key(case.pk, said(case, people, **nothing), by=people["staff"])
        assert paper.words == "Refusal" and not DeletionOrder.objects.exists()
        with pytest.raises(AuthorityRefused):
            confirm(paper, people["staff"])
        done = confirm(paper, people["second"])
    assert done.outcome is Outcome.MOVED and done.case.state == CaseState.NSD_REFUSED
    made = Refusal.objects.get(case=case)
    assert (made.refused_on, made.refused_by, made.signed_at) == (LAST, people["chief"], paper.signed_at)
    assert made.on_paper.paper == paper and made.record.reference == "NSD-R/2016/000001"
    assert Movement.objects.get(case=case, event="refuse").moved_on == LAST
    rows = {key: value for part in made.record.file.said["sections"] for key, value in part["rows"]}
    assert "1 August 2016, 17:00" in rows["Made"] and "Stella Staff" in rows["Keyed"]
    assert rows["SHA-256 of the signed record"] == paper.sha256 and rows["Reasons of the maker"] == WHY
    assert DeletionOrder.objects.filter(material=prints_of(case)).exists()


def test_a_refusal_on_paper_by_whoever_could_not_decide_is_kept_void_and_the_case_waits_on(case, people):
    low = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_SUPERINTENDENT, name="Lowe Rank")
    with clock_at(LAST, 18):
        paper = on_paper.key(
            case.pk,
            said(case, people, maker=low, is_refusal=True, months=None, item_ids=()),
            by=people["staff"],
        )
        done = confirm(paper, people["second"])
    assert done.outcome is Outcome.VOID and done.case.state == CaseState.WITH_CHIEF_OFFICER
    made = Refusal.objects.get(case=case)
    assert made.void_because == "rank" and not DeletionOrder.objects.exists()
    rows = {key: value for part in made.record.file.said["sections"] for key, value in part["rows"]}
    assert rows["Counts for nothing"]


def test_a_refusal_is_keyed_on_the_page_without_items_or_length_which_a_determination_needs(case, people):
    typed = {
        "maker": people["chief"].pk, "signed_on_day": "1", "signed_on_month": "8", "signed_on_year": "2016",
        "signed_time": "17:00", "reasons": WHY,
    }  # fmt: skip
    with clock_at(NEXT, 9):
        staff, url = signed_in(people["staff"], Client()), reverse("cases:paper_key", args=[case.pk])
        page = staff.post(url, typed | {"kind": "full"}).text
        assert "Tick the items that the signed record lists" in page and "1 to 60 whole months" in page
        scan = SimpleUploadedFile("signed.pdf", SCAN, "application/pdf")
        assert staff.post(url, typed | {"kind": "refusal", "scan": scan}).status_code == 302
        paper = PaperDecision.objects.get()
        assert paper.is_refusal and paper.item_ids == []
        second = signed_in(people["second"], Client())
        page = second.get(reverse("cases:paper_compare", args=[case.pk, paper.pk])).text
    assert "Refusal" in page and ">Items<" not in page and ">Length<" not in page


def test_whoever_signed_and_is_chief_no_more_can_still_be_chosen_and_nobody_of_before(case, people):
    for name, last in (("Was Then", LAST), ("Was Before", TAKEN)):
        officer = casework.officer(rank=Rank.CHIEF_CONSTABLE, name=name)
        officers.give_role(officer, Role.CHIEF_OFFICER, from_on=date(2013, 1, 1), to_on=last)
    with clock_at(NEXT, 9):
        page = signed_in(people["staff"], Client()).get(reverse("cases:paper_key", args=[case.pk])).text
    assert "Was Then, Chief Constable" in page and "Was Before" not in page


def test_the_scan_is_read_to_the_last_lawful_day_by_all_and_then_by_those_who_delete(case, people):
    with clock_at(NEXT, 0, 1):
        paper = on_paper.key(case.pk, said(case, people), by=people["staff"])
        confirm(paper, people["second"])
    record = reverse("cases:record", args=[Determination.objects.get().record.pk])
    scan = reverse("cases:paper_scan", args=[case.pk, paper.pk])
    ended = date(2018, 7, 31)
    for reader, day, hour, minute, reads in (
        ("second", ended, 23, 59, True),
        ("second", ended + timedelta(days=1), 0, 1, False),
        ("sofs", ended + timedelta(days=1), 0, 1, True),
    ):
        with clock_at(day, hour, minute):
            browser = signed_in(people[reader], Client())
            assert browser.get(scan).status_code == (200 if reads else 403)
            assert (scan in browser.get(record).text) is reads
