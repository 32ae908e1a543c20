"""Facts are recorded and withdrawn, never edited; positions follow in the same transaction."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from audit.models import AuditEvent
from cases import positions
from cases.errors import FactRefused
from cases.models import Case, Conviction, Determination, DeterminationItem, ErasableText, Material, Taking
from cases.services import facts
from tests import casework
from tests.casework import DAY, at

pytestmark = pytest.mark.django_db
OF_THE_POWER = date(2026, 9, 1)


@pytest.fixture
def case(sofs):
    return casework.case(by=sofs)


@pytest.fixture(autouse=True)
def on_the_day():
    with at(DAY):
        yield


def answers(case):
    case.refresh_from_db()
    of_items = Material.objects.filter(case=case).values_list("status", "last_lawful_day")
    return {(case.status, case.last_lawful_day), *of_items}


def test_a_conviction_bears_on_every_case_of_the_subject_at_once(case, sofs):
    other = casework.case(by=sofs, subject=case.subject, taken_on=date(2026, 1, 5))
    facts.record_conviction(case.subject, by=sofs, on=DAY)
    assert answers(case) == answers(other) == {("indefinite", None)}


def test_a_withdrawn_conviction_counts_no_longer_and_stays_on_record(case, sofs):
    conviction = facts.record_conviction(case.subject, by=sofs, on=DAY)
    facts.withdraw_fact(conviction, by=sofs, because="mistake")
    assert answers(case) == {("time_limited", OF_THE_POWER)}
    kept = Conviction.objects.get()
    assert (kept.withdrawn_by, kept.withdrawn_because) == (sofs, "mistake")
    verbs = AuditEvent.objects.filter(subject_type="conviction").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["fact_recorded", "fact_withdrawn"]
    with pytest.raises(FactRefused, match="withdrawn already"):
        facts.withdraw_fact(conviction, by=sofs, because="mistake")


def test_a_taking_is_corrected_by_withdrawing_it_and_recording_another(case, sofs):
    item = Material.objects.filter(case=case).first()
    facts.correct_taking(item, by=sofs, taken_on=date(2026, 1, 31))
    item.refresh_from_db()
    case.refresh_from_db()
    assert item.last_lawful_day == case.last_lawful_day == date(2026, 7, 30)
    old, new = Taking.objects.filter(material=item).order_by("pk")
    assert (old.taken_on, old.withdrawn_because) == (DAY, "corrected")
    assert (new.taken_on, new.power, new.force) == (date(2026, 1, 31), old.power, old.force)
    with pytest.raises(FactRefused, match="nothing to correct"):
        facts.correct_taking(item, by=sofs, taken_on=date(2026, 1, 31))


def test_what_was_known_before_a_correction_can_be_shown_again(case, sofs):
    item = Material.objects.filter(case=case).first()
    with at(date(2026, 3, 5)):
        facts.correct_taking(item, by=sofs, taken_on=date(2026, 1, 31))
    with at(date(2026, 3, 4)):
        from audit import clock

        then = positions.position_of(item, known_at=clock.moment())
    assert then.last_lawful_day == OF_THE_POWER
    assert positions.position_of(item).last_lawful_day == date(2026, 7, 30)


def test_a_pace_item_has_no_end_until_its_investigation_concludes(sofs):
    case = casework.case(by=sofs, power="PACE-INV", kinds=("fingerprints",))
    assert answers(case) == {("open", None)}
    facts.record_conclusion(case, by=sofs, on=DAY)
    assert {status for status, _ in answers(case)} == {"time_limited"}
    with pytest.raises(FactRefused, match="has a conclusion already"):
        facts.record_conclusion(case, by=sofs, on=DAY)


def test_an_unlawful_taking_leaves_one_item_to_be_destroyed_and_heads_the_queue(case, sofs):
    item = Material.objects.filter(case=case).first()
    facts.record_unlawful_taking(item, by=sofs, on=DAY)
    item.refresh_from_db()
    case.refresh_from_db()
    assert (item.status, case.status, case.urgency) == ("must_destroy", "must_destroy", 0)
    assert Material.objects.filter(case=case, status="time_limited").count() == 1


@pytest.mark.parametrize(
    "recorded",
    [
        lambda case, by: facts.record_conviction(case.subject, by=by, on=date(2026, 3, 3)),
        lambda case, by: facts.record_conclusion(case, by=by, on=date(2026, 3, 3)),
        lambda case, by: facts.correct_taking(case.material.first(), by=by, taken_on=date(2026, 3, 3)),
        lambda case, by: facts.record_unlawful_taking(case.material.first(), by=by, on=date(2026, 3, 3)),
    ],
)
def test_nothing_is_recorded_of_a_day_that_has_not_come(case, sofs, recorded):
    with pytest.raises(FactRefused, match="3 March 2026 has not come yet"):
        recorded(case, sofs)
    assert answers(case) == {("time_limited", OF_THE_POWER)}


def test_an_unlawful_taking_is_not_decided_before_the_taking(case, sofs):
    with pytest.raises(FactRefused, match="Check both dates"):
        facts.record_unlawful_taking(case.material.first(), by=sofs, on=date(2026, 3, 1))


def test_a_taking_has_no_columns_but_its_own(case, sofs):
    with pytest.raises(FactRefused, match="has no last_lawful_day"):
        facts.correct_taking(case.material.first(), by=sofs, last_lawful_day=DAY)


def test_the_fact_and_the_position_come_together_or_not_at_all(case, sofs, monkeypatch):
    def fails(ids):
        raise RuntimeError("the position could not be stored")

    monkeypatch.setattr(facts.positions, "refresh", fails)
    with pytest.raises(RuntimeError):
        facts.record_conviction(case.subject, by=sofs, on=DAY)
    assert not Conviction.objects.exists()
    assert not AuditEvent.objects.filter(verb="fact_recorded").exists()


def test_the_stored_positions_are_those_that_the_facts_give(case, sofs):
    facts.record_conviction(case.subject, by=sofs, on=DAY)
    assert list(positions.differences()) == []


REFUSED = "permission denied|refused"


@pytest.mark.parametrize(
    "change",
    [
        lambda case: Taking.objects.filter(material__case=case).update(taken_on=date(2030, 1, 1)),
        lambda case: Taking.objects.filter(material__case=case).update(recorded_at="2020-01-01T00:00Z"),
        lambda case: Taking.objects.filter(material__case=case)._raw_delete("default"),
        lambda case: case.movements.update(to_state="closed"),
        lambda case: ErasableText.objects.update(text="Another reason."),
        lambda case: DeterminationItem.objects.update(material=1),
        lambda case: Determination.objects.update(void_because=""),
        lambda case: case.movements.all()._raw_delete("default"),
        lambda case: Case.objects.filter(pk=case.pk)._raw_delete("default"),
        lambda case: Material.objects.filter(case=case)._raw_delete("default"),
    ],
)
def test_the_application_cannot_edit_or_delete_what_is_recorded(case, change):
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        change(case)
