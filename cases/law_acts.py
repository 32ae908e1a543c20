"""What a recorded event of an item, or a conviction, is to the law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cases.choices_law import LawEventKind
from law import facts

_PLAIN: dict[LawEventKind, Callable[[str, date], facts.Act]] = {
    LawEventKind.NOTICE_CEASED: facts.NoticeCeased,
    LawEventKind.NOTICE_REVIVED: facts.NoticeRevived,
    LawEventKind.TOLD: facts.NationalSecurityNotice,
    LawEventKind.NAMED: facts.IdentifiedForReview,
    LawEventKind.IDENTITY_KNOWN: facts.IdentityKnown,
    LawEventKind.CONSENT_WITHDRAWN: facts.ConsentWithdrawn,
    LawEventKind.PURPOSE_FULFILLED: facts.PurposeFulfilled,
    LawEventKind.RETENTION_CONSENTED: facts.RetentionConsented,
    LawEventKind.LIABLE: facts.LiableForDestruction,
}


def event_of(kind: str, id: str, on: date, then_on: date | None, more: str) -> facts.Act:
    """The act that an event is; ``more`` is the power of a restart, or the months of an order on a sample."""
    sort = LawEventKind(kind)
    if sort is LawEventKind.NOTICE_QUASHED:
        return facts.NoticeQuashed(id, on, appeal_closed_on=then_on)
    if sort is LawEventKind.RESTARTED:
        return facts.RestartedPeriod(id, on, power=more or None)
    if sort is LawEventKind.SAMPLE_ORDER:
        assert then_on is not None  # the database asks for it
        return facts.SampleOrder(id, applied_on=then_on, ordered_on=on, months=int(more))
    return _PLAIN[sort](id, on)


def conviction_of(
    id: str,
    on: date,
    *,
    exempt: bool,
    recordable: bool,
    excluded: bool | None,
    foreign: bool,
    course: str | None,
    months: int | None,
    then: date | None,
) -> facts.Conviction:
    """The act that a conviction is: ``months`` of custody (None: no sentence recorded), ``then`` the day of
    the sentence or, of a conviction abroad, of the arrest.
    """
    sentence = None
    if months is not None:
        sentence = facts.Sentence(
            months, passed_on=None if foreign else then, arrested_on=then if foreign else None
        )
    return facts.Conviction(id, on, exempt, recordable, excluded, course, foreign, sentence)
