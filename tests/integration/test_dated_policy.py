"""Policies are dated: what was decided is judged by the policy of its own day."""

from datetime import date

import pytest

from accounts.choices import Role
from audit.facts import stamp, withdraw
from cases import policy
from cases.choices import PolicyKey
from cases.errors import PolicyUnknown
from cases.models import ErasableText, PolicySetting
from tests import casework

pytestmark = pytest.mark.django_db


def decide(key, value, from_on):
    by = casework.officer(Role.SENIOR_MANAGER)
    recorded = stamp(by)
    why = ErasableText.objects.create(text="Decided.", written_at=recorded["recorded_at"], written_by=by)
    return PolicySetting.objects.create(key=key, value=value, from_on=from_on, reason=why, **recorded)


def test_inspectors_sign_off_from_15_december_2015():
    assert not policy.inspectors_sign_off(date(2015, 12, 14))
    assert policy.inspectors_sign_off(date(2015, 12, 15))
    assert policy.inspectors_sign_off_from(date(2016, 4, 6)) == date(2015, 12, 15)
    assert policy.inspectors_sign_off_from(date(2015, 12, 1)) > date(2015, 12, 1)


def test_a_recorded_decision_counts_from_its_day_and_changes_nothing_before():
    decide(PolicyKey.CHIEF_OFFICER_DAYS, 7, date(2016, 5, 1))
    assert policy.policy_on(PolicyKey.CHIEF_OFFICER_DAYS, date(2016, 4, 30)) == 21
    assert policy.policy_on(PolicyKey.CHIEF_OFFICER_DAYS, date(2016, 5, 1)) == 7


def test_of_a_decision_and_a_later_default_the_later_counts():
    decide(PolicyKey.INSPECTOR_SIGN_OFF, 0, date(2015, 1, 1))
    assert policy.inspectors_sign_off(date(2015, 12, 15))
    decide(PolicyKey.INSPECTOR_SIGN_OFF, 0, date(2016, 6, 1))
    assert not policy.inspectors_sign_off(date(2016, 6, 1))


def test_a_withdrawn_decision_counts_no_longer():
    decided = decide(PolicyKey.SOFS_DAYS, 3, date(2016, 1, 1))
    rows = PolicySetting.objects.filter(pk=decided.pk)
    withdraw(rows, by=casework.officer(Role.SENIOR_MANAGER), because="mistake")
    assert policy.policy_on(PolicyKey.SOFS_DAYS, date(2016, 4, 6)) == 14


def test_every_policy_has_a_default_from_the_beginning():
    for key in PolicyKey:
        assert policy.policy_on(key, date.min) >= 0


def test_a_policy_that_is_not_known_is_refused_with_the_names_that_are():
    with pytest.raises(PolicyUnknown, match="chief_officer_days"):
        policy.policy_on("chief_officer_day", date(2016, 4, 6))
