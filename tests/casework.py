"""Builders of lawful, minimal casework for tests: people with roles and ranks, and cases with items.

States are reached through the one door, never set.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from accounts.choices import Rank, Role
from accounts.models import Force, Officer
from accounts.selectors import roles_on
from accounts.services import officers
from audit import clock
from audit.facts import stamp
from cases import positions
from cases.determiners import eligible_forces
from cases.guidance import guidance_on
from cases.models import Case, Holding, Material, Movement, Subject, Taking
from cases.permissions import JFIT
from cases.selectors.application_drafts import drafted, open_draft
from cases.services.application_drafts import Asked, save_asked, save_text
from cases.services.profiles import complete
from cases.services.transition import Moved, move

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 3, 2)
WORDS = (
    "enough is said here in many different words about the one person whose material this is, what is known "
    "of them, why it matters now, and which doubts remain for whoever must decide"
)
_numbers = count(1)


def at(day: date, hour: int = 10) -> time_machine.travel:
    """A stopped clock at an hour of a day in London."""
    return time_machine.travel(datetime.combine(day, time(hour), LONDON), tick=False)


def officer(
    *roles: str,
    rank: str = "",
    force: str = "13",
    consent: str = "",
    from_on: date = date(2013, 1, 1),
    name: str = "",
) -> Officer:
    """An officer with these roles and this rank in a force, from a day until further notice."""
    number = next(_numbers)
    person = officers.create_officer(f"person{number}", name or f"Person {number}")
    for role in roles:
        officers.give_role(person, role, from_on=from_on)
    if rank:
        officers.record_rank(person, rank, force=force_of(force), from_on=from_on)
    if consent:
        officers.record_consent(person, consent, force=force_of(force), from_on=from_on)
    return person


def force_of(code: str) -> Force:
    """The force of that code."""
    return Force.objects.get(code=code)


def case(
    *,
    by: Officer,
    taken_on: date | None = DAY,
    power: str = "TACT-S7",
    force: str = "13",
    nation: str = "EW",
    kinds: tuple[str, ...] = ("fingerprints", "dna_profile"),
    subject: Subject | None = None,
    **columns: Any,
) -> Case:
    """A case with SOFS, with an item of each kind taken on ``taken_on``, positions known."""
    number = next(_numbers)
    opened = taken_on or DAY
    made = Case.objects.create(
        ref=columns.pop("ref", f"T/{number:05}"),
        subject=subject or Subject.objects.create(first_recorded_on=opened),
        opened_on=opened,
        **columns,
    )
    Movement.objects.create(
        case=made, sequence=0, to_state=made.state, moved_on=opened, moved_by=by, **stamp(by)
    )
    for kind in kinds:
        item = Material.objects.create(case=made, kind=kind)
        Taking.objects.create(
            material=item, taken_on=taken_on, power=power, force=force_of(force), nation=nation, **stamp(by)
        )
        Holding.objects.create(
            material=item,
            place="CT-FP" if kind == "fingerprints" else "CT-DNA",
            reference=f"R{item.pk}",
            **stamp(by),
        )
    positions.refresh(items_of(made))
    made.refresh_from_db()
    return made


def items_of(made: Case) -> list[int]:
    """The ids of the items of a case."""
    return list(Material.objects.filter(case=made).order_by("pk").values_list("pk", flat=True))


def step(made: Case, event: str, by: Officer, *, on: date = DAY, **details: Any) -> Moved:
    """Take a step with the case as it stands now, on a day that is also the business day.

    What is applied for is written first, and has somebody to decide it, unless ``as_it_is``.
    """
    with at(on):
        made.refresh_from_db()
        if event == "apply":
            _ready_to_apply(made, by, details)
            made.refresh_from_db()
        moved = move(made.pk, event, by=by, on=on, seen_version=made.version, **details)
        made.refresh_from_db()
        return moved


def determined(made: Case, jfit: Officer, chief: Officer, *, on: date, **details: Any) -> Moved:
    """JFIT applies to force 13 for 24 months, and a determination is made, both on one day."""
    step(made, "apply", jfit, on=on, to_force=force_of("13"), months=24, reasons="Needed")
    return step(made, "determine", chief, on=on, months=24, reasons="Necessary", **details)


def write_application(made: Case, by: Officer, **asked: Any) -> None:
    """Write every section of an application for the case, in words of its own, and what it asks for.

    Whatever is written already stays; ``asked`` are fields of ``Asked``. The profile's parts are completed.
    """
    file = drafted(made, clock.today())
    for section in file.content.parts:
        if not section.missing:
            continue
        words = f"{section.label} of case {made.ref}: {WORDS}"
        if section.is_of_profile:
            rule: Any = guidance_on(clock.today()).rule(section.section)
            complete(made.pk, rule.from_profile, words, by=by, seen_version=0)
        else:
            save_text(made.pk, section.section, section.of, words, by=by, seen_version=section.version)
    said: dict[str, Any] = {"months": 12, "vulnerability": "none"} | asked
    version = file.draft.version if file.draft else 0
    save_asked(made.pk, Asked(**said), by=by, seen_version=version)


def _ready_to_apply(made: Case, by: Officer, details: dict[str, Any]) -> None:
    """What a whole application needs beside what the test is about: its sections, and who may decide it."""
    if details.pop("as_it_is", False) or made.state != "with_jfit" or not roles_on(by, clock.today()) & JFIT:
        return
    to_force = details.get("to_force")
    if to_force is not None and to_force not in eligible_forces(made, clock.today()):
        highest = Rank.COMMISSIONER if to_force.code in ("01", "48") else Rank.CHIEF_CONSTABLE
        officer(Role.CHIEF_OFFICER, rank=highest, force=to_force.code)
    if open_draft(made.pk) is None:
        asked = {name: details[name] for name in ("kind", "months") if details.get(name)}
        if asked.get("kind") == "holding":
            asked["review_on"] = clock.today() + timedelta(days=28)
        write_application(made, by, **asked)
