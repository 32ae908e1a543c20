"""Who is a chief officer under each Act, with ranks and offices as they are recorded of people."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.choices import Role
from cases import authority
from cases.answers import actor_on
from tests import casework

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("power", "nation", "taken_by", "rank", "force", "may"),
    [
        ("TACT-S7", "EW", "13", "chief_constable", "20", True),
        ("TACT-S7", "EW", "13", "director_general", "NCA", False),
        ("PACE-INV", "EW", "13", "chief_constable", "PSOS", False),
        ("NSA-S27", "EW", "13", "director_general", "NCA", True),
        ("NSA-S27", "EW", "13", "chief_constable", "MDP", True),
        ("NSA-S27", "EW", "13", "provost_marshal", "SPM", False),
        ("CTA-GEN", "EW", "SPM", "provost_marshal", "SPM", True),
        ("CTA-GEN", "EW", "HMRC", "revenue_commissioner", "HMRC", True),
        ("CTA-GEN", "EW", "13", "revenue_commissioner", "HMRC", False),
        ("TPIM", "SC", "PSOS", "chief_constable", "PSNI", True),
    ],
)
def test_the_head_of_a_body_determines_only_where_the_act_lets_them(
    power: str, nation: str, taken_by: str, rank: str, force: str, may: bool
) -> None:
    maker = casework.officer(Role.CHIEF_OFFICER, rank=rank, force=force)
    actor = actor_on(maker, DAY)
    answer = authority.may_determine(actor, power=power, nation=nation, force=taken_by, what="Item 1")
    assert bool(answer) is may, answer
