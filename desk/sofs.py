"""What SOFS finds on home and on a case: its lists with their counts, checks, and what it can record."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import Officer
from cases import bases, sofs, whereabouts
from cases.models import Case, InvestigationConclusion
from cases.permissions import JFIT, RECORDS_BARS, SOFS
from cases.selectors import ItemOnFile
from cases.services.checks import convictions_of
from desk.filters import in_band
from desk.nexts import Action
from retention.port_chases import SHOWN, chases_of

# Reads, words, name of the address, look where there is any.
_LISTS = (
    (sofs.to_refer, "to retain or refer", "cases:to_refer", ""),
    (sofs.undecided, "neither retained nor referred in time", "cases:undecided", "red"),
    (sofs.on_dna_alone, "DNA only, waiting for the profile", "cases:dna_only", "amber"),
    (sofs.checks_due, "checks due", "cases:rechecks", "amber"),
    (sofs.unenrolled, "held, and in no database", "cases:unenrolled", "amber"),
    (whereabouts.unknown_to, "whereabouts unknown", "cases:whereabouts", "amber"),
    (sofs.basis_fell_away, "the other basis fell away", "cases:fell_away", "red"),
)
UNSETTLED = "unresolved"


def tiles(officer: Officer, today: date) -> list[dict[str, Any]]:
    """A tile for each list of SOFS, with its count; one that is empty has no colour."""
    counted = [
        (read(officer, today).order_by().count(), label, reverse(name), look)
        for read, label, name, look in _LISTS
    ]
    overdue = chases_of(officer, today).filter(SHOWN["port"], closed_on=None).order_by().count()
    at_ports = f"{reverse('retention:chases')}?show=port"
    counted.append((overdue, "profiles overdue at ports", at_ports, "amber"))
    unsettled = in_band(Case.objects.visible_to(officer, today), UNSETTLED, today).count()
    counted.append((unsettled, "no basis settled", f"{reverse('desk:cases')}?band={UNSETTLED}", "amber"))
    return [
        {"number": count, "label": label, "href": href, "band": look if count else ""}
        for count, label, href, look in counted
    ]


def first_of_all(officer: Officer, today: date) -> dict[str, str] | None:
    """The banner about cases whose other basis fell away, which nobody but SOFS sends on; None without."""
    count = sofs.basis_fell_away(officer, today).order_by().count()
    if not count:
        return None
    cases = "1 case" if count == 1 else f"{count:,} cases"
    return {
        "level": "amber",
        "title": f"The other basis of {cases} fell away.",
        "text": "The law finds a last lawful day again. JFIT can save it only once you return it.",
        "action_text": "Return to JFIT",
        "action_url": reverse("cases:fell_away"),
    }


def checks_panel(case: Case, today: date) -> dict[str, Any]:
    """The checks of a case with their evidence, the convictions, and when the next check is due."""
    return {
        "checks": sofs.checks_of(case),
        "next_check": sofs.next_check(case, today) if case.is_held else None,
        "convictions": convictions_of(case),
        "conclusion": InvestigationConclusion.objects.current().filter(case=case).first(),
    }


def recordings(case: Case, items: Iterable[ItemOnFile], roles: Collection[str]) -> list[Action]:
    """The facts that somebody with these roles can record about a case of which something is held."""
    held = [item for item in items if item.material.deleted_on is None]
    found = []
    if held and SOFS & set(roles):
        found.append(("Record a check", "cases:check"))
        if any(item.material.kind in sofs.DATABASE_OF and not _is_enrolled(item) for item in held):
            found.append(("Record enrolment", "cases:enrol"))
    if (SOFS | JFIT) & set(roles) and any(_lasts_until_concluded(item) for item in held):
        found.append(("Record that the investigation concluded", "cases:concluded"))
    if held and RECORDS_BARS & set(roles):
        found.append(("Record that an enactment forbids destruction", "cases:bar"))
    return [Action(text, reverse(name, args=[case.pk]), "") for text, name in found]


def _is_enrolled(item: ItemOnFile) -> bool:
    return any(holding.reference and holding.place in sofs.DATABASE_OF.values() for holding in item.holdings)


def _lasts_until_concluded(item: ItemOnFile) -> bool:
    return item.taking is not None and bases.lasts_until_concluded(item.taking.power, item.taking.nation)
