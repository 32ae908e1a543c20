"""CTUs and the Commissioner: documents asked of one CTU, and assurances beside its own answers (R-112)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role, UnitKind
from accounts.models import Unit
from accounts.services.officers import ensure_unit, give_role
from audit.facts import stamp
from cases.models import Request, RequestEvent
from oversight.choices import EnquiryStatus
from oversight.errors import OversightRefused
from oversight.models import Enquiry
from oversight.services.assurances import record_assurance
from oversight.services.enquiries import Asked, answer_it, ask
from tests import casework
from tests.casework import at
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TAKEN, LATER, AHEAD = date(2026, 1, 5), date(2026, 8, 3), date(2026, 8, 31)


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "commissioner": casework.officer(Role.COMMISSIONER),
        "office": casework.officer(Role.COMMISSIONER_OFFICE),
    }


@pytest.fixture
def ctus():
    """An officer of each of two CTUs."""
    found = {}
    for name in ("CTU North", "CTU South"):
        found[name] = casework.officer(name=f"Officer of {name}")
        unit = ensure_unit(name, UnitKind.CTU)
        give_role(found[name], Role.CTU_OFFICER, from_on=TAKEN, unit=unit)
    return found


def test_a_document_is_asked_of_one_ctu_which_answers_from_its_first_page(people, ctus):
    """Another CTU does not know of it; the answer comes back to the Commissioner, who ends it."""
    with at(LATER):
        commissioner = signed_in(people["commissioner"])
        said = {
            "do": "ask",
            "ask-kind": "document",
            "ask-words": "Your local procedure",
            "ask-asked_of": "ctu",
        }
        said |= {"ask-due_on_day": "31", "ask-due_on_month": "8", "ask-due_on_year": "2026"}
        page = reverse("oversight:ask")
        assert "Choose which CTU is asked" in commissioner.post(page, said).text
        north = Unit.objects.get(name="CTU North")
        assert commissioner.post(page, said | {"ask-unit": north.pk}).status_code == 302
        asked = Enquiry.objects.get()
        assert (asked.whom, asked.due_on, asked.unit) == ("CTU North", AHEAD, north)
        here, there = signed_in(ctus["CTU North"]), signed_in(ctus["CTU South"])
        home = here.get("/").text
        assert "1 request of the Commissioner to answer" in home and reverse("oversight:enquiries") in home
        assert "request of the Commissioner" not in there.get("/").text
        one = reverse("oversight:enquiry", args=[asked.pk])
        assert (
            there.get(one).status_code == 404 and asked.ref in here.get(reverse("oversight:enquiries")).text
        )
        with pytest.raises(OversightRefused, match="CTU North was asked, and answers"):
            answer_it(asked.pk, words="Not ours", by=ctus["CTU South"])
        assert here.post(one, {"do": "answer", "answer-words": "It is attached as P/1."}).status_code == 302
        assert "1 answer to judge" in commissioner.get("/").text
        assert commissioner.post(one, {"do": "end", "end-words": "Enough."}).status_code == 302
        asked.refresh_from_db()
        assert asked.status == EnquiryStatus.ENDED


def test_a_figure_is_asked_of_nobody_who_could_not_answer_by_one(people, ctus):
    north, force = Unit.objects.get(name="CTU North"), casework.force_of("13")
    with at(LATER):
        for of in ("ctu", "chief_officer"):
            asked = Asked(
                kind="question", asked_of=of, words="How many?", due_on=AHEAD, unit=north, force=force
            )
            with pytest.raises(OversightRefused, match="A figure counts all cases"):
                ask(asked, by=people["commissioner"])
    assert not Enquiry.objects.exists()


def test_a_ctu_reads_what_was_assured_of_ctus_beside_its_own_answers_alone(people, ctus):
    """R-112: asked on 3 August, North answered within 2 days, South within 20; nobody else's assurances."""
    days = {"CTU North": 2, "CTU South": 20}
    with at(LATER):
        for party, words in (("ctu", "Within a week"), ("port", "Ports will hurry")):
            record_assurance(party, "Head of unit", given_on=LATER, words=words, by=people["office"])
    case = casework.case(by=people["sofs"], taken_on=TAKEN)
    for name, taken in days.items():
        with at(LATER):
            unit = Unit.objects.get(name=name)
            sent = Request.objects.create(
                case=case, to="ctu", unit=unit, sent_on=LATER, due_on=AHEAD, **stamp(people["jfit"])
            )
            RequestEvent.objects.create(
                request=sent,
                step="answered",
                happened_on=LATER + timedelta(days=taken),
                **stamp(people["jfit"]),
            )
    with at(AHEAD):
        for name, taken in days.items():
            client = signed_in(ctus[name])
            assert reverse("oversight:assurances") in client.get("/").text
            page = client.get(reverse("oversight:assurances"))
            assert "Within a week" in page.text and "Ports will hurry" not in page.text
            assert f"since: {taken}" in page.text and "your own unit" in page.text
            assert "Record an assurance" not in page.text and reverse("oversight:desk") not in page.text
        whole = signed_in(people["commissioner"]).get(reverse("oversight:assurances")).text
    assert "since: 11" in whole and "Ports will hurry" in whole and "your own unit" not in whole
