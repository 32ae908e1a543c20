"""Reads of the Security Service's files: what waits to go out, what went and came, what needs a person."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.models import Officer
from cases.choices import ImportKind, RequestTo
from cases.models import Case, ImportException, ImportFile, Request, RequestBatch
from cases.requests import Clock, clock_of
from cases.services.batches import waiting_ids

if TYPE_CHECKING:
    from cases.querysets import CaseQuerySet


def waiting(officer: Officer, day: date) -> QuerySet[Request]:
    """The requests that wait to go out in a file, nearest last lawful day first."""
    visible: CaseQuerySet = Case.objects.visible_to(officer, day)
    return (
        Request.objects.filter(pk__in=waiting_ids(), case__in=visible)
        .select_related("case", "asked_by")
        .order_by("case__urgency", "case__sort_day", "pk")
    )


def made() -> QuerySet[RequestBatch]:
    """Every file that was made, the latest first."""
    return RequestBatch.objects.current().select_related("recorded_by").order_by("-number")


def taken_in() -> QuerySet[ImportFile]:
    """The files of answers that came in, the latest first."""
    files = ImportFile.objects.filter(kind=ImportKind.SECURITY_SERVICE)
    return files.select_related("imported_by").order_by("-pk")[:20]


def all_exceptions() -> QuerySet[ImportException]:
    """Every exception of such a file."""
    return ImportException.objects.filter(row__file__kind=ImportKind.SECURITY_SERVICE).select_related(
        "row", "row__cells", "row__file", "case", "owner", "ended_by"
    )


def open_exceptions() -> QuerySet[ImportException]:
    """Those that nobody has ended yet, the oldest first."""
    return all_exceptions().filter(ended_at=None).order_by("opened_at", "pk")


def on_record(exception: ImportException) -> Clock | None:
    """The request that the exception's row names, with what became of it."""
    matched = re.fullmatch(r"SSR-(\d+)", exception.row.ref)
    if not matched:
        return None
    request = Request.objects.current().filter(pk=int(matched[1]), to=RequestTo.SECURITY_SERVICE).first()
    return clock_of(request) if request else None
