"""The record of a decision, as a page and as the file that was made at the act."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from accounts.choices import Role
from accounts.exporting import attachment
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from audit import clock
from cases.hidden import may_read_scan
from cases.models import Case, DecisionRecord, PaperConfirmation, PaperDecision
from cases.querysets import SEES_ALL_CASES
from cases.selectors.determinations import read

READS_RECORDS = SEES_ALL_CASES | {Role.CHIEF_OFFICER, Role.CHIEF_OFFICER_STAFF}


def _found(request: HttpRequest, pk: int) -> tuple[DecisionRecord, Case]:
    """The record with its case, where the viewer may know of the case; another's is not found."""
    record = get_object_or_404(
        DecisionRecord.objects.select_related("file", "determination", "refusal"), pk=pk
    )
    decision = record.determination or record.refusal
    if decision is None:
        raise Http404
    visible: Any = Case.objects.visible_to(officer_of(request), clock.today())
    return record, get_object_or_404(visible.with_subject_name(), pk=decision.case_id)


def _scan_of(record: DecisionRecord, officer: Officer) -> PaperDecision | None:
    """What was signed on paper, where there was any and this officer may read it now."""
    of = PaperConfirmation.objects.select_related("paper").filter(determination=record.determination_id)
    found = of.first() if record.determination_id else None
    return found.paper if found and may_read_scan(found.paper, officer) else None


class RecordPage(RoleRequired, TemplateView):
    """``/records/<pk>/``: what was signed, with its digest."""

    allowed_roles = READS_RECORDS
    template_name = "cases/record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record as it was made."""
        record, case = _found(self.request, self.kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "case": case,
            "record": record,
            "read": read(record),
            "scan": _scan_of(record, officer_of(self.request)),
        }


class RecordFile(RoleRequired, View):
    """``/records/<pk>/file/``: the PDF, byte for byte. Taking it out is audited."""

    allowed_roles = READS_RECORDS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, to be saved."""
        record, case = _found(request, pk)
        content = bytes(record.file.content)
        if not content:
            raise Http404
        return attachment(
            content,
            name=f"{record.reference.replace('/', '-')}.pdf",
            media="application/pdf",
            by=officer_of(request),
            about=("case", case.pk),
            said={"record": record.pk, "sha256": record.sha256},
        )
