"""What these tests do again and again: take, look up, type a day, decide a policy, check."""

from datetime import date

from audit.choices import WithdrawnBecause
from audit.facts import stamp, withdraw
from cases.models import (
    ErasableText,
    Holding,
    Material,
    PolicySetting,
)
from cases.services.checks import record_check
from tests import casework
from tests.casework import DAY

TAKEN = date(2026, 2, 28)  # two days before DAY


def take(sofs, kinds=("fingerprints", "dna_profile"), **about):
    """A case of which nothing is in a database yet and the profile is awaited."""
    about.setdefault("taken_on", TAKEN)
    case = casework.case(by=sofs, kinds=kinds, **about)
    withdraw(Holding.objects.filter(material__case=case), by=sofs, because=WithdrawnBecause.MISTAKE)
    return case


def item(case, kind="fingerprints"):
    return Material.objects.get(case=case, kind=kind)


def typed(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def decide_policy(key, value, by, from_on=DAY, nation=""):
    reason = ErasableText.objects.create(text="Decided.", written_at=stamp(by)["recorded_at"], written_by=by)
    PolicySetting.objects.create(
        key=key, value=value, from_on=from_on, nation=nation, reason=reason, **stamp(by)
    )


def check(case, by, on=DAY, result="no_trace", **more):
    return record_check(case, by=by, on=on, result=result, evidence="Print 7 of the PNC.", **more)
