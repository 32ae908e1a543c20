"""What the record of a decision says, in sections of keys and values, read off the rows at the act.

Source: R-074; Protection of Freedoms Act 2012 s. 20(3).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from audit import clock
from cases import authority, positions
from cases.choices import Capacity, DeterminationKind, MaterialKind
from cases.guidance import guidance_of
from cases.models import (
    Application,
    ApplicationSection,
    Determination,
    Material,
    PaperDecision,
    Refusal,
    Taking,
)
from law import cover
from law.copies import copy_due_on
from law.rules import INSTALLED

Said = dict[str, object]


def said_of(decision: Determination | Refusal, reference: str, paper: PaperDecision | None = None) -> Said:
    """The whole record of a decision that is stored; ``paper`` is what was signed, if it was on paper."""
    if isinstance(decision, Determination):
        return determination_said(decision, reference, paper)
    return refusal_said(decision, reference, paper)


def determination_said(made: Determination, reference: str, paper: PaperDecision | None = None) -> Said:
    """The whole record of a determination that is stored."""
    last = authority.last_day_of(made.months, made_on=made.made_on)
    first = [
        ["Reference", reference],
        ["Case", made.case.ref],
        ["Kind", _kind(made)],
        ["Made", _moment(made.signed_at) if made.signed_at else _day(made.made_on)],
        ["Length", f"{made.months} months, beginning with the day it is made"],
        ["Last day of that period", f"{_day(last)}, to the end of the day"],
        ["First day after it", _day(last + timedelta(days=1))],
    ]
    if made.review_by:
        first.append(["To be reviewed by", _day(made.review_by)])
    if made.void_because:
        first.append(["Counts for nothing", made.get_void_because_display()])
    return {
        "title": f"National security determination {reference}",
        "lede": "A determination in writing that it is necessary for the purposes of national security to "
        "retain the items listed. It covers exactly the items listed, no others.",
        "sections": [
            {"title": "The determination", "rows": first},
            {"title": "Who made it", "rows": _maker(made)},
            *([{"title": "Signed on paper", "rows": _on_paper(made, paper)}] if paper else []),
            {"title": "Items that it lists", "rows": _items(made)},
            {"title": "Before it", "rows": [*_application(made.application), *_earlier(made)]},
            {"title": "Reasons", "rows": [["Reasons of the maker", made.reasons.text]]},
            {
                "title": "The Biometrics Commissioner",
                "rows": [["Copy and reasons due by", _day(copy_due_on(made.made_on))]],
            },
        ],
    }


def _on_paper(made: Determination | Refusal, paper: PaperDecision) -> list[list[str]]:
    return [
        ["Keyed", f"{_moment(paper.recorded_at)}, by {paper.recorded_by.display_name}"],
        ["Compared and confirmed", f"{_moment(made.recorded_at)}, by {made.recorded_by.display_name}"],
        ["SHA-256 of the signed record", paper.sha256],
    ]


def refusal_said(made: Refusal, reference: str, paper: PaperDecision | None = None) -> Said:
    """The whole record of a refusal that is stored."""
    first = [
        ["Reference", reference],
        ["Case", made.case.ref],
        ["Made", _moment(made.signed_at or made.recorded_at)],
    ]
    if made.void_because:
        first.append(["Counts for nothing", made.get_void_because_display()])
    return {
        "title": f"Refusal of a national security determination {reference}",
        "lede": "An application for a national security determination was refused.",
        "sections": [
            {"title": "The refusal", "rows": first},
            {"title": "Who made it", "rows": _who(made.refused_by.display_name, made.rank, made)},
            *([{"title": "Signed on paper", "rows": _on_paper(made, paper)}] if paper else []),
            {"title": "Before it", "rows": _application(made.application)},
            {"title": "Reasons", "rows": [["Reasons of the maker", made.reasons.text]]},
        ],
    }


def _kind(made: Determination) -> str:
    if made.kind == DeterminationKind.HOLDING:
        return "Holding NSD, on what was known on the day"
    earlier = _earlier_ones(made)
    full = [each for each in earlier if each.kind != DeterminationKind.HOLDING]
    if made.kind == DeterminationKind.RENEWAL and full:
        return f"Renewal of that of {_day(full[0].made_on)}"
    if earlier and not full:
        return f"New: the full determination that follows the holding NSD of {_day(earlier[0].made_on)}"
    return "New"


def _earlier_ones(made: Determination) -> list[Determination]:
    rows = Determination.objects.current().filter(case=made.case_id, void_because="", pk__lt=made.pk)
    return list(rows.select_related("maker").order_by("-made_on", "-pk"))


def _earlier(made: Determination) -> list[list[str]]:
    words = [
        f"{_day(each.made_on)}, {each.months} months, by {each.maker.display_name}"
        for each in _earlier_ones(made)
    ]
    return [["Earlier determinations", "\n".join(words) or "None"]]


def _maker(made: Determination) -> list[list[str]]:
    return _who(made.maker.display_name, made.maker_rank, made)


def _who(name: str, rank: str, made: Determination | Refusal) -> list[list[str]]:
    force = made.maker_force if isinstance(made, Determination) else made.force
    acting = made.capacity == Capacity.ACTING
    return [
        ["Name", name],
        ["Rank or office", rank.replace("_", " ").title()],
        ["Force", force.name],
        ["Capacity", made.get_capacity_display()],
        [
            "Evidence of acting for the chief officer" if acting else "Evidence of consent",
            made.consent_evidence or "None needed",
        ],
    ]


def _items(made: Determination) -> list[list[str]]:
    listed = list(made.items.order_by("pk"))
    takings = {
        row.material_id: row
        for row in Taking.objects.current().filter(material__in=listed).select_related("force")
    }
    nothing = _of_no_effect(made, [item.pk for item in listed])
    return [
        [
            f"{number}. {MaterialKind(item.kind).label}",
            "\n".join(_item(item, takings.get(item.pk), made, gets_nothing=item.pk in nothing)),
        ]
        for number, item in enumerate(listed, 1)
    ]


def _of_no_effect(made: Determination, ids: list[int]) -> set[int]:
    """The items to which it gives nothing, by the law as it answers at the act."""
    act = f"nsd:{made.pk}"
    return {pk for pk, known in positions.facts_for(ids) if act in cover.position(known).ineffective}


def _item(item: Material, taking: Taking | None, made: Determination, *, gets_nothing: bool) -> list[str]:
    lines = [f"Item {item.pk}"]
    if taking is None:
        return [*lines, "Its taking is not known"]
    where = [_day(taking.taken_on) if taking.taken_on else "on a day that is not known", taking.place]
    where += [taking.force.name if taking.force else ""]
    lines.append("Taken " + ", ".join(filter(None, where)))
    rule = INSTALLED.power(taking.power, taking.nation)
    if rule:
        lines.append(f"Taken under: {rule.provision}")
        power = INSTALLED.determination(rule.regime, made.made_on)
        if power:
            lines.append(f"Determination under: {power.provision}")
    if gets_nothing:
        lines.append("For this item it counts for nothing")
    return lines


def _application(application: Application | None) -> list[list[str]]:
    if application is None:
        return [["Application", "None is on record"]]
    rows = _sent(application)
    names = ApplicationSection.objects.current().filter(application=application)
    drafters = dict.fromkeys(names.order_by("pk").values_list("drafted_by__display_name", flat=True))
    if drafters:
        rows.append(["Written by", ", ".join(drafters)])
    if application.checked_by:
        rows.append(["Checked by", application.checked_by.display_name])
    version = guidance_of(application.guidance)
    rows.append(["Guidance that was regarded", version.name if version else "Not recorded"])
    rows.append(["Restrictions on disclosure", _restrictions(application)])
    return rows


def _sent(application: Application) -> list[list[str]]:
    """Who sent it and when, and to which force it went on, first things first."""
    former = application.reallocates
    who = f"{_day(application.applied_on)}, by {application.applied_by.display_name}"
    if former is None:
        return [["Application", who]]
    return [*_sent(former), [f"Allocated to {application.to_force.name}", who]]


def _restrictions(application: Application) -> str:
    section = ApplicationSection.objects.current().filter(application=application, section="sources").first()
    return section.text.text if section else "None recorded"


def _day(on: object) -> str:
    return f"{on:%-d %B %Y}"


def _moment(at: datetime) -> str:
    local = at.astimezone(clock.LONDON)
    return f"{local:%-d %B %Y, %H:%M}, UK time"
