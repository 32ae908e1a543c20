"""A pack is frozen, and only then is the found register imported: the pack stands, and the log owns up."""

from datetime import date

import pytest

from accounts.choices import Role
from cases.choices import ImportKind
from cases.models import Case
from cases.services.imports.importing import import_files
from oversight.models import Pack, PackFile, PublishedFigure, Restatement
from oversight.selectors import Days
from oversight.services.publishing import freeze
from oversight.services.restatements import look
from tests.casework import at, officer
from tests.spreadsheets import log, person, register

THEN, LATER = date(2013, 10, 31), date(2015, 10, 31)
FROZEN_ON, FOUND_ON = date(2015, 12, 18), date(2016, 4, 6)
OLD = {"Fingerprints taken": "04/05/2010", "DNA sample taken": "04/05/2010", "Profile received": "20/05/2010"}


def legacy(numbers, recorded_on, **more):
    """Rows of Legacy Material, taken in 2010."""
    return [
        person(number) | OLD | {"Recorded on": recorded_on, "PNC checked": recorded_on} | more
        for number in numbers
    ]


def frozen_bytes(pack):
    """The files of a pack, and its figures with their digests."""
    files = {file.name: bytes(file.content) for file in PackFile.objects.filter(pack=pack)}
    figures = list(PublishedFigure.objects.filter(pack=pack).order_by("pk").values_list("sha256", "value"))
    return files, figures


def restated(slug, as_at):
    """What the log says of a figure; None where it says nothing."""
    return Restatement.objects.filter(published__slug=slug, published__as_at=as_at).first()


@pytest.mark.parametrize(("overlooked", "convicted"), [(5, 2), (3, 3)])
def test_what_is_found_after_a_pack_was_frozen_changes_nothing_in_it_and_stands_in_the_log_by_itself(
    db, tmp_path, overlooked, convicted
):
    lapsing = {
        "Fingerprints taken": "10/03/2015",
        "DNA sample taken": "10/03/2015",
        "Recorded on": "12/03/2015",
    }
    with at(FROZEN_ON):
        by = officer(Role.MIGRATION_OFFICER)
        first = register(
            tmp_path / "first.xlsx",
            *legacy(range(1, 5), "12/11/2013"),
            person(9) | lapsing | {"Referred to JFIT": "20/03/2015"},
        )
        import_files(ImportKind.REGISTER, [first], by=by, historical=True)
        logged = log(tmp_path / "log.xlsx", {"SOFS ref": "S/9"})
        import_files(ImportKind.JFIT_LOG, [logged], by=by, historical=True)
        pack = freeze("monthly", Days(FROZEN_ON, FROZEN_ON), by=officer(Role.SENIOR_MANAGER))
        before = frozen_bytes(pack)
        assert PublishedFigure.objects.get(pack=pack, slug="held", as_at=THEN).value == 4
        assert PublishedFigure.objects.get(pack=pack, slug="would-have-applied", as_at=LATER).value == 0
        assert look() == 0
    with at(FOUND_ON):
        of_convicted = {"Conviction date": "01/02/2012", "PNC result": "Convicted"}
        numbers = range(20, 20 + overlooked)
        found = register(
            tmp_path / "found.xlsx",
            *legacy(numbers[:convicted], "05/04/2016", **of_convicted),
            *legacy(numbers[convicted:], "05/04/2016"),
        )
        report = import_files(ImportKind.REGISTER, [found], by=by, historical=True)
        assert (report.created, report.rejected) == (overlooked, [])
        reviewed = {
            "SOFS ref": "S/9",
            "Would have applied": "Yes",
            "Would have applied reviewed on": "31/03/2016",
        }
        again = log(tmp_path / "again.xlsx", reviewed)
        import_files(ImportKind.JFIT_LOG, [again], by=by, historical=True)
        assert look() > 0
        for as_at in (THEN, LATER):
            held = restated("held", as_at)
            assert (held.difference, held.by_fact, held.by_definition) == (overlooked, overlooked, 0)
            refs = set(
                Case.objects.filter(pk__in=held.moved_rows.values("case")).values_list("ref", flat=True)
            )
            assert refs == {f"S/{number}" for number in numbers}
            never = restated("never-convicted", as_at)
            assert (never.difference if never else 0) == overlooked - convicted
        assert restated("would-have-applied", LATER).difference == 1
        assert restated("would-have-applied", THEN) is None
        assert frozen_bytes(Pack.objects.get(pk=pack.pk)) == before
        assert look() == 0
