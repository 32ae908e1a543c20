"""Reminders and training of those who answer late are on record, and seen where they matter (R-184)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import Role, UnitKind
from accounts.models import Unit
from accounts.services import officers
from audit.models import AuditEvent
from cases.choices import RequestStep, RequestTo
from cases.services.requests import Said, ask, record_step
from retention.errors import ChaseRefused
from retention.models import PartyAction
from retention.services.party_actions import Told, record_action
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
WORDS = "All desk heads: answers within 28 days."


def north_and_south() -> list[Unit]:
    return [
        Unit.objects.get_or_create(name=f"CTU {name}", kind=UnitKind.CTU)[0] for name in ("North", "South")
    ]


def test_training_of_a_unit_is_told_to_it_and_stands_in_the_timeline_of_what_it_keeps_waiting() -> None:
    sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
    north, south = north_and_south()
    waits, done, elsewhere = (casework.case(by=sofs) for _ in range(3))
    for made, unit in ((waits, north), (done, north), (elsewhere, south)):
        step(made, "refer", sofs)
        with at(DAY):
            ask(made.pk, by=jfit, to=RequestTo.CTU, unit=unit, question="Is the address known?")
    on = DAY + timedelta(30)
    with at(DAY + timedelta(10)):
        asked = done.requests.get()
        record_step(asked.pk, RequestStep.ANSWERED, by=jfit, on=DAY, said=Said(words="Known."))
    with at(on):
        page = signed_in(jfit).post(
            "/actions/",
            {"kind": "training", "told": "ctu", "unit": north.pk, "words": WORDS}
            | {"on_day": on.day, "on_month": on.month, "on_year": on.year},
            follow=True,
        )
        assert "Training: CTU North: recorded." in page.content.decode()
        seen = {
            made: WORDS in signed_in(jfit).get(f"/cases/{made.pk}/timeline/").content.decode()
            for made in (waits, done, elsewhere)
        }
        ctu = casework.officer()
        officers.give_role(ctu, Role.CTU_OFFICER, unit=north, from_on=DAY)
        home = signed_in(ctu).get("/").content.decode()
    assert seen == {waits: True, done: False, elsewhere: False}
    assert "Told to us meanwhile" in home and WORDS in home
    assert AuditEvent.objects.filter(verb="fact_recorded", subject_type="partyaction").count() == 1


def test_what_cannot_be_is_refused_and_what_was_typed_stays() -> None:
    jfit, sofs = casework.officer(Role.JFIT_OFFICER), casework.officer(Role.SOFS_OFFICER)
    north, _ = north_and_south()
    with at(DAY):
        for said, by, on, why in (
            (Told(kind="reminder", told="ctu", words=WORDS), sofs, DAY, "JFIT or a senior manager"),
            (Told(kind="reminder", told="ctu", words=WORDS), jfit, DAY + timedelta(1), "has not come yet"),
            (Told(kind="reminder", told="ctu", words=" "), jfit, DAY, "Enter who was there"),
            (
                Told(kind="reminder", told="security_service", unit=north, words=WORDS),
                jfit,
                DAY,
                "only for a CTU",
            ),
        ):
            with pytest.raises(ChaseRefused, match=why):
                record_action(said, by=by, on=on)
        page = signed_in(jfit).post("/actions/", {"told": "ctu", "words": WORDS}).content.decode()
        assert "Choose a reminder or training" in page and WORDS in page
        assert "Record a reminder" not in signed_in(sofs).get("/actions/").content.decode()
    assert not PartyAction.objects.exists()
