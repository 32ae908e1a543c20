"""Scenarios written as JSON: an item and facts, read into the law's own words.

The form is that of ``explain_cover``: ``item`` with kind, power, taken_on, nation; ``facts`` each
with an ``id`` and a ``type``. Every error says which scenario, which field and how to mend it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from law import facts as f
from law.rules import REGIMES


class UnreadableScenario(ValueError):
    """A scenario that cannot be read; the message says where and why."""


def from_json(scenario: Mapping[str, Any]) -> f.Facts:
    """The facts of one scenario.

    Raises UnreadableScenario for a missing or misspelt field, an unknown type or an impossible day.

    >>> from_json({"id": "c1", "item": {"kind": "fingerprints", "power": "TACT-S7",
    ...     "taken_on": "2015-03-10", "nation": "EW"}, "facts": []}).item.taken_on.isoformat()
    '2015-03-10'
    """
    where = f"scenario {scenario.get('id', '(no id)')}" if isinstance(scenario, Mapping) else "scenario"
    if not isinstance(scenario, Mapping) or not isinstance(scenario.get("item"), Mapping):
        raise UnreadableScenario(f"{where}: no item. Give an object with kind, power, taken_on and nation.")
    item = _item(scenario["item"], where)
    listed = scenario.get("facts", [])
    if not isinstance(listed, list):
        raise UnreadableScenario(f"{where}: facts is not a list. Give a list, empty where there are none.")
    return f.Facts(item, tuple(_act(each, item, where) for each in listed))


def _item(raw: Mapping[str, Any], where: str) -> f.Item:
    kind = _text(raw, "kind", where)
    if kind not in set(f.Kind):
        raise UnreadableScenario(f"{where}: kind {kind!r} is not one of {', '.join(f.Kind)}.")
    nation = raw.get("nation", "EW")
    if nation not in set(f.Nation):
        raise UnreadableScenario(f"{where}: nation {nation!r} is not one of {', '.join(f.Nation)}.")
    return f.Item(kind, _text(raw, "power", where), _day(raw, "taken_on", where, optional=True), nation)


def _act(raw: Any, item: f.Item, where: str) -> f.Act:
    if not isinstance(raw, Mapping):
        raise UnreadableScenario(f"{where}: a fact is not an object. Give one with id and type.")
    named = f"{where}, fact {_text(raw, 'id', where)}"
    reader = _READERS.get(_text(raw, "type", named))
    if reader is None:
        raise UnreadableScenario(
            f"{named}: type {raw['type']!r} is not one of {', '.join(sorted(_READERS))}."
        )
    return reader(raw, item, named)


def _text(raw: Mapping[str, Any], field: str, where: str) -> str:
    value = raw.get(field)
    if not isinstance(value, str) or not value:
        raise UnreadableScenario(f"{where}: {field} is missing or is not text.")
    return value


def _day(raw: Mapping[str, Any], field: str, where: str, optional: bool = False) -> Any:
    value = raw.get(field)
    if value is None and optional:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise UnreadableScenario(f"{where}: {field} is {value!r}, not a day written YYYY-MM-DD.") from None


def _months(raw: Mapping[str, Any], where: str, default: int | None = None) -> int:
    value = raw.get("months", default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise UnreadableScenario(f"{where}: months is {value!r}, not a whole number from 1.")
    return value


def _flag(raw: Mapping[str, Any], field: str, where: str, default: bool | None = False) -> Any:
    value = raw.get(field, default)
    if value is not None and not isinstance(value, bool):
        raise UnreadableScenario(f"{where}: {field} is {value!r}, not true or false.")
    return value


def _conviction(raw: Mapping[str, Any], item: f.Item, where: str) -> f.Conviction:
    """A conviction; ``exempt`` is the regime's own concept, so for PACE it means excluded."""
    own = _flag(raw, "exempt", where)
    pace = REGIMES["PACE"]
    excluded = _flag(raw, "excluded", where, own if item.power in pace.cpia_powers else None)
    return f.Conviction(
        raw["id"],
        _day(raw, "on", where),
        exempt=own,
        recordable=_flag(raw, "recordable", where, True),
        excluded=excluded,
        course_of_action=raw.get("course_of_action"),
        foreign=_flag(raw, "foreign", where),
        sentence=_sentence(raw.get("sentence"), where),
    )


def _sentence(raw: Any, where: str) -> f.Sentence | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping) or not isinstance(raw.get("custodial_months", 0), int):
        raise UnreadableScenario(f"{where}: sentence is not an object with custodial_months.")
    return f.Sentence(
        raw.get("custodial_months", 0),
        _day(raw, "passed_on", where, optional=True),
        _day(raw, "arrested_on", where, optional=True),
    )


def _determination(raw: Mapping[str, Any], item: f.Item, where: str) -> f.Determination:
    return f.Determination(
        raw["id"],
        _day(raw, "made_on", where),
        _months(raw, where),
        void=_flag(raw, "void", where),
        revoked_on=_day(raw, "revoked_on", where, optional=True),
    )


def _order(raw: Mapping[str, Any], item: f.Item, where: str) -> f.CommissionersOrder:
    return f.CommissionersOrder(raw["id"], _day(raw, "on", where), raw.get("determination"))


def _court(raw: Mapping[str, Any], item: f.Item, where: str) -> f.CourtExtension:
    return f.CourtExtension(
        raw["id"], _day(raw, "applied_on", where), _day(raw, "ordered_on", where), _months(raw, where, 24)
    )


def _sample_order(raw: Mapping[str, Any], item: f.Item, where: str) -> f.SampleOrder:
    return f.SampleOrder(
        raw["id"], _day(raw, "applied_on", where), _day(raw, "ordered_on", where), _months(raw, where, 12)
    )


def _unlawful(raw: Mapping[str, Any], item: f.Item, where: str) -> f.UnlawfulTaking:
    field = "decided_on" if "decided_on" in raw else "on"
    return f.UnlawfulTaking(raw["id"], _day(raw, field, where, optional=True))


def _quashed(raw: Mapping[str, Any], item: f.Item, where: str) -> f.NoticeQuashed:
    return f.NoticeQuashed(
        raw["id"], _day(raw, "on", where), _day(raw, "appeal_closed_on", where, optional=True)
    )


def _restarted(raw: Mapping[str, Any], item: f.Item, where: str) -> f.RestartedPeriod:
    return f.RestartedPeriod(raw["id"], _day(raw, "on", where), raw.get("power"))


def _bar(raw: Mapping[str, Any], item: f.Item, where: str) -> f.StatutoryBar:
    bar = _text(raw, "bar", where)
    if bar not in set(f.Bar):
        raise UnreadableScenario(f"{where}: bar {bar!r} is not one of {', '.join(f.Bar)}.")
    return f.StatutoryBar(
        raw["id"],
        bar,
        _day(raw, "from_on", where),
        _day(raw, "lifted_on", where, optional=True),
        _flag(raw, "listed_offence", where),
    )


def _borrowed(raw: Mapping[str, Any], item: f.Item, where: str) -> f.BorrowedCover:
    original = raw.get("original")
    if not isinstance(original, Mapping):
        raise UnreadableScenario(
            f"{where}: original is missing. Give the item and facts of the original set."
        )
    return f.BorrowedCover(
        raw["id"],
        _day(raw, "made_on", where),
        from_json({"id": where, **original}),
        _flag(raw, "terrorist_investigation", where),
    )


def _plain(fact: type) -> Callable[[Mapping[str, Any], f.Item, str], Any]:
    """A reader of a fact that has a day and nothing else."""

    def read(raw: Mapping[str, Any], item: f.Item, where: str) -> Any:
        return fact(raw["id"], _day(raw, "on", where))

    return read


_READERS: dict[str, Callable[[Mapping[str, Any], f.Item, str], f.Act]] = {
    "conviction": _conviction,
    "nsd": _determination,
    "commissioners_order": _order,
    "court_extension": _court,
    "sample_order": _sample_order,
    "unlawful_taking": _unlawful,
    "notice_ceased": _plain(f.NoticeCeased),
    "notice_revived": _plain(f.NoticeRevived),
    "notice_quashed": _quashed,
    "investigation_concluded": _plain(f.InvestigationConcluded),
    "profile_derived": _plain(f.ProfileDerived),
    "national_security_notice": _plain(f.NationalSecurityNotice),
    "identified_for_review": _plain(f.IdentifiedForReview),
    "identity_known": _plain(f.IdentityKnown),
    "consent_withdrawn": _plain(f.ConsentWithdrawn),
    "purpose_fulfilled": _plain(f.PurposeFulfilled),
    "retention_consented": _plain(f.RetentionConsented),
    "liable_for_destruction": _plain(f.LiableForDestruction),
    "restarted_period": _restarted,
    "statutory_bar": _bar,
    "further_fingerprints": _borrowed,
}
