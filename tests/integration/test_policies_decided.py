"""A policy is changed from a day on by a recorded decision, by who may, and what follows is seen at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from accounts.choices import Role
from audit.models import AuditEvent
from cases.choices import CaseState, PolicyKey
from cases.errors import AuthorityRefused, FactRefused, StaleCase
from cases.models import PolicySetting
from cases.policies import BY_NATION, GROUPS, deciders_of, name_of, words_of
from cases.policy import DEFAULTS, policy_on
from cases.services.policies import Decision, decide_policy
from tests import casework
from tests.casework import at, step
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
DOCS = Path(__file__).parents[2] / "docs" / "policies.md"


def post(client: Client, key: str, from_on: date = TODAY, seen: int = 0, **said: object) -> str:
    """Press the button of the policy's page; the page that follows."""
    days = {"from_on_day": from_on.day, "from_on_month": from_on.month, "from_on_year": from_on.year}
    data = {"nation": "all", "seen": seen, "reason": "Too slow."} | days | said
    return client.post(f"/policies/{key}/", data, follow=True).content.decode()


def test_a_budget_changed_for_one_nation_changes_the_bar_and_targets_of_its_cases_from_its_day() -> None:
    boss, sofs = person(Role.SENIOR_MANAGER, name="Dana Marsh"), person(Role.SOFS_OFFICER)
    client, later = signed_in(boss), TODAY + timedelta(1)
    with at(TODAY):
        theirs = casework.case(by=sofs, taken_on=TODAY, nation="NI", force="PSNI")
        ours = casework.case(by=sofs, taken_on=TODAY)
        assert "/policies/" in client.get("/").content.decode()
        assert "Chief Officer: days to decide" in client.get("/policies/").content.decode()
        page = post(client, PolicyKey.CHIEF_OFFICER_DAYS, later, value=90, nation="NI")
        assert "90 days for Northern Ireland, from 3 March 2026. Recorded." in page
        before = client.get(f"/cases/{theirs.pk}/").content.decode()
    with at(later):
        after, other = (client.get(f"/cases/{made.pk}/").content.decode() for made in (theirs, ours))
    assert "Chief Constable of PSNI: decision, 21 days" in before
    assert "Chief Constable of PSNI: decision, 90 days" in after and "Chief Officer 90" in after
    assert "Chief Officer 90" not in other and "Chief Officer: decision, 21 days" in other
    event = AuditEvent.objects.get(verb="policy_changed")
    assert event.actor_id == boss.pk
    assert (event.payload["was"], event.payload["now"], event.payload["nation"]) == (21, 90, "NI")


def test_superintendents_alone_sign_off_from_the_day_decided_and_inspectors_until_then() -> None:
    client = signed_in(person(Role.SENIOR_MANAGER))
    sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
    first, second = (casework.case(by=sofs, taken_on=TODAY) for _ in range(2))
    for made in (first, second):
        step(made, "refer", sofs, on=TODAY)
    later = TODAY + timedelta(7)
    with at(TODAY):
        post(client, PolicyKey.INSPECTOR_SIGN_OFF, later, value=0)
    step(first, "stop", jfit, on=TODAY, reasons="Not needed")
    step(second, "stop", jfit, on=later, reasons="Not needed")
    assert first.state == CaseState.STOP_WITH_INSPECTOR
    assert second.state == CaseState.STOP_WITH_SUPERINTENDENT


def test_a_manager_changes_the_policies_of_their_own_work_and_reads_the_others() -> None:
    manager = person(Role.SOFS_MANAGER)
    client = signed_in(manager)
    with at(TODAY):
        post(client, PolicyKey.SOFS_DAYS, value=10)
        assert policy_on(PolicyKey.SOFS_DAYS, TODAY) == 10
        page = post(client, PolicyKey.CHIEF_OFFICER_DAYS, value=7)
        assert "Changed by: Senior manager" in page and policy_on(PolicyKey.CHIEF_OFFICER_DAYS, TODAY) == 21
        with pytest.raises(AuthorityRefused, match="changed by: senior manager"):
            decide_policy(
                PolicyKey.CHIEF_OFFICER_DAYS,
                Decision(value=7, from_on=TODAY, reason="Too slow."),
                by=manager,
                seen=0,
            )


@pytest.mark.parametrize(
    ("key", "decision", "why"),
    [
        (PolicyKey.SOFS_DAYS, Decision(value=10, from_on=TODAY - timedelta(1), reason="x"), "has passed"),
        (PolicyKey.SOFS_DAYS, Decision(value=0, from_on=TODAY, reason="x"), "from 1 to 366"),
        (PolicyKey.INSPECTOR_SIGN_OFF, Decision(value=2, from_on=TODAY, reason="x"), "from 0 to 1"),
        (PolicyKey.SOFS_DAYS, Decision(value=10, from_on=TODAY, reason=" "), "why it is changed"),
        (
            PolicyKey.SOFS_DAYS,
            Decision(value=14, from_on=TODAY, reason="x"),
            "14 days for All nations already",
        ),
        (PolicyKey.TRANSIT_DAYS, Decision(value=3, from_on=TODAY, nation="NI", reason="x"), "all nations"),
    ],
)
def test_what_cannot_be_or_changes_nothing_is_refused(key: str, decision: Decision, why: str) -> None:
    boss = person(Role.SENIOR_MANAGER)
    with at(TODAY), pytest.raises(FactRefused, match=why):
        decide_policy(key, decision, by=boss, seen=0)
    assert not PolicySetting.objects.exists()


def test_the_second_of_two_who_decide_sees_what_the_first_did_and_can_decide_still() -> None:
    first, second = person(Role.SENIOR_MANAGER, name="Dana Marsh"), person(Role.SENIOR_MANAGER)
    with at(TODAY):
        post(signed_in(first), PolicyKey.SOFS_DAYS, value=10)
        made = PolicySetting.objects.get()
        page = post(signed_in(second), PolicyKey.SOFS_DAYS, value=12, reason="Mine.")
        assert "Dana Marsh decided meanwhile: 10 days for All nations from 2 March 2026" in page
        assert "Mine." in page and f'value="{made.pk}"' in page
        with pytest.raises(StaleCase):
            decide_policy(
                PolicyKey.SOFS_DAYS, Decision(value=12, from_on=TODAY, reason="Mine."), by=second, seen=0
            )
        page = post(signed_in(second), PolicyKey.SOFS_DAYS, seen=made.pk, value=12, reason="Mine.")
        history = signed_in(first).get(f"/policies/{PolicyKey.SOFS_DAYS}/").content.decode()
    assert policy_on(PolicyKey.SOFS_DAYS, TODAY) == 12
    made.refresh_from_db()
    assert made.withdrawn_because == "superseded" and "Replaced" in history and "Too slow." in history


def test_every_policy_stands_in_a_group_and_in_the_table_of_the_documents() -> None:
    grouped = [key for _, keys in GROUPS for key in keys]
    assert sorted(grouped) == sorted(PolicyKey)
    table = DOCS.read_text().splitlines()
    missing = [row for row in map(documented, grouped) if row not in table]
    assert missing == [], f"Put into docs/policies.md: {missing}"


def documented(key: str) -> str:
    """The row of a policy in docs/policies.md."""
    values = [
        f"{words_of(key, value)} from {begins:%-d %B %Y}" if begins > date.min else words_of(key, value)
        for begins, value in DEFAULTS[key]
    ]
    nations = "each" if key in BY_NATION else "all alike"
    who = ", ".join(str(role.label) for role in deciders_of(key))
    return f"| `{key}` | {name_of(key)} | {'; '.join(values)} | {nations} | {who} |"
