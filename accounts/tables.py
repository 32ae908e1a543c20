"""Lists of the accounts room."""

from __future__ import annotations

from datetime import date

import django_tables2 as tables

from accounts import selectors
from accounts.choices import Rank, Role
from accounts.models import Officer


class PeopleTable(tables.Table):
    """Everybody, with what they hold on a day."""

    display_name = tables.Column(
        order_by=("display_name", "pk"),
        verbose_name="Name",
        linkify=("accounts:officer", {"pk": tables.A("pk")}),
        attrs={"a": {"class": "govuk-link govuk-link--no-visited-state"}},
    )
    username = tables.Column(verbose_name="Username")
    roles = tables.Column(empty_values=(), orderable=False, verbose_name="Roles today")
    rank = tables.Column(empty_values=(), orderable=False, verbose_name="Rank today")
    is_active = tables.Column(verbose_name="Here", order_by=("is_active", "pk"))

    caption = "People"
    caption_hidden = True
    noun = "people"

    class Meta:
        model = Officer
        fields = ("display_name", "username", "roles", "rank", "is_active")
        template_name = "tables/table.html"
        empty_text = "Nobody is recorded yet."

    def say_holdings(self, day: date) -> None:
        """Look up what those on this page hold on ``day``: two queries, whatever their number."""
        ids = [row.record.pk for row in self.paginated_rows]
        self.roles, self.ranks = selectors.roles_of(ids, day), selectors.ranks_of(ids, day)

    def render_roles(self, record: Officer) -> str:
        """The roles, in words."""
        held = self.roles.get(record.pk, []) if record.is_active else []
        return ", ".join(Role(row.role).label for row in held) or "None"

    def render_rank(self, record: Officer) -> str:
        """The rank and its force."""
        held = self.ranks.get(record.pk)
        return f"{Rank(held.rank).label}, {held.force}" if held else "None"

    def render_is_active(self, value: bool) -> str:
        """Whether the person is still here."""
        return "Yes" if value else "Left"
