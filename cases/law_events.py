"""Which dated events the law asks about, of which material, and who learns of them.

One declaration an event: its page, its words, the roles that learn of it, and to which items it can apply.
``law.facts`` says what each means; ``cases.law_acts`` tells it to the law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from accounts.choices import Role
from cases.choices import MaterialKind
from cases.choices_law import LawEventKind
from cases.permissions import JFIT, RECORDS_BARS, SOFS
from cases.selectors import ItemOnFile
from law.rules import INSTALLED, REGIMES
from law.rules.bars import SAMPLE_ORDER_POWERS
from law.rules.declared import COMMENCEMENT, Extended, Rule
from law.rules.declared import Role as RuleRole

LEGAL = frozenset({Role.LEGAL_REVIEWER})
Applies = Callable[[Rule, str, date], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """One event: what its page says, who records it, and to which material it applies.

    ``is_single``: an item can have one such day alone. ``may_come``: the day may lie ahead.
    """

    kind: LawEventKind
    action: str
    lede: str
    day: str
    roles: frozenset[str]
    applies: Applies
    then: str = ""
    then_hint: str = ""
    asks_power: bool = False
    asks_months: bool = False
    is_single: bool = False
    may_come: bool = False


def _event(name: str) -> Applies:
    """A power whose period starts or ends with that event."""
    return lambda rule, kind, taken_on: rule.event == name and kind != MaterialKind.DNA_SAMPLE


def _restarts(rule: Rule, kind: str, taken_on: date) -> bool:
    return kind != MaterialKind.DNA_SAMPLE and (rule.regime, RuleRole.RESTART) in INSTALLED.by_role


def _notified(rule: Rule, kind: str, taken_on: date) -> bool:
    asks = (Extended.IF_NOTIFIED, Extended.IF_NOTIFIED_FROM_DESTRUCTION_DAY)
    return rule.extended in asks and kind != MaterialKind.DNA_SAMPLE


def _ordered(rule: Rule, kind: str, taken_on: date) -> bool:
    return kind == MaterialKind.DNA_SAMPLE and (rule.regime == "PACE" or rule.id in SAMPLE_ORDER_POWERS)


EVENTS: dict[str, EventPage] = {
    page.kind: page
    for page in (
        EventPage(
            kind=LawEventKind.NOTICE_CEASED,
            action="Record that the TPIM notice ceased",
            lede="Material taken while a notice was in force may be held for six months beginning with the "
            "day on which it ceased (TPIM Act 2011, Schedule 6 paragraph 8).",
            day="Ceased to be in force on",
            roles=JFIT | LEGAL,
            applies=_event("NoticeCeased"),
        ),
        EventPage(
            kind=LawEventKind.NOTICE_REVIVED,
            action="Record that the TPIM notice was revived, or a new one made",
            lede="A notice revived, or a new one, while the six months still run opens the period again.",
            day="In force again from",
            roles=JFIT | LEGAL,
            applies=_event("NoticeCeased"),
        ),
        EventPage(
            kind=LawEventKind.NOTICE_QUASHED,
            action="Record that the TPIM notice was quashed",
            lede="The material may be held until no appeal is possible any more.",
            day="Quashed on",
            then="No appeal possible from",
            then_hint="Leave it empty while an appeal is possible, and record it again later",
            roles=JFIT | LEGAL,
            applies=_event("NoticeCeased"),
        ),
        EventPage(
            kind=LawEventKind.TOLD,
            action="Record that the controller was told of relevance to national security",
            lede="The coronavirus regulations extend this period only where, before they came into force, a "
            "constable or police staff had told the controller that the material may be relevant to national "
            "security (SI 2020/391 and SI 2020/973, regulation 5).",
            day="Told on",
            roles=JFIT | LEGAL,
            applies=_notified,
        ),
        EventPage(
            kind=LawEventKind.NAMED,
            action="Record that it was named as needing a national security decision",
            lede="PACE material taken before 31 October 2013 that a law enforcement authority named as "
            "needing such a decision was outside the duty to destroy for a time (SI 2013/1813, article 6).",
            day="Named on",
            roles=JFIT | LEGAL,
            applies=lambda rule, kind, taken_on: (
                rule.regime == "PACE" and taken_on < COMMENCEMENT and kind != MaterialKind.DNA_SAMPLE
            ),
        ),
        EventPage(
            kind=LawEventKind.IDENTITY_KNOWN,
            action="Record that it became known whose material it is",
            lede="Unidentified material may be held while it is unidentified, and then for three years "
            "beginning with the day on which the identity became known (CTA 2008, section 18A(5)).",
            day="Known since",
            roles=SOFS | JFIT,
            applies=_event("IdentityKnown"),
            is_single=True,
        ),
        EventPage(
            kind=LawEventKind.CONSENT_WITHDRAWN,
            action="Record that consent to retention was withdrawn",
            lede="Material held with written consent may be held while the consent lasts (PACE section 63O). "
            "The day on which it was withdrawn is the last.",
            day="Withdrawn on",
            roles=SOFS | JFIT,
            applies=_event("ConsentWithdrawn"),
            is_single=True,
        ),
        EventPage(
            kind=LawEventKind.PURPOSE_FULFILLED,
            action="Record that the purpose of the taking is fulfilled",
            lede="Material given voluntarily may be held until its purpose is fulfilled (PACE section 63N).",
            day="Fulfilled on",
            roles=SOFS | JFIT,
            applies=_event("PurposeFulfilled"),
            is_single=True,
        ),
        EventPage(
            kind=LawEventKind.RETENTION_CONSENTED,
            action="Record the Commissioner's consent to retention",
            lede="Material of a person arrested and not charged may be held for three years only where the "
            "Commissioner consented (PACE section 63G), while it was still lawfully held.",
            day="Consented on",
            roles=RECORDS_BARS,
            applies=lambda rule, kind, taken_on: (
                rule.needs == "RetentionConsented" and kind != MaterialKind.DNA_SAMPLE
            ),
            is_single=True,
        ),
        EventPage(
            kind=LawEventKind.LIABLE,
            action="Record when it would first become liable for destruction",
            lede="Northern Ireland material is lawful to the day before that on which it would first become "
            "liable for destruction; a determination runs from that day (PoFA 2012, Schedule 1 paragraph 7).",
            day="Liable from",
            roles=SOFS | LEGAL,
            applies=lambda rule, kind, taken_on: rule.event == "LiableForDestruction",
            is_single=True,
            may_come=True,
        ),
        EventPage(
            kind=LawEventKind.RESTARTED,
            action="Record that a new detention or arrest restarts the period",
            lede="A legal reviewer may record, with reasons, that a new detention or arrest starts the "
            "period again while it still ran (Terrorism Act 2000, Sch. 8 para. 20D(7); PACE section 63P).",
            day="Detained or arrested again on",
            roles=LEGAL,
            applies=_restarts,
            asks_power=True,
        ),
        EventPage(
            kind=LawEventKind.SAMPLE_ORDER,
            action="Record a court's order that a sample be kept",
            lede="A court may order that a sample be kept for proceedings, for up to 12 months at a time, on "
            "an application made before it had to be destroyed (Terrorism Act 2000, Sch. 8 para. 20G; "
            "PACE section 63R).",
            day="Ordered on",
            then="Applied for on",
            roles=RECORDS_BARS,
            applies=_ordered,
            asks_months=True,
        ),
    )
}


def reached(page: EventPage, items: Iterable[ItemOnFile]) -> list[ItemOnFile]:
    """The items that are still held and to which an event can apply."""
    return [item for item in items if item.material.deleted_on is None and _applies(page, item)]


def _applies(page: EventPage, item: ItemOnFile) -> bool:
    taking = item.taking
    if taking is None or taking.taken_on is None:
        return False
    rule = INSTALLED.power(taking.power, taking.nation)
    return rule is not None and page.applies(rule, item.material.kind, taking.taken_on)


def restart_powers(items: Iterable[ItemOnFile]) -> list[str]:
    """The powers under which a new detention or arrest could start a period again, of the items' Acts."""
    regimes = {
        rule.regime
        for item in items
        if item.taking and (rule := INSTALLED.power(item.taking.power, item.taking.nation))
    }
    return [
        rule.id
        for regime in REGIMES.values()
        if regime.key in regimes
        for rule in regime.rules
        if rule.role is RuleRole.POWER and not rule.disabled_because
    ]
