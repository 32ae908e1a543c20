"""A half-written taking is not lost: saved, sent and refused, or sent when the session had ended."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.session import SEEN
from cases.models import Case, TakingDraft
from tests import casework
from tests.integration.test_intake import typed
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2016, 4, 6)
HALF = {"force": "", "power": "", "taken": [], "taken_on_day": "31", "taken_on_month": "6"}


def page(client: Client) -> str:
    return client.get("/intake/").content.decode()


def test_a_draft_stands_on_the_page_as_it_was_typed_for_its_writer_alone_until_it_is_recorded() -> None:
    sofs, other = (signed_in(person(Role.SOFS_OFFICER)) for _ in range(2))
    with casework.at(DAY):
        half = typed(do="save", **HALF, place="Port\x00 of Heysham")
        assert "Draft saved" in sofs.post("/intake/", half, follow=True).content.decode()
        kept = page(sofs)
        assert "This is your draft" in kept and "O&#x27;Hara" in kept and half["submission"] in kept
        assert "Port of Heysham" in kept and 'value="31"' in kept and "There is a problem" not in kept
        assert "Go on with your draft of a taking" in sofs.get("/").content.decode()
        assert "O&#x27;Hara" not in page(other)
        whole = typed(submission=half["submission"])
        sofs.post("/intake/", whole)
        assert Case.objects.count() == 1 and not TakingDraft.objects.exists()
        # A page left open that is sent again brings no draft of what is on record back.
        sofs.post("/intake/", typed(submission=half["submission"], do="save"))
        assert "This is your draft" not in page(sofs)


def test_what_is_refused_stays_as_a_draft_and_can_be_thrown_away() -> None:
    sofs = signed_in(person(Role.SOFS_OFFICER))
    with casework.at(DAY):
        assert "31 June does not exist" in sofs.post("/intake/", typed(**HALF)).content.decode()
        assert "O&#x27;Hara" in page(sofs)
        sofs.post("/intake/", {"do": "throw_away"})
        assert "O&#x27;Hara" not in page(sofs)
        assert "nothing to save" in sofs.post("/intake/", {"do": "save"}, follow=True).content.decode()


def test_what_is_sent_when_the_session_had_ended_is_there_after_signing_in_again() -> None:
    writer = person(Role.SOFS_OFFICER)
    with casework.at(DAY):
        sofs = signed_in(writer)
        session = sofs.session
        session[SEEN] -= 31 * 60
        session.save()
        answer = sofs.post("/intake/", typed())
        assert answer["Location"] == "/accounts/sign-in/?next=/intake/" and not Case.objects.exists()
        said = sofs.get(answer["Location"]).content.decode()
        assert "signed out after 30 minutes without a click" in said
        assert "What you typed is kept as your draft" in said
        assert "O&#x27;Hara" in page(signed_in(writer))


def test_nobody_but_sofs_keeps_a_draft_and_no_more_than_the_page_takes_is_kept() -> None:
    with casework.at(DAY):
        jfit, sofs = signed_in(person(Role.JFIT_OFFICER)), signed_in(person(Role.SOFS_OFFICER))
        session = jfit.session
        session[SEEN] -= 31 * 60
        session.save()
        jfit.post("/intake/", typed())
        sofs.post("/intake/", typed(do="save", surname="x" * 30_000))
    assert not TakingDraft.objects.exists()
