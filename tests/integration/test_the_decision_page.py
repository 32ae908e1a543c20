"""The Chief Officer's page: what they read; nothing is decided unless they say again who they are."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Rank, Role
from audit.models import AuditEvent
from cases.choices import CaseState
from cases.errors import TransitionRefused
from cases.models import Determination, ErasableText, Refusal
from cases.services.application_drafts import recommend
from tests import casework
from tests.casework import DAY, WORDS, at, step
from tests.people import sign, signed_in

pytestmark = pytest.mark.django_db
WHY = "Necessary for national security: what is known of him is recent and grave; nothing less would do."


@pytest.fixture
def chief():
    return casework.officer(
        Role.CHIEF_OFFICER, rank=Rank.DEPUTY_CHIEF_CONSTABLE, consent="C/2026/04", name="Carla Chief"
    )


@pytest.fixture
def case(sofs, jfit, chief):
    made = casework.case(by=sofs, kinds=("fingerprints", "dna_profile", "dna_sample"))
    step(made, "refer", sofs)
    step(made, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    return made


class Deciding:
    """Somebody before the page, on a day."""

    def __init__(self, case, person, day=DAY):
        self.case, self.person, self.day = case, person, day
        self.url = reverse("cases:decide", args=[case.pk])
        self.client = Client()
        self.page = self._do(lambda: self.client.get(self.url))

    def _do(self, act):
        with at(self.day):
            signed_in(self.person, self.client)
            return act()

    def code(self):
        with at(self.day):
            return sign(self.person)

    def posts(self, **typed):
        seen = self.page.context["form"]["seen"].value()
        approve = {"items": casework.items_of(self.case)[:2], "decision": "approve", "months": "24"}
        typed = {"seen": seen, "do": "do", "reasons": WHY} | approve | typed
        return self._do(lambda: self.client.post(self.url, typed))


def undecided(case):
    case.refresh_from_db()
    return case.state == CaseState.WITH_CHIEF_OFFICER and not Determination.objects.exists()


@pytest.mark.parametrize("code", ["", "000000", "not a code"])
def test_without_a_right_code_nothing_is_decided_and_the_words_stay(case, chief, code):
    deciding = Deciding(case, chief)
    deciding.code()
    answer = deciding.posts(code=code)
    assert answer.status_code == 200 and undecided(case)
    said = answer.text.split("<main", 1)[1]
    assert WHY in said and answer.context["form"].errors["code"] and "Sign the decision" in said
    assert not ErasableText.objects.filter(text=WHY, written_by=chief).exists()
    assert deciding.posts(**deciding.code()).status_code == 302
    assert Determination.objects.get().reasons.text == WHY


def test_a_refusal_is_a_decision_and_asks_for_the_code_too(case, chief):
    deciding = Deciding(case, chief)
    assert deciding.posts(decision="refuse").status_code == 200 and not Refusal.objects.exists()
    assert deciding.posts(decision="refuse", **deciding.code()).status_code == 302
    assert Refusal.objects.get().record.reference == "NSD-R/2026/000001"


def test_a_code_signs_one_decision_and_no_second(case, chief, sofs, jfit):
    other = casework.case(by=sofs)
    step(other, "refer", sofs)
    step(other, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"))
    first, second = Deciding(case, chief), Deciding(other, chief)
    code = first.code()
    assert first.posts(**code).status_code == 302
    assert second.posts(**code).context["form"].errors["code"]
    assert Determination.objects.get().case == case
    told = AuditEvent.objects.get(verb="said_again_who")
    assert told.actor_id == chief.pk and told.payload == {"factor": "totp"}
    assert AuditEvent.objects.filter(verb="sign_in_failed", payload={"factor": "code"}).count() == 1


def test_the_code_is_never_carried_on_and_not_asked_of_a_page_that_is_out_of_date(case, chief, jfit):
    deciding = Deciding(case, chief)
    code = deciding.code()
    check = deciding.posts(do="check", **code)
    assert f'value="{code["code"]}"' not in check.text
    step(case, "withdraw_application", jfit, reasons="Another person.")
    answer = deciding.posts()
    assert answer.status_code == 409 and WHY in answer.text


def test_the_page_has_the_whole_application_the_law_the_history_and_who_decides(case, chief):
    staff = casework.officer(Role.CHIEF_OFFICER_STAFF, rank=Rank.SERGEANT, name="Stella Staff")
    with at(DAY):
        recommend(case.pk, "approve", "Grave and recent.", by=staff)
    page = Deciding(case, chief).page.text
    assert "Why it is proportionate: DNA profile of case" in page and WORDS[:40] in page
    assert "Six months beginning with 2 March 2026" in page and "Sch 8 para 20C" in page
    assert "Refer to JFIT" in page and "Apply for a determination" in page
    assert "Deputy, with consent" in page and "C/2026/04" in page
    assert "Grave and recent." in page and "Stella Staff" in page
    assert "An NSD cannot cover the DNA sample" in page


def test_who_decides_early_is_told_how_much_cover_that_gives_up(case, chief):
    early = Deciding(case, chief)
    assert "beside 183 days of cover" in early.page.text
    assert "beside 183 days of cover" in early.posts(do="check").text
    late = Deciding(case, chief, day=date(2026, 8, 2))
    assert "would be early" not in late.page.text
    assert "there are already" not in late.posts(do="check").text


def test_staff_read_everything_and_have_no_form_but_the_way_to_a_note(case):
    staff = casework.officer(Role.CHIEF_OFFICER_STAFF, rank=Rank.SERGEANT)
    with at(DAY):
        page = signed_in(staff, Client()).get(reverse("cases:decide", args=[case.pk])).text
    assert "staff prepare and never decide" in page and reverse("cases:recommend", args=[case.pk]) in page
    assert 'name="decision"' not in page and "Why it is proportionate" in page


def test_a_day_of_review_left_in_the_box_is_none_of_a_determination_that_is_not_holding(case, chief):
    deciding = Deciding(case, chief)
    day = {"review_by_day": "4", "review_by_month": "5", "review_by_year": "2026"}
    assert deciding.posts(**day, **deciding.code()).status_code == 302
    assert Determination.objects.get().review_by is None, "its record promises no review"


def test_a_holding_nsd_is_reviewed_before_it_ends(case, chief):
    with pytest.raises(TransitionRefused, match="ends on 1 March 2027"):
        step(
            case, "determine", chief, months=12, kind="holding", review_by=date(2027, 3, 2), reasons=WHY,
            item_ids=tuple(casework.items_of(case)[:2]),
        )  # fmt: skip
    step(case, "determine", chief, months=12, kind="holding", review_by=date(2027, 3, 1), reasons=WHY)
    assert Determination.objects.get().review_by == date(2027, 3, 1)
