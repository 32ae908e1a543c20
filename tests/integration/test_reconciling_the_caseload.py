"""The extracts of April 2016 as kept runs: 1,800 individuals without a case before, and none once found.

Source: further report of 22 April 2016, paragraphs 32 to 34; R-145, R-146.
"""

from __future__ import annotations

import json

import pytest

from accounts.choices import Role
from cases.models import Material
from cases.services.uploads import HandedIn
from retention.models import Difference
from retention.services import certificates, extracts
from tests import databases
from tests.people import person
from tests.spreadsheets import CASELOAD

EXTRACTS = ("ct_holdings_2016-04-05.csv", "demo_live_holdings.csv")


@pytest.mark.full_size
def test_1800_individuals_are_without_a_case_until_they_are_found_and_none_is_after(caseload) -> None:
    before = json.loads(databases.kept_before_found().read_text())
    assert (before["without_case"], before["records"]) == (1_800, 18_350)

    manager = person(Role.SOFS_MANAGER)
    files = [HandedIn(name, (CASELOAD / name).read_bytes()) for name in EXTRACTS]
    run = extracts.finish(extracts.hand_in(files, by=manager, is_whole=True).pk)

    assert (run.rows_done, run.rows_total) == (18_472, 18_472)
    found = {kind: count for kind, count in run.counts.items() if count}
    searchable = Difference.objects.filter(kind="searchable_unlawful")
    assert found == {"records": 18_472, "cases": run.counts["cases"], "searchable_unlawful": 330, "new": 330}
    unlawful = Material.objects.unlawful_on(run.extracted_on)
    assert {each.holding.material_id for each in searchable.select_related("holding")} <= set(
        unlawful.values_list("pk", flat=True)
    )
    signed = certificates.sign(
        run.pk, method="Every record of both databases, against every case.", by=manager
    )
    assert signed.counts["records"] == 18_472
    assert signed.counts["excepted"]["open"] == {"searchable_unlawful": 330}
