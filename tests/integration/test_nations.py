"""Northern Ireland has a process of its own, and figures are split by nation: 0 where there is none."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from audit.facts import stamp
from cases.choices import PolicyKey
from cases.models import ErasableText, PolicySetting
from cases.policy import policy_on
from cases.process import template_on
from retention.budget_of_case import budget_of
from retention.choices import SweepName
from retention.models import Alert, ChaseTask
from retention.services.nightly import run_sweep
from tests import casework
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def decide(
    value: int, from_on: date, nation: str = "", key: PolicyKey = PolicyKey.CHIEF_OFFICER_DAYS
) -> PolicySetting:
    """A recorded decision about the Chief Officer's days, or about another policy."""
    recorded = stamp(person(Role.SENIOR_MANAGER))
    why = ErasableText.objects.create(
        text="Decided.", written_at=recorded["recorded_at"], written_by=recorded["recorded_by"]
    )
    return PolicySetting.objects.create(
        key=key, value=value, from_on=from_on, nation=nation, reason=why, **recorded
    )


def test_a_target_of_one_nation_alone_counts_there_from_its_day_and_nowhere_else() -> None:
    decide(30, date(2026, 1, 1), nation="NI")
    decide(14, date(2026, 2, 1))
    key = PolicyKey.CHIEF_OFFICER_DAYS
    assert policy_on(key, DAY, "NI") == 30
    assert policy_on(key, DAY, "EW") == policy_on(key, DAY) == 14
    assert policy_on(key, date(2025, 12, 31), "NI") == 21


def test_a_case_of_northern_ireland_shows_the_stages_and_targets_of_its_own_process() -> None:
    decide(30, date(2026, 1, 1), nation="NI")
    sofs = person(Role.SOFS_OFFICER)
    with casework.at(DAY):
        client = signed_in(sofs)
        theirs = casework.case(by=sofs, taken_on=DAY, nation="NI", force="PSNI")
        ours = casework.case(by=sofs, taken_on=DAY)
        page = client.get(reverse("desk:case", args=[theirs.pk])).content.decode()
        other = client.get(reverse("desk:case", args=[ours.pk])).content.decode()
    assert "Stages and targets: Northern Ireland" in page
    assert "Chief Constable of PSNI: decision, 30 days" in page
    assert "Stages and targets: General" in other and "Chief Officer: decision, 21 days" in other
    assert template_on("", DAY).name == "General"


def test_alert_and_budget_bar_of_a_case_go_by_the_budgets_of_its_nation() -> None:
    decide(60, date(2026, 1, 1), nation="NI")
    sofs = person(Role.SOFS_OFFICER)
    theirs = casework.case(by=sofs, taken_on=DAY, nation="NI", force="PSNI")
    ours = casework.case(by=sofs, taken_on=DAY)
    # The last lawful day is 1 September: 100 days are left, of which ours needs 91 and theirs 130.
    on = date(2026, 5, 24)
    with casework.at(on):
        run_sweep(SweepName.RAISE_AT_RISK, on)
        needed = {made: budget_of(made, on).needed for made in (theirs, ours)}  # type: ignore[union-attr]
    assert list(Alert.objects.values_list("case", "days_left", "days_needed")) == [(theirs.pk, 100, 130)]
    assert needed == {theirs: 130, ours: 91}


def test_the_port_of_a_case_is_chased_by_the_days_of_its_nation() -> None:
    decide(10, date(2026, 1, 1), nation="NI", key=PolicyKey.PORT_CHASE_DAYS)
    sofs = person(Role.SOFS_OFFICER)
    theirs = casework.case(by=sofs, taken_on=DAY, nation="NI", force="PSNI")
    casework.case(by=sofs, taken_on=DAY)
    for on in (date(2026, 3, 12), date(2026, 3, 13)):
        with casework.at(on):
            run_sweep(SweepName.CHASE, on)
            found = list(ChaseTask.objects.values_list("case", "dated_on"))
        assert found == ([(theirs.pk, on)] if on == date(2026, 3, 13) else [])


def test_figures_by_nation_show_nought_where_there_is_none_and_open_their_lists() -> None:
    sofs = person(Role.SOFS_OFFICER)
    casework.case(by=sofs, taken_on=DAY, nation="NI", force="PSNI")
    with casework.at(date(2027, 3, 2)):
        client = signed_in(sofs)
        context = client.get(reverse("oversight:figures")).context
        rows = {row["figure"].slug: row["cells"] for row in context["by_nation"]}
        assert [cell["count"] for cell in rows["held-unlawfully"]] == [0, 0, 1]
        assert [cell["count"] for cell in rows["void"]] == [0, 0, 0]
        for cell in rows["held-unlawfully"]:
            answer = client.get(cell["href"])
            assert answer.context["part"].individuals == cell["count"]
        assert client.get(rows["void"][0]["href"].replace("EW", "XX")).status_code == 404
