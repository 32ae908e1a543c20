"""Reads of imports for pages: what was handed in, how far it is, what became of each row.

Rows are shown to whoever may see the case they are about, and rejected rows, which have none, to those who
work on imports. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from accounts.choices import Role
from audit.reading import in_parts
from cases.choices import ExceptionCode, RowOutcome
from cases.models import Case, ImportException, ImportFile, ImportRow, Upload, UploadResult
from cases.permissions import JFIT, SOFS
from cases.querysets import SEES_ALL_CASES

if TYPE_CHECKING:
    from accounts.models import Officer

SEES_IMPORTS = SOFS | JFIT | {Role.MIGRATION_OFFICER}
SEES_ROWS = SEES_ALL_CASES | {Role.MIGRATION_OFFICER}
HEADER = ("File", "Row", "Reference", "Outcome", "Column", "What", "Why, and how to mend it")


def uploads() -> QuerySet[Upload]:
    """What was handed in, latest first."""
    return Upload.objects.select_related("uploaded_by").prefetch_related("files").order_by("-pk")


def imported_files() -> QuerySet[ImportFile]:
    """Every file of which something went in, whether by a page or by a command; latest first."""
    return ImportFile.objects.select_related("imported_by").order_by("-pk")


def stages_of(upload: Upload) -> dict[bool, dict[str, int]]:
    """How many rows of each outcome the dry run (True) and the import (False) found; one query."""
    found: dict[bool, dict[str, int]] = {True: {}, False: {}}
    rows = UploadResult.objects.filter(file__upload=upload).order_by()
    for is_rehearsal, outcome, count in rows.values_list("is_rehearsal", "outcome").annotate(n=Count("pk")):
        found[is_rehearsal][outcome] = count
    return found


def results(upload: Upload, *, is_rehearsal: bool, show: str = "") -> QuerySet[UploadResult]:
    """What became of the rows: ``show`` an outcome, or "look" for those with something to look at."""
    rows = (
        UploadResult.objects.filter(file__upload=upload, is_rehearsal=is_rehearsal)
        .select_related("file", "case")
        .order_by("file__position", "number")
    )
    if show == "look":
        return rows.exclude(problems=[])
    return rows.filter(outcome=show) if show in RowOutcome.values else rows


def to_take_away(rows: QuerySet[UploadResult]) -> Iterator[tuple[str, ...]]:
    """The results as lines of a file, under ``HEADER``: one for each problem, one for a row without."""
    with in_parts(rows) as read:
        for row in read:
            start = (row.file.name, str(row.number), row.ref, row.get_outcome_display())
            for problem in row.problems or [{}]:
                code = problem.get("code", "")
                words = str(ExceptionCode(code).label) if code else ""
                yield (*start, problem.get("column", ""), words, problem.get("why", ""))


def rows_for(officer: Officer, day: date) -> QuerySet[ImportRow]:
    """The imported rows that ``officer`` may look at: of cases that they may see, and rejected ones."""
    visible = Case.objects.visible_to(officer, day)
    return ImportRow.objects.filter(Q(case=None) | Q(case__in=visible)).select_related("file", "case")


def other_rows(row: ImportRow) -> list[ImportRow]:
    """The other rows of the same reference in files of that kind, latest first."""
    if not row.ref:
        return []
    others = ImportRow.objects.filter(ref=row.ref, file__kind=row.file.kind).exclude(pk=row.pk)
    return list(others.select_related("file").order_by("-pk")[:20])


def exceptions_of(row: ImportRow) -> list[ImportException]:
    """What a person had to look at in a row."""
    return list(ImportException.objects.filter(row=row).select_related("owner", "ended_by").order_by("pk"))


def visible_among(officer: Officer, day: date, case_ids: Iterable[int]) -> set[int]:
    """Those of these cases that ``officer`` may see."""
    visible = Case.objects.visible_to(officer, day).filter(pk__in=list(case_ids))
    return set(visible.values_list("pk", flat=True))
