"""Notes on a case: recorded, erasable, seen by whoever sees the case; nobody's words are lost."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit.models import AuditEvent
from cases.errors import AuthorityRefused, FactRefused, StaleCase
from cases.models import CaseNote, ErasableText
from cases.services import holders
from cases.services.notes import add_note
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    sofs = casework.officer(Role.SOFS_OFFICER)
    made = casework.case(by=sofs)
    step(made, "refer", sofs)
    return made


def ask(client, officer, case, data=None):
    url = reverse("cases:note", args=[case.pk])
    with at(DAY):
        who = signed_in(officer, client)
        return who.post(url, data) if data else who.get(url)


def test_a_note_is_a_fact_whose_words_are_kept_apart(case, jfit):
    with at(DAY):
        note = add_note(case.pk, "  Rang the port.  ", by=jfit, seen_version=1, seen_note=0)
    assert note.text.text == "Rang the port." and note.recorded_by == jfit
    event = AuditEvent.objects.latest("pk")
    assert event.payload == {"facts": {"casenote": note.pk}} and "port" not in str(event.payload)


def test_a_note_without_words_or_by_whoever_only_reads_is_refused(case, jfit):
    commissioner = casework.officer(Role.COMMISSIONER)
    with at(DAY):
        for words in ("", " \n ", "x" * 20_001):
            with pytest.raises(FactRefused):
                add_note(case.pk, words, by=jfit, seen_version=1, seen_note=0)
        with pytest.raises(AuthorityRefused):
            add_note(case.pk, "Seen.", by=commissioner, seen_version=1, seen_note=0)
    assert not CaseNote.objects.exists() and not ErasableText.objects.filter(text="Seen.").exists()


def test_pressing_twice_notes_once(case, jfit, client):
    seen = ask(client, jfit, case).context["form"]["seen"].value()
    assert ask(client, jfit, case, {"seen": seen, "text": "Rang the port."}).status_code == 302
    again = ask(client, jfit, case, {"seen": seen, "text": "Rang the port."})
    assert "Jo Fit added a note" in again.text and CaseNote.objects.count() == 1


def test_who_notes_second_reads_the_first_note_keeps_the_words_and_can_add_them_still(case, jfit, client):
    other = casework.officer(Role.JFIT_MANAGER, name="May Nager")
    seen = ask(client, jfit, case).context["form"]["seen"].value()
    with at(DAY):
        add_note(case.pk, "The port will send it.", by=other, seen_version=1, seen_note=0)
    page = ask(client, jfit, case, {"seen": seen, "text": "Words that took an hour."})
    assert "May Nager added a note" in page.text and "The port will send it." in page.text
    assert "Words that took an hour." in page.text and CaseNote.objects.count() == 1
    seen = page.context["form"]["seen"].value()
    assert ask(client, jfit, case, {"seen": seen, "text": "Words that took an hour."}).status_code == 302
    assert CaseNote.objects.count() == 2


def test_who_notes_after_a_colleague_took_the_case_is_told_so_first(case, jfit):
    other = casework.officer(Role.JFIT_OFFICER, name="Oda Ther")
    with at(DAY):
        holders.take(case.pk, by=other, on=DAY, seen_version=1)
        with pytest.raises(StaleCase, match="Taken, by Oda Ther"):
            add_note(case.pk, "Mine.", by=jfit, seen_version=1, seen_note=0)


def test_words_are_kept_when_the_case_moves_out_of_sight(case, client):
    jfit = casework.officer(Role.JFIT_OFFICER)
    inspector = casework.officer(Role.INSPECTOR, rank="inspector")
    step(case, "stop", jfit, reasons="Nothing is positive.")
    seen = ask(client, inspector, case).context["form"]["seen"].value()
    step(case, "confirm_stop", casework.officer(Role.INSPECTOR, rank="inspector", name="In Other"))
    page = ask(client, inspector, case, {"seen": seen, "text": "I looked at the file."})
    assert page.status_code == 409
    assert "I looked at the file." in page.text and "In Other" in page.text


def test_the_case_page_shows_the_notes(case, jfit, client):
    with at(DAY):
        add_note(case.pk, "Rang the port.\nNo answer.", by=jfit, seen_version=1, seen_note=0)
        page = signed_in(jfit, client).get(reverse("desk:case", args=[case.pk])).text
    assert "Rang the port.<br>No answer." in page
