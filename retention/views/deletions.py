"""``/deletions/``: the orders, by state and age, and the page of one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst

from accounts.selectors import roles_on
from cases import positions
from retention import deletion_work, orders, selectors
from retention.choices import OrderState
from retention.deletion_policy import version_called
from retention.deletion_targets import targets_on
from retention.models import DeletionOrder
from retention.permissions import DELETES, SEES_WHAT_MUST_GO
from retention.services.deletion_gate import holds_now
from retention.tables import OrderTable
from retention.views.deletion_work import HOLDS_UP, what_next
from retention.views.lists import ListPage, Page, by_choice

OPEN = "open"
# Lists across the states, each reached by its own figure.
ASIDE = {
    "late": deletion_work.late_orders,
    "longer": deletion_work.longer_than_normal,
    "held": deletion_work.held_up,
}


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
        if asked in ASIDE:
            self.show = asked
            rows = ASIDE[asked](self.officer, self.today)
            self.total = rows.count()
            return selectors.orders_on_list(rows)
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
        roles = roles_on(self.officer, self.today)
        return super().get_context_data(**kwargs) | {
            "states": states,
            "open_count": open_,
            "without_order": deletion_work.without_order(self.officer, self.today),
            "work": [
                {
                    "text": capfirst(words),
                    "href": deletion_work.address_of(slug),
                    "current": slug == self.show,
                }
                for slug, words, _ in deletion_work.TILES
                if deletion_work.opens_to(slug, roles)
            ],
            "forecast": deletion_work.forecast(
                open_, self.today, staff=self._asked("staff", 1), hours=self._asked("hours", 6)
            ),
        }

    def _asked(self, name: str, default: int) -> int:
        """A number from 1 to 99 that the address asks for."""
        asked = self.request.GET.get(name, "")
        return min(max(int(asked), 1), 99) if asked.isdecimal() and len(asked) < 5 else default


class DeletionPage(Page):
    """One order: every place with its three facts, the cover recomputed now, and the steps so far."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/deletion.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The order, found among those that the viewer may see."""
        found = selectors.orders_on_list(selectors.deletion_orders(self.officer, self.today))
        order = get_object_or_404(found, pk=self.kwargs["pk"])
        roles = roles_on(self.officer, self.today)
        targets = targets_on(self.today)
        return super().get_context_data(**kwargs) | {
            "nexts": what_next(order, roles),
            "may_hold": bool(roles & HOLDS_UP) and order.is_open,
            "holds": holds_now(order.material_id, self.today),
            "policy": version_called(order.policy_version),
            "approve_by": targets.approve_by(order),
            "verify_by": targets.verify_by(order),
            "instructions": deletion_work.instructions_of(order),
            "file": selectors.order_file(order, self.today),
            "order": order,
            "position": positions.position_of(order.material),
            "shows_references": bool(roles & DELETES),
            "today": self.today,
        }
