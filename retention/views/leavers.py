"""``/leavers/<pk>/``: what came back from somebody who left, for the manager who sees to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.choices import Role
from accounts.selectors import roles_on
from cases.models import Case
from cases.querysets import CaseQuerySet
from retention.errors import AlertRefused
from retention.models import LeaverAlert
from retention.services.leavers import acknowledge
from retention.views.lists import Page


class LeaverPage(Page):
    """The cases with who has each now, and the button that acknowledges the alert."""

    allowed_roles = frozenset({Role.SOFS_MANAGER, Role.JFIT_MANAGER})
    template_name = "retention/leaver.html"

    @property
    def alert(self) -> LeaverAlert:
        """The alert, found among those of the viewer's roles."""
        mine: QuerySet[LeaverAlert] = LeaverAlert.objects.filter(
            owner_role__in=roles_on(self.officer, self.today)
        )
        return get_object_or_404(mine.select_related("officer", "acknowledged_by"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The alert with its cases, the nearest last lawful day first."""
        alert = self.alert
        cases: CaseQuerySet = Case.objects.visible_to(self.officer, self.today)
        returned = cases.filter(pk__in=alert.returned.values("movement__case"))
        return super().get_context_data(**kwargs) | {
            "alert": alert,
            "cases": returned.with_subject_name().select_related("holder").in_queue_order(),
            "today": self.today,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Acknowledge."""
        alert = self.alert
        try:
            acknowledge(alert.pk, by=self.officer)
        except AlertRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Acknowledged: the work of {alert.officer} came back.")
        return HttpResponseRedirect(reverse("desk:home"))
