"""What the law is told: an item, and the acts and events that bear on it.

Every class is frozen and carries the id of the recorded fact it came from, so that an answer can
point back. Dates are UK local days. Nothing here decides anything: see ``law.cover``.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What sort of biometric an item is; each item has its own clock."""

    FINGERPRINTS = "fingerprints"
    DNA_PROFILE = "dna_profile"
    DNA_SAMPLE = "dna_sample"


class Nation(StrEnum):
    """Where it was taken: England and Wales, Scotland, Northern Ireland."""

    EW = "EW"
    SC = "SC"
    NI = "NI"


@dataclass(frozen=True, slots=True)
class Item:
    """One set of fingerprints, one DNA profile or one DNA sample.

    ``power`` is a rule id such as "TACT-S7". ``taken_on`` is the day it was taken; for a profile,
    the day of the first sample; None where it is not known.
    """

    kind: str
    power: str
    taken_on: date | None
    nation: str = "EW"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence for a conviction under 18: needed only by PACE ss.63K and 63KA.

    ``custodial_months`` is 0 for a sentence that is not custodial. ``passed_on`` starts the clock
    of a custodial one; ``arrested_on`` that of a foreign conviction.
    """

    custodial_months: int = 0
    passed_on: date | None = None
    arrested_on: date | None = None


@dataclass(frozen=True, slots=True)
class Conviction:
    """A conviction, or what the Act treats as one, on a day.

    ``exempt``: recordable, not a qualifying offence, committed under 18 (Terrorism Act 2000 and
    the Acts like it). ``excluded``: PACE's own concept, which also asks that it is the only
    conviction and carried less than five years' custody; None where it was not recorded.
    Convictions with one ``course_of_action`` count as one. ``foreign``: outside the United Kingdom.
    """

    id: str
    on: date
    exempt: bool
    recordable: bool = True
    excluded: bool | None = None
    course_of_action: str | None = None
    foreign: bool = False
    sentence: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Determination:
    """A national security determination covering the item.

    ``months`` is its length, beginning with the day made. ``void``: the maker lacked authority.
    ``revoked_on``: the last day on which it had effect.
    """

    id: str
    made_on: date
    months: int
    void: bool = False
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class CommissionersOrder:
    """The Commissioner's order to destroy what is held under a determination.

    ``determination``: the id of the one it ends; None for every one made by that day.
    Source: Protection of Freedoms Act 2012 s.20(4)-(5).
    """

    id: str
    on: date
    determination: str | None = None


@dataclass(frozen=True, slots=True)
class CourtExtension:
    """A court's order extending the period of the power. ``months`` is used in Scotland alone."""

    id: str
    applied_on: date
    ordered_on: date
    months: int = 24


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """A court's order to keep a DNA sample for proceedings: up to 12 months, renewable."""

    id: str
    applied_on: date
    ordered_on: date
    months: int = 12


@dataclass(frozen=True, slots=True)
class NoticeCeased:
    """The day on which a TPIM notice ceased to be in force."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class NoticeRevived:
    """The day on which a TPIM notice was revived, or a new one came into force."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class NoticeQuashed:
    """A TPIM notice quashed on a day. ``appeal_closed_on``: when no appeal was possible any more."""

    id: str
    on: date
    appeal_closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class InvestigationConcluded:
    """The day on which the investigation, or the proceedings that came of it, concluded."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class ProfileDerived:
    """The day on which a profile was derived from the sample."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class NationalSecurityNotice:
    """The controller was told that the material may be relevant to national security.

    Source: SI 2020/391 and SI 2020/973, reg 5.
    """

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class UnlawfulTaking:
    """The taking, or the arrest that led to it, was decided to have been unlawful.

    ``decided_on`` None: no day is recorded, and it counts on every day.
    """

    id: str
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class IdentifiedForReview:
    """A law enforcement authority named PACE material as needing a national security decision.

    Source: SI 2013/1813 art 6.
    """

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class IdentityKnown:
    """The day on which it became known whose unidentified material it is (CTA 2008 s.18A(5))."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """The day on which written consent to retention was withdrawn (PACE s.63O)."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class PurposeFulfilled:
    """The day on which the purpose of a voluntary taking was fulfilled (PACE s.63N)."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class RetentionConsented:
    """The Commissioner's consent to keep material of one arrested but not charged (PACE s.63G)."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class LiableForDestruction:
    """The day on which Northern Ireland material would first become liable for destruction."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class RestartedPeriod:
    """A new detention or arrest that a legal reviewer recorded as restarting the period.

    ``power``: the power of the new one where it differs.
    Source: PACE s.63P; Terrorism Act 2000 Sch 8 para 20D(7) and its like.
    """

    id: str
    on: date
    power: str | None = None


@dataclass(frozen=True, slots=True)
class BorrowedCover:
    """A constable's written determination that further fingerprints be held with an original set.

    ``original``: the facts of that set. ``terrorist_investigation``: for two PACE sets, that one
    of them came from such an investigation.
    Source: Terrorism Act 2000 Sch 8 para 20EA and its like.
    """

    id: str
    made_on: date
    original: "Facts"
    terrorist_investigation: bool = False


class Bar(StrEnum):
    """The Acts that take material outside the duty to destroy."""

    CPIA = "CPIA"
    ICRIR = "ICRIR"


@dataclass(frozen=True, slots=True)
class StatutoryBar:
    """Material taken outside the duty to destroy from a day.

    ``bar``: which Act (``Bar``). ``lifted_on``: the last day it applied; None while it applies.
    ``listed_offence``: taken in Great Britain on arrest for an offence that SI 2024/556 lists.
    """

    id: str
    bar: str
    from_on: date
    lifted_on: date | None = None
    listed_offence: bool = False


Act = (
    Conviction
    | Determination
    | CommissionersOrder
    | CourtExtension
    | SampleOrder
    | NoticeCeased
    | NoticeRevived
    | NoticeQuashed
    | InvestigationConcluded
    | ProfileDerived
    | NationalSecurityNotice
    | UnlawfulTaking
    | IdentifiedForReview
    | IdentityKnown
    | ConsentWithdrawn
    | PurposeFulfilled
    | RetentionConsented
    | LiableForDestruction
    | RestartedPeriod
    | BorrowedCover
    | StatutoryBar
)


@dataclass(frozen=True, slots=True)
class Facts:
    """An item and every act that bears on it, in no order."""

    item: Item
    acts: tuple[Act, ...] = ()
