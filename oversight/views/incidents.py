"""Incidents of wrong notified dates: the list, and one with its dates and what was done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from django_tables2 import SingleTableView

from accounts.exporting import Exporting
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from cases.durations import off_by
from cases.errors import CaseworkError
from oversight import figures
from oversight.choices import IncidentStatus
from oversight.forms_incidents import IncidentForm
from oversight.incidents import dates_of, incidents, steps_of
from oversight.models import DateIncident
from oversight.permissions import SEES_INCIDENTS, WORKS_ON_INCIDENTS
from oversight.selectors import Days, list_url, names_of_cases
from oversight.services.incidents import step
from oversight.tables_incidents import IncidentCaseTable, IncidentTable

PER_PAGE = 50


class IncidentsPage(Exporting, RoleRequired, SingleTableView):
    """``/incidents/``: every incident, those that have not ended first."""

    allowed_roles = SEES_INCIDENTS
    template_name = "oversight/incidents.html"
    table_class = IncidentTable
    paginate_by = PER_PAGE

    def get_queryset(self) -> Any:
        """With the number of dates and cases of each."""
        return incidents()

    def get_table_kwargs(self) -> dict[str, object]:
        """An empty list is good news."""
        return {"empty_text": "No pattern of wrong dates has been found."}


class IncidentPage(Exporting, RoleRequired, TemplateView):
    """``/incidents/<pk>/``: the dates of one incident, and what was done about it."""

    allowed_roles = SEES_INCIDENTS
    template_name = "oversight/incident.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return self._show(IncidentForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record a step."""
        form = IncidentForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        said = form.cleaned_data
        try:
            step(
                self.kwargs["pk"],
                said["step"],
                by=officer_of(request),
                note=said["note"],
                owner=said["owner"] if said["step"] == "given" else None,
            )
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, "Recorded.")
        return HttpResponseRedirect(reverse("oversight:incident", args=[self.kwargs["pk"]]))

    def _show(self, form: IncidentForm) -> HttpResponse:
        officer, today = officer_of(self.request), clock.today()
        incident: Any = get_object_or_404(incidents(), pk=self.kwargs["pk"])
        works = bool(roles_on(officer, today) & WORKS_ON_INCIDENTS)
        return self.render_to_response(
            self.get_context_data(
                incident=incident,
                off_by=off_by(incident.days),
                form=form if works and incident.status != IncidentStatus.ENDED else None,
                table=self._table(incident),
                steps=steps_of(incident),
                figure_url=list_url(figures.WRONG_DATES, Days(today, today), off_by=incident.days),
            )
        )

    def _table(self, incident: DateIncident) -> IncidentCaseTable:
        officer, today = officer_of(self.request), clock.today()
        table = IncidentCaseTable(dates_of(incident, officer, today))
        table.empty_text = "No date is wrong by this offset any more."
        self.configured(table, PER_PAGE)
        shown = [row.record.case_id for row in table.paginated_rows]
        table.names = names_of_cases(shown, officer, today)
        return table
