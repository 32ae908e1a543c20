"""``/alerts/``: the alerts, and acknowledging one with a plan, which can be changed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic.edit import FormMixin, ProcessFormView

from accounts.selectors import roles_on
from cases.court import can_be_extended, windows_of
from cases.models import Case
from cases.selectors import items_on_file
from retention import selectors
from retention.errors import AlertRefused
from retention.forms import PlanForm
from retention.models import Alert
from retention.permissions import MAY_HAVE_ALERTS, why_not_acknowledge
from retention.services.alerts import acknowledge, change_plan
from retention.services.raise_at_risk import RENEWALS
from retention.tables import AlertTable
from retention.views.lists import ListPage, Page, by_choice

WAITING, PLANNED, CLOSED = "waiting", "planned", "closed"
WORDS = ((WAITING, "To acknowledge"), (PLANNED, "With a plan"), (CLOSED, "Closed"))


class AlertsPage(ListPage):
    """Alerts about the cases that the viewer may see."""

    allowed_roles = MAY_HAVE_ALERTS
    template_name = "retention/alerts.html"
    table_class = AlertTable
    title = "Alerts"
    empty_text = "No alert stands here."

    def get_queryset(self) -> QuerySet[Alert]:
        """Those to acknowledge, or those with a plan, or the closed."""
        found = selectors.alerts_of_cases(self.officer, self.today)
        self.counts = selectors.alerts_by_stage(found)
        asked = self.request.GET.get("show", WAITING)
        self.show = asked if asked in self.counts else WAITING
        self.total = self.counts[self.show]
        rows = found.filter(selectors.ALERT_STAGES[self.show])
        names = Case.objects.all().with_subject_name()
        return (
            rows.select_related(None)
            .select_related("owner", "plan")
            .prefetch_related(Prefetch("case", queryset=names))
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The three stages of an alert, each with its count and a link."""
        choices = [(code, words, self.counts[code]) for code, words in WORDS]
        return super().get_context_data(**kwargs) | {
            "stages": by_choice("retention:alerts", self.show, choices)
        }


class AlertPage(FormMixin, Page, ProcessFormView):
    """``/alerts/<pk>/``: one alert; its owner or a manager acknowledges it with a plan."""

    allowed_roles = MAY_HAVE_ALERTS
    template_name = "retention/alert.html"
    form_class = PlanForm

    @property
    def alert(self) -> Alert:
        """The alert, found among those that the viewer may see."""
        found = selectors.alerts_of_cases(self.officer, self.today)
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The alert, and whether the viewer may acknowledge it."""
        alert = self.alert
        why_not = why_not_acknowledge(alert, self.officer, roles_on(self.officer, self.today))
        is_waiting = alert.closed_on is None and alert.acknowledged_at is None
        is_planned = alert.closed_on is None and alert.acknowledged_at is not None
        return super().get_context_data(**kwargs) | {
            "alert": alert,
            "renewals": RENEWALS,
            "windows": windows_of(can_be_extended(items_on_file(alert.case))),
            "today": self.today,
            "why_not": why_not if is_waiting else "",
            "may_acknowledge": is_waiting and not why_not,
            "may_change": is_planned and not why_not,
            "plans": selectors.plans_before(alert),
        }

    def form_valid(self, form: PlanForm) -> HttpResponse:
        """Acknowledge; a refusal is shown on the form."""
        alert = self.alert
        if why_not_acknowledge(alert, self.officer, roles_on(self.officer, self.today)):
            raise PermissionDenied("This alert is for its owner or a manager to acknowledge.")
        plan, seen = form.cleaned_data["plan"], self.request.POST.get("seen", "")
        try:
            if seen.isdecimal():
                change_plan(alert.pk, plan=plan, seen_plan=int(seen), by=self.officer)
            else:
                acknowledge(alert.pk, plan=plan, by=self.officer)
        except AlertRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        done = "Plan changed" if seen else "Acknowledged"
        messages.success(self.request, f"{done}: {alert.get_level_display()}, {alert.case.ref}.")
        return HttpResponseRedirect(reverse("retention:alerts"))
