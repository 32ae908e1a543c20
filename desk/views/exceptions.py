"""Import exceptions: what a person must look at before the law can answer, each with an owner."""

from __future__ import annotations

from django.db.models import QuerySet
from django_tables2 import SingleTableView

from accounts.choices import Role
from accounts.permissions import RoleRequired
from audit import clock
from cases.models import ImportException
from cases.selectors import open_exceptions
from desk.frame import SEES_ALL
from desk.tables import ExceptionTable


class ExceptionListPage(RoleRequired, SingleTableView):
    """``/exceptions/``: those open that the viewer may see."""

    allowed_roles = SEES_ALL | {Role.MIGRATION_OFFICER}
    table_class = ExceptionTable
    template_name = "desk/exceptions.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[ImportException]:
        """Open exceptions, warnings last."""
        return open_exceptions(self.request.user, clock.today())

    def get_table_kwargs(self) -> dict[str, object]:
        """An empty list is good news."""
        return {"empty_text": "No exception is open. Every imported row was understood or has been mended."}
