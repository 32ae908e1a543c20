"""``/sweeps/``: whether the night's work was done, and what came of each run."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.edit import FormMixin, ProcessFormView

from accounts.exporting import Exporting
from accounts.selectors import roles_on
from accounts.sheets import Sheet
from cases.querysets import SEES_ALL_CASES
from retention import selectors
from retention.errors import AlertRefused
from retention.forms import PlanForm
from retention.models import DefectAlarm, SweepRun
from retention.permissions import MANAGERS, SEES_RUNS
from retention.services.alerts import acknowledge_defect
from retention.tables import RunTable
from retention.views.lists import ListPage, Page

DEFECTS = 50


class SweepsPage(ListPage):
    """The age of each sweep's last run, then every run."""

    allowed_roles = SEES_RUNS
    template_name = "retention/sweeps.html"
    table_class = RunTable
    title = "Sweeps"
    empty_text = "No sweep has run yet. The first begin once data has been loaded."

    def get_queryset(self) -> QuerySet[SweepRun]:
        """Every run, the latest day first."""
        return selectors.sweep_runs()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The ages beside the runs."""
        sweeps = selectors.sweep_ages(self.today)
        return super().get_context_data(**kwargs) | {
            "sweeps": sweeps,
            "defects": selectors.open_defects()[:DEFECTS] if sweeps.alarms else (),
        }


class SweepPage(Exporting, Page):
    """One run: counts, what failed and was set apart, and the defect alarms that it raised."""

    allowed_roles = SEES_RUNS
    template_name = "retention/sweep.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The run. Cases are linked for those who may see them."""
        run = get_object_or_404(SweepRun, pk=self.kwargs["pk"])
        failures, alarms = (
            run.failures.order_by("-failed_at", "pk"),
            run.alarms.select_related("case").order_by("pk"),
        )
        shown = list(failures if self.is_export else failures[:500])
        return super().get_context_data(**kwargs) | {
            "run": run,
            "failures": shown,
            "failures_count": failures.count(),
            "alarms": alarms[:500],
            "alarms_count": alarms.count(),
            "sheet": Sheet(
                f"{run.get_sweep_display()} for {run.day:%-d %B %Y}: failed, and set apart",
                ("What", "Number", "Kind of error", "When"),
                [
                    (each.get_subject_type_display(), each.subject_id, each.error_code, each.failed_at)
                    for each in shown
                ],
            ),
            "sees_cases": bool(roles_on(self.officer, self.today) & SEES_ALL_CASES),
            "today": self.today,
        }


class DefectPage(FormMixin, Page, ProcessFormView):
    """``/sweeps/alarms/<pk>/``: a defect alarm; a manager acknowledges it with a plan."""

    allowed_roles = SEES_RUNS
    template_name = "retention/defect.html"
    form_class = PlanForm

    @cached_property
    def alarm(self) -> DefectAlarm:
        """The alarm."""
        rows = DefectAlarm.objects.select_related("case", "run", "plan", "acknowledged_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The alarm, and whether the viewer may acknowledge it."""
        roles = roles_on(self.officer, self.today)
        return super().get_context_data(**kwargs) | {
            "alarm": self.alarm,
            "may_acknowledge": bool(roles & MANAGERS) and self.alarm.acknowledged_at is None,
            "sees_cases": bool(roles & SEES_ALL_CASES),
        }

    def form_valid(self, form: PlanForm) -> HttpResponse:
        """Acknowledge; a refusal is shown on the form."""
        try:
            acknowledge_defect(self.alarm.pk, plan=form.cleaned_data["plan"], by=self.officer)
        except AlertRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Acknowledged: {self.alarm}.")
        return HttpResponseRedirect(reverse("retention:sweeps"))
