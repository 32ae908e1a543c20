"""The cases list: every case that the viewer may know of, filtered, sorted, counted exactly."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from accounts.exporting import Exporting
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from cases import selectors
from cases.choices import FilteredList
from cases.models import Case
from cases.querysets import CaseQuerySet
from desk.begin import begin
from desk.filters import CaseFilter
from desk.frame import CASEWORK
from desk.many import actions_of
from desk.tables import CaseTable, WorkTable
from desk.views.saved_filters import saved_for


class CaseListPage(Exporting, RoleRequired, SingleTableMixin, FilterView):
    """``/cases/``: at most eight queries, whatever the page."""

    allowed_roles = CASEWORK
    model = Case
    table_class = CaseTable
    filterset_class = CaseFilter
    template_name = "desk/cases.html"
    paginate_by = 50
    title = "Cases"
    of_list = FilteredList.CASES
    lede = "Every case that you may see, nearest last lawful day first."

    def cases(self) -> CaseQuerySet:
        """The cases of this list before any filter."""
        return Case.objects.visible_to(officer_of(self.request), clock.today())

    def get_queryset(self) -> QuerySet[Case]:
        """In queue order, with names, in one query."""
        return self.cases().with_subject_name().select_related("force", "holder").in_queue_order()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The title, and an entry for each filter that is on, which removes it."""
        context = super().get_context_data(**kwargs)
        return context | {
            "title": self.title,
            "lede": self.lede,
            "chosen": chosen(context["filter"], self.request),
            "of_list": self.of_list,
            "saved": saved_for(self.of_list, self.request),
            "begin": [
                way for way in begin(roles_on(officer_of(self.request), clock.today())) if way.is_button
            ],
        }

    def get_table_kwargs(self) -> dict[str, Any]:
        """An empty list says which way out there is."""
        return {"empty_text": "No case fits these filters. Remove one above, or clear them all."}


class WorkListPage(CaseListPage):
    """``/work/``: all that waits on the viewer, the list behind the counts of home."""

    title = "All that waits on me"
    of_list = FilteredList.WORK
    table_class = WorkTable
    template_name = "desk/work.html"
    lede = "The cases that wait on your role and that nobody else has taken."

    def cases(self) -> CaseQuerySet:
        """What waits on the viewer's roles."""
        return selectors.work_of(officer_of(self.request), clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the viewer can do to several cases at once."""
        roles = roles_on(officer_of(self.request), clock.today())
        return super().get_context_data(**kwargs) | {"many_actions": actions_of(roles)}


def chosen(filterset: CaseFilter, request: HttpRequest) -> list[dict[str, str]]:
    """The filters that are on, in words, each with the address of the list without it."""
    found = []
    for name, field in filterset.form.fields.items():
        value = request.GET.get(name, "")
        if not value:
            continue
        words = dict(getattr(field, "choices", ())).get(value, value)
        without = request.GET.copy()
        without.pop(name)
        without.pop("page", None)
        found.append({"text": f"{field.label}: {words}", "remove_url": f"?{without.urlencode()}"})
    return found
