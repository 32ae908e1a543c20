"""Packs frozen on the whole 2016 caseload: what they publish, byte for byte, and what is restated since."""

from datetime import date
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from openpyxl import load_workbook

from accounts.choices import Role
from oversight.errors import OversightRefused
from oversight.frozen import hash_of, never_convicted_share, spelled, unpacked
from oversight.models import Pack, PackFile, PublishedFigure, Restatement, RestatementRow
from oversight.packs.render import HTML, MANIFEST, PDF, XLSX
from oversight.selectors import Days, answers
from oversight.services.publishing import freeze, whole_hash
from oversight.services.restatements import look
from tests.casework import officer

FROZEN = Days(date(2015, 12, 18), date(2015, 12, 18))
THEN, LATER = date(2013, 10, 31), date(2015, 10, 31)


def frozen(kind="monthly"):
    """A pack as it would have been frozen on 18 December 2015."""
    return freeze(kind, FROZEN, by=officer(Role.SENIOR_MANAGER))


def bytes_of(pack):
    """Every file of a pack."""
    return {file.name: bytes(file.content) for file in PackFile.objects.filter(pack=pack)}


def restated(slug, as_at):
    """What the log says of a figure."""
    return Restatement.objects.get(published__slug=slug, published__as_at=as_at)


def test_what_was_frozen_in_december_2015_stands_and_what_was_found_in_april_is_told(
    caseload, django_assert_num_queries
):
    pack = frozen()
    before = bytes_of(pack)
    assert look() > 0
    for as_at in (THEN, LATER):
        assert restated("held", as_at).difference == 1800
        assert restated("never-convicted", as_at).difference == 700
        rows = RestatementRow.objects.filter(restatement=restated("held", as_at), moved="added")
        assert rows.values("case").distinct().count() == 1800
        assert set(rows.values_list("because", flat=True)) == {"fact"}
        assert all("not on record; it was recorded on" in why for why in rows.values_list("why", flat=True))
    would = restated("would-have-applied", LATER)
    assert would.difference == 13
    assert {row.why for row in would.moved_rows.all()} == {"a review of whether JFIT would have applied"}
    assert bytes_of(Pack.objects.get(pk=pack.pk)) == before
    with django_assert_num_queries(3):
        assert look() == 0  # told once


def test_a_pack_holds_every_figure_at_three_days_with_words_precision_reliability_and_digests(caseload):
    pack = frozen()
    figures = PublishedFigure.objects.filter(pack=pack)
    assert set(figures.values_list("as_at", flat=True)) == {THEN, LATER, FROZEN.as_at}
    held = figures.get(slug="held", as_at=THEN)
    assert (held.value, held.rows, held.precision) == (6500, 6500, "exact")
    assert "as known at the end of 18 December 2015" in held.reliability
    rows = unpacked(held.content)
    assert len({row["subject_id"] for row in rows}) == 6500
    manager = officer(Role.SENIOR_MANAGER)
    again = answers_of("held", THEN, manager)
    assert hash_of(spelled(again.rows)) == held.rows_sha256
    assert whole_hash(held) == held.sha256
    held.precision = "rounded"
    assert whole_hash(held) != held.sha256
    assert figures.get(slug="would-have-applied", as_at=LATER).precision == "lower_bound"


def answers_of(slug, as_at, person):
    """A figure as it was known when the pack was frozen."""
    from oversight.figures import REGISTER

    return answers([REGISTER[slug]], Days(as_at, FROZEN.known_at), person, date(2016, 4, 6))[slug]


@pytest.mark.full_size
def test_a_share_is_said_as_it_is_with_what_was_published_beside_it(caseload):
    page = bytes_of(frozen())[HTML].decode()
    assert "58.5 %" in page and "about 60 %" in page
    assert "55.9 %" in page and "about 55 %" in page


@pytest.mark.parametrize(
    ("part", "whole", "known_at", "says", "published"),
    [
        (3800, 6500, date(2015, 12, 18), "58.5 %", "about 60 %"),
        (4500, 8300, date(2016, 4, 22), "54.2 %", "about 54 %"),
        (3900, 6500, date(2016, 4, 4), "60.0 %", "about 60 %"),
        (1, 8, date(2015, 12, 18), "12.5 %", "about 15 %"),  # other numbers, their own rounding
        (1, 8, date(2016, 4, 5), "12.5 %", "about 13 %"),
        (0, 0, date(2016, 4, 22), "no share of nothing", ""),
    ],
)
def test_shares(part, whole, known_at, says, published):
    class Of:
        """So many individuals."""

        def __init__(self, individuals):
            self.individuals = individuals

    share = never_convicted_share({"never-convicted": Of(part), "held": Of(whole)}, THEN, known_at)
    assert (share.per_cent, share.published) == (says, published)


@pytest.mark.parametrize("kind", ["fortnightly", pytest.param("monthly", marks=pytest.mark.full_size)])
def test_the_command_writes_the_pack_with_a_manifest_that_vouches_for_it(caseload, kind, tmp_path):
    out = StringIO()
    call_command(
        "pack", kind, "--as-at", "2015-12-18", "--known-at", "2015-12-18", "--out", tmp_path, stdout=out
    )
    ref, digest = out.getvalue().split()
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written.keys() == {HTML, PDF, XLSX, MANIFEST}
    assert sha256(written[MANIFEST]).hexdigest() == digest
    pack = Pack.objects.get()
    assert (pack.ref, pack.sha256) == (ref, digest)
    for name in (HTML, PDF, XLSX):
        assert sha256(written[name]).hexdigest() in written[MANIFEST].decode()
    assert written[PDF].startswith(b"%PDF") and b"/MarkInfo" in written[PDF]
    text = written[HTML].decode()
    assert text.count("<h2") == {"fortnightly": 17, "monthly": 16}[kind]
    assert "not yet available" in text
    book = load_workbook(BytesIO(written[XLSX]))
    assert len(book.worksheets) == text.count("<h2")
    # Cases are listed in the fortnightly pack alone.
    assert ("J/" in text or "S/" in text) == (kind == "fortnightly")


def test_a_pack_says_no_name_of_anybody(caseload):
    from cases.models import ErasableIdentity

    text = bytes_of(frozen("fortnightly"))[HTML].decode()
    names = set(ErasableIdentity.objects.values_list("surname", flat=True)) - {""}
    assert not {name for name in names if len(name) > 5 and name in text}


def test_nothing_of_a_pack_can_be_changed_or_taken_away(db):
    pack = frozen()
    for statement in (
        "UPDATE oversight_pack SET sha256 = 'x'",
        "DELETE FROM oversight_packfile",
        "UPDATE oversight_publishedfigure SET value = 1",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert bytes_of(pack)


@pytest.mark.parametrize(
    ("role", "days", "says"),
    [
        (Role.SOFS_OFFICER, FROZEN, "Managers and the Commissioner's office freeze packs"),
        (Role.SENIOR_MANAGER, Days(date(2015, 12, 18), date(2099, 1, 1)), "must be today or earlier"),
        (Role.SENIOR_MANAGER, Days(date(2015, 12, 19), date(2015, 12, 18)), "must not be later"),
    ],
)
def test_a_pack_is_frozen_by_those_who_answer_for_it_and_tells_no_future(db, role, days, says):
    with pytest.raises(OversightRefused, match=says):
        freeze("monthly", days, by=officer(role))


def test_the_command_freezes_a_pack_once_where_that_is_asked(db):
    for _ in range(2):
        call_command("pack", "monthly", "--as-at", "2015-12-18", "--once", stdout=StringIO())
    assert Pack.objects.count() == 1
    with pytest.raises(CommandError, match="Name the folder"):
        call_command("pack", "monthly", "--as-at", "2015-12-18")


def test_the_command_says_what_is_wrong(db, tmp_path):
    with pytest.raises(CommandError, match="must not be later"):
        call_command(
            "pack", "monthly", "--as-at", "2016-01-02", "--known-at", "2016-01-01", "--out", tmp_path
        )
