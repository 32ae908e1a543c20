"""Who may take each step, by role, rank and own work, beside a text that people reviewed."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from accounts.choices import Rank, Role
from cases import permissions, policy
from cases.answers import Actor
from cases.choices import CaseState
from cases.models import Case
from tests.unit import who_may

REVIEWED = Path(__file__).with_name("who_may.txt")


def test_every_step_role_rank_and_own_work_is_as_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "inspectors_sign_off", policy.inspectors_sign_off)
    monkeypatch.setattr(policy, "inspectors_sign_off_from", policy.inspectors_sign_off_from)
    who_may.with_policy_of_the_time()
    reviewed, now = REVIEWED.read_text().splitlines(), who_may.table().splitlines()
    assert list(unified_diff(reviewed, now, "reviewed", "declared now", lineterm="", n=0)) == []


def test_the_system_decides_and_signs_off_nothing_whatever_it_were_given() -> None:
    given = {"roles": frozenset(Role.values), "forces": frozenset({"13"}), "is_system": True}
    chief = Actor(who_may.Somebody(), who_may.DAY, rank=Rank.CHIEF_CONSTABLE, **given)
    case: Any = Case(ref="T/1", state=CaseState.WITH_CHIEF_OFFICER)
    for permission in (permissions.determine, permissions.refuse, permissions.end):
        assert "the system decides nothing" in permission(case, chief).reason
    for permission in (permissions.confirm_stop, permissions.refer_up, permissions.overrule_stop):
        assert "the system signs off nothing" in permission(case, chief).reason
