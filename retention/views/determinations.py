"""``/holding/`` and ``/renewals/``: holding NSDs to review, and NSDs that it is time to renew."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from accounts.selectors import roles_on
from cases import holding, renewals
from cases.models import Case
from retention.permissions import SEES_HOLDING, SEES_RENEWALS
from retention.tables_determinations import HoldingTable, RenewalTable
from retention.views.lists import ListPage


class HoldingListPage(ListPage):
    """Holding NSDs that are still to be reviewed, by the day of their review."""

    allowed_roles = SEES_HOLDING
    template_name = "retention/list.html"
    table_class = HoldingTable
    title = "Holding NSDs"
    lede = (
        "Made on what was known then, so that material was not lost. By its day each goes on to another day, "
        "is revoked, or is replaced by a full one for which JFIT applies."
    )
    empty_text = "No holding NSD is to be reviewed."

    def get_queryset(self) -> Any:
        """Those in cases that the viewer may know of."""
        names = Case.objects.all().with_subject_name()
        rows = holding.holding_for(self.officer, self.today)
        return rows.select_related("maker", "maker_force").prefetch_related(Prefetch("case", names))

    def get_table(self, **kwargs: Any) -> HoldingTable:
        """The table, which counts days from today."""
        table = super().get_table(**kwargs)
        table.today, table.roles = self.today, roles_on(self.officer, self.today)
        return table


class RenewalsPage(ListPage):
    """NSDs in force that it is time to renew, by last lawful day."""

    allowed_roles = SEES_RENEWALS
    template_name = "retention/list.html"
    table_class = RenewalTable
    title = "NSDs to renew"
    lede = (
        "A renewal is decided afresh: a new application and a new determination, on the facts of their own "
        "day, made on or before the last lawful day. A day late is a lapse."
    )
    empty_text = "No NSD is to be renewed yet."

    def get_queryset(self) -> Any:
        """Those in cases that the viewer may know of."""
        return renewals.to_renew(self.officer, self.today).with_subject_name()

    def get_table(self, **kwargs: Any) -> RenewalTable:
        """The table, which knows the prompts of today."""
        table = super().get_table(**kwargs)
        table.today, table.roles = self.today, roles_on(self.officer, self.today)
        table.months = renewals.prompts_on(self.today)
        return table
