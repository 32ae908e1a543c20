"""Packs, meetings about them and the restatement log, as people use them on pages."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.choices import Role
from audit.facts import stamp, withdraw
from audit.models import AuditEvent
from cases.models import Taking
from oversight.errors import OversightRefused
from oversight.meetings import lacking
from oversight.models import Meeting, Pack, Restatement
from oversight.selectors import Days
from oversight.services.matches import Reported, record_match
from oversight.services.meetings import Said, attend, call, close, look_at, say
from oversight.services.publishing import freeze
from oversight.services.restatements import look
from oversight.tasks import look_for_restatements
from tests.casework import at, case, items_of, officer
from tests.people import signed_in

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 16)
TYPED = {"freeze-as_at_day": 2, "freeze-as_at_month": 3, "freeze-as_at_year": 2026}
TYPED |= {"freeze-known_at_day": 2, "freeze-known_at_month": 3, "freeze-known_at_year": 2026}


@pytest.fixture
def on_the_day():
    """The clock stands on a day in March 2026."""
    with at(DAY):
        yield


def held():
    """A case taken in January."""
    with at(date(2026, 1, 5)):
        return case(by=officer(), taken_on=date(2026, 1, 5))


def pack_of(kind="monthly", day=DAY):
    """A pack frozen as at a day."""
    return freeze(kind, Days(day, day), by=officer(Role.SENIOR_MANAGER))


def test_a_manager_freezes_a_pack_on_a_page_and_takes_its_files_out_as_they_were_made(db, on_the_day):
    held()
    client = signed_in(officer(Role.SOFS_MANAGER))
    made = client.post("/packs/", {"do": "freeze", "freeze-kind": "fortnightly"} | TYPED)
    pack = Pack.objects.get()
    assert made["Location"] == f"/packs/{pack.pk}/"
    page = client.get(made["Location"]).content.decode()
    assert "1. Front page" in page and "Legacy burn-down" in page and pack.sha256 in page
    for file in pack.files.all():
        answer = client.get(f"/packs/{pack.pk}/files/{file.name}/")
        assert answer.content == bytes(file.content)
        assert file.sha256 in page
    assert AuditEvent.objects.filter(verb="exported", subject_type="pack").count() == 4


def test_what_cannot_be_frozen_comes_back_with_what_was_typed(db, on_the_day):
    client = signed_in(officer(Role.SOFS_MANAGER))
    answer = client.post(
        "/packs/", {"do": "freeze", "freeze-kind": "monthly"} | TYPED | {"freeze-as_at_day": 3}
    )
    text = answer.content.decode()
    assert "must not be later than the day as known at" in text
    assert 'value="3"' in text and not Pack.objects.exists()


def test_a_reader_of_packs_reads_counts_and_no_case(db, on_the_day):
    made = held()
    monthly, fortnightly = pack_of(), pack_of("fortnightly")
    client = signed_in(officer(Role.PACK_READER))
    assert '<a class="govuk-service-navigation__link" href="/packs/"' in client.get("/").content.decode()
    page = client.get(f"/packs/{monthly.pk}/").content.decode()
    assert made.ref not in page and "/cases/" not in page and "/packs/figures/" not in page
    assert client.get(f"/packs/{monthly.pk}/files/pack.pdf/").status_code == 200
    assert client.get(f"/packs/{fortnightly.pk}/").status_code == 404
    assert client.get(f"/packs/{fortnightly.pk}/files/pack.pdf/").status_code == 404
    for address in (
        "/packs/restatements/",
        "/packs/meetings/",
        f"/packs/figures/{monthly.figures.first().pk}/",
    ):
        assert client.get(address).status_code == 403
    listed = client.get("/packs/").content.decode()
    assert monthly.ref in listed and fortnightly.ref not in listed


def corrected(made, day):
    """The taking of a case turns out to be of another day."""
    by = officer()
    for taking in Taking.objects.filter(material__case=made, withdrawn_at=None):
        withdraw(Taking.objects.filter(pk=taking.pk), by=by, because="corrected")
        Taking.objects.create(
            material_id=taking.material_id,
            taken_on=day,
            power=taking.power,
            nation=taking.nation,
            force=taking.force,
            **stamp(by),
        )


def test_opening_the_log_shows_by_itself_what_changed_since_it_was_published(db):
    made = held()
    with at(DAY):
        pack = pack_of()
        client = signed_in(officer(Role.COMMISSIONER_OFFICE))
        assert "would be the same now" in client.get("/packs/restatements/").content.decode()
    with at(NEXT):
        corrected(made, date(2026, 3, 9))
        client = signed_in(officer(Role.COMMISSIONER_OFFICE))
        assert look_for_restatements() > 0  # as the worker does that opening the log has called
        page = client.get("/packs/restatements/").content.decode()
        entry = Restatement.objects.get(published__slug="held", published__as_at=DAY)
        assert f"/packs/restatements/{entry.pk}/" in page and "-1" in page
        rows = client.get(f"/packs/restatements/{entry.pk}/").content.decode()
        assert made.ref in rows and "No longer there" in rows
        assert "When, where or under which power it was taken" in rows
        published = client.get(
            f"/packs/figures/{pack.figures.get(slug='held', as_at=DAY).pk}/"
        ).content.decode()
        assert "Held: 1 individuals" in published and "As known at 16 March 2026: 0" in published


def test_opening_the_log_has_a_worker_look_and_waits_for_nothing(db, on_the_day, monkeypatch):
    from oversight import tasks

    asked = []
    monkeypatch.setattr(tasks.look_for_restatements, "apply_async", lambda **how: asked.append(how))
    held()
    pack_of()
    client = signed_in(officer(Role.COMMISSIONER_OFFICE))
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/packs/restatements/").status_code == 200
    assert len(asked) == 1 and len(queries) < 12


def test_who_was_told_of_a_restatement_is_recorded_with_how_it_was_explained(db):
    made = held()
    with at(DAY):
        pack_of()
    with at(NEXT):
        corrected(made, date(2026, 3, 9))
        client = signed_in(officer(Role.COMMISSIONER_OFFICE))
        look()
        assert "Not yet" in client.get("/packs/restatements/").content.decode()
        entry = Restatement.objects.get(published__slug="held", published__as_at=DAY)
        address = f"/packs/restatements/{entry.pk}/"
        typed = {"do": "tell", "tell-told_on_day": 16, "tell-told_on_month": 3, "tell-told_on_year": 2026}
        refused = client.post(address, typed | {"tell-office": "Head of SOFS", "tell-words": ""})
        assert refused.status_code == 200 and "Head of SOFS" in refused.content.decode()
        client.post(address, typed | {"tell-office": "Head of SOFS", "tell-words": "A date was typed wrong"})
        assert "A date was typed wrong" in client.get(address).content.decode()
        assert entry.told.count() == 1
        reader = signed_in(officer(Role.JFIT_OFFICER))
        assert "Record who was told" not in reader.get(address).content.decode()


def test_what_is_again_as_published_is_told_too(db):
    made = held()
    with at(DAY):
        pack_of()
    with at(NEXT):
        corrected(made, date(2026, 3, 9))
        assert look() > 0
        assert look() == 0
    with at(date(2026, 3, 17)):
        corrected(made, date(2026, 1, 5))
        look()
        entries = Restatement.objects.filter(published__slug="held", published__as_at=DAY)
        assert [(row.sequence, row.value) for row in entries.order_by("sequence")] == [(1, 0), (2, 1)]


def test_a_change_of_definition_is_told_as_such(db, monkeypatch):
    from dataclasses import replace

    from oversight import figures

    held()
    with at(DAY):
        pack_of()
        nobody = replace(figures.HELD, rows_of=lambda life, as_at: iter(()), version=2)
        monkeypatch.setitem(figures.REGISTER, "held", nobody)
        look()
        entry = Restatement.objects.get(published__slug="held", published__as_at=DAY)
        assert (entry.by_definition, entry.by_fact, entry.by_law, entry.version) == (1, 0, 0, 2)


def test_a_change_of_law_is_told_as_such(db, monkeypatch):
    from oversight import lives

    held()
    with at(DAY):
        pack_of()
    with at(NEXT):
        as_it_is = lives.position_of

        def shorter(facts, known_on):
            """The law, as known from 16 March 2026: nothing may be kept."""
            found = as_it_is(facts, known_on)
            return found if known_on < NEXT else found._replace(last_lawful_day=date(2026, 1, 6))

        monkeypatch.setattr(lives, "position_of", shorter)
        look()
        entry = Restatement.objects.get(published__slug="held-unlawfully", published__as_at=DAY)
        assert (entry.value, entry.by_law, entry.by_fact, entry.by_definition) == (1, 1, 0, 0)


# Meetings ---------------------------------------------------------------------------------------------------


def minuted(meeting, by, but=""):
    """A meeting with all that it needs, ``but`` one thing."""
    if but != "attendance":
        for invitee in meeting.invitees.all():
            attend(meeting.pk, invitee.pk, "present", by=by)
    if but != "question":
        say(meeting.pk, Said(kind="no_question"), by=by)
    if but != "decision":
        say(meeting.pk, Said(kind="decision", words="Go on."), by=by)


def called(by, day=DAY):
    """A meeting of that day about a pack of that day."""
    return call(pack_of(day=day), held_on=day, offices=["Head of SOFS", "Security Service"], by=by)


@pytest.mark.parametrize(
    ("but", "says"),
    [
        ("attendance", "whether each office that was invited came"),
        ("question", "what was asked, or that nothing was"),
        ("decision", "what was decided"),
    ],
)
def test_a_meeting_is_not_closed_without_its_minutes(db, on_the_day, but, says):
    by = officer(Role.JFIT_MANAGER)
    meeting = called(by)
    minuted(meeting, by, but=but)
    assert lacking(meeting) == [says]
    with pytest.raises(OversightRefused, match=says):
        close(meeting.pk, by=by)
    minuted(meeting, by)
    assert close(meeting.pk, by=by).closed_on == DAY


def test_actions_are_carried_over_until_they_are_done(db):
    by = officer(Role.JFIT_MANAGER)
    with at(DAY):
        first = called(by)
        minuted(first, by)
        action = say(
            first.pk,
            Said(kind="action", words="Ask the ports", owner="Head of SOFS", due_on=NEXT, tag="prevent"),
            by=by,
        )
        close(first.pk, by=by)
    later = date(2026, 3, 30)
    with at(NEXT):
        second = called(by, day=NEXT)
        minuted(second, by)
        with pytest.raises(OversightRefused, match="is done or carried over"):
            close(second.pk, by=by)
        look_at(second.pk, action.pk, end="carried_over", words="Two ports left", due_on=later, by=by)
        close(second.pk, by=by)
    with at(later):
        third = called(by, day=later)
        look_at(third.pk, action.pk, end="done", words="All asked", due_on=None, by=by)
        minuted(third, by)
        close(third.pk, by=by)
    with at(date(2026, 4, 13)):
        assert lacking(called(by, day=date(2026, 4, 13)))[-1] == "what was decided"


def test_a_meeting_is_minuted_on_its_page_and_says_who_stays_away(db, on_the_day):
    by = officer(Role.JFIT_MANAGER)
    meeting = called(by)
    client = signed_in(by)
    address = f"/packs/meetings/{meeting.pk}/"
    for invitee, came in zip(meeting.invitees.order_by("pk"), ("present", "absent"), strict=True):
        client.post(address, {"do": "attend", "attend-invitee": invitee.pk, "attend-attendance": came})
    client.post(address, {"do": "say", "say-kind": "question", "say-words": "Why so many?"})
    text = client.get(address).content.decode()
    assert "It lacks what was decided." in text and "Why so many?" in text
    assert "Security Service was invited 1 time and was absent the last 1 time running" in text
    client.post(address, {"do": "say", "say-kind": "decision", "say-words": "More people."})
    client.post(address, {"do": "close"})
    assert Meeting.objects.get().closed_by == by
    assert "do-close" not in client.get(address).content.decode()


def test_who_does_not_keep_meetings_records_nothing(db, on_the_day):
    meeting = called(officer(Role.JFIT_MANAGER))
    with pytest.raises(OversightRefused, match="keep meetings"):
        say(meeting.pk, Said(kind="decision", words="x"), by=officer(Role.JFIT_OFFICER))


# Taking lists out -------------------------------------------------------------------------------------------


def test_a_list_is_taken_out_whole_with_its_count_and_digest_and_audited(db, on_the_day):
    with at(date(2026, 1, 5)):
        made = [case(by=officer(), taken_on=date(2026, 1, 5), ref=f"00{n:03}") for n in range(60)]
    client = signed_in(officer(Role.SENIOR_MANAGER))
    days = "as_at=2026-03-02&known_at=2026-03-02"
    assert (
        f"?{days.replace('&', '&amp;')}&amp;export=csv"
        in client.get(f"/figures/held/?{days}").content.decode()
    )
    answer = client.get(f"/figures/held/?{days}&export=csv&page=2")
    assert answer["Content-Disposition"] == 'attachment; filename="held-2026-03-02.csv"'
    lines = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert lines[0] == ["Case", "Items"]
    body, trailer = lines[1:61], {line[0]: line[1] for line in lines[62:]}
    assert {line[0].split(";")[0] for line in body} == {each.ref for each in made}
    assert trailer["Rows"] == "60" and len(trailer["SHA-256 of the rows"]) == 64
    event = AuditEvent.objects.get(verb="exported")
    assert (event.payload["rows"], event.payload["sha256"]) == (60, trailer["SHA-256 of the rows"])


def test_a_workbook_keeps_numbers_as_numbers_days_as_iso_and_runs_no_formula(db, on_the_day):
    with at(date(2025, 1, 6)):
        case(by=officer(), taken_on=date(2025, 1, 6), ref="=1+1")
    client = signed_in(officer(Role.SENIOR_MANAGER))
    days = "as_at=2026-03-02&known_at=2026-03-02"
    answer = client.get(f"/figures/held-unlawfully/?{days}&export=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[1][0].startswith("'=1+1")
    assert rows[1][1:4] == ("2025-07-06", 240, 2)


def test_only_what_the_viewer_may_see_is_taken_out(db, on_the_day):
    held()
    for role, address in (
        (Role.PACK_READER, "/figures/held/?export=csv"),
        (Role.CTU_OFFICER, "/unlawful/?export=csv"),
    ):
        assert signed_in(officer(role)).get(address).status_code == 403
    answer = signed_in(officer(Role.CTU_OFFICER)).get("/cases/?export=csv")
    assert "Rows,0" in answer.content.decode("utf-8-sig")


def test_nothing_of_a_case_with_a_match_under_legal_review_leaves_by_file(db):
    by = officer(Role.SOFS_OFFICER)
    with at(date(2025, 1, 6)):
        made, other = (case(by=officer(), taken_on=date(2025, 1, 6)) for _ in range(2))
    with at(DAY):
        said = Reported(matched_on=DAY, reported_by="CT database", words="A match")
        record_match(items_of(made)[0], said, by=by)
        client = signed_in(officer(Role.SENIOR_MANAGER))
        for address in ("/figures/lapses/", "/cases/", "/unlawful/", "/oversight/matches/"):
            text = client.get(f"{address}?export=csv").content.decode("utf-8-sig")
            assert made.ref not in text and "Disclosure blocked" in text
            assert (other.ref in text) == (address != "/oversight/matches/")
        text = bytes(pack_of("fortnightly").files.get(name="pack.html").content).decode()
        assert made.ref not in text and other.ref not in text  # neither lapsed of late
