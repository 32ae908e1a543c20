"""Assurances given to the Commissioner, each beside how those who gave it did before and since (R-112).

The measure is the median of the days from asking to answering, or from sending to deciding, of what was sent
in the year before the assurance and of what was sent from its day on. What is still open has no answer to
count and is told apart. The year has 365 days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery

from cases.choices import RequestStep, RequestTo, SignOffOutcome
from cases.models import Application, Determination, Refusal, Request, RequestEvent, StopDecision, StopSignOff
from oversight.choices import Party
from oversight.models import Assurance

Span = tuple[date, date | None]
"""When something was sent, and when it was answered or decided; None while it is open."""

MEASURES = {
    Party.SECURITY_SERVICE: "days to answer a request",
    Party.CTU: "days to answer a request",
    Party.PORT: "days to answer a request",
    Party.CHIEF_OFFICER: "days to decide an application",
    Party.SIGN_OFF: "days to sign off a provisional Stop-NSD",
}


@dataclass(frozen=True, slots=True)
class Tested:
    """An assurance with how those who gave it did before and since; None where nothing is known."""

    assurance: Assurance
    measure: str = ""
    before: float | None = None
    since: float | None = None
    answered_since: int = 0
    open_since: int = 0

    @property
    def words(self) -> str:
        """As "Assurance given on 1 February 2016; median days to answer a request since: 21"."""
        said = f"Assurance given on {self.assurance.given_on:%-d %B %Y}"
        if not self.measure:
            return f"{said}. Nothing recorded measures it."
        if self.since is None:
            return f"{said}; none answered since, {self.open_since:,} open."
        return f"{said}; median {self.measure} since: {self.since:g}"


def tested(units: Collection[int] | None = None) -> list[Tested]:
    """Every assurance, the latest first, each tested against what is recorded now.

    ``units``: only those of CTUs, tested by the requests to these units.
    """
    rows = Assurance.objects.current().select_related("words", "recorded_by").order_by("-given_on", "-pk")
    if units is not None:
        rows = rows.filter(party=Party.CTU)
    spans: dict[str, list[Span]] = {}
    found = []
    for assurance in rows:
        party = Party(assurance.party)
        if party not in MEASURES:
            found.append(Tested(assurance))
            continue
        if party not in spans:
            spans[party] = list(_spans(party, units))
        found.append(_tested(assurance, spans[party]))
    return found


def _tested(assurance: Assurance, spans: Iterable[Span]) -> Tested:
    given = assurance.given_on
    before = [_days(span) for span in spans if span[1] and 0 < (given - span[0]).days <= 365]
    later = [span for span in spans if span[0] >= given]
    since = [_days(span) for span in later if span[1]]
    return Tested(
        assurance,
        MEASURES[Party(assurance.party)],
        median(before) if before else None,
        median(since) if since else None,
        len(since),
        len(later) - len(since),
    )


def _days(span: Span) -> int:
    sent, ended = span
    return (ended - sent).days if ended else 0


def _spans(party: Party, units: Collection[int] | None) -> Iterable[Span]:
    if party == Party.CHIEF_OFFICER:
        return _decisions()
    if party == Party.SIGN_OFF:
        return _sign_offs()
    found = _requests(RequestTo(party.value))
    return found if units is None else found.filter(unit__in=units)


def _requests(to: RequestTo) -> QuerySet:
    answers = RequestEvent.objects.current().filter(request=OuterRef("pk"), step=RequestStep.ANSWERED)
    closed = RequestEvent.objects.current().filter(request=OuterRef("pk"), step=RequestStep.CLOSED)
    rows = Request.objects.current().filter(to=to).exclude(Exists(closed))
    return rows.annotate(ended=Subquery(answers.values("happened_on")[:1])).values_list("sent_on", "ended")


def _decisions() -> Iterable[Span]:
    """Of each application that was not taken back: a void decision decided nothing."""
    decided = dict(
        Determination.objects.current()
        .filter(void_because="")
        .exclude(application=None)
        .values_list("application")
        .annotate(first=Min("made_on"))
    )
    refused = dict(
        Refusal.objects.current()
        .filter(void_because="")
        .exclude(application=None)
        .values_list("application")
        .annotate(first=Min("refused_on"))
    )
    sent = Application.objects.current().filter(taken_back=None)
    for pk, applied_on in sent.values_list("pk", "applied_on"):
        yield applied_on, decided.get(pk) or refused.get(pk)


def _sign_offs() -> QuerySet:
    ended = StopSignOff.objects.current().filter(
        stop=OuterRef("pk"), void_because="", outcome__in=[SignOffOutcome.CONFIRMED, SignOffOutcome.OVERRULED]
    )
    rows = StopDecision.objects.current().annotate(ended=Subquery(ended.values("signed_off_on")[:1]))
    return rows.values_list("stopped_on", "ended")
