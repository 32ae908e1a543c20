"""Import exceptions: what a person must look at before the law can answer, each with an owner and an age."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from accounts.choices import Role
from accounts.exporting import Exporting
from accounts.permissions import RoleRequired, officer_of
from audit import clock
from cases.models import ImportException
from cases.selectors import open_exceptions
from desk.filters import ExceptionFilter
from desk.frame import SEES_ALL
from desk.tables import ExceptionTable
from desk.views.cases import chosen


class ExceptionListPage(Exporting, RoleRequired, SingleTableMixin, FilterView):
    """``/exceptions/``: those open that the viewer may see; ``?owner=me`` or an officer's number."""

    allowed_roles = SEES_ALL | {Role.MIGRATION_OFFICER}
    model = ImportException
    table_class = ExceptionTable
    filterset_class = ExceptionFilter
    template_name = "desk/exceptions.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[ImportException]:
        """Open exceptions, warnings last."""
        return open_exceptions(officer_of(self.request), clock.today())

    def get_table_kwargs(self) -> dict[str, object]:
        """An empty list is good news."""
        if self.request.GET.get("owner") or self.request.GET.get("code"):
            return {"empty_text": "No open exception fits these filters."}
        return {"empty_text": "No exception is open. Every imported row was understood or has been mended."}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """An entry for each filter that is on, which removes it."""
        context = super().get_context_data(**kwargs)
        return context | {"chosen": chosen(context["filter"], self.request)}
