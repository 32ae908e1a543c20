"""Trend alarms: measures that rose, whose they are, and what is done about each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.exporting import Exporting
from accounts.sheets import Sheet
from cases.querysets import SEES_ALL_CASES
from oversight.errors import OversightRefused
from oversight.forms_packs import PlanForm
from oversight.models import TrendAlarm
from oversight.services.trends import acknowledge
from retention.views.lists import Page


class AlarmsPage(Exporting, Page):
    """``/figures/alarms/``: every alarm, the open ones first; its owner acknowledges it with a plan."""

    allowed_roles = SEES_ALL_CASES
    template_name = "oversight/alarms.html"

    @cached_property
    def alarms(self) -> list[TrendAlarm]:
        """All, the open ones first, then the latest."""
        rows = TrendAlarm.objects.select_related("owner", "plan").order_by("-raised_on", "-pk")
        return sorted(rows, key=lambda alarm: alarm.acknowledged_at is not None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Acknowledge one; what is refused comes back with what was typed."""
        pk = request.POST.get("do", "")
        if pk not in {str(alarm.pk) for alarm in self.alarms}:
            raise Http404
        form = PlanForm(request.POST, prefix=pk)
        if form.is_valid():
            try:
                acknowledge(int(pk), plan=form.cleaned_data["plan"], by=self.officer)
            except OversightRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Acknowledged, with what is done about it.")
                return HttpResponseRedirect(request.path)
        return self.render_to_response(self.get_context_data(form=form, bound={pk: form}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each alarm, with the form for its owner."""
        bound = kwargs.pop("bound", {})
        rows = [(alarm, bound.get(str(alarm.pk)) or self._form(alarm)) for alarm in self.alarms]
        heads = ("Measure", "Raised on", "Compared with", "Before", "Then", "Owner", "Acknowledged", "Plan")
        lines = [
            (alarm.get_trend_display(), alarm.raised_on, alarm.compared_with, alarm.before, alarm.value)
            + (alarm.owner.display_name, alarm.acknowledged_at, alarm.plan.text if alarm.plan else "")
            for alarm in self.alarms
        ]
        sheet = Sheet("Trend alarms", heads, lines)
        return super().get_context_data(**kwargs) | {"rows": rows, "today": self.today, "sheet": sheet}

    def _form(self, alarm: TrendAlarm) -> PlanForm | None:
        is_theirs = alarm.acknowledged_at is None and alarm.owner_id == self.officer.pk
        return PlanForm(prefix=str(alarm.pk)) if is_theirs else None
