"""``/deletions/``: the orders, by state and age, and the page of one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.selectors import roles_on
from cases import positions
from retention import orders, selectors
from retention.choices import OrderState
from retention.models import DeletionOrder
from retention.permissions import DELETES, SEES_WHAT_MUST_GO
from retention.tables import OrderTable
from retention.views.lists import ListPage, Page, by_choice

OPEN = "open"


class DeletionsPage(ListPage):
    """The open orders, or those of one state."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/deletions.html"
    table_class = OrderTable
    title = "Deletion orders"
    empty_text = "No order stands here."

    def get_queryset(self) -> QuerySet[DeletionOrder]:
        """The orders of the state asked for; an unknown state shows the open ones."""
        found = selectors.deletion_orders(self.officer, self.today)
        self.by_state = selectors.orders_by_state(found)
        asked = self.request.GET.get("show", OPEN)
        self.show = asked if asked in OrderState.values else OPEN
        states = orders.OPEN if self.show == OPEN else (self.show,)
        self.total = sum(self.by_state.get(str(state), 0) for state in states)
        return selectors.orders_on_list(found.filter(state__in=states))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The states, each with its count and a link."""
        open_ = sum(self.by_state.get(str(state), 0) for state in orders.OPEN)
        choices = [(OPEN, "Open", open_)]
        choices += [(state.value, str(state.label), self.by_state.get(state, 0)) for state in OrderState]
        states = by_choice("retention:deletions", self.show, choices)
        return super().get_context_data(**kwargs) | {"states": states, "open_count": open_}


class DeletionPage(Page):
    """One order: every place with its three facts, the cover recomputed now, and the steps so far."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/deletion.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The order, found among those that the viewer may see."""
        found = selectors.orders_on_list(selectors.deletion_orders(self.officer, self.today))
        order = get_object_or_404(found, pk=self.kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "file": selectors.order_file(order, self.today),
            "order": order,
            "position": positions.position_of(order.material),
            "shows_references": bool(roles_on(self.officer, self.today) & DELETES),
            "today": self.today,
        }
