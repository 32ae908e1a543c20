"""Where items are: what is missing, and recording that something was sent, came or was profiled."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from django_tables2 import SingleTableView

from accounts.exporting import Exporting
from accounts.permissions import RoleRequired, officer_of
from audit import clock
from cases import whereabouts
from cases.choices import WhereaboutsStep
from cases.errors import CaseworkError
from cases.forms_intake import WayForm
from cases.models import Case, Material
from cases.permissions import SOFS
from cases.querysets import SEES_ALL_CASES
from cases.services.whereabouts import record_profiled, record_received, record_sent
from cases.tables import MissingTable


class WhereaboutsPage(Exporting, RoleRequired, SingleTableView):
    """``/whereabouts/``: every item held whose whereabouts are unknown, the longest missing first."""

    allowed_roles = SEES_ALL_CASES
    template_name = "cases/whereabouts.html"
    table_class = MissingTable
    paginate_by = 50

    def get_queryset(self) -> Any:
        """The items of cases that the viewer may see."""
        return whereabouts.unknown_to(officer_of(self.request), clock.today())

    def get_table_kwargs(self) -> dict[str, object]:
        """What an empty list means."""
        return {"empty_text": "Somebody is known to have every item that is held."}


class WayPage(RoleRequired, TemplateView):
    """``/cases/<pk>/whereabouts/``: record a dispatch, a receipt, or that a profile was derived."""

    allowed_roles = SOFS
    template_name = "cases/way.html"

    @cached_property
    def case(self) -> Case:
        """The case, among those that this officer may know of."""
        visible: Any = Case.objects.visible_to(officer_of(self.request), clock.today())
        return get_object_or_404(visible.with_subject_name(), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The way of each item so far, and an empty form."""
        return self._show(WayForm(items=self._items()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record the step; what is refused comes back onto the page."""
        form = WayForm(request.POST, items=self._items())
        if not form.is_valid():
            return self._show(form)
        try:
            self._record(form)
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        label = WhereaboutsStep(form.cleaned_data["step"]).label
        messages.success(request, f"{self.case.ref}: {label} {form.cleaned_data['on']:%-d %B %Y}, recorded.")
        return HttpResponseRedirect(reverse("desk:case", args=[self.case.pk]) + "#whereabouts")

    def _record(self, form: WayForm) -> None:
        said: dict[str, Any] = form.cleaned_data
        about = {"by": officer_of(self.request), "holder": said["holder"], "on": said["on"]}
        if said["step"] == WhereaboutsStep.SENT:
            record_sent(form.chosen, to=said["to"], reference=said["reference"], **about)
        elif said["step"] == WhereaboutsStep.RECEIVED:
            record_received(form.chosen, reference=said["reference"], **about)
        else:
            record_profiled(form.chosen, **about)

    def _items(self) -> list[Material]:
        return list(Material.objects.held().filter(case=self.case).select_related("case").order_by("pk"))

    def _show(self, form: WayForm) -> HttpResponse:
        ways = whereabouts.ways_of(self.case, clock.today())
        context = self.get_context_data(form=form, case=self.case, ways=ways, today=clock.today())
        return self.render_to_response(context)
