"""Who could make which decision on which day: computed, never read from a role's name.

A determination needs the right force under the regime on that day, and in that force the chief
officer or a deputy whom an Act lets act. The answer is ``Allowed`` with the capacity, or
``Refused`` with the reason.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.forces import Force, ForceKind, force_of
from law.periods import last_day
from law.rules import INSTALLED, REGIMES
from law.rules.declared import FIVE_YEAR_DAY


class Rank(StrEnum):
    """Police ranks and the offices that an Act names, ascending as far as ranks go."""

    CONSTABLE = "constable"
    SERGEANT = "sergeant"
    INSPECTOR = "inspector"
    CHIEF_INSPECTOR = "chief_inspector"
    SUPERINTENDENT = "superintendent"
    CHIEF_SUPERINTENDENT = "chief_superintendent"
    ASSISTANT_CHIEF_CONSTABLE = "assistant_chief_constable"
    COMMANDER = "commander"
    DEPUTY_ASSISTANT_COMMISSIONER = "deputy_assistant_commissioner"
    DEPUTY_CHIEF_CONSTABLE = "deputy_chief_constable"
    ASSISTANT_COMMISSIONER = "assistant_commissioner"
    CHIEF_CONSTABLE = "chief_constable"
    DEPUTY_COMMISSIONER = "deputy_commissioner"
    COMMISSIONER = "commissioner"
    DIRECTOR_GENERAL = "director_general"
    PROVOST_MARSHAL = "provost_marshal"
    REVENUE_COMMISSIONER = "revenue_commissioner"

    @property
    def words(self) -> str:
        """The rank as it is written: "Chief Superintendent"."""
        return self.value.replace("_", " ").title()


_POLICE_RANKS = tuple(Rank)[:14]


def rank_from_words(words: str) -> Rank | None:
    """The rank as people write it, abbreviated or in full; None where it is not one.

    >>> rank_from_words("  Assistant Commissioner ").value
    'assistant_commissioner'
    >>> rank_from_words("DCC").value
    'deputy_chief_constable'
    """
    plain = " ".join(words.lower().replace("_", " ").replace(".", "").split())
    return _SHORT.get(plain) or next((rank for rank in Rank if rank.words.lower() == plain), None)


_SHORT = {
    "pc": Rank.CONSTABLE,
    "ps": Rank.SERGEANT,
    "insp": Rank.INSPECTOR,
    "ci": Rank.CHIEF_INSPECTOR,
    "supt": Rank.SUPERINTENDENT,
    "ch supt": Rank.CHIEF_SUPERINTENDENT,
    "acc": Rank.ASSISTANT_CHIEF_CONSTABLE,
    "dac": Rank.DEPUTY_ASSISTANT_COMMISSIONER,
    "dcc": Rank.DEPUTY_CHIEF_CONSTABLE,
    "ac": Rank.ASSISTANT_COMMISSIONER,
    "cc": Rank.CHIEF_CONSTABLE,
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """The decision could be made; ``capacity`` says in what capacity, ``source`` under what Act."""

    capacity: str
    source: str

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """The decision could not be made. ``reason`` is a sentence for the person refused.

    ``needs_legal_review``: the Act that governs was not read; a legal reviewer must decide.
    """

    reason: str
    needs_legal_review: bool = False

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Deputising:
    """What is on record about a deputy's standing on the day.

    ``consent``: the chief's consent is evidenced. ``chief_unable_since``: the first day on which the
    chief was absent, unable or the office vacant; None where not. ``most_senior``: the only deputy,
    or the most senior. ``designated``: the one assistant designated while the chief and every deputy
    (``every_deputy_unable``) are unable.
    """

    consent: bool = False
    chief_unable_since: date | None = None
    most_senior: bool = True
    designated: bool = False
    every_deputy_unable: bool = False


_ENGLAND_AND_WALES = frozenset({ForceKind.TERRITORIAL, ForceKind.METROPOLITAN, ForceKind.CITY})
_UK = _ENGLAND_AND_WALES | {ForceKind.SCOTLAND, ForceKind.NORTHERN_IRELAND}
_SPECIAL = frozenset({ForceKind.TRANSPORT, ForceKind.DEFENCE, ForceKind.CRIME_AGENCY})

_ANY_SINCE_2020: dict[str, frozenset[ForceKind]] = {
    "TACT": _UK,
    "TPIM": _UK,
    "BORDER": _UK,
    "PACE": _ENGLAND_AND_WALES,
    "CTA": _ENGLAND_AND_WALES | {ForceKind.NORTHERN_IRELAND},
    "NSA": _UK | _SPECIAL,
    "SCOT": frozenset({ForceKind.SCOTLAND}),
    "NI": frozenset({ForceKind.NORTHERN_IRELAND}),
}
_RESPONSIBLE: dict[str, frozenset[ForceKind]] = {
    **_ANY_SINCE_2020,
    "CTA": _UK | _SPECIAL | {ForceKind.SERVICE_POLICE, ForceKind.REVENUE},
}
_CHIEF: dict[ForceKind, Rank] = {
    ForceKind.METROPOLITAN: Rank.COMMISSIONER,
    ForceKind.CITY: Rank.COMMISSIONER,
    ForceKind.CRIME_AGENCY: Rank.DIRECTOR_GENERAL,
    ForceKind.SERVICE_POLICE: Rank.PROVOST_MARSHAL,
    ForceKind.REVENUE: Rank.REVENUE_COMMISSIONER,
}
# Whom an Act lets act for a chief officer who is absent or unable.
ACTS_FOR_ABSENT = frozenset(
    {Rank.DEPUTY_CHIEF_CONSTABLE, Rank.ASSISTANT_CHIEF_CONSTABLE, Rank.DEPUTY_COMMISSIONER}
)
_SEPARATE_STATUTES = frozenset({ForceKind.CITY, ForceKind.SCOTLAND, ForceKind.NORTHERN_IRELAND, *_SPECIAL})
_ONE_FORCE = {"SC": "PSOS", "NI": "PSNI"}
_DEPUTIES = frozenset(
    {
        Rank.DEPUTY_CHIEF_CONSTABLE,
        Rank.ASSISTANT_CHIEF_CONSTABLE,
        Rank.ASSISTANT_COMMISSIONER,
        Rank.DEPUTY_COMMISSIONER,
        Rank.COMMANDER,
    }
)


def may_determine(
    day: date,
    regime: str,
    nation: str,
    responsible_force: str,
    maker_force: str,
    rank: str,
    consent: bool | str | None = None,
    deputising: Deputising | None = None,
) -> Allowed | Refused:
    """Whether an officer could make a national security determination on a day.

    ``regime`` is the key of ``law.rules.REGIMES`` ("TACT"); ``responsible_force`` the force where
    the material was taken (CTA: that obtained it); ``rank`` one held on that day. ``consent`` is
    the evidence of the chief officer's consent, or whether there is any; ``deputising`` gives
    the rarer facts and includes consent of its own.

    Source: Terrorism Act 2000 Sch 8 paras 20E, 20J and its like; Counter-Terrorism and Border
    Security Act 2019 s.25 and Sch 2; Police Reform and Social Responsibility Act 2011 ss.41-47.

    >>> bool(may_determine(date(2016, 4, 6), "TACT", "EW", "13", "13", "chief_constable"))
    True
    >>> may_determine(date(2016, 4, 6), "TACT", "EW", "13", "13", "chief_superintendent").reason
    'A Chief Superintendent is not a chief officer of police and cannot make a determination.'
    """
    if regime not in REGIMES:
        return Refused(f"There is no determination under {regime}. Check the power of the material.")
    if INSTALLED.determination(regime, day) is None:
        return Refused(f"No determination could be made under {REGIMES[regime].act} on {_words(day)}.")
    maker = force_of(maker_force)
    if maker is None:
        return Refused(f"Force {maker_force} is not a force whose chief officer can make a determination.")
    wrong = _wrong_force(day, regime, nation, responsible_force, maker)
    if wrong is not None:
        return wrong
    held = rank_from_words(str(rank))
    if held is None:
        return Refused(f"{rank or 'No rank'} is not a rank that can make a determination.")
    facts = deputising or Deputising()
    if consent and not facts.consent:
        facts = Deputising(
            True, facts.chief_unable_since, facts.most_senior, facts.designated, facts.every_deputy_unable
        )
    return _capacity(day, maker, held, facts)


def _wrong_force(day: date, regime: str, nation: str, responsible_force: str, maker: Force) -> Refused | None:
    """Why that force's chief officer cannot act for the regime on the day; None where he can."""
    responsible = _responsible(regime, nation, responsible_force)
    is_responsible = responsible is not None and responsible.code == maker.code
    if is_responsible:
        if maker.kind in _RESPONSIBLE[regime]:
            return None
        return Refused(f"The chief officer of {maker.name} has no power under {REGIMES[regime].act}.")
    if day < FIVE_YEAR_DAY:
        name = responsible.name if responsible else responsible_force or "the responsible force"
        return Refused(
            f"Until 12 August 2020 only the responsible chief officer could make a determination: "
            f"that of {name}, not of {maker.name}."
        )
    if maker.kind not in _ANY_SINCE_2020[regime]:
        return Refused(f"The chief officer of {maker.name} has no power under {REGIMES[regime].act}.")
    return None


def _responsible(regime: str, nation: str, force: str) -> Force | None:
    """The responsible force: in Scotland and Northern Ireland the one force there, whoever took the material.

    Under the Counter-Terrorism Act it is the one that obtained it. Source: Terrorism Act 2000 Sch 8 para 20J.
    """
    return force_of(_ONE_FORCE.get(nation, force) if regime != "CTA" else force)


def _capacity(day: date, force: Force, rank: Rank, facts: Deputising) -> Allowed | Refused:
    """In what capacity a rank acts in a force on a day, or why it cannot."""
    chief = _CHIEF.get(force.kind, Rank.CHIEF_CONSTABLE)
    if rank is chief:
        source = "Police Act 1996 s.101" if force.kind in _ENGLAND_AND_WALES else "the regime's own Act"
        return Allowed(chief.words, source)
    if force.kind is ForceKind.TERRITORIAL:
        return _territorial_deputy(rank, facts)
    if force.kind is ForceKind.METROPOLITAN:
        return _metropolitan_deputy(day, rank, facts)
    if force.kind in _SEPARATE_STATUTES and rank in _DEPUTIES:
        return Refused(
            f"Whether a {rank.words} of {force.name} may act for its chief officer is governed by another "
            "Act, not confirmed here. A legal reviewer must decide.",
            needs_legal_review=True,
        )
    return _not_a_chief(rank)


def _territorial_deputy(rank: Rank, facts: Deputising) -> Allowed | Refused:
    """Police Reform and Social Responsibility Act 2011 s.41: outside London."""
    if rank is Rank.DEPUTY_CHIEF_CONSTABLE:
        if not facts.most_senior:
            return Refused("Only the most senior Deputy Chief Constable may act for the Chief Constable.")
        if facts.consent:
            return Allowed("Deputy Chief Constable, with the Chief Constable's consent", "PRSRA 2011 s.41")
        if facts.chief_unable_since is not None:
            return Allowed("Deputy Chief Constable, the Chief Constable being unable", "PRSRA 2011 s.41")
        return Refused(
            "A Deputy Chief Constable needs the consent of the Chief Constable, or one who is unable to act."
        )
    if rank is Rank.ASSISTANT_CHIEF_CONSTABLE:
        if facts.designated and facts.chief_unable_since is not None and facts.every_deputy_unable:
            return Allowed("Assistant Chief Constable designated to act", "PRSRA 2011 s.41(5)-(7)")
        return Refused(
            "An Assistant Chief Constable cannot make a determination, except the one designated while "
            "the Chief Constable and every Deputy Chief Constable are unable."
        )
    return _not_a_chief(rank)


def _metropolitan_deputy(day: date, rank: Rank, facts: Deputising) -> Allowed | Refused:
    """Police Reform and Social Responsibility Act 2011 ss.44-47: the Metropolitan Police."""
    if rank is Rank.DEPUTY_COMMISSIONER:
        if facts.consent:
            return Allowed("Deputy Commissioner, with the Commissioner's consent", "PRSRA 2011 s.44")
        since = facts.chief_unable_since
        if since is not None and day <= last_day(since, 3):
            return Allowed("Deputy Commissioner, the Commissioner being unable", "PRSRA 2011 s.44")
        if since is not None:
            return Refused(
                "The Deputy Commissioner may act for an absent Commissioner for three months at most."
            )
        return Refused(
            "The Deputy Commissioner needs the Commissioner's consent, or the Commissioner to be unable."
        )
    if rank is Rank.ASSISTANT_COMMISSIONER:
        if facts.consent:
            return Allowed("Assistant Commissioner, with the Commissioner's consent", "PRSRA 2011 s.45(4)")
        return Refused("An Assistant Commissioner needs the Commissioner's consent, and none is on record.")
    if rank in (Rank.DEPUTY_ASSISTANT_COMMISSIONER, Rank.COMMANDER):
        return Refused(f"No Act lets a {rank.words} make a determination for the Commissioner.")
    return _not_a_chief(rank)


def _not_a_chief(rank: Rank) -> Refused:
    article = "An" if rank.words[0] in "AI" else "A"
    return Refused(
        f"{article} {rank.words} is not a chief officer of police and cannot make a determination."
    )


def may_sign_off_stop(day: date, rank: str, inspector_from: date | None) -> Allowed | Refused:
    """Whether a rank could sign off a provisional Stop-NSD on a day.

    ``inspector_from`` is the dated policy: the first day on which an Inspector may; None where no
    such policy was made. Before it, a Superintendent or above.

    Source: policy: the Commissioner's further report of 22 April 2016 (sign-off by Inspectors).

    >>> policy = date(2015, 12, 15)
    >>> bool(may_sign_off_stop(date(2015, 12, 14), "inspector", policy))
    False
    >>> bool(may_sign_off_stop(date(2015, 12, 15), "inspector", policy))
    True
    """
    held = rank_from_words(str(rank))
    if held is None or held not in _POLICE_RANKS:
        return Refused(f"{rank or 'No rank'} is not a rank that can sign off a Stop-NSD.")
    inspectors = inspector_from is not None and day >= inspector_from
    least, who = (Rank.INSPECTOR, "an Inspector") if inspectors else (Rank.SUPERINTENDENT, "a Superintendent")
    if _POLICE_RANKS.index(held) >= _POLICE_RANKS.index(least):
        return Allowed(held.words, "sign-off policy of the day")
    return Refused(f"On {_words(day)} a Stop-NSD was signed off by {who} or above.")


def may_overrule_stop(rank: str) -> Allowed | Refused:
    """Whether a rank may decide a Stop-NSD that an Inspector referred upwards: Superintendent or above."""
    return may_sign_off_stop(date.min, rank, None)


def may_hold_further_prints(rank: str) -> Allowed | Refused:
    """Whether a rank may determine that further fingerprints be held: a constable of any rank.

    Source: Terrorism Act 2000 Sch 8 para 20EA and its like.
    """
    held = rank_from_words(str(rank))
    if held is None or held not in _POLICE_RANKS:
        return Refused("Only a constable, of any rank, may determine that further fingerprints be held.")
    return Allowed(held.words, "Terrorism Act 2000 Sch 8 para 20EA and its like")


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
