"""Deciding a policy: a recorded decision changes it from a day on, and nothing that was judged before.

A decision about the same policy, nation and day takes the place of the one before, which stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from accounts.choices import Nation
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases.choices import PolicyKey
from cases.errors import AuthorityRefused, FactRefused, PolicyUnknown, StaleCase
from cases.models import PolicySetting
from cases.policies import (
    BY_NATION,
    MONTHS,
    REMINDERS,
    YES_NO,
    deciders_of,
    name_of,
    nation_words,
    words_of,
)
from cases.policy import in_force
from cases.services.words import kept

MOST_DAYS = 366
MOST_MONTHS = 59  # less than the longest determination lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision as it is entered; an empty ``nation`` stands for all that have none of their own."""

    value: int
    from_on: date
    nation: str = ""
    reason: str = ""


@transaction.atomic
def decide_policy(key: str, decision: Decision, *, by: Officer, seen: int) -> PolicySetting:
    """Record a decision about a policy, from today or a later day on.

    ``seen`` is the id of the latest decision about it that the person read, 0 for none. Raises PolicyUnknown,
    AuthorityRefused; StaleCase where somebody decided since; FactRefused for what cannot be or changes
    nothing.
    """
    if key not in PolicyKey.values:
        raise PolicyUnknown(f"There is no policy called {key}.")
    today = clock.today()
    if not roles_on(by, today) & frozenset(deciders_of(key)):
        who = " or ".join(str(role.label).lower() for role in deciders_of(key))
        raise AuthorityRefused(f"This policy is changed by: {who}. Your roles read it.")
    _one_at_a_time(key)
    _check_seen(key, seen)
    _check(key, decision, today)
    before = in_force(key, decision.from_on, decision.nation)
    _replace(key, decision, by)
    words = kept(decision.reason, by)
    setting = PolicySetting.objects.create(
        key=key,
        nation=decision.nation,
        value=decision.value,
        from_on=decision.from_on,
        reason=words,
        **stamp(by),
    )
    record(
        Verb.POLICY_CHANGED,
        subject_type="policysetting",
        subject_id=setting.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={
            "policy": key,
            "nation": decision.nation,
            "was": before.value,
            "now": decision.value,
            "from": decision.from_on,
        },
        row=setting,
    )
    return setting


def _one_at_a_time(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"policy:{key}"])


def _check_seen(key: str, seen: int) -> None:
    latest = PolicySetting.objects.filter(key=key).select_related("recorded_by").order_by("-pk").first()
    if latest is not None and latest.pk != seen:
        raise StaleCase(
            f"{latest.recorded_by.display_name} decided meanwhile: {words_of(key, latest.value)} for "
            f"{nation_words(latest.nation)} from {latest.from_on:%-d %B %Y}. Read it, then decide again if "
            "you still need to."
        )


def _check(key: str, decision: Decision, today: date) -> None:
    least = 0 if key in YES_NO | REMINDERS | MONTHS else 1
    most = 1 if key in YES_NO else MOST_MONTHS if key in MONTHS else MOST_DAYS
    if not least <= decision.value <= most:
        raise FactRefused(f"{name_of(key)}: enter a number from {least} to {most}.")
    if decision.nation and (decision.nation not in Nation.values or key not in BY_NATION):
        raise FactRefused(f"{name_of(key)}: it is the same for all nations.")
    if decision.from_on < today:
        raise FactRefused(
            f"{decision.from_on:%-d %B %Y} has passed. What was done then is judged by the policy of then: "
            f"choose {today:%-d %B %Y} or a later day."
        )
    if not decision.reason.strip():
        raise FactRefused("Enter why it is changed.")
    already = in_force(key, decision.from_on, decision.nation)
    own = PolicySetting.objects.current().filter(
        key=key, nation=decision.nation, from_on__lte=decision.from_on
    )
    if already.value == decision.value and (not decision.nation or own.exists()):
        raise FactRefused(
            f"On {decision.from_on:%-d %B %Y} it is {words_of(key, already.value)} for "
            f"{nation_words(decision.nation)} already. Nothing was recorded."
        )


def _replace(key: str, decision: Decision, by: Officer) -> None:
    """A decision from the same day for the same nations counts no longer."""
    before = PolicySetting.objects.current().filter(key=key, nation=decision.nation, from_on=decision.from_on)
    for setting in before:
        record(
            Verb.FACT_WITHDRAWN,
            subject_type="policysetting",
            subject_id=setting.pk,
            actor_id=by.pk,
            actor_name=by.display_name,
            payload={"because": str(WithdrawnBecause.SUPERSEDED)},
            row=setting,
        )
    withdraw(before, by=by, because=WithdrawnBecause.SUPERSEDED)
