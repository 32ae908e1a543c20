"""The dated policies as people read them: what each is on a day, for which nation, since when, what comes.

Reads only; what a day is judged by is ``cases.policy``, and who decides is ``cases.services.policies``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from accounts.choices import Nation, Role
from cases.choices import PolicyKey
from cases.models import PolicySetting
from cases.policy import DEFAULTS, Policy

K = PolicyKey
YES_NO = frozenset({K.INSPECTOR_SIGN_OFF, K.DNA_ONLY_EARLY, K.APPLICATION_CHECKED})
WORKING_DAYS = frozenset({K.DELETION_APPROVED_DAYS, K.DELETION_VERIFIED_DAYS})
MONTHS = frozenset({K.RENEWAL_FIRST_MONTHS, K.RENEWAL_SECOND_MONTHS, K.RENEWAL_LAST_MONTHS})
REMINDERS = frozenset({K.PORT_ESCALATE_REMINDERS, K.THIRD_PARTY_ESCALATE_REMINDERS})
# What a nation may have for itself: what is asked with the nation of the case.
BY_NATION = frozenset(
    {K.SOFS_DAYS, K.JFIT_PROFILE_DAYS, K.THIRD_PARTY_DAYS, K.JFIT_DECISION_DAYS, K.CHIEF_OFFICER_DAYS}
    | {K.SIGN_OFF_DAYS, K.PORT_CHASE_DAYS, K.RECHECK_DAYS, K.DNA_ONLY_EARLY}
    | REMINDERS
)
GROUPS = (
    (
        "Budgets of the stages",
        (
            K.SOFS_DAYS,
            K.JFIT_PROFILE_DAYS,
            K.THIRD_PARTY_DAYS,
            K.JFIT_DECISION_DAYS,
            K.CHIEF_OFFICER_DAYS,
            K.SIGN_OFF_DAYS,
        ),
    ),
    (
        "Chases",
        (
            K.PORT_CHASE_DAYS,
            K.PORT_ESCALATE_REMINDERS,
            K.THIRD_PARTY_ESCALATE_REMINDERS,
            K.TRANSIT_DAYS,
        ),
    ),
    ("Checks", (K.RECHECK_DAYS, K.PNC_CHECK_DAYS)),
    ("Who may do what", (K.INSPECTOR_SIGN_OFF, K.DNA_ONLY_EARLY, K.APPLICATION_CHECKED)),
    ("Applications", (K.APPLICATION_WORDS,)),
    ("Renewals", (K.RENEWAL_FIRST_MONTHS, K.RENEWAL_SECOND_MONTHS, K.RENEWAL_LAST_MONTHS)),
    ("Deletion", (K.DELETION_APPROVED_DAYS, K.DELETION_VERIFIED_DAYS, K.ERASURE_REVIEW_DAYS)),
)
# Who changes a policy beside a senior manager, who changes any: the manager whose own work it sets.
OWN = {
    Role.SOFS_MANAGER: frozenset(
        {K.SOFS_DAYS, K.PORT_CHASE_DAYS, K.PORT_ESCALATE_REMINDERS, K.TRANSIT_DAYS, K.RECHECK_DAYS}
    ),
    Role.JFIT_MANAGER: frozenset(
        {K.JFIT_PROFILE_DAYS, K.JFIT_DECISION_DAYS, K.THIRD_PARTY_ESCALATE_REMINDERS, K.APPLICATION_WORDS}
        | MONTHS
    ),
}
ALL_NATIONS = "All nations"


def name_of(key: str) -> str:
    """What a policy is called."""
    return str(PolicyKey(key).label).removesuffix(" (1 yes, 0 no)")


def words_of(key: str, value: int) -> str:
    """A value of a policy in words.

    >>> words_of("sofs_days", 14), words_of("dna_only_early", 1), words_of("port_escalate_reminders", 0)
    ('14 days', 'Yes', 'never')
    """
    if key in YES_NO:
        return "Yes" if value else "No"
    if key in REMINDERS:
        return f"{value} reminder{'' if value == 1 else 's'}" if value else "never"
    if key == K.APPLICATION_WORDS:
        return f"{value} words"
    if key in MONTHS:
        return f"{value} month{'' if value == 1 else 's'}" if value else "never"
    return f"{value} {'working ' if key in WORKING_DAYS else ''}day{'' if value == 1 else 's'}"


def nation_words(nation: str) -> str:
    """Where a policy holds."""
    return str(Nation(nation).label) if nation else ALL_NATIONS


def deciders_of(key: str) -> tuple[Role, ...]:
    """The roles that change a policy, a senior manager last."""
    return *(role for role, own in OWN.items() if key in own), Role.SENIOR_MANAGER


@dataclass(frozen=True, slots=True)
class InForce:
    """What a policy is for a nation, or all others, on a day, and since when; None since the beginning."""

    nation: str
    value: str
    since: date | None


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy on a day: what is in force, all nations first, and the decisions that are still to begin."""

    key: str
    in_force: tuple[InForce, ...]
    coming: tuple[PolicySetting, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return name_of(self.key)

    @property
    def later(self) -> list[tuple[PolicySetting, str, str]]:
        """The decisions still to begin, each with its value and nation in words."""
        return [(each, words_of(self.key, each.value), nation_words(each.nation)) for each in self.coming]

    @property
    def deciders(self) -> str:
        """Who changes it."""
        return " or ".join(str(role.label) for role in deciders_of(self.key)).replace(
            "or Senior", "or senior"
        )


def policies_on(day: date) -> list[tuple[str, list[PolicyRow]]]:
    """Every policy as it stands on ``day``, by group; one query."""
    decided: dict[str, list[PolicySetting]] = defaultdict(list)
    for setting in PolicySetting.objects.current().order_by("from_on", "pk"):
        decided[setting.key].append(setting)
    return [(group, [_row(key, decided[key], day) for key in keys]) for group, keys in GROUPS]


def _row(key: str, decided: list[PolicySetting], day: date) -> PolicyRow:
    begins, value = [each for each in DEFAULTS[key] if each[0] <= day][-1]
    found = {"": Policy(key, value, begins)}
    for setting in decided:
        if setting.from_on <= day and (setting.nation or setting.from_on >= begins):
            found[setting.nation] = Policy(key, setting.value, setting.from_on)
    in_force = tuple(
        InForce(
            nation_words(nation),
            words_of(key, policy.value),
            None if policy.from_on == date.min else policy.from_on,
        )
        for nation, policy in sorted(found.items())
    )
    return PolicyRow(key, in_force, tuple(each for each in decided if each.from_on > day))


def decisions_about(key: str) -> list[PolicySetting]:
    """Every decision about a policy that was recorded, those replaced among them, the latest day first."""
    rows = PolicySetting.objects.filter(key=key).select_related("reason", "recorded_by")
    return list(rows.order_by("-from_on", "-pk"))
