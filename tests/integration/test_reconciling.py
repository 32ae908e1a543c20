"""An extract of the databases against the cases: what differs is kept once, worked, ended, found again."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from typing import Any

import pytest

from accounts.choices import Role
from audit import clock
from audit.facts import stamp
from audit.models import AuditEvent
from cases.models import Case, DeletionEvidence, ErasableIdentity, Holding, Material
from cases.names import search_name
from cases.services.uploads import HandedIn
from retention.choices_reconciliation import DifferenceEnd, ReconciliationState
from retention.errors import ReconciliationRefused
from retention.models import (
    Certificate,
    Difference,
    ErasableExtractRecord,
    Reconciliation,
)
from retention.services import certificates, difference_ends, extracts
from tests import casework
from tests.people import person

TODAY = date(2026, 3, 2)
HEADER = list(extracts.extracts.HEADINGS)


@pytest.fixture(autouse=True)
def _today(db):
    with casework.at(TODAY):
        yield


@pytest.fixture
def sofs():
    return person(Role.SOFS_OFFICER, name="Sam Sofs")


@pytest.fixture
def manager():
    return person(Role.SOFS_MANAGER, name="Mo Manager")


def known(by, *, surname="BEXHAM", pnc_id="1999/3349675G", taken_on=date(2026, 2, 1), **more: Any) -> Case:
    """A case of somebody known by name and PNC ID, with prints and profile in the databases."""
    case = casework.case(by=by, taken_on=taken_on, **more)
    ErasableIdentity.objects.create(
        subject=case.subject,
        surname=surname,
        forenames="Ezra",
        date_of_birth=date(1968, 1, 4),
        pnc_id=pnc_id,
        search_name=search_name(surname, "Ezra"),
        **stamp(by),
    )
    return case


def rows_of(case: Case, **other: str) -> list[dict[str, str]]:
    """What an extract has of a case that agrees with it, but for ``other``."""
    identity = ErasableIdentity.objects.current().get(subject=case.subject)
    holdings = Holding.objects.current().filter(material__case=case).order_by("pk")
    return [
        {
            "database": holding.place,
            "record_ref": holding.reference,
            "surname": identity.surname,
            "forenames": identity.forenames,
            "date_of_birth": identity.date_of_birth.isoformat(),
            "pnc_id": identity.pnc_id,
            "taken_on": holding.material.takings.get().taken_on.isoformat(),
            "searchable": "Y",
            "extracted_on": clock.today().isoformat(),
        }
        | other
        for holding in holdings
    ]


def stranger(reference="CTF999001", **other: str) -> dict[str, str]:
    """A record of somebody whom no case is about."""
    return {
        "database": "CT-FP",
        "record_ref": reference,
        "surname": "STRANGER",
        "forenames": "Una",
        "date_of_birth": "1980-05-05",
        "pnc_id": "2001/7654321F",
        "taken_on": "2026-01-05",
        "searchable": "Y",
        "extracted_on": clock.today().isoformat(),
    } | other


def file_of(*rows: dict[str, str]) -> HandedIn:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER)
    writer.writeheader()
    writer.writerows(rows)
    return HandedIn("extract.csv", text.getvalue().encode())


def reconciled(by, *rows: dict[str, str], whole: bool = True) -> Reconciliation:
    run = extracts.finish(extracts.hand_in([file_of(*rows)], by=by, is_whole=whole).pk)
    assert run.state == ReconciliationState.DONE, run.refused_because
    return run


def open_kinds() -> Counter:
    return Counter(Difference.objects.filter(ended_at=None).values_list("kind", flat=True))


def test_an_extract_that_agrees_shows_no_difference(sofs):
    case = known(sofs)
    run = reconciled(sofs, *rows_of(case))
    assert (run.counts["records"], run.counts["cases"], run.rows_done, run.rows_total) == (2, 1, 2, 2)
    assert not Difference.objects.exists()
    assert not ErasableExtractRecord.objects.exists(), "the records are not kept once they were compared"


def test_every_kind_of_difference_is_found_both_ways(sofs):
    agreed, unlawful, deleted = (
        known(sofs, pnc_id="1999/3349675G"),
        known(sofs, surname="HALSTON", pnc_id="2000/3964290K", taken_on=date(2024, 1, 1)),
        known(sofs, surname="CORDEN", pnc_id="2004/4097453N"),
    )
    odd = known(sofs, surname="O'BRIEN-NÚÑEZ", pnc_id="2000/1925301T")
    nothing, half = known(sofs, pnc_id="2015/1207288X"), known(sofs, pnc_id="")
    item = Material.objects.filter(case=deleted).earliest("pk")
    DeletionEvidence.objects.create(
        material=item, holding=item.holdings.get(), deleted_on=TODAY, **stamp(sofs)
    )
    run = reconciled(
        sofs,
        *rows_of(agreed),
        *rows_of(unlawful),
        *rows_of(deleted),
        *rows_of(odd, surname="OBRIEN NUNEZ", pnc_id="", taken_on="2026-02-10"),
        rows_of(half)[0],
        stranger("CTF999001"),
        stranger("CTD999001", database="CT-DNA"),
        stranger("CTF999002", pnc_id="", surname="", forenames="", date_of_birth="", taken_on=""),
    )
    assert open_kinds() == {
        "without_case": 2,
        "without_holding": 1,
        "missing_record": 1,
        "searchable_unlawful": 2,
        "deleted_present": 1,
        "mismatched": 2,
    }
    assert {name: run.counts[name] for name in open_kinds()} == open_kinds()
    assert Difference.objects.get(kind="without_holding").case == nothing
    assert Difference.objects.get(kind="missing_record").holding == (
        Holding.objects.filter(material__case=half).latest("pk")
    )
    # Accents, an apostrophe and a hyphen are no difference; a PNC ID left out and another day are.
    assert {tuple(each.what) for each in Difference.objects.filter(kind="mismatched")} == {
        ("pnc_id", "taken_on")
    }
    both = Difference.objects.filter(kind="without_case").earliest("pk")
    assert both.records.count() == 2, "two records of one person are one individual"
    assert AuditEvent.objects.filter(verb="exception_raised").count() == 9


def test_the_same_extract_again_changes_nothing(sofs):
    case = known(sofs)
    rows = [*rows_of(case, surname="BEXHAMM"), stranger()]
    reconciled(sofs, *rows)
    before = list(Difference.objects.order_by("pk").values("pk", "opened_at", "ended_at", "what", "found_in"))
    with casework.at(TODAY, 15):
        run = reconciled(sofs, *rows)
    assert before == list(
        Difference.objects.order_by("pk").values("pk", "opened_at", "ended_at", "what", "found_in")
    )
    assert (run.counts["new"], run.counts["again"], run.counts["gone"]) == (0, 0, 0)
    assert AuditEvent.objects.filter(verb="exception_raised").count() == 3


def test_what_is_gone_ends_by_itself_and_what_is_back_opens_again(sofs):
    case = known(sofs)
    reconciled(sofs, *rows_of(case), stranger())
    run = reconciled(sofs, *rows_of(case))
    assert run.counts["gone"] == 1
    gone = Difference.objects.get()
    assert (gone.ended_how, gone.ended_by.display_name) == (DifferenceEnd.GONE, "The system")
    run = reconciled(sofs, *rows_of(case), stranger())
    assert run.counts["again"] == 1
    gone.refresh_from_db()
    assert gone.ended_at is None
    assert list(gone.steps.order_by("pk").values_list("step", flat=True)) == ["ended", "reopened"]


def test_a_decision_stands_while_the_extract_shows_the_same_and_a_claim_is_put_to_the_proof(sofs, manager):
    case = known(sofs)
    reconciled(sofs, *rows_of(case, surname="BEXHAMM"))
    spelled, claimed = Difference.objects.order_by("pk")
    with pytest.raises(ReconciliationRefused, match="manager decides"):
        difference_ends.end(spelled.pk, DifferenceEnd.ACCEPTED, by=sofs, reason="The same person.")
    with pytest.raises(ReconciliationRefused, match="Enter the reason"):
        difference_ends.end(spelled.pk, DifferenceEnd.ACCEPTED, by=manager, reason=" ")
    difference_ends.end(spelled.pk, DifferenceEnd.ACCEPTED, by=manager, reason="The same person.")
    difference_ends.end(claimed.pk, DifferenceEnd.DATABASE_CORRECTED, by=sofs, reason="They mended it.")
    with pytest.raises(ReconciliationRefused, match="Sam Sofs ended this already"):
        difference_ends.end(claimed.pk, DifferenceEnd.CORRECTED_HERE, by=manager, reason="Mended.")

    run = reconciled(sofs, *rows_of(case, surname="BEXHAMM"))
    spelled.refresh_from_db()
    claimed.refresh_from_db()
    assert (spelled.ended_how, claimed.ended_at) == (DifferenceEnd.ACCEPTED, None)
    assert (run.counts["decided"], run.counts["again"]) == (1, 1)

    reconciled(sofs, *rows_of(case, surname="BEXLEY"))
    spelled.refresh_from_db()
    assert spelled.ended_at is None, "another name is another question"


def test_a_person_decides_whose_a_record_is_and_it_is_found_by_its_reference_from_then_on(sofs):
    case = known(sofs, kinds=("fingerprints",))
    lost = stranger("CTD999009", database="CT-DNA", taken_on="2026-02-01")
    reconciled(sofs, *rows_of(case), lost)
    difference = Difference.objects.get()
    with pytest.raises(ReconciliationRefused, match="There is no case X/1"):
        difference_ends.end(difference.pk, DifferenceEnd.MATCHED, by=sofs, reason="By her.", case_ref="X/1")
    difference_ends.end(
        difference.pk, DifferenceEnd.MATCHED, by=sofs, reason="She gave two names.", case_ref=case.ref
    )
    added = Holding.objects.current().get(reference="CTD999009")
    assert (added.material.case, added.material.kind, added.material.status) == (
        case,
        "dna_profile",
        "unresolved",
    ), "an item nobody knew of is never taken for lawful"
    reconciled(sofs, *rows_of(case)[:1], lost)
    assert open_kinds() == {"mismatched": 1}
    assert Difference.objects.get(kind="mismatched").what == ["name", "date_of_birth", "pnc_id"]
    assert Difference.objects.get(kind="without_case").ended_how == DifferenceEnd.MATCHED


def test_a_record_of_somebody_known_by_pnc_id_is_matched_and_its_reference_asked_after(sofs):
    case = known(sofs)
    rows = rows_of(case)
    reconciled(sofs, *rows, rows[0] | {"record_ref": "CTF777777", "pnc_id": "99/3349675G"})
    difference = Difference.objects.get()
    assert (difference.kind, difference.case, difference.what) == ("mismatched", case, ["reference"])


def test_a_part_of_the_databases_says_nothing_of_what_is_not_in_it(sofs):
    one, _ = known(sofs), known(sofs, pnc_id="2000/3964290K")
    reconciled(sofs, *rows_of(one), whole=False)
    assert not Difference.objects.exists()
    reconciled(sofs, *(row for row in rows_of(one) if row["database"] == "CT-FP"))
    assert open_kinds() == {"without_holding": 1}, "of the other database it says nothing"


@pytest.mark.parametrize(
    "bad, column, words",
    [
        ({"record_ref": ""}, "record_ref", "it is empty"),
        ({"taken_on": "31/02/2016"}, "taken_on", ""),
        ({"searchable": "perhaps"}, "searchable", ""),
        ({"database": "HAILOH"}, "database", ""),
        ({"extracted_on": "2027-01-01"}, "extracted_on", ""),
    ],
)
def test_an_extract_with_a_wrong_row_is_refused_whole_and_says_which(sofs, bad, column, words):
    case = known(sofs)
    good = rows_of(case, surname="BEXHAMM")
    run = extracts.finish(extracts.hand_in([file_of(*good, stranger() | bad)], by=sofs, is_whole=True).pk)
    assert run.state == ReconciliationState.REFUSED
    assert [(each["row"], each["column"]) for each in run.problems] == [(4, column)]
    assert words in run.problems[0]["why"]
    assert not Difference.objects.exists() and not ErasableExtractRecord.objects.exists()


def test_a_record_that_stands_twice_and_an_older_extract_are_refused(sofs):
    case = known(sofs)
    twice = extracts.hand_in([file_of(*rows_of(case)), file_of(rows_of(case)[0])], by=sofs, is_whole=True)
    run = extracts.finish(twice.pk)
    assert "also stands on row 2 of extract.csv" in run.problems[0]["why"]
    reconciled(sofs, *rows_of(case))
    old = [row | {"extracted_on": "2026-03-01"} for row in rows_of(case)]
    run = extracts.finish(extracts.hand_in([file_of(*old)], by=sofs, is_whole=True).pk)
    assert "one of 2 March 2026 has been reconciled already" in run.refused_because


def test_it_is_read_in_chunks_with_true_progress_and_survives_a_kill_between_and_in_them(sofs, monkeypatch):
    monkeypatch.setattr(extracts, "ROWS_A_CHUNK", 3)
    rows = [stranger(f"CTF99{number:04}", pnc_id="", surname=f"N{number}") for number in range(8)]
    run = extracts.hand_in([file_of(*rows)], by=sofs, is_whole=False)
    assert extracts.step(run.pk)
    run.refresh_from_db()
    assert (run.rows_done, run.rows_total, run.state) == (3, 8, "reading")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):

        def killed(*args):
            raise KeyboardInterrupt

        patch.setattr(extracts, "_touch", killed)
        extracts.step(run.pk)
    run.refresh_from_db()
    assert run.rows_done == 3
    assert ErasableExtractRecord.objects.count() == 3
    assert extracts.finish(run.pk).counts["without_case"] == 8
    assert not extracts.step(run.pk), "a message that comes late finds nothing to do"
    assert Difference.objects.count() == 8


def test_a_certificate_is_signed_when_nothing_is_missing_and_voided_by_what_contradicts_it(sofs, manager):
    case = known(sofs)
    run = reconciled(sofs, *rows_of(case, surname="BEXHAMM"), stranger())
    with pytest.raises(ReconciliationRefused, match="1 difference says"):
        certificates.sign(run.pk, method="Both databases listed.", by=manager)
    run = reconciled(sofs, *rows_of(case, surname="BEXHAMM"))
    with pytest.raises(ReconciliationRefused, match="manager signs"):
        certificates.sign(run.pk, method="Both databases listed.", by=sofs)
    signed = certificates.sign(run.pk, method="Both databases listed.", by=manager)
    assert signed.counts == {
        "records": 2,
        "cases": 1,
        "excepted": {"open": {"mismatched": 2}, "may_stand": {}},
    }
    reconciled(sofs, *rows_of(case, surname="BEXLEY"))
    assert Certificate.objects.current().get() == signed, "a name spelled otherwise does not contradict it"
    last = reconciled(sofs, *rows_of(case), stranger())
    signed.refresh_from_db()
    assert signed.withdrawn_because == "contradicted"
    assert (signed.void.reconciliation, signed.void.differences) == (last, 1)
    assert AuditEvent.objects.filter(verb="certificate_voided").count() == 1


def test_only_sofs_hands_in_and_works_on_differences(sofs):
    jfit = person(Role.JFIT_OFFICER)
    with pytest.raises(ReconciliationRefused, match="SOFS"):
        extracts.hand_in([file_of(stranger())], by=jfit, is_whole=True)
    reconciled(sofs, stranger())
    difference = Difference.objects.get()
    with pytest.raises(ReconciliationRefused, match="worked on by"):
        difference_ends.end(difference.pk, DifferenceEnd.DATABASE_CORRECTED, by=jfit, reason="Gone.")
    with pytest.raises(ReconciliationRefused, match="does not work on these"):
        difference_ends.give(difference.pk, to=jfit, by=sofs)
    other = person(Role.SOFS_OFFICER)
    assert difference_ends.give(difference.pk, to=other, by=sofs).owner == other
