"""Asking a CTU and the Security Service: parallel clocks, who may answer, and files out and in."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role, UnitKind
from accounts.services import officers
from audit.facts import stamp
from audit.models import AuditEvent
from cases import requests
from cases.choices import Assessment, ExceptionCode, RequestStep, RequestTo
from cases.errors import AuthorityRefused, FactRefused
from cases.models import ErasableIdentity, ImportException, Request, RequestBatch, RequestEvent
from cases.services.answer_exceptions import Ending, end_exception
from cases.services.answers_file import import_answers
from cases.services.batches import make_batch
from cases.services.requests import Said, ask, ask_no_ctu, record_step
from tests import casework
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = pytest.mark.django_db
SERVICE = RequestTo.SECURITY_SERVICE


@pytest.fixture
def with_jfit():
    return _with_jfit()


def _with_jfit(**identity):
    sofs = casework.officer(Role.SOFS_OFFICER)
    case = casework.case(by=sofs)
    named = {"surname": "Orrell", "forenames": "Rosa Flora", "pnc_id": "2013/7988376P"} | identity
    ErasableIdentity.objects.create(
        subject=case.subject, date_of_birth=date(1990, 2, 1), **named, **stamp(sofs)
    )
    step(case, "refer", sofs)
    return case


def ctu(name):
    """A CTU, and an officer of it."""
    unit = officers.ensure_unit(name, UnitKind.CTU)
    officer = casework.officer(name=f"Officer of {name}")
    officers.give_role(officer, Role.CTU_OFFICER, from_on=date(2013, 1, 1), unit=unit)
    return unit, officer


def happened(request, what, by, on=DAY, **said):
    with at(on):
        return record_step(request.pk, what, by=by, on=on, said=Said(**said))


def test_a_ctu_and_the_security_service_are_asked_in_parallel_each_with_its_own_clock(with_jfit, jfit):
    north, _ = ctu("CTU North")
    with at(DAY):
        service = ask(with_jfit.pk, by=jfit, to=SERVICE)
        make_batch(by=jfit)
    with at(DAY + timedelta(3)):
        local = ask(with_jfit.pk, by=jfit, to=RequestTo.CTU, unit=north, question="Known locally?")
    assert (service.due_on, local.due_on) == (DAY + timedelta(28), DAY + timedelta(31))
    happened(local, RequestStep.ANSWERED, jfit, DAY + timedelta(5), words="Known.")
    late = DAY + timedelta(30)
    clocks = {clock.who: clock for clock in requests.clocks_of([with_jfit.pk])[with_jfit.pk]}
    assert clocks["Security Service"].is_open and clocks["Security Service"].days_late(late) == 2
    assert not clocks["CTU North"].is_open and clocks["CTU North"].days_late(late) == 0


def test_the_same_is_not_asked_twice_while_it_is_open(with_jfit, jfit):
    with at(DAY):
        ask(with_jfit.pk, by=jfit, to=SERVICE)
        with pytest.raises(FactRefused, match="by Jo Fit"):
            ask(with_jfit.pk, by=jfit, to=SERVICE)


def test_only_what_was_chased_is_escalated_and_an_ended_request_says_who_ended_it(with_jfit, jfit):
    with at(DAY):
        service = ask(with_jfit.pk, by=jfit, to=SERVICE)
        make_batch(by=jfit)
    with pytest.raises(FactRefused, match="Chase first"):
        happened(service, RequestStep.ESCALATED, jfit, words="Please call.")
    happened(service, RequestStep.ACKNOWLEDGED, jfit)
    happened(service, RequestStep.CHASED, jfit)
    happened(service, RequestStep.PROMISED, jfit, promised_for=DAY + timedelta(9))
    happened(service, RequestStep.ESCALATED, jfit, words="Please call.")
    answer = happened(service, RequestStep.ANSWERED, jfit, assessment=Assessment.POSITIVE)
    assert (answer.provenance, answer.checking) == ("automated", "limited")
    with pytest.raises(FactRefused, match="recorded by Jo Fit"):
        happened(service, RequestStep.ANSWERED, jfit, assessment=Assessment.NOT_POSITIVE)
    told = AuditEvent.objects.filter(verb="request_stepped", subject_id=service.pk).order_by("pk")
    assert [event.payload["step"] for event in told] == [
        "acknowledged",
        "chased",
        "promised",
        "escalated",
        "answered",
    ]


def test_no_ctu_is_needed_and_the_reason_is_recorded(with_jfit, jfit):
    with at(DAY):
        with pytest.raises(FactRefused, match="why no CTU"):
            ask_no_ctu(with_jfit.pk, by=jfit, reason=" ")
        fact = ask_no_ctu(with_jfit.pk, by=jfit, reason="Nothing local to ask.")
        assert fact.reason.text == "Nothing local to ask."
        north, _ = ctu("CTU North")
        ask(with_jfit.pk, by=jfit, to=RequestTo.CTU, unit=north, question="After all?")
    assert requests.why_no_ctu(with_jfit) is None


def test_a_ctu_officer_sees_and_answers_their_own_units_requests_alone(client, with_jfit, jfit):
    north, of_north = ctu("CTU North")
    _, of_south = ctu("CTU South")
    with at(DAY):
        asked = ask(with_jfit.pk, by=jfit, to=RequestTo.CTU, unit=north, question="Known locally?")
        service = ask(with_jfit.pk, by=jfit, to=SERVICE)
        addresses = [
            reverse("desk:case", args=[with_jfit.pk]),
            reverse("cases:requests", args=[with_jfit.pk]),
            reverse("cases:request", args=[asked.pk]),
            reverse("cases:request_step", args=[asked.pk, "answered"]),
        ]
        signed_in(of_south, client)
        assert [client.get(url).status_code for url in addresses] == [404] * 4
        signed_in(of_north, client)
        assert [client.get(url).status_code for url in addresses] == [200] * 4
        assert client.get(reverse("cases:request", args=[service.pk])).status_code == 404
        assert "Known locally?" in client.get(addresses[-1]).content.decode()
        with pytest.raises(AuthorityRefused):
            record_step(asked.pk, RequestStep.ANSWERED, by=of_south, on=DAY, said=Said(words="Mine."))
        with pytest.raises(AuthorityRefused):
            record_step(asked.pk, RequestStep.CHASED, by=of_north, on=DAY)
        posted = {"on_day": DAY.day, "on_month": DAY.month, "on_year": DAY.year, "words": "Known since 2014."}
        assert client.post(addresses[-1], posted).status_code == 302
    answer = RequestEvent.objects.get(request=asked, step=RequestStep.ANSWERED)
    assert (answer.note.text, answer.recorded_by) == ("Known since 2014.", of_north)


def test_what_was_typed_stays_when_a_colleague_answered_first(client, with_jfit, jfit):
    north, of_north = ctu("CTU North")
    with at(DAY):
        asked = ask(with_jfit.pk, by=jfit, to=RequestTo.CTU, unit=north, question="Known locally?")
    happened(asked, RequestStep.ANSWERED, jfit, words="By telephone: known.")
    with at(DAY):
        signed_in(of_north, client)
        posted = {"on_day": DAY.day, "on_month": DAY.month, "on_year": DAY.year, "words": "A long answer."}
        answer = client.post(reverse("cases:request_step", args=[asked.pk, "answered"]), posted)
    page = answer.content.decode()
    assert "recorded by Jo Fit" in page and "A long answer." in page


def test_late_answers_are_counted_against_whoever_was_asked_and_never_against_jfit(with_jfit, jfit):
    north, _ = ctu("CTU North")
    with at(DAY):
        ask(with_jfit.pk, by=jfit, to=SERVICE)
        ask(with_jfit.pk, by=jfit, to=RequestTo.CTU, unit=north, question="Known locally?")
        keeps_waiting = [row.who for row in requests.waits_by_party(jfit, DAY)]
        assert keeps_waiting == ["CTU North"], "the other is to go out in a file"
        make_batch(by=jfit)
    waits = requests.waits_by_party(jfit, DAY + timedelta(29))
    assert [(row.who, row.open, row.late, row.longest) for row in waits] == [
        ("CTU North", 1, 1, 1),
        ("Security Service", 1, 1, 1),
    ]
    assert [row.late for row in requests.waits_by_party(jfit, DAY + timedelta(28))] == [0, 0]


# Files ------------------------------------------------------------------------------------------------------


def test_the_file_out_holds_the_agreed_columns_alone_and_no_formula(jfit):
    cases = [_with_jfit(), _with_jfit(surname="=HYPERLINK(1)", forenames="@now", pnc_id="")]
    with at(DAY):
        sent = [ask(case.pk, by=jfit, to=SERVICE) for case in cases]
        batch = make_batch(by=jfit)
    rows = list(csv.reader(io.StringIO(batch.file.content)))
    assert rows[0] == ["Request reference", "Surname", "Forenames", "Date of birth", "PNC ID"]
    assert rows[1] == [
        requests.reference_of(sent[0].pk),
        "Orrell",
        "Rosa Flora",
        "1990-02-01",
        "2013/7988376P",
    ]
    assert rows[2][1:] == ["'=HYPERLINK(1)", "'@now", "1990-02-01", ""]
    assert (batch.number, batch.count, batch.made_on, batch.recorded_by) == (1, 2, DAY, jfit)
    assert cases[0].ref not in batch.file.content


def test_a_request_goes_out_once_and_its_clock_begins_with_the_file(with_jfit, jfit):
    with at(DAY):
        ask(with_jfit.pk, by=jfit, to=SERVICE)
    later = DAY + timedelta(2)
    with at(later):
        batch = make_batch(by=jfit)
        with pytest.raises(FactRefused, match="No request waits"):
            make_batch(by=jfit)
    sent = Request.objects.current().get(case=with_jfit)
    assert (sent.sent_on, sent.due_on) == (later, later + timedelta(28))
    assert batch.lines.get().request == sent


def test_a_download_is_audited_and_for_jfit_alone(client, with_jfit, jfit):
    with at(DAY):
        ask(with_jfit.pk, by=jfit, to=SERVICE)
        make_batch(by=jfit)
        url = reverse("cases:batch_file", args=[1])
        signed_in(casework.officer(Role.SOFS_OFFICER), client)
        assert client.get(url).status_code == 403
        signed_in(jfit, client)
        answer = client.get(url)
    assert answer.status_code == 200 and b"Orrell" in answer.content
    assert AuditEvent.objects.filter(verb="exported", actor_id=jfit.pk).count() == 2  # made, and taken out
    assert RequestBatch.objects.get().file.content.encode() == answer.content


def answers(*lines):
    header = "Request reference,Assessment,Assessed on,How made,Checking"
    return "\r\n".join([header, *lines]).encode()


@pytest.fixture
def sent(with_jfit, jfit):
    with at(DAY):
        ask(with_jfit.pk, by=jfit, to=SERVICE)
        return make_batch(by=jfit).lines.get().request


def test_the_same_answers_twice_change_nothing(sent, jfit):
    file = answers(f"{requests.reference_of(sent.pk)},Positive,2026-03-02,Automated,Limited checking")
    with at(DAY):
        first = import_answers(file, "a.csv", by=jfit)
        again = import_answers(file, "a again.csv", by=jfit)
    assert (first.words, again.words) == (
        "1 recorded, 0 known already, 0 to be looked at",
        "0 recorded, 1 known already, 0 to be looked at",
    )
    answer = RequestEvent.objects.get(request=sent)
    assert (answer.assessment, answer.happened_on, answer.source) == ("positive", DAY, "file")
    assert (answer.provenance, answer.checking) == ("automated", "limited")


def test_a_row_that_needs_a_person_needs_one_once_however_often_its_file_comes(sent, jfit):
    lines = ["SSR-999999,positive,2026-03-02", f"{requests.reference_of(sent.pk)},positive,31/06/2026"]
    with at(DAY):
        for name, content in (("a.csv", lines), ("b.csv", lines[::-1])):
            import_answers(answers(*content), name, by=jfit)
    assert sorted(ImportException.objects.values_list("row__file__name", "code")) == [
        ("a.csv", ExceptionCode.IMPOSSIBLE_DATE),
        ("a.csv", ExceptionCode.NO_REQUEST),
    ]


def test_nothing_happened_to_a_request_before_it_was_sent_or_on_a_day_to_come(with_jfit, jfit):
    north, _ = ctu("CTU North")
    with at(DAY):
        asked = ask(with_jfit.pk, by=jfit, to=RequestTo.CTU, unit=north, question="Known locally?")
        for on, why in (
            (DAY - timedelta(1), "was sent on 2 March 2026"),
            (DAY + timedelta(1), "has not come"),
        ):
            with pytest.raises(FactRefused, match=why):
                record_step(asked.pk, RequestStep.CHASED, by=jfit, on=on)


def test_nobody_is_asked_about_a_case_that_jfit_has_not(jfit):
    case = casework.case(by=casework.officer(Role.SOFS_OFFICER))
    with at(DAY), pytest.raises(FactRefused, match="while JFIT has the case"):
        ask(case.pk, by=jfit, to=SERVICE)


def test_unmatched_and_contradictory_answers_wait_for_a_person_and_end(sent, jfit):
    reference = requests.reference_of(sent.pk)
    with at(DAY):
        import_answers(answers(f"{reference},not positive,2026-03-02"), "a.csv", by=jfit)
        done = import_answers(
            answers(
                f"{reference},positive,2026-03-02", "SSR-999999,positive,2026-03-02", "X1,positive,2026-03-02"
            ),
            "b.csv",
            by=jfit,
        )
        assert done.words.endswith("3 to be looked at")
        contradictory, *unmatched = ImportException.objects.order_by("pk")
        assert contradictory.code == ExceptionCode.CONTRADICTORY_ANSWER
        assert {each.code for each in unmatched} == {ExceptionCode.NO_REQUEST}
        assert RequestEvent.objects.current().get(request=sent).assessment == "not_positive"
        end_exception(contradictory.pk, Ending.RECORDED, by=jfit, reference=reference)
        for each in unmatched:
            end_exception(each.pk, Ending.SENT_BACK, by=jfit)
        with pytest.raises(FactRefused, match="ended this exception already"):
            end_exception(contradictory.pk, Ending.KEPT, by=jfit)
        again = import_answers(answers(f"{reference},positive,2026-03-02"), "c.csv", by=jfit)
    assert again.words.startswith("0 recorded, 1 known")
    assert RequestEvent.objects.current().get(request=sent).assessment == "positive"
    assert RequestEvent.objects.filter(request=sent).count() == 2  # the earlier one is kept, withdrawn
    assert not ImportException.objects.filter(ended_at=None).exists()


def test_a_file_that_answers_one_request_in_two_ways_records_neither(sent, jfit):
    reference = requests.reference_of(sent.pk)
    with at(DAY):
        import_answers(
            answers(f"{reference},positive,2026-03-02", f"{reference},none provided,2026-03-02"),
            "a.csv",
            by=jfit,
        )
    assert not RequestEvent.objects.filter(request=sent).exists()
    assert ImportException.objects.filter(code=ExceptionCode.CONTRADICTORY_ANSWER).count() == 2


@pytest.mark.parametrize(
    "content, why",
    [
        (b"Name,Value\r\na,b", "must name the columns"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b"", "names nothing"),
    ],
)
def test_what_is_no_file_of_answers_is_refused_whole(jfit, content, why):
    with at(DAY), pytest.raises(FactRefused, match=why):
        import_answers(content, "a.csv", by=jfit)


@pytest.mark.parametrize(
    "line, code",
    [
        (",positive,2026-03-02", ExceptionCode.NO_REF),
        ("{0},perhaps,2026-03-02", ExceptionCode.UNKNOWN_VALUE),
        ("{0},positive,31/06/2026", ExceptionCode.IMPOSSIBLE_DATE),
        ("{0},positive,2030-01-01", ExceptionCode.CONTRADICTORY_DATES),
        ("{0},positive,2026-03-02,guessed", ExceptionCode.UNKNOWN_VALUE),
    ],
)
def test_a_row_that_cannot_be_is_an_exception_that_says_why(sent, jfit, line, code):
    with at(DAY):
        import_answers(answers(line.format(requests.reference_of(sent.pk))), "a.csv", by=jfit)
    exception = ImportException.objects.get()
    assert (exception.code, exception.owner) == (code, jfit) and exception.why
    assert not RequestEvent.objects.filter(request=sent).exists()
