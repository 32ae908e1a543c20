"""Reads of reconciliation for pages: how databases and cases stand to one another, runs, differences.

References and rows of an extract are shown to those who carry out deletions alone: what is hidden here is
among them. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse

from accounts.choices import Role
from cases.models import Case
from retention.choices_reconciliation import (
    COMPARED_WORDS,
    INCOMPLETE,
    DifferenceKind,
    ReconciliationState,
)
from retention.models import (
    Certificate,
    CertificateVoid,
    Difference,
    ExchangeFault,
    ExtractFile,
    Reconciliation,
)
from retention.services.certificates import wholes

if TYPE_CHECKING:
    from accounts.models import Officer

# A whole extract is to be reconciled at least so often, in days (K16).
OLDEST_RUN_DAYS = 14
# How each kind is drawn where there is one of it.
LOOK = {
    DifferenceKind.WITHOUT_CASE: "red",
    DifferenceKind.WITHOUT_HOLDING: "amber",
    DifferenceKind.MISSING_RECORD: "amber",
    DifferenceKind.SEARCHABLE_UNLAWFUL: "red",
    DifferenceKind.DELETED_PRESENT: "red",
    DifferenceKind.MISMATCHED: "amber",
}
# What each kind is counted in.
COUNTED_IN = {kind: "records" for kind in DifferenceKind} | {
    DifferenceKind.WITHOUT_CASE: "individuals",
    DifferenceKind.WITHOUT_HOLDING: "cases",
}
UNITS = {
    DifferenceKind.WITHOUT_CASE: "held, and no case here (individuals)",
    DifferenceKind.WITHOUT_HOLDING: "cases here, and nothing held",
    DifferenceKind.MISSING_RECORD: "recorded here, not in the database",
    DifferenceKind.SEARCHABLE_UNLAWFUL: "searched although unlawful (records)",
    DifferenceKind.DELETED_PRESENT: "recorded as deleted, still there",
    DifferenceKind.MISMATCHED: "another person or date (records)",
}


def open_by_kind() -> dict[str, int]:
    """How many differences of each kind are open; one query."""
    rows = Difference.objects.filter(ended_at=None).order_by().values_list("kind").annotate(n=Count("pk"))
    return {kind: 0 for kind in DifferenceKind.values} | dict(rows)


def tiles() -> list[dict[str, Any]]:
    """A tile for each kind of difference with how many are open, linked to exactly those."""
    counts = open_by_kind()
    return [
        {
            "number": counts[kind],
            "label": UNITS[kind],
            "href": f"{reverse('retention:differences')}?kind={kind.value}",
            "band": LOOK[kind] if counts[kind] else "",
        }
        for kind in DifferenceKind
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far completeness is shown: the latest whole run, its age in days, and what is certified.

    ``extracts``: how many extracts there are in all.
    """

    run: Reconciliation | None
    extracts: int
    age: int | None
    certificate: Certificate | None
    voided: CertificateVoid | None

    @property
    def is_late(self) -> bool:
        """Whether no whole extract was reconciled in the days allowed."""
        return self.age is None or self.age > OLDEST_RUN_DAYS


def standing(day: date) -> Standing:
    """How completeness stands on ``day``: what was voided counts until another certificate is signed."""
    everything = Reconciliation.objects.order_by().annotate(one=Value(1)).values("one")
    run = wholes().annotate(extracts=Subquery(everything.annotate(n=Count("pk")).values("n"))).first()
    age = (day - run.extracted_on).days if run and run.extracted_on else None
    latest = certificates().select_related("void", "void__reconciliation").first()
    stands = latest is not None and latest.withdrawn_at is None
    extracts = run.extracts if run else Reconciliation.objects.count()
    return Standing(
        run,
        extracts,
        age,
        latest if stands else None,
        getattr(latest, "void", None) if latest and not stands else None,
    )


def voided_for(roles: Iterable[str]) -> CertificateVoid | None:
    """The certificate that was voided and not replaced, for the first page of those who must know."""
    if not set(roles) & {Role.SOFS_MANAGER, Role.COMMISSIONER, Role.COMMISSIONER_OFFICE, Role.SENIOR_MANAGER}:
        return None
    latest = certificates().select_related("void", "void__reconciliation").first()
    return getattr(latest, "void", None)


def certificates() -> Any:
    """Every certificate, the latest first."""
    return Certificate.objects.select_related("recorded_by", "method", "reconciliation").order_by("-pk")


def runs() -> QuerySet[Reconciliation]:
    """Every extract, the latest first."""
    files = ExtractFile.objects.filter(reconciliation=OuterRef("pk")).order_by("position")
    signed = Certificate.objects.filter(reconciliation=OuterRef("pk")).order_by("-pk")
    return (
        Reconciliation.objects.select_related("handed_in_by")
        .annotate(
            file_names=ArraySubquery(files.values("name")),
            certificate=Subquery(signed.values("pk")[:1]),
            voided=Subquery(signed.values("withdrawn_at")[:1]),
        )
        .order_by("-pk")
    )


def differences(kind: str, *, ended: bool) -> QuerySet[Difference]:
    """Open differences, or those that ended; of one kind or of all, by kind and age."""
    found = Difference.objects.filter(ended_at__isnull=not ended)
    if kind in DifferenceKind.values:
        found = found.filter(kind=kind)
    return found.select_related("case", "owner", "ended_by").order_by("kind", "opened_at", "pk")


def owned_by(officer: Officer, roles: Iterable[str]) -> int:
    """How many open differences are ``officer``'s: by name, or because nobody has them and the role does."""
    mine = Q(owner=officer) | Q(owner=None, owner_role__in=list(roles))
    return Difference.objects.filter(mine, ended_at=None).count()


def faults(*, ended: bool) -> QuerySet[ExchangeFault]:
    """Faults of the exchange of files, open or ended, the latest first."""
    found = ExchangeFault.objects.filter(ended_at__isnull=not ended)
    return found.select_related("ended_by", "instruction", "reason").order_by("-pk")


def what_differs(difference: Difference) -> str:
    """What differs, in words."""
    return ", ".join(COMPARED_WORDS[name] for name in difference.what)


def alike(difference: Difference) -> list[Case]:
    """Cases that a record without one may belong to: of the same name, for a person to judge."""
    from retention.services.difference_ends import records_of

    if difference.kind != DifferenceKind.WITHOUT_CASE or difference.ended_at:
        return []
    names = {each.name for each in records_of(difference) if each.name}
    same_name = Q(subject__identities__search_name__in=names, subject__identities__withdrawn_at=None)
    return list(Case.objects.filter(same_name).with_subject_name().order_by("ref").distinct()[:10])


def denies_completeness(difference: Difference) -> bool:
    """Whether it speaks against a certificate of completeness."""
    return difference.kind in INCOMPLETE


def at_work(run: Reconciliation) -> bool:
    """Whether it is still being read or compared."""
    return run.state in (ReconciliationState.READING, ReconciliationState.COMPARING)
