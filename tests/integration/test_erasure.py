"""Of whom nothing is left is erased after a review: found nowhere in the database, and nothing else moved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.choices import Role
from audit.choices import Verb
from audit.facts import stamp
from audit.models import AuditEvent
from cases.models import (
    CaseNote,
    ErasableIdentity,
    ErasableImportRow,
    ErasableText,
    ErasableUpload,
    Holding,
    ImportFile,
    ImportRow,
    Material,
    Refusal,
    SavedFilter,
    Subject,
    TakingDraft,
    Upload,
    UploadFile,
    UploadResult,
)
from cases.services.records import make_record
from oversight.selectors import headline
from retention import erasures
from retention.choices import OrderState
from retention.choices_erasure import KeptBecause
from retention.errors import ErasureRefused
from retention.models import ErasableExtractRecord, Erasure, ExtractFile, Reconciliation
from retention.services import deletion_steps as steps
from retention.services.erasing import empty, erase, keep_longer
from tests import deletions
from tests.casework import at, case, force_of, officer

DAY = date(2016, 4, 20)
REVIEW = date(2017, 5, 2)
NAME, GIVEN, PNC, BORN = "QUILLFEATHER", "Zebedee", "80/123456X", date(1971, 3, 9)


@pytest.fixture(autouse=True)
def _journal(settings, tmp_path):
    settings.JOURNAL = str(tmp_path / "journal.jsonl")


@pytest.fixture
def who(db):
    with at(date(2015, 10, 7)):
        return deletions.people()


def identified(by, surname=NAME, given=GIVEN, pnc=PNC, born=BORN):
    subject = Subject.objects.create(first_recorded_on=date(2015, 10, 7))
    ErasableIdentity.objects.create(
        subject=subject,
        surname=surname,
        forenames=given,
        pnc_id=pnc,
        date_of_birth=born,
        search_name=f"{surname} {given}".lower(),
        **stamp(by),
    )
    return subject


def written(by, words):
    return ErasableText.objects.create(text=words, written_at=stamp(by)["recorded_at"], written_by=by)


def gone(who, subject):
    """An order of the subject, verified on ``DAY``."""
    with at(DAY):
        (order,) = deletions.suspended(who.asks, subject=subject)
        deletions.destroyed(order, who)
        order.refresh_from_db()
        steps.verify(order.pk, by=who.verifies)
        order.refresh_from_db()
        assert order.state == OrderState.VERIFIED
    return order


def everywhere(by, made, surname=NAME, given=GIVEN, pnc=PNC, born=BORN):
    """The same person in every kind of place that holds what people typed or handed in."""
    said = f"{surname}, {given} ({pnc}), born {born:%d/%m/%Y}"
    moment = stamp(by)["recorded_at"]
    CaseNote.objects.create(case=made, text=written(by, said), **stamp(by))
    refusal = Refusal.objects.create(
        case=made,
        refused_on=DAY,
        refused_by=by,
        rank="chief_constable",
        force=force_of("13"),
        capacity="chief",
        reasons=written(by, said),
        **stamp(by),
    )
    make_record(refusal)
    cells = {"Name": f"{surname} {given}", "DOB": f"{born:%d/%m/%Y}", "PNC ID": pnc}
    run = ImportFile.objects.create(
        kind="register", name="r.xlsx", sha256="0" * 64, imported_at=moment, imported_by=by
    )
    for number, of in ((2, made), (3, None)):
        row = ImportRow.objects.create(
            file=run, number=number, ref=made.ref, digest="0" * 64, outcome="created", case=of
        )
        ErasableImportRow.objects.create(row=row, cells=cells)
    upload = Upload.objects.create(
        kind="register", state="imported", uploaded_at=moment, uploaded_by=by, touched_at=moment
    )
    file = UploadFile.objects.create(upload=upload, position=0, name="r.csv", sha256="0" * 64, size=9)
    ErasableUpload.objects.create(file=file, content=said.encode(), review_on=date(2030, 1, 1))
    UploadResult.objects.create(
        file=file, is_rehearsal=False, number=2, ref=made.ref, outcome="created", case=made
    )
    SavedFilter.objects.create(
        officer=by, of_list="cases", name=surname, query=f"q={surname}", saved_at=moment
    )
    TakingDraft.objects.update_or_create(officer=by, defaults={"said": cells, "saved_at": moment})
    extract = Reconciliation.objects.create(
        state="done",
        came_by="upload",
        is_whole=False,
        handed_in_at=moment,
        handed_in_by=by,
        touched_at=moment,
    )
    part = ExtractFile.objects.create(
        reconciliation=extract, position=0, name="e.csv", sha256=f"{made.pk:064}", size=9
    )
    ErasableExtractRecord.objects.create(
        file=part,
        number=2,
        place="CT-FP",
        reference=f"X{made.pk}",
        name=f"{surname} {given}",
        date_of_birth=born,
        pnc_id=pnc,
        is_searchable=True,
        extracted_on=DAY,
        cells=cells,
    )


def found_anywhere(*words):
    """Every text, json, date and byte column of every table that holds one of the words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN pg_class c "
            "ON c.oid = table_name::regclass WHERE table_schema = 'public' AND c.relkind = 'r' "
            "AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'date', 'ARRAY')"
        )
        columns = cursor.fetchall()
        assert len(columns) > 200
        hits = []
        for table, column in columns:
            for word in words:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE '
                    f"upper(CASE WHEN pg_typeof(\"{column}\") = 'bytea'::regtype "
                    f'THEN encode("{column}"::text::bytea, \'escape\') ELSE "{column}"::text END) LIKE %s',
                    [f"%{word.upper()}%"],
                )
                hits += [(table, column)] * bool(cursor.fetchone()[0])
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE pg_typeof("{column}") = \'bytea\'::regtype '
                    f'AND strpos("{column}"::text, %s) > 0',
                    [word.encode().hex()],
                )
                hits += [(table, column)] * bool(cursor.fetchone()[0])
    return hits


def facts_now(day):
    """Every count of every table that is no draft of somebody, and the headline figures."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if not t.startswith("erasable_")]
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    counts.pop("audit_event")
    counts.pop("retention_erasure")
    return counts


WORDS = (NAME, GIVEN, PNC, "1971-03-09", "09/03/1971")


def test_nothing_of_an_erased_person_is_found_anywhere_and_another_of_that_name_remains(who):
    manager = officer(Role.SOFS_MANAGER, Role.SENIOR_MANAGER)
    subject = identified(who.asks)
    order = gone(who, subject)
    namesake = identified(who.asks, pnc="80/999999Q", born=date(1990, 1, 2))
    with at(DAY):
        everywhere(who.asks, order.case)
        other = case(by=who.asks, taken_on=DAY, subject=namesake)
        CaseNote.objects.create(
            case=other, text=written(who.asks, f"{NAME} is another person"), **stamp(who.asks)
        )
    assert len({table for table, _ in found_anywhere(*WORDS)}) >= 7
    with at(REVIEW):
        before = facts_now(REVIEW)
        figures = [(number.text, number.count) for number in headline(manager, REVIEW)]
        made = erase(subject.pk, by=manager)
        assert facts_now(REVIEW) == before
        assert [(number.text, number.count) for number in headline(manager, REVIEW)] == figures

    assert found_anywhere(PNC, "1971-03-09", "09/03/1971") == []
    left = set(found_anywhere(NAME, GIVEN))
    assert left == {
        ("erasable_identity", "surname"),
        ("erasable_identity", "forenames"),
        ("erasable_identity", "search_name"),
        ("erasable_text", "text"),
    }
    assert ErasableIdentity.objects.get(subject=namesake).surname == NAME
    assert ErasableText.objects.filter(text=f"{NAME} is another person", erased_at=None).exists()
    assert ErasableIdentity.objects.get(subject=subject).surname == ""
    told = AuditEvent.objects.get(verb=Verb.SUBJECT_ERASED)
    assert told.subject_id == subject.pk and told.payload["rows"]["erasable_import_row"] == 2
    assert made.days == 365 and made.gone_on == DAY
    reference = Holding.objects.get(material=order.material).reference
    assert reference.startswith("sha256:") and len(reference) == 60


def test_the_review_waits_for_its_day_and_for_the_last_item(who):
    subject = identified(who.asks)
    gone(who, subject)
    assert erasures.due(REVIEW - timedelta(days=30)) == []
    with at(DAY + timedelta(days=364)), pytest.raises(ErasureRefused, match="not before"):
        erase(subject.pk, by=who.approves)
    (one,) = erasures.due(DAY + timedelta(days=365))
    assert one.person_id == subject.pk and one.items == 1

    with at(REVIEW):
        case(by=who.asks, taken_on=REVIEW, subject=subject)
        assert erasures.due(REVIEW) == []
        with pytest.raises(ErasureRefused, match="still held"):
            erase(subject.pk, by=who.approves)
    assert Erasure.objects.count() == 0


def test_a_review_keeps_longer_with_a_reason_and_a_new_day(who):
    subject = identified(who.asks)
    gone(who, subject)
    later = REVIEW + timedelta(days=90)
    with at(REVIEW):
        keep_longer(
            subject.pk, because=KeptBecause.COMPLAINT, until=later, words="Complaint 12.", by=who.approves
        )
        assert erasures.due(REVIEW) == []
        with pytest.raises(ErasureRefused, match="not before"):
            erase(subject.pk, by=who.approves)
    with at(later):
        (one,) = erasures.due(later)
        assert one.kept.get_because_display() == "A complaint is pending"
        erase(subject.pk, by=who.approves)
    assert not ErasableText.objects.filter(text__contains="Complaint 12").exists()


def test_the_database_erases_nobody_whom_no_review_decided_and_the_application_cannot_reach_round_it(who):
    subject = identified(who.asks)
    gone(who, subject)
    with at(REVIEW):
        with pytest.raises(ErasureRefused, match="No review decided"):
            empty([subject.pk])
        with pytest.raises(DatabaseError), transaction.atomic():
            ErasableText.objects.update(text="")
        with pytest.raises(DatabaseError), transaction.atomic():
            ErasableIdentity.objects.update(surname="")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET ROLE nsd_eraser")
        erase(subject.pk, by=who.approves)
        with pytest.raises(DatabaseError), transaction.atomic():
            Erasure.objects.all().delete()
    assert Material.objects.filter(case__subject=subject).count() == 1


def test_a_file_still_being_imported_stops_the_erasure(who):
    subject = identified(who.asks)
    order = gone(who, subject)
    with at(DAY):
        everywhere(who.asks, order.case)
    Upload.objects.update(state="importing")
    with at(REVIEW), pytest.raises(ErasureRefused, match="still being imported"):
        erase(subject.pk, by=who.approves)
    assert ErasableIdentity.objects.get(subject=subject).surname == NAME
    assert Erasure.objects.count() == 0
