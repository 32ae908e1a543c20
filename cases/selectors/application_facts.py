"""What the system knows for an application: facts in words, warnings, and the items that can be asked for.

A person never types these; they are read when the page is opened and frozen when the application is sent.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from cases import powers, selectors
from cases.application_choices import Vulnerability
from cases.choices import MaterialKind, RequestTo
from cases.models import Case, ErasableIdentity, InvestigationConclusion
from cases.selectors import CaseFile, ItemOnFile
from cases.selectors.applications import AskedItem, FactGroup, Row

ADULT = 18
NOT_KNOWN = "Not known"


def age_on(born: date, day: date) -> int:
    """Completed years of age on ``day``.

    >>> age_on(date(2000, 3, 2), date(2018, 3, 1)), age_on(date(2000, 3, 2), date(2018, 3, 2))
    (17, 18)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_at_taking(case: Case, identity: ErasableIdentity | None) -> int | None:
    """The person's age on the earliest day of taking; None where either day is not known."""
    if identity is None or identity.date_of_birth is None or case.taken_on is None:
        return None
    return age_on(identity.date_of_birth, case.taken_on)


def items_asked(file: CaseFile, ids: Collection[int]) -> list[AskedItem]:
    """The items of those ids, in words."""
    kinds = list(MaterialKind)
    listed = [item for item in file.items if item.material.pk in ids]
    listed.sort(key=lambda item: (kinds.index(MaterialKind(item.material.kind)), item.material.pk))
    return [AskedItem(item.material.pk, item.material.kind, item.words) for item in listed]


def facts_of(file: CaseFile, ids: Collection[int]) -> tuple[FactGroup, ...]:
    """What is known of the person, the material, convictions and answers."""
    return (
        FactGroup("Person", tuple(_person(file))),
        FactGroup("Material", tuple(_material(file, ids))),
        FactGroup("Convictions and checks", tuple(_convictions(file))),
        FactGroup("Security Service", tuple(_assessment(file))),
        FactGroup("Earlier determinations", tuple(_earlier(file.case))),
    )


def _person(file: CaseFile) -> list[Row]:
    identity = file.identity
    if identity is None:
        return [Row("Name", NOT_KNOWN)]
    age = age_at_taking(file.case, identity)
    born = _day(identity.date_of_birth)
    return [
        Row("Name", str(identity)),
        Row("Date of birth", born, "" if age is None else f"{age} on the day of taking"),
        Row("PNC ID", identity.pnc_id or NOT_KNOWN),
        Row("CRO number", identity.cro_number or NOT_KNOWN),
    ]


def _material(file: CaseFile, ids: Collection[int]) -> list[Row]:
    case = file.case
    rows = [
        Row(
            "Power",
            powers.name_of(case.power) if case.power else NOT_KNOWN,
            f"{'Legacy' if case.is_legacy else 'New'} Material",
        ),
        Row("Responsible force", str(case.force) if case.force else NOT_KNOWN),
    ]
    rows += [_item(item) for item in file.items if item.material.pk in ids]
    ended = InvestigationConclusion.objects.current().filter(case=case).first()
    if ended:
        rows.append(Row("Investigation", f"Concluded {_day(ended.concluded_on)}"))
    return rows


def _item(item: ItemOnFile) -> Row:
    references = ", ".join(held.reference for held in item.holdings if held.reference)
    name = f"{item.material.get_kind_display()} {references}".strip()
    taking = item.taking
    where = f", {taking.place}" if taking and taking.place else ""
    force = f", {taking.force}" if taking and taking.force else ""
    taken = f"Taken {_day(taking.taken_on)}{where}{force}" if taking else "Its taking is not known"
    last = item.material.last_lawful_day
    until = f"Last lawful day {_day(last)}" if last else item.material.get_status_display()
    return Row(name, taken, until)


def _convictions(file: CaseFile) -> list[Row]:
    found = selectors.convictions_of(file.case)
    rows = [Row("Convictions", "; ".join(_day(each.convicted_on) for each in found) or "None on record")]
    for check in file.checks[:3]:
        result = check.get_result_display() if check.result else "no result recorded"
        rows.append(Row(str(check.get_kind_display()), f"Checked {_day(check.checked_on)}: {result}"))
    return rows if file.checks else [*rows, Row("Checks", "None on record")]


def _assessment(file: CaseFile) -> list[Row]:
    rows = []
    for asked in file.requests:
        if asked.request.to not in (RequestTo.SECURITY_SERVICE, RequestTo.CTU):
            continue
        who = asked.request.unit_name or str(asked.request.get_to_display())
        answer = asked.answered
        if answer is None:
            rows.append(Row(who, f"Asked {_day(asked.request.sent_on)}: no answer yet"))
            continue
        said = answer.get_assessment_display() if answer.assessment else "Answered"
        made = [str(answer.get_provenance_display())] if answer.provenance else []
        made += [str(answer.get_checking_display()).lower()] if answer.checking else []
        rows.append(Row(who, f"{said}, {_day(answer.happened_on)}", ", ".join(made)))
    return rows or [Row("Summary assessment", "Nobody was asked")]


def _earlier(case: Case) -> list[Row]:
    rows = [
        Row(
            _day(nsd.made_on),
            f"{nsd.months} months, by {nsd.maker.display_name}",
            f"Void: {nsd.get_void_because_display()}" if nsd.void_because else "",
        )
        for nsd in selectors.determinations_of(case)
    ]
    return rows or [Row("NSDs", "None")]


def warnings_of(file: CaseFile, vulnerability: str, day: date) -> tuple[str, ...]:
    """What whoever writes and whoever decides must not overlook."""
    found = []
    age = age_at_taking(file.case, file.identity)
    if age is None:
        found.append("The person's age on the day of taking is not known: they may have been a child.")
    elif age < ADULT:
        found.append(f"A child: {age} years old on the day of taking. Children need special care.")
    if vulnerability == Vulnerability.KNOWN:
        found.append("The person is vulnerable.")
    elif vulnerability == Vulnerability.NOT_KNOWN:
        found.append("It is not known whether the person is vulnerable.")
    last = file.case.last_lawful_day
    if last and last < day:
        found.append(f"Cover ended on {_day(last)}: a determination made now counts for nothing.")
    return tuple(found)


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else NOT_KNOWN
