"""``/reconcile/exchange/``: files of the databases that were at fault, and ending one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.selectors import roles_on
from cases.permissions import SOFS
from retention import reconciled
from retention.errors import ReconciliationRefused
from retention.forms_reconciliation import FaultForm
from retention.models import ExchangeFault
from retention.permissions import SEES_WHAT_MUST_GO
from retention.services.exchange import end_fault
from retention.tables_reconciliation import FaultTable
from retention.views.lists import ListPage, Page


class FaultsPage(ListPage):
    """Open faults; with ``?show=ended`` those that ended."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/faults.html"
    table_class = FaultTable
    title = "Faults of the exchange"
    empty_text = "No file is at fault."

    @property
    def ended(self) -> bool:
        """Whether what ended is asked for."""
        return self.request.GET.get("show") == "ended"

    def get_queryset(self) -> QuerySet[ExchangeFault]:
        """The faults."""
        return reconciled.faults(ended=self.ended)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which of them are shown."""
        return super().get_context_data(**kwargs) | {"ended": self.ended}


class FaultPage(Page):
    """``/reconcile/exchange/<pk>/``: a file that was at fault, and what a person found."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/fault.html"

    @cached_property
    def fault(self) -> ExchangeFault:
        """The fault."""
        related = ("ended_by", "instruction", "reason")
        return get_object_or_404(ExchangeFault.objects.select_related(*related), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The fault, and the form for those who may end it."""
        may_end = bool(roles_on(self.officer, self.today) & SOFS) and self.fault.ended_at is None
        context: dict[str, Any] = {"form": FaultForm() if may_end else None}
        return super().get_context_data(**(context | kwargs)) | {"fault": self.fault}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End it; what is refused comes back onto the page."""
        form = FaultForm(request.POST)
        if form.is_valid():
            try:
                end_fault(self.fault.pk, by=self.officer, reason=form.cleaned_data["reason"])
            except ReconciliationRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"Ended: {self.fault.name}.")
                return HttpResponseRedirect(reverse("retention:faults"))
        return self.render_to_response(self.get_context_data(form=form))
