"""``/reconcile/``: extracts against the cases: handing one in, what came of it, certifying completeness."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.choices import Role
from accounts.selectors import roles_on
from cases.permissions import SOFS
from retention import reconciled
from retention.choices_reconciliation import DifferenceKind, ReconciliationState
from retention.errors import ReconciliationRefused
from retention.forms_reconciliation import WHOLE, CertifyForm, ExtractForm
from retention.models import Certificate, Reconciliation
from retention.permissions import SEES_WHAT_MUST_GO
from retention.services import certificates, extracts
from retention.tables_reconciliation import ReconciliationTable
from retention.tasks import queue_extract
from retention.views.lists import ListPage, Page

REFRESH_SECONDS = 3


class ReconciliationPage(ListPage):
    """How the databases and the cases stand to one another, and every extract."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/reconciliation.html"
    table_class = ReconciliationTable
    title = "Reconciliation"
    empty_text = "No extract of the databases has been reconciled yet."

    def get_queryset(self) -> QuerySet[Reconciliation]:
        """Every extract, the latest first."""
        self.standing = reconciled.standing(self.today)
        self.total = self.standing.extracts
        return reconciled.runs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is open of each kind, and how completeness stands."""
        roles = roles_on(self.officer, self.today)
        return super().get_context_data(**kwargs) | {
            "tiles": reconciled.tiles(),
            "standing": self.standing,
            "may_hand_in": bool(roles & SOFS),
            "is_manager": Role.SOFS_MANAGER in roles,
        }


class ExtractPage(Page):
    """``/reconcile/new/``: hand in the files of one extract."""

    allowed_roles = SOFS
    template_name = "retention/hand_in_extract.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """An empty form, or the one that was sent."""
        return super().get_context_data(**({"form": ExtractForm()} | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the files and have them read; what is refused comes back onto the page."""
        form = ExtractForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        is_whole = form.cleaned_data["holds"] == WHOLE
        try:
            run = extracts.hand_in(form.handed_in(), by=self.officer, is_whole=is_whole)
        except ReconciliationRefused as refused:
            form.add_error("extract", str(refused))
            return self.render_to_response(self.get_context_data(form=form))
        if not queue_extract(run.pk):
            messages.warning(
                request, "The worker cannot be reached at this moment. The work begins by itself once it can."
            )
        return HttpResponseRedirect(reverse("retention:reconciled", args=[run.pk]))


class ReconciledPage(Page):
    """``/reconcile/<pk>/``: how far an extract is, what is wrong in it, or what it shows.

    While a worker is at it the answer asks the browser to come again, unless the person stopped that.
    """

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/reconciled.html"

    @cached_property
    def run(self) -> Reconciliation:
        """The extract."""
        return get_object_or_404(reconciled.runs(), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        answer = super().get(request, *args, **kwargs)
        if reconciled.at_work(self.run) and "still" not in request.GET:
            answer["Refresh"] = str(REFRESH_SECONDS)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Progress, problems or counts, and whether completeness can be certified by it."""
        run, roles = self.run, roles_on(self.officer, self.today)
        is_manager = Role.SOFS_MANAGER in roles
        is_done = run.state == ReconciliationState.DONE
        return super().get_context_data(**kwargs) | {
            "run": run,
            "at_work": reconciled.at_work(run),
            "still": "still" in self.request.GET,
            "found": [
                (kind.label, run.counts.get(kind.value, 0), kind.value, reconciled.COUNTED_IN[kind])
                for kind in DifferenceKind
            ]
            if is_done
            else [],
            "certificates": [each for each in run.certificates.all()],
            "is_manager": is_manager,
            "may_hand_in": bool(roles & SOFS),
            "why_not": certificates.why_not(run) if is_manager and is_done else "",
        }


class CertifyPage(Page):
    """``/reconcile/<pk>/certify/``: SOFS's manager signs that both sides are complete."""

    allowed_roles = frozenset({Role.SOFS_MANAGER})
    template_name = "retention/certify.html"

    @cached_property
    def run(self) -> Reconciliation:
        """The extract."""
        return get_object_or_404(reconciled.runs(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would be certified, and what excepted."""
        context = {"form": CertifyForm(), "run": self.run, "why_not": certificates.why_not(self.run)}
        return super().get_context_data(**(context | kwargs)) | {
            "excepted": _in_words(certificates.excepted()),
            "today": self.today,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign, or say why not."""
        form = CertifyForm(request.POST)
        if form.is_valid():
            try:
                signed = certificates.sign(self.run.pk, method=form.cleaned_data["method"], by=self.officer)
            except ReconciliationRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Completeness is certified.")
                return HttpResponseRedirect(reverse("retention:certificate", args=[signed.pk]))
        return self.render_to_response(self.get_context_data(form=form))


class CertificatePage(Page):
    """``/reconcile/certificates/<pk>/``: what was certified, by whom and how, and what voided it."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/certificate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The certificate."""
        related = reconciled.certificates().select_related("void", "void__reconciliation")
        certificate: Certificate = get_object_or_404(related, pk=self.kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "certificate": certificate,
            "void": getattr(certificate, "void", None),
            "excepted": _in_words(certificate.counts["excepted"]),
        }


def _in_words(excepted: dict[str, dict[str, int]]) -> list[tuple[str, int, int]]:
    """What is excepted by kind: its words, how many are open, and how many may stand."""
    rows = [
        (kind.label, excepted["open"].get(kind.value, 0), excepted["may_stand"].get(kind.value, 0))
        for kind in DifferenceKind
    ]
    return [(str(words), is_open, stands) for words, is_open, stands in rows if is_open or stands]
