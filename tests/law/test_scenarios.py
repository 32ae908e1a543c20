"""Scenarios in JSON: every kind of fact is read, and what cannot be read says where and why."""

import pytest

from law.cover import Status, position
from law.facts import Sentence
from law.scenarios import UnreadableScenario, from_json
from tests.law.building import day

ITEM = {"kind": "fingerprints", "power": "TACT-S7", "taken_on": "2015-03-10", "nation": "EW"}


def read(*facts, **more):
    return from_json({"id": "c1", "item": {**ITEM, **more}, "facts": list(facts)})


@pytest.mark.parametrize(
    "fact",
    [
        {"type": "commissioners_order", "on": "2015-05-01"},
        {"type": "sample_order", "applied_on": "2015-05-01", "ordered_on": "2015-05-02"},
        {"type": "unlawful_taking", "on": "2015-05-01"},
        {"type": "unlawful_taking", "decided_on": "2015-05-01"},
        {"type": "notice_revived", "on": "2015-05-01"},
        {"type": "notice_quashed", "on": "2015-05-01", "appeal_closed_on": "2015-06-01"},
        {"type": "identified_for_review", "on": "2015-05-01"},
        {"type": "identity_known", "on": "2015-05-01"},
        {"type": "consent_withdrawn", "on": "2015-05-01"},
        {"type": "purpose_fulfilled", "on": "2015-05-01"},
        {"type": "retention_consented", "on": "2015-05-01"},
        {"type": "liable_for_destruction", "on": "2015-05-01"},
        {"type": "restarted_period", "on": "2015-05-01", "power": "TACT-S41"},
        {"type": "statutory_bar", "bar": "CPIA", "from_on": "2015-05-01"},
        {"type": "further_fingerprints", "made_on": "2015-05-01", "original": {"item": ITEM, "facts": []}},
        {"type": "nsd", "made_on": "2015-05-01", "months": 24, "revoked_on": "2016-01-01"},
        {"type": "conviction", "on": "2015-05-01", "exempt": True, "sentence": {"custodial_months": 6}},
    ],
    ids=lambda fact: fact["type"],
)
def test_every_kind_of_fact_is_read(fact):
    (act,) = read({"id": "f1", **fact}).acts
    assert act.id == "f1"
    assert day("1 May 2015") in [getattr(act, name, None) for name in act.__slots__]


def test_exempt_in_a_scenario_is_the_regimes_own_concept():
    fact = {"id": "f1", "type": "conviction", "on": "2015-05-01", "exempt": True}
    assert read(fact).acts[0].excluded is None
    assert read(fact, power="PACE-PND").acts[0].excluded is True
    assert read({**fact, "excluded": False}, power="PACE-PND").acts[0].excluded is False
    custody = {**fact, "sentence": {"custodial_months": 6, "passed_on": "2015-05-01"}}
    assert read(custody).acts[0].sentence == Sentence(6, day("1 May 2015"))


def test_a_scenario_without_a_day_of_taking_is_read_and_unresolved():
    assert position(read(taken_on=None)).status is Status.UNRESOLVED


@pytest.mark.parametrize(
    ("scenario", "says"),
    [
        ([], "no item"),
        ({"id": "c1"}, "scenario c1: no item"),
        ({"item": ITEM, "facts": {}}, "facts is not a list"),
        ({"item": ITEM, "facts": ["x"]}, "not an object"),
        ({"item": {**ITEM, "kind": "iris"}}, "kind 'iris'"),
        ({"item": {**ITEM, "nation": "FR"}}, "nation 'FR'"),
        ({"item": {**ITEM, "power": ""}}, "power is missing"),
        ({"item": {**ITEM, "taken_on": "31/06/2015"}}, "taken_on is '31/06/2015'"),
        ({"item": ITEM, "facts": [{"type": "nsd"}]}, "id is missing"),
        ({"item": ITEM, "facts": [{"id": "f1", "type": "wish"}]}, "fact f1: type 'wish'"),
        ({"item": ITEM, "facts": [{"id": "f1", "type": "nsd", "made_on": "2015-05-01"}]}, "months is None"),
        (
            {"item": ITEM, "facts": [{"id": "f1", "type": "nsd", "made_on": None, "months": 24}]},
            "made_on is None",
        ),
        (
            {"item": ITEM, "facts": [{"id": "f1", "type": "conviction", "on": "2015-05-01", "exempt": "no"}]},
            "exempt is 'no'",
        ),
        (
            {"item": ITEM, "facts": [{"id": "f1", "type": "conviction", "on": "2015-05-01", "sentence": 6}]},
            "sentence is not an object",
        ),
        (
            {
                "item": ITEM,
                "facts": [{"id": "f1", "type": "statutory_bar", "bar": "wish", "from_on": "2015-05-01"}],
            },
            "bar 'wish'",
        ),
        (
            {"item": ITEM, "facts": [{"id": "f1", "type": "further_fingerprints", "made_on": "2015-05-01"}]},
            "original is missing",
        ),
    ],
)
def test_what_cannot_be_read_says_where_and_why(scenario, says):
    with pytest.raises(UnreadableScenario) as refused:
        from_json(scenario)
    assert says in str(refused.value)
