"""What the database refuses of decisions whoever writes it: a second end, an impossible length or list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from accounts.choices import Rank, Role
from audit import clock
from audit.facts import stamp
from cases.models import (
    Application,
    Determination,
    FurtherFingerprints,
    HoldingReview,
    Material,
    StopSignOff,
)
from cases.services import on_paper
from cases.services.ends import find_void
from cases.services.on_paper import Keyed
from cases.services.revoking import revoke
from oversight.models import DeterminationReview
from oversight.services.reviewing import Found, record_copy, review
from tests import casework
from tests.casework import DAY, at, step

pytestmark = pytest.mark.django_db
WHY = "Because the intelligence says so."


@pytest.fixture
def people():
    return {
        "sofs": casework.officer(Role.SOFS_OFFICER),
        "jfit": casework.officer(Role.JFIT_OFFICER),
        "chief": casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE),
        "second": casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE),
        "superintendent": casework.officer(Role.SUPERINTENDENT, rank=Rank.SUPERINTENDENT),
        "legal": casework.officer(Role.LEGAL_REVIEWER),
        "commissioner": casework.officer(Role.COMMISSIONER),
    }


@pytest.fixture
def case(people):
    made = casework.case(by=people["sofs"], kinds=("fingerprints", "fingerprints"))
    step(made, "refer", people["sofs"])
    return made


@pytest.fixture
def made(case, people):
    """A holding NSD."""
    later = {"kind": "holding", "review_by": DAY + timedelta(days=28)}
    casework.determined(case, people["jfit"], people["chief"], on=DAY, **later)
    return Determination.objects.get()


def again(row: models.Model, **changed: Any) -> Any:
    """The same row a second time, but for what is changed."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)._default_manager.create(**{f.attname: getattr(row, f.attname) for f in fields} | changed)


def refused(name: str, row: models.Model, **changed: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        again(row, **changed)


def test_a_determination_has_a_length_items_once_and_a_number_of_its_own(made):
    refused("determination_1_to_60_months", made, months=0)
    refused("determination_1_to_60_months", made, months=61)
    refused("holding_nsd_has_a_review_day", made, review_by=None)
    refused("determination_lists_an_item_once", made.listed.first())
    refused("a_record_is_of_one_decision", made.record, determination_id=None)
    other = again(made)
    refused("one_decision_a_number", made.record, determination_id=other.pk, reference="NSD/2026/000009")


def test_what_an_application_asks_for_and_says_it_says_once(made):
    sent = Application.objects.get()
    refused("application_asks_for_an_item_once", sent.asked_for.first())
    refused("one_section_an_application_and_kind", sent.sections.first())


def test_a_stop_is_never_confirmed_after_it_was_overruled_and_overruled_with_reasons_alone(case, people):
    with at(DAY):
        step(case, "stop", people["jfit"], reasons=WHY)
        step(case, "refer_up", people["superintendent"], reasons=WHY)
        step(case, "overrule_stop", people["superintendent"], reasons=WHY)
    overruled = StopSignOff.objects.get(outcome="overruled")
    refused("a_stop_is_ended_once", overruled, outcome="confirmed")
    refused("a_stop_is_ended_once", overruled)
    refused("overruling_and_referring_up_have_reasons", overruled, reasons_id=None)


def test_a_determination_is_revoked_once_and_a_review_says_what_came_of_it(made, people):
    with at(DAY):
        revocation = revoke(made.pk, by=people["second"], reasons=WHY)
    refused("a_determination_is_revoked_once", revocation)
    reviewed = HoldingReview.objects.get()
    refused("a_holding_review_says_what_came_of_it", reviewed, revocation_id=None)
    refused("a_holding_review_says_what_came_of_it", reviewed, outcome="continued")


def test_what_is_found_void_stands_again_as_another(made, people):
    with at(DAY):
        found = find_void(made.pk, by=people["legal"], because="rank", reasons=WHY)
    refused("what_is_found_void_stands_again", found, determination_id=found.stands_as_id)


def test_a_copy_is_sent_once_by_those_who_send_and_no_order_is_of_words_alone(made, people):
    with at(DAY):
        sent = record_copy(made.pk, sent_on=DAY, how="By hand", by=people["jfit"])
        review(made.pk, Found(outcome="satisfied", reasons=WHY), by=people["commissioner"])
    refused("one_copy_a_determination", sent)
    refused("copy_is_sent_by_jfit_or_sofs", sent, sent_by="chief_officer")
    refused("an_order_to_destroy_is_on_record", DeterminationReview.objects.get(), outcome="order")


def test_a_paper_is_one_decision_and_a_refusal_on_paper_lists_nothing(case, people):
    step(case, "apply", people["jfit"], reasons=WHY, to_force=casework.force_of("13"), months=24)
    with at(DAY):
        said = Keyed(
            maker=people["chief"],
            signed_at=clock.moment(),
            months=24,
            item_ids=tuple(casework.items_of(case)),
            reasons=WHY,
            scan_name="signed.pdf",
            scan=b"%PDF-1.7 the signed record",
        )
        paper = on_paper.key(case.pk, said, by=people["jfit"])
        turned = on_paper.turn_away(paper.pk, by=people["second"], reasons=WHY)
    refused("a_refusal_on_paper_lists_nothing", paper, is_refusal=True)
    refused("a_refusal_on_paper_lists_nothing", paper, item_ids=[])
    refused("a_confirmed_paper_is_one_decision", turned, outcome="confirmed")


def test_further_fingerprints_are_another_set_held_with_an_original_once(made, people):
    one, other = Material.objects.order_by("pk")
    with at(DAY):
        columns = {"made_on": DAY, "made_by": people["jfit"], "rank": "constable", "reasons": made.reasons}
        held = FurtherFingerprints.objects.create(
            material=one, original=other, **columns, **stamp(people["jfit"])
        )
    refused("further_fingerprints_are_another_set", held, original_id=one.pk)
    refused("one_further_fingerprint_determination_a_pair", held)
