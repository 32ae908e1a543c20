"""The dated policies: targets and practice, which a recorded decision can change from a day on. Never law.

A reader asks for the value of a day, so that what was decided is judged by the policy of its own day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cases.choices import PolicyKey
from cases.errors import PolicyUnknown
from cases.models import PolicySetting


@dataclass(frozen=True, slots=True)
class Policy:
    """The value of a policy in force on a day, and the first day of that value."""

    key: str
    value: int
    from_on: date


# Inspectors sign off from 15 December 2015: further report of 22 April 2016, paragraph 23.
DEFAULTS: dict[str, tuple[tuple[date, int], ...]] = {
    PolicyKey.SOFS_DAYS: ((date.min, 14),),
    PolicyKey.JFIT_PROFILE_DAYS: ((date.min, 14),),
    PolicyKey.THIRD_PARTY_DAYS: ((date.min, 28),),
    PolicyKey.JFIT_DECISION_DAYS: ((date.min, 14),),
    PolicyKey.CHIEF_OFFICER_DAYS: ((date.min, 21),),
    PolicyKey.SIGN_OFF_DAYS: ((date.min, 10),),
    PolicyKey.PORT_CHASE_DAYS: ((date.min, 21),),
    PolicyKey.PORT_ESCALATE_REMINDERS: ((date.min, 3),),
    PolicyKey.THIRD_PARTY_ESCALATE_REMINDERS: ((date.min, 2),),
    PolicyKey.PNC_CHECK_DAYS: ((date.min, 3),),
    PolicyKey.DELETION_APPROVED_DAYS: ((date.min, 5),),
    PolicyKey.DELETION_VERIFIED_DAYS: ((date.min, 10),),
    PolicyKey.ERASURE_REVIEW_DAYS: ((date.min, 365),),
    PolicyKey.TRANSIT_DAYS: ((date.min, 5),),
    PolicyKey.RECHECK_DAYS: ((date.min, 56),),
    PolicyKey.APPLICATION_WORDS: ((date.min, 20),),
    PolicyKey.APPLICATION_CHECKED: ((date.min, 0),),
    PolicyKey.RENEWAL_FIRST_MONTHS: ((date.min, 12),),
    PolicyKey.RENEWAL_SECOND_MONTHS: ((date.min, 6),),
    PolicyKey.RENEWAL_LAST_MONTHS: ((date.min, 3),),
    # Off: further report of 22 April 2016, ninth footnote.
    PolicyKey.DNA_ONLY_EARLY: ((date.min, 0),),
    PolicyKey.INSPECTOR_SIGN_OFF: ((date.min, 0), (date(2015, 12, 15), 1)),
}


def policy_on(key: str, day: date, nation: str = "") -> int:
    """The value of the policy ``key`` on ``day``: a number of days or months, or 1 and 0 for yes and no.

    For a ``nation`` (EW, SC, NI), what was decided for it alone comes before what holds for all. Raises
    PolicyUnknown for a key that is not a ``PolicyKey``.
    """
    return in_force(key, day, nation).value


def in_force(key: str, day: date, nation: str = "") -> Policy:
    """The policy ``key`` as it stood on ``day``; of a default and a recorded decision, the later to begin.

    A decision from the same day as a default replaces it. One made for ``nation`` alone, once it has begun,
    stands against any for all. Raises PolicyUnknown.
    """
    if key not in DEFAULTS:
        raise PolicyUnknown(
            f"There is no policy called {key}. The policies are: {', '.join(sorted(DEFAULTS))}."
        )
    from_on, value = [(begins, value) for begins, value in DEFAULTS[key] if begins <= day][-1]
    begun = PolicySetting.objects.current().filter(key=key, from_on__lte=day, nation__in={"", nation})
    # A nation's own comes after all others in the order of its code.
    recorded = begun.order_by("-nation", "-from_on", "-pk").first()
    if recorded is not None and (recorded.nation or recorded.from_on >= from_on):
        return Policy(key, recorded.value, recorded.from_on)
    return Policy(key, value, from_on)


def by_nation(key: str, day: date) -> dict[str, int]:
    """The value of the policy ``key`` on ``day`` for all, under "", and for each nation with one of its own;
    one query.
    """
    return together(day, key)[key]


def together(day: date, *keys: str) -> dict[str, dict[str, int]]:
    """The same of several policies, by key; one query for all."""
    begun = {key: [(begins, value) for begins, value in DEFAULTS[key] if begins <= day][-1] for key in keys}
    values = {key: {"": value} for key, (_, value) in begun.items()}
    rows = PolicySetting.objects.current().filter(key__in=keys, from_on__lte=day).order_by("from_on", "pk")
    for key, nation, from_on, value in rows.values_list("key", "nation", "from_on", "value"):
        if nation or from_on >= begun[key][0]:
            values[key][nation] = value
    return values


def inspectors_sign_off(day: date) -> bool:
    """Whether an Inspector signs off a provisional Stop-NSD on ``day`` (by default from 15 December 2015,
    inclusive).
    """
    return policy_on(PolicyKey.INSPECTOR_SIGN_OFF, day) == 1


def inspectors_sign_off_from(day: date) -> date:
    """For ``law.authority``: the first day of the Inspectors' sign-off as it stands on ``day``.

    Where Superintendents alone sign off on ``day``, the day after it.
    """
    policy = in_force(PolicyKey.INSPECTOR_SIGN_OFF, day)
    return policy.from_on if policy.value == 1 else day + timedelta(days=1)
