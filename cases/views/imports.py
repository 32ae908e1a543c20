"""Imports: what was handed in, handing in, the dry run and the import of one upload, and a row of a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView, View
from django_tables2 import SingleTableView

from accounts import sheets
from accounts.exporting import Exporting, attachment
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from accounts.sheets import CSV, MEDIA, safe
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases import provenance, spreadsheets, uploads
from cases.choices import RowOutcome, UploadState
from cases.errors import CaseworkError
from cases.forms_imports import HandInForm
from cases.hidden import shown_cells
from cases.models import Upload
from cases.services.uploads import HANDS_IN, confirm, hand_in, kinds_for, leave, may_record_history
from cases.tables_imports import FileTable, ResultTable, UploadTable
from cases.tasks import queue

AT_WORK = (UploadState.REHEARSING, UploadState.IMPORTING)
PER_PAGE = 50
REFRESH_SECONDS = 5
SHOWN = (("", "All rows"), *RowOutcome.choices, ("look", "With something to look at"))


class ImportsPage(Exporting, RoleRequired, SingleTableView):
    """``/imports/``: what was handed in, latest first; with ``?show=files``, every file that went in."""

    allowed_roles = uploads.SEES_IMPORTS
    template_name = "cases/imports.html"
    paginate_by = PER_PAGE

    @property
    def files(self) -> bool:
        """Whether files are asked for."""
        return self.request.GET.get("show") == "files"

    def get_table_class(self) -> Any:
        """The columns of what is asked for."""
        return FileTable if self.files else UploadTable

    def get_queryset(self) -> Any:
        """Uploads or files."""
        return uploads.imported_files() if self.files else uploads.uploads()

    def get_table_kwargs(self) -> dict[str, object]:
        """What an empty list means."""
        return {"empty_text": "Nothing has been imported." if self.files else "Nothing was handed in yet."}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both lists, and the way to hand in."""
        return super().get_context_data(**kwargs) | {
            "may_hand_in": bool(kinds_for(officer_of(self.request))),
            "pages": [
                {"text": "Handed in on this page", "href": "?", "current": not self.files, "count": None},
                {"text": "All files", "href": "?show=files", "current": self.files, "count": None},
            ],
        }


class HandInPage(RoleRequired, TemplateView):
    """``/imports/new/``: hand in one or several files; their dry run begins at once."""

    allowed_roles = HANDS_IN
    template_name = "cases/hand_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An empty form."""
        return self.render_to_response(self.get_context_data(form=self._form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the files and have the dry run begin; what is refused comes back onto the page."""
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        said = form.cleaned_data
        try:
            upload = hand_in(
                said["kind"],
                form.handed_in(),
                by=officer_of(request),
                historical=bool(said.get("historical")),
            )
        except CaseworkError as refused:
            form.add_error("spreadsheets", str(refused))
            return self.render_to_response(self.get_context_data(form=form))
        _begin(request, upload)
        return HttpResponseRedirect(reverse("cases:upload", args=[upload.pk]))

    def _form(self, *args: Any) -> HandInForm:
        officer = officer_of(self.request)
        return HandInForm(*args, kinds=kinds_for(officer), may_record_history=may_record_history(officer))


class UploadPage(Exporting, RoleRequired, TemplateView):
    """``/imports/<pk>/``: how far it is, its counts, what became of each row, and the confirmation.

    While a worker is at it the answer asks the browser to come again, unless the person stopped that.
    """

    allowed_roles = uploads.SEES_IMPORTS
    template_name = "cases/upload.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        upload = self._upload()
        answer = self.render_to_response(self._context(upload))
        if upload.state in AT_WORK and "still" not in request.GET:
            answer["Refresh"] = str(REFRESH_SECONDS)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm the import, or leave it."""
        officer, pk = officer_of(request), self.kwargs["pk"]
        self._upload()
        try:
            if request.POST.get("do") == "import":
                _begin(request, confirm(pk, by=officer))
            else:
                leave(pk, by=officer)
                messages.success(request, "Left without importing. Nothing of it went in.")
        except CaseworkError as refused:
            messages.warning(request, str(refused))
        return HttpResponseRedirect(reverse("cases:upload", args=[pk]))

    def _upload(self) -> Upload:
        return get_object_or_404(uploads.uploads(), pk=self.kwargs["pk"])

    def _context(self, upload: Upload) -> dict[str, Any]:
        officer = officer_of(self.request)
        stages = uploads.stages_of(upload)
        is_rehearsal = _stage(self.request, upload)
        show = self.request.GET.get("show", "")
        return self.get_context_data(
            upload=upload,
            at_work=upload.state in AT_WORK,
            still="still" in self.request.GET,
            is_rehearsal=is_rehearsal,
            both=bool(stages[True] and stages[False]),
            counts=upload.rehearsed if is_rehearsal else upload.imported,
            table=self._table(upload, officer, is_rehearsal, show) if stages[is_rehearsal] else None,
            pages=_outcomes(stages[is_rehearsal], is_rehearsal, show),
            is_own=upload.uploaded_by_id == officer.pk,
            to_confirm=upload.state == UploadState.REHEARSED,
        )

    def _table(self, upload: Upload, officer: Officer, is_rehearsal: bool, show: str) -> ResultTable:
        table = ResultTable(uploads.results(upload, is_rehearsal=is_rehearsal, show=show))
        table.empty_text = "No row is among these."
        self.configured(table, PER_PAGE)
        ids = {row.record.case_id for row in table.paginated_rows if row.record.case_id}
        table.visible = uploads.visible_among(officer, clock.today(), ids)
        return table


class ResultsFile(RoleRequired, View):
    """``/imports/<pk>/results.csv`` and ``.xlsx``: what became of each row, to take away."""

    allowed_roles = uploads.SEES_IMPORTS

    def get(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        """The file, which a browser saves and never shows."""
        if ending not in MEDIA:
            raise Http404("Results are taken away as csv or xlsx.")
        upload = get_object_or_404(Upload, pk=pk)
        is_rehearsal = _stage(request, upload)
        rows = list(uploads.to_take_away(uploads.results(upload, is_rehearsal=is_rehearsal)))
        lines = [*rows, *sheets.ending([[safe(str(cell)) for cell in row] for row in rows])]
        if ending == CSV:
            content = spreadsheets.as_csv(uploads.HEADER, lines)
        else:
            content = spreadsheets.as_xlsx("Results", uploads.HEADER, lines)
        return attachment(
            content,
            name=f"import-{upload.pk}-{'dry-run' if is_rehearsal else 'results'}.{ending}",
            media=MEDIA[ending],
            by=officer_of(request),
            about=("upload", upload.pk),
            said={"lines": len(rows), "as": ending, "rehearsal": is_rehearsal},
        )


class RowPage(RoleRequired, TemplateView):
    """``/imports/rows/<pk>/``: one row of a file: its cells, what was recorded from it, what is open."""

    allowed_roles = uploads.SEES_ROWS
    template_name = "cases/import_row.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The row, where the viewer may see its case. Looking is audited."""
        officer = officer_of(self.request)
        rows = uploads.rows_for(officer, clock.today()).select_related("cells")
        row = rows.filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404("There is no such row among those that you may see.")
        record(
            Verb.CASE_VIEWED if row.case_id else Verb.LIST_VIEWED,
            subject_type="case" if row.case_id else "import_row",
            subject_id=row.case_id or row.pk,
            actor_id=officer.pk,
            actor_name=officer.display_name,
            payload={"row": row.pk},
        )
        return super().get_context_data(**kwargs) | {
            "row": row,
            "cells": [
                {"key": key, "value": value or "(empty)"}
                for key, value in shown_cells(row.cells.cells, officer).items()
            ],
            "facts": provenance.facts_of_row(row),
            "sees_rows": True,
            "exceptions": uploads.exceptions_of(row),
            "others": uploads.other_rows(row),
        }


def _begin(request: HttpRequest, upload: Upload) -> None:
    if not queue(upload.pk):
        messages.warning(
            request, "The worker cannot be reached at this moment. The work begins by itself once it can."
        )


def _stage(request: HttpRequest, upload: Upload) -> bool:
    """Whether the dry run is asked for; before the import there is nothing else."""
    imported = upload.state in (UploadState.IMPORTING, UploadState.IMPORTED)
    return not imported or request.GET.get("stage") == "dry-run"


def _outcomes(found: dict[str, int], is_rehearsal: bool, show: str) -> list[dict[str, Any]]:
    stage = "&stage=dry-run" if is_rehearsal else ""
    return [
        {
            "text": str(words),
            "href": f"?show={code}{stage}",
            "current": show == code,
            "count": f"{found.get(code, 0):,}" if code in RowOutcome.values else None,
        }
        for code, words in SHOWN
    ]
