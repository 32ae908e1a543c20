"""What rests on a determination: which items and which case would stand otherwise without it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from cases.models import Case, Determination, FurtherFingerprints, Material
from law.rules import INSTALLED

DETERMINATIONS = sorted({rule.id for rules in INSTALLED.determinations.values() for rule in rules})
"""The rules that are determinations, as an item's chain names them."""


def relying_on(material_ids: Collection[int]) -> list[int]:
    """The further fingerprints that are held with one of these items."""
    lent = FurtherFingerprints.objects.current().filter(original__in=list(material_ids))
    return list(lent.order_by("pk").values_list("material_id", flat=True))


def rests_on_one(case: Case, day: date) -> bool:
    """Whether a determination keeps an item of the case beyond ``day``, by the stored positions."""
    held = Material.objects.held().filter(case=case)
    beyond = held.filter(Q(last_lawful_day__gt=day) | Q(last_lawful_day=None))
    return beyond.filter(chain__overlap=DETERMINATIONS).exists()


def stands_as(determination_id: int) -> int:
    """The id of the determination as it stands: another where it was found void, else the same."""
    found = Determination.objects.filter(was_found_void__determination=determination_id)
    return found.values_list("pk", flat=True).first() or determination_id
