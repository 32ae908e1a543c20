"""The facts an answer used, in words, each with the id of the recorded fact behind it."""

from dataclasses import dataclass

from law.facts import (
    Act,
    BorrowedCover,
    CommissionersOrder,
    Conviction,
    CourtExtension,
    Determination,
    Facts,
    NoticeQuashed,
    RestartedPeriod,
    SampleOrder,
    StatutoryBar,
    UnlawfulTaking,
)
from law.rules.declared import Rule
from law.words import capital, day_words, length_words, taken_words

_NATIONS = {"EW": "England and Wales", "SC": "Scotland", "NI": "Northern Ireland"}
_PLAIN = {
    "NoticeCeased": "TPIM notice ceased to be in force",
    "NoticeRevived": "TPIM notice revived, or a new one in force",
    "InvestigationConcluded": "Investigation or proceedings concluded",
    "ProfileDerived": "Profile derived",
    "NationalSecurityNotice": "Controller told of relevance to national security",
    "IdentifiedForReview": "Named as needing a national security decision",
    "IdentityKnown": "Identity became known",
    "ConsentWithdrawn": "Consent withdrawn",
    "PurposeFulfilled": "Purpose fulfilled",
    "RetentionConsented": "Commissioner consented to retention",
    "LiableForDestruction": "Would first become liable for destruction",
}


@dataclass(frozen=True, slots=True)
class FactUsed:
    """One fact: what it is, its value, and the id of the record (None: of the item, or none recorded)."""

    label: str
    value: str
    fact_id: str | None = None


def facts_used(facts: Facts, rule: Rule | None) -> tuple[FactUsed, ...]:
    """The facts of an item in words; what was looked for and not found is said too."""
    item = facts.item
    taken = day_words(item.taken_on) if item.taken_on else "Not recorded"
    rows = [
        FactUsed(
            "Power", f"{item.power}: {rule.provision}" if rule else f"{item.power or 'Not recorded'}: no rule"
        ),
        FactUsed("Nation", _NATIONS.get(item.nation, item.nation)),
        FactUsed(f"Day on which {taken_words(item.kind)}", taken),
    ]
    for label, sort in (
        ("Decision that the taking was unlawful", UnlawfulTaking),
        ("Convictions", Conviction),
        ("Determinations", Determination),
    ):
        if not any(isinstance(act, sort) for act in facts.acts):
            rows.append(FactUsed(label, "None recorded"))
    acts = sorted(facts.acts, key=lambda act: (type(act).__name__, act.id))
    return (*rows, *(FactUsed(_label(act), capital(act_words(act)), act.id) for act in acts))


def _label(act: Act) -> str:
    return {
        Conviction: "Conviction",
        Determination: "Determination",
        CourtExtension: "Court extension",
        SampleOrder: "Court order on a sample",
        CommissionersOrder: "Commissioner's order",
        UnlawfulTaking: "Decision that the taking was unlawful",
        BorrowedCover: "Further fingerprints",
        StatutoryBar: "Statutory bar",
        NoticeQuashed: "TPIM notice quashed",
        RestartedPeriod: "Period restarted",
    }.get(type(act), _PLAIN.get(type(act).__name__, type(act).__name__))


def act_words(act: Act) -> str:
    """An act in a few words, with its days."""
    if isinstance(act, Determination):
        return _determination(act)
    if isinstance(act, Conviction):
        return _conviction(act)
    if isinstance(act, (CourtExtension, SampleOrder)):
        return f"applied for {day_words(act.applied_on)}, ordered {day_words(act.ordered_on)}"
    if isinstance(act, BorrowedCover):
        return f"determined {day_words(act.made_on)} to be held with an original set"
    if isinstance(act, StatutoryBar):
        until = f" to {day_words(act.lifted_on)}" if act.lifted_on else ", still in force"
        return f"{act.bar} from {day_words(act.from_on)}{until}"
    if isinstance(act, UnlawfulTaking):
        return f"decided {day_words(act.decided_on)}" if act.decided_on else "decided, day not recorded"
    if isinstance(act, NoticeQuashed):
        closed = (
            f"; no appeal possible from {day_words(act.appeal_closed_on)}" if act.appeal_closed_on else ""
        )
        return f"quashed {day_words(act.on)}{closed}"
    if isinstance(act, RestartedPeriod):
        return f"from {day_words(act.on)}{f' under {act.power}' if act.power else ''}"
    return day_words(act.on)


def _determination(act: Determination) -> str:
    words = f"made {day_words(act.made_on)} for {length_words(act.months) if act.months > 0 else 'no time'}"
    if act.void:
        words += ", void"
    if act.revoked_on:
        words += f", revoked {day_words(act.revoked_on)}"
    return words


def _conviction(act: Conviction) -> str:
    sorts = [
        "exempt" if act.exempt else "not exempt",
        *(["excluded offence"] if act.excluded else []),
        *([] if act.recordable else ["not recordable"]),
        *(["outside the United Kingdom"] if act.foreign else []),
    ]
    return f"{day_words(act.on)}, {', '.join(sorts)}"
