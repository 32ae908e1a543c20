"""What a Chief Officer reads before they decide: each item with the law's working, and what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases import authority, positions
from cases.models import Movement
from cases.selectors import ItemOnFile
from cases.services.papers import Item
from law import early
from law.working import explain


@dataclass(frozen=True, slots=True)
class ItemInLaw:
    """An item that could be listed, with the law's answer in words.

    ``most_months``: the greatest length of a determination of the day about it, in calendar months.
    ``given_up``: the days of cover beside which one made that day would run, where they are many.
    ``late``: whether its cover has ended, so that a determination made now counts for nothing for it.
    """

    on_file: ItemOnFile
    basis: str
    provision: str
    arithmetic: tuple[str, ...]
    of_no_effect: tuple[str, ...]
    most_months: int
    given_up: int
    late: bool


def items_in_law(coverable: Iterable[Item], on_file: Iterable[ItemOnFile], day: date) -> list[ItemInLaw]:
    """The items that could be listed on ``day``, in the order of the file; a fixed number of queries."""
    could = {item.pk: item for item in coverable}
    facts = dict(positions.facts_for(list(could)))
    found = []
    for each in on_file:
        item = could.get(each.material.pk)
        if item is None:
            continue
        working = explain(facts[item.pk])
        last = each.material.last_lawful_day
        found.append(
            ItemInLaw(
                on_file=each,
                basis=working.basis_words,
                provision=working.basis,
                arithmetic=tuple(part.sentence for part in working.arithmetic),
                of_no_effect=tuple(f"{act.what}: {act.why}" for act in working.ineffective),
                most_months=authority.most_months(item.power, item.nation, day),
                given_up=early.days_given_up(day, last),
                late=bool(last and last < day),
            )
        )
    return found


def history(movements: Iterable[Movement]) -> list[dict[str, object]]:
    """What was done with the case so far, the latest first, as entries of a timeline."""
    return [
        {
            "when": each.moved_on,
            "text": each.get_event_display() or each.get_to_state_display(),
            "by": each.moved_by.display_name,
        }
        for each in movements
    ]
