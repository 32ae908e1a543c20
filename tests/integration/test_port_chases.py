"""A port is chased by people: what they record, when the manager is told, and whom to call there."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.models import Officer
from cases.choices import WhoHasIt
from cases.models import Material, RequestEvent
from cases.services.whereabouts import record_received
from retention.choices import SweepName
from retention.errors import ChaseRefused
from retention.models import ChaseTask, Port
from retention.services.port_chases import Contact, escalate, record_contact
from tests.casework import at, officer
from tests.integration.test_the_nights_work import awaited, receive, run
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def jfit() -> Officer:
    return officer(Role.JFIT_OFFICER)


def test_a_promise_is_waited_for_and_goes_to_the_manager_when_it_is_not_kept(sofs: Officer) -> None:
    awaited(sofs)
    run(SweepName.CHASE, date(2016, 3, 23))
    task = ChaseTask.objects.get()
    with at(date(2016, 3, 29)):
        said = Contact(
            how="telephone", name="Sgt Quill", words="In the post.", promised_for=date(2016, 4, 15)
        )
        record_contact(task.pk, said, by=sofs, on=date(2016, 3, 29))
    assert run(SweepName.CHASE, date(2016, 4, 15), times=2) == 0
    assert run(SweepName.CHASE, date(2016, 4, 16), times=2) == 1
    assert list(RequestEvent.objects.order_by("pk").values_list("step", "happened_on")) == [
        ("chased", date(2016, 3, 29)),
        ("promised", date(2016, 3, 29)),
        ("chased", date(2016, 4, 16)),
        ("escalated", date(2016, 4, 16)),
    ]
    assert {str(event.note) for event in RequestEvent.objects.exclude(note=None)} == {
        "Sgt Quill. In the post."
    }


@pytest.mark.parametrize(
    ("on", "promised", "why"),
    [
        (date(2016, 3, 30), None, "has not come yet"),
        (date(2016, 3, 22), None, "was raised on 23 March 2016"),
        (date(2016, 3, 29), date(2016, 3, 28), "not before the contact"),
    ],
)
def test_a_contact_whose_days_cannot_be_is_refused(
    sofs: Officer, on: date, promised: date | None, why: str
) -> None:
    awaited(sofs)
    run(SweepName.CHASE, date(2016, 3, 23))
    said = Contact(how="telephone", name="Sgt Quill", promised_for=promised)
    with at(date(2016, 3, 29)), pytest.raises(ChaseRefused, match=why):
        record_contact(ChaseTask.objects.get().pk, said, by=sofs, on=on)
    assert not RequestEvent.objects.exists()


def test_the_third_reminder_tells_the_manager_once(sofs: Officer) -> None:
    awaited(sofs)
    for day in (date(2016, 3, 23), date(2016, 3, 30), date(2016, 4, 6), date(2016, 4, 13), date(2016, 4, 20)):
        run(SweepName.CHASE, day, times=2)
    escalated = RequestEvent.objects.filter(step="escalated")
    assert list(escalated.values_list("happened_on", flat=True)) == [date(2016, 4, 13)]


def test_the_second_of_two_who_work_on_a_chase_sees_what_the_first_did(sofs: Officer, jfit: Officer) -> None:
    made = awaited(sofs)
    run(SweepName.CHASE, date(2016, 3, 23))
    task = ChaseTask.objects.get()
    with at(date(2016, 3, 24)):
        escalate(task.pk, words="Write to the chief constable.", by=sofs)
        with pytest.raises(ChaseRefused, match="told on 24 March 2016 already, by"):
            escalate(task.pk, words="Write.", by=sofs)
        with pytest.raises(ChaseRefused, match="chased by SOFS"):
            escalate(task.pk, words="Write.", by=jfit)
    receive(made, date(2016, 3, 25), sofs)
    run(SweepName.CHASE, date(2016, 3, 26))
    with at(date(2016, 3, 26)), pytest.raises(ChaseRefused, match="ended on 25 March 2016: the profile"):
        record_contact(task.pk, Contact(how="email", name="Sgt Quill"), by=sofs, on=date(2016, 3, 26))
    assert list(RequestEvent.objects.order_by("pk").values_list("step", flat=True)) == [
        "escalated",
        "answered",
    ]


def text(client: Client, url: str) -> str:
    """The page."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_manager_keeps_whom_to_call_and_the_chase_shows_them(sofs: Officer) -> None:
    made = awaited(sofs)
    run(SweepName.CHASE, date(2016, 3, 23))
    task, port = ChaseTask.objects.get(), Port.objects.get()
    manager, caller = signed_in(person(Role.JFIT_MANAGER)), signed_in(sofs)
    day = {"from_on_day": "1", "from_on_month": "3", "from_on_year": "2016"}
    with at(date(2016, 3, 24)):
        assert "Nobody on record" in text(caller, "/chases/")
        page = f"/ports/{port.pk}/"
        who = {"do": "add", "name": "Sgt Quill", "telephone": "01632 960001", **day}
        assert "Enter a telephone number" in manager.post(page, who | {"telephone": ""}).content.decode()
        assert "Sgt Quill" in manager.post(page, who, follow=True).content.decode()
        assert caller.get(page).status_code == 403
        assert "01632 960001" in text(caller, "/chases/") and made.ref in text(manager, page)
        contact = port.contacts.get()
        said = {"do": "reached", "how": "telephone", "contact": str(contact.pk), "words": "Posted today."}
        said |= {"on_day": "24", "on_month": "3", "on_year": "2016"}
        promise = {"promised_for_day": "15", "promised_for_month": "4", "promised_for_year": "2016"}
        done = caller.post(f"/chases/{task.pk}/", said | promise, follow=True).content.decode()
        assert "Sgt Quill. Posted today." in done and "15 April 2016" in done and "by telephone" in done
        assert "promised for 15 April 2016" in text(caller, "/chases/?show=port")
        last = {f"end{contact.pk}-last_day_{part}": box for part, box in
                (("day", "23"), ("month", "3"), ("year", "2016"))}  # fmt: skip
        assert (
            "to 23 March 2016"
            in manager.post(page, {"end": contact.pk, **last}, follow=True).content.decode()
        )
        assert "01632 960001" not in text(caller, "/chases/")


def test_a_sample_on_its_way_to_the_provider_is_asked_for_there(sofs: Officer) -> None:
    made = awaited(sofs, kinds=("dna_profile", "dna_sample"))
    sample = Material.objects.get(case=made, kind="dna_sample")
    with at(date(2016, 3, 4)):
        record_received([sample], by=sofs, holder=WhoHasIt.FSP, on=date(2016, 3, 4))
    run(SweepName.CHASE, date(2016, 3, 23))
    assert ChaseTask.objects.get().request.to == "fsp"
    with at(date(2016, 3, 24)):
        assert made.ref in text(signed_in(sofs), "/chases/?show=fsp")


def test_what_the_manager_was_told_of_is_on_the_managers_first_page(sofs: Officer) -> None:
    made = awaited(sofs)
    run(SweepName.CHASE, date(2016, 3, 23))
    manager = signed_in(person(Role.SOFS_MANAGER))
    with at(date(2016, 3, 24)):
        assert "Chases taken to you" not in text(manager, "/")
        escalate(ChaseTask.objects.get().pk, words="Write to them.", by=sofs)
        first = text(manager, "/")
    assert "Chases taken to you (1)" in first and made.ref in first
    assert "Chases taken to you" not in text(signed_in(sofs), "/")
