"""Who may take each step, by role, rank and own work, beside a text that people reviewed."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from cases import policy
from tests.unit import who_may

REVIEWED = Path(__file__).with_name("who_may.txt")


def test_every_step_role_rank_and_own_work_is_as_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "inspectors_sign_off", policy.inspectors_sign_off)
    monkeypatch.setattr(policy, "inspectors_sign_off_from", policy.inspectors_sign_off_from)
    who_may.with_policy_of_the_time()
    reviewed, now = REVIEWED.read_text().splitlines(), who_may.table().splitlines()
    assert list(unified_diff(reviewed, now, "reviewed", "declared now", lineterm="", n=0)) == []
