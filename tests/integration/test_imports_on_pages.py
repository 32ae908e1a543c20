"""A register is handed in on a page: looked at, rehearsed, confirmed, imported in pieces, its results taken
away."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.sheets import digest_of
from audit import clock
from audit.models import AuditEvent
from cases.choices import UploadState
from cases.models import Case, ErasableUpload, ImportFile, Taking, Upload, UploadResult
from cases.services.imports import pieces
from tests.people import person as officer_with
from tests.people import signed_in
from tests.spreadsheets import CASELOAD, person, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_6_april_2016", "broker")]
BAD_ROWS = CASELOAD / "sofs_register_bad_rows.xlsx"


@pytest.fixture
def on_6_april_2016(db):
    """The day on which the caseload stands."""
    clock.set_demo_day(date(2016, 4, 6))


@pytest.fixture
def manager():
    return officer_with(Role.SOFS_MANAGER)


@pytest.fixture
def browser(manager):
    return signed_in(manager)


def hand_in(browser, *paths, kind="register", **more):
    """Hand the files in as a person does."""
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return browser.post(reverse("cases:hand_in"), {"kind": kind, "spreadsheets": files} | more, follow=True)


def handed_in(browser, *paths, **more):
    """The upload that these files make."""
    answer = hand_in(browser, *paths, **more)
    assert answer.redirect_chain, answer.context["form"].errors
    return Upload.objects.latest("pk")


def finish(upload):
    """What workers do, until nothing is left to do."""
    while pieces.step(upload.pk):
        pass
    upload.refresh_from_db()


def imported(browser, *paths, **more):
    """Handed in, rehearsed, confirmed and imported."""
    upload = handed_in(browser, *paths, **more)
    finish(upload)
    browser.post(reverse("cases:upload", args=[upload.pk]), {"do": "import"})
    finish(upload)
    assert upload.state == UploadState.IMPORTED
    return upload


def test_the_dry_run_writes_nothing_and_says_what_would_become_of_each_row(browser):
    upload = handed_in(browser, BAD_ROWS)
    page = browser.get(reverse("cases:upload", args=[upload.pk]))
    assert "Dry run under way" in page.text and page["Refresh"] == "5"
    assert "Refresh" not in browser.get(reverse("cases:upload", args=[upload.pk]) + "?still=1")

    finish(upload)
    assert not Case.objects.exists() and not ImportFile.objects.exists()
    counts = {"rows": 8, "created": 5, "corrected": 0, "unchanged": 0, "exceptions": 6, "rejected": 3}
    assert upload.rehearsed == counts
    page = browser.get(reverse("cases:upload", args=[upload.pk]))
    assert "Dry run done" in page.text and "Would be created" in page.text and "Refresh" not in page
    assert "also stands on row 9 of this file" in page.text
    rejected = browser.get(reverse("cases:upload", args=[upload.pk]) + "?show=rejected")
    assert [row.record.number for row in rejected.context["table"].paginated_rows] == [5, 8, 9]


def test_what_is_confirmed_goes_in_as_rehearsed_and_a_second_time_changes_nothing(browser):
    upload = imported(browser, BAD_ROWS)
    assert upload.imported == upload.rehearsed
    assert Case.objects.count() == 5
    found = UploadResult.objects.filter(file__upload=upload, is_rehearsal=False).order_by("number")
    assert list(found.values_list("outcome", flat=True)) == [
        *["created"] * 3,
        "rejected",
        *["created"] * 2,
        *["rejected"] * 2,
    ]
    told = AuditEvent.objects.filter(subject_type="upload", subject_id=upload.pk).order_by("pk")
    assert [event.verb for event in told] == ["file_uploaded", "import_rehearsed", "import_confirmed"]
    assert {event.actor_id for event in told} == {upload.uploaded_by_id}

    again = imported(browser, BAD_ROWS)
    assert (again.imported["created"], again.imported["unchanged"], again.imported["rejected"]) == (0, 5, 3)
    assert Case.objects.count() == 5
    page = browser.get(reverse("cases:imports"))
    assert page.text.count("sofs_register_bad_rows.xlsx") == 2
    assert "sofs_register_bad_rows.xlsx" in browser.get(reverse("cases:imports") + "?show=files").text


def test_an_import_goes_on_from_its_last_piece_and_a_piece_delivered_twice_is_done_once(
    browser, tmp_path, monkeypatch
):
    monkeypatch.setattr(pieces, "ROWS_A_PIECE", 2)
    path = register(tmp_path / "a.csv", *(person(number) for number in range(1, 6)))
    upload = handed_in(browser, path)
    finish(upload)
    browser.post(reverse("cases:upload", args=[upload.pk]), {"do": "import"})
    assert pieces.step(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.rows_done, upload.rows_total) == (UploadState.IMPORTING, 2, 5)
    assert Case.objects.count() == 2
    assert "2 of 5 rows done" in browser.get(reverse("cases:upload", args=[upload.pk])).text

    finish(upload)
    assert not pieces.step(upload.pk), "a message that comes late finds nothing to do"
    assert (upload.state, upload.rows_done) == (UploadState.IMPORTED, 5)
    assert Case.objects.count() == 5
    assert UploadResult.objects.filter(is_rehearsal=False).count() == 5
    assert ImportFile.objects.get().counts["created"] == 5
    assert AuditEvent.objects.filter(verb="import_finished").count() == 1


def test_a_piece_that_breaks_off_leaves_nothing_half_written(browser, tmp_path, monkeypatch):
    upload = handed_in(browser, register(tmp_path / "a.csv", {}, person(2)))
    finish(upload)
    browser.post(reverse("cases:upload", args=[upload.pk]), {"do": "import"})

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(pieces, "_keep", killed)
        pieces.step(upload.pk)
    assert not Case.objects.exists()
    finish(upload)
    assert Case.objects.count() == 2 and upload.rows_done == 2


def test_several_files_go_in_one_after_the_other(browser, tmp_path):
    first = register(tmp_path / "one.csv", {})
    second = register(tmp_path / "two.xlsx", {"Fingerprints taken": "08/03/2015"}, person(2))
    upload = imported(browser, first, second)
    assert upload.rehearsed == upload.imported
    assert (upload.imported["created"], upload.imported["corrected"]) == (2, 1)
    assert [file.import_file.counts["rows"] for file in upload.files.order_by("position")] == [1, 2]


def test_whoever_hands_in_imports_and_only_a_migration_officer_records_the_past(browser, tmp_path):
    path = register(tmp_path / "a.csv", {})
    upload = handed_in(browser, path)
    finish(upload)
    migrator = signed_in(officer_with(Role.MIGRATION_OFFICER))
    told = migrator.post(reverse("cases:upload", args=[upload.pk]), {"do": "import"}, follow=True)
    assert "Hand them in yourself" in told.text
    upload.refresh_from_db()
    assert upload.state == UploadState.REHEARSED

    hand_in(browser, path, historical="on")
    assert not Upload.objects.latest("pk").is_historical, "a manager is not offered history"
    assert imported(migrator, path, historical="on").is_historical
    taking = Taking.objects.current().first()
    assert clock.local_day(taking.recorded_at) == date(2015, 3, 12)

    jfit = signed_in(officer_with(Role.JFIT_MANAGER))
    assert hand_in(jfit, path).context["form"].errors["kind"]
    assert signed_in(officer_with(Role.SOFS_OFFICER)).get(reverse("cases:hand_in")).status_code == 403
    assert signed_in(officer_with(Role.CTU_OFFICER)).get(reverse("cases:imports")).status_code == 403


def test_what_is_left_is_not_imported(browser, tmp_path):
    upload = handed_in(browser, register(tmp_path / "a.csv", {}))
    browser.post(reverse("cases:upload", args=[upload.pk]), {"do": "leave"})
    finish(upload)
    assert upload.state == UploadState.LEFT and not UploadResult.objects.exists()
    browser.post(reverse("cases:upload", args=[upload.pk]), {"do": "import"})
    upload.refresh_from_db()
    assert upload.state == UploadState.LEFT


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("register.exe", b"MZ", "neither .xlsx nor .csv"),
        ("register.csv", b"", "empty"),
        ("register.csv", b"SOFS ref\x00,Surname", "NUL bytes"),
        ("register.xlsx", b"not a workbook", "not a readable .xlsx workbook"),
        ("register.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "old .xls workbook"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_with_what_to_do(browser, name, content, why):
    answer = browser.post(
        reverse("cases:hand_in"),
        {"kind": "register", "spreadsheets": [SimpleUploadedFile(name, content)]},
    )
    assert why in answer.text
    assert not Upload.objects.exists() and not ErasableUpload.objects.exists()


def test_a_workbook_with_macros_is_refused(browser):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as parts:
        parts.writestr("xl/vbaProject.bin", b"macro")
    file = SimpleUploadedFile("a.xlsx", book.getvalue())
    assert "macros" in browser.post(reverse("cases:hand_in"), {"kind": "register", "spreadsheets": file}).text


def test_a_file_without_a_column_is_refused_whole_by_the_dry_run(browser, tmp_path):
    path = tmp_path / "../a.csv"
    path.write_text("SOFS ref,Surname\nS/1,Marbeck\n")
    upload = handed_in(browser, path)
    finish(upload)
    assert upload.state == UploadState.REFUSED
    assert "no column is headed" in browser.get(reverse("cases:upload", args=[upload.pk])).text


def test_the_bytes_are_kept_apart_with_a_review_day(browser, tmp_path):
    path = register(tmp_path / "a.csv", {})
    upload = handed_in(browser, path)
    kept = ErasableUpload.objects.get(file__upload=upload)
    assert bytes(kept.content) == path.read_bytes()
    assert kept.review_on == date(2016, 7, 5)


def test_results_are_taken_away_as_text_and_nothing_in_them_is_a_formula(browser, tmp_path):
    odd = person(2) | {"SOFS ref": "=1+1", "Power": "@SUM(A1)"}
    upload = imported(browser, register(tmp_path / "a.csv", {"SOFS ref": "0012345"}, odd))
    url = reverse("cases:results", args=[upload.pk, "csv"])
    answer = browser.get(url)
    assert answer["Content-Disposition"] == f'attachment; filename="import-{upload.pk}-results.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:4] == ["a.csv", "2", "0012345", "Created"]
    assert rows[2][2] == "'=1+1" and rows[2][5] == "Unknown power"
    assert rows[3:] == [[], ["Rows", "2"], ["SHA-256 of the rows", digest_of(rows[1:3])]]
    sheet = load_workbook(io.BytesIO(browser.get(url.replace("csv", "xlsx")).content)).active
    cells = [sheet.cell(row, 3) for row in (2, 3)]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        ("0012345", "s", "@"),
        ("=1+1", "s", "@"),
    ]
    assert AuditEvent.objects.filter(verb="exported", subject_type="upload").count() == 2
    assert "dry-run.csv" in browser.get(url + "?stage=dry-run")["Content-Disposition"]


def test_lists_of_imports_cost_few_queries(browser, tmp_path, django_assert_max_num_queries):
    upload = imported(browser, register(tmp_path / "a.csv", *(person(n) for n in range(1, 61))))
    for url in (
        reverse("cases:imports"),
        reverse("cases:imports") + "?show=files",
        reverse("cases:upload", args=[upload.pk]),
    ):
        browser.get(url)
        # Two of these are the session's and the person's.
        with django_assert_max_num_queries(10):
            browser.get(url)
