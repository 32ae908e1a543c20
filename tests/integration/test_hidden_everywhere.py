"""What an import kept of an item's references is hidden with the item, from the first minute on."""

from __future__ import annotations

from datetime import datetime, time

import pytest
import time_machine
from django.test import Client

from accounts.choices import Role
from audit import clock
from audit.facts import stamp
from cases.models import ErasableImportRow, Holding, ImportException, ImportFile, ImportRow
from retention.choices import SweepName
from retention.services.nightly import run_sweep
from tests.casework import LONDON, at, officer
from tests.deletions import FIRST_UNLAWFUL, LAST, TAKEN, destroyed, lapsed, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db
REFERENCE = "FP-2015-88"


def test_the_row_that_an_item_came_from_shows_its_reference_until_midnight_of_its_last_lawful_day():
    sofs, jfit = officer(Role.SOFS_OFFICER), officer(Role.JFIT_OFFICER)
    case = lapsed(sofs, kinds=("fingerprints",))
    with at(TAKEN):
        Holding.objects.create(
            material=case.material.get(), place="hard_copy", reference=REFERENCE, **stamp(sofs)
        )
        run = ImportFile.objects.create(
            kind="register", name="r.xlsx", sha256="0" * 64, imported_at=clock.moment(), imported_by=sofs
        )
    pages = []
    # The row of the case, and one that was rejected and repeats its reference.
    for number, of, outcome in ((2, case, "created"), (3, None, "rejected")):
        row = ImportRow.objects.create(
            file=run, number=number, ref=case.ref, digest="0" * 64, outcome=outcome, case=of
        )
        cells = {"SOFS ref": case.ref, "CT FP ref": f" {REFERENCE.lower()} ", "Name": "Amin"}
        ErasableImportRow.objects.create(row=row, cells=cells)
        exception = ImportException.objects.create(
            row=row, case=of, code="missing_date", why="No date.", owner=sofs, opened_at=run.imported_at
        )
        pages += [f"/imports/rows/{row.pk}/"] * bool(of) + [f"/exceptions/{exception.pk}/"]
    for moment, reader, reads in (
        (datetime.combine(LAST, time(23, 59), LONDON), jfit, True),
        (datetime.combine(FIRST_UNLAWFUL, time(0, 1), LONDON), jfit, False),
        (datetime.combine(FIRST_UNLAWFUL, time(0, 1), LONDON), sofs, True),
    ):
        with time_machine.travel(moment, tick=False):
            browser = signed_in(reader, Client())
            for page in pages:
                shown = browser.get(page)
                assert shown.status_code == 200 and "Amin" in shown.text, page
                assert (REFERENCE.lower() in shown.text) is reads, page


def test_what_was_destroyed_is_not_named_again_to_who_does_not_delete():
    who, jfit = people(), officer(Role.JFIT_OFFICER)
    with at(TAKEN):
        made = lapsed(who.asks, kinds=("fingerprints",))
        Holding.objects.create(
            material=made.material.get(), place="hard_copy", reference=REFERENCE, **stamp(who.asks)
        )
    with at(FIRST_UNLAWFUL):
        run_sweep(SweepName.SUSPEND_UNLAWFUL, FIRST_UNLAWFUL)
        destroyed(made.deletion_orders.get(), who)
        assert made.material.get().deleted_on == FIRST_UNLAWFUL
        browser = signed_in(jfit, Client())
        for page in ("", "facts/", "timeline/"):
            assert REFERENCE not in browser.get(f"/cases/{made.pk}/{page}").text
