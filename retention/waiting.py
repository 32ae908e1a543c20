"""Reads of what waits on a person: work that came back from leavers, and the digests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from accounts.selectors import roles_on
from cases.models import Case
from cases.querysets import CaseQuerySet
from retention.models import Digest, LeaverAlert, LeaverAlertCase

if TYPE_CHECKING:
    from accounts.models import Officer


def leaver_alerts_for(officer: Officer, day: date) -> QuerySet[LeaverAlert]:
    """What came back from leavers and waits for a manager such as ``officer``; the latest first.

    Each with its movements and their cases in ``returned``.
    """
    cases = LeaverAlertCase.objects.select_related("movement__case").order_by("pk")
    return (
        LeaverAlert.objects.filter(owner_role__in=roles_on(officer, day), acknowledged_at=None)
        .select_related("officer")
        .prefetch_related(Prefetch("returned", queryset=cases))
        .order_by("-raised_on", "-pk")
    )


@dataclass(frozen=True, slots=True)
class ReadDigest:
    """A digest with those of its most urgent cases that its owner may still know of, in their order."""

    digest: Digest
    top: list[Case] = field(default_factory=list)


def digests_of(officer: Officer) -> QuerySet[Digest]:
    """Every digest of one person, the latest first."""
    return Digest.objects.filter(officer=officer).order_by("-day")


def read_digest(officer: Officer, day: date) -> ReadDigest | None:
    """The digest of a person for ``day``, where it has been made."""
    digest = digests_of(officer).filter(day=day).first()
    if digest is None:
        return None
    cases: CaseQuerySet = Case.objects.visible_to(officer, day).filter(pk__in=digest.top)
    found = {case.pk: case for case in cases.with_subject_name()}
    return ReadDigest(digest, [found[pk] for pk in digest.top if pk in found])
