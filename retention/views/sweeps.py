"""``/sweeps/``: whether the night's work was done, and what came of each run."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.selectors import roles_on
from cases.querysets import SEES_ALL_CASES
from retention import selectors
from retention.models import SweepRun
from retention.permissions import SEES_RUNS
from retention.tables import RunTable
from retention.views.lists import ListPage, Page


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
        return super().get_context_data(**kwargs) | {"sweeps": selectors.sweep_ages(self.today)}


class SweepPage(Page):
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
        return super().get_context_data(**kwargs) | {
            "run": run,
            "failures": failures[:500],
            "failures_count": failures.count(),
            "alarms": alarms[:500],
            "alarms_count": alarms.count(),
            "sees_cases": bool(roles_on(self.officer, self.today) & SEES_ALL_CASES),
            "today": self.today,
        }
