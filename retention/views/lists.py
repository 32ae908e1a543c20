"""What the lists of this room share: paging in a stable order, with a total counted once and exactly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.views.generic import TemplateView
from django_tables2 import SingleTableView

from accounts.exporting import Exporting
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from audit import clock


class CountedPaginator(Paginator):
    """A paginator that is told how many rows there are, where the page has counted them already."""

    known_count: int | None = None

    @cached_property
    def count(self) -> int:
        """The exact number of rows."""
        return super().count if self.known_count is None else self.known_count


class ListPage(Exporting, RoleRequired, SingleTableView):
    """A list: a title, a lede, one table of 50 rows a page, each order ending with the id."""

    rows = 50
    title = ""
    lede = ""
    empty_text = "Nothing here."
    # How many rows there are, where the page has counted them already.
    total: int | None = None

    @cached_property
    def today(self) -> date:
        """The business day."""
        return clock.today()

    @property
    def officer(self) -> Officer:
        """Who is looking; the role was asked for before."""
        return officer_of(self.request)

    def get_table_pagination(self, table: Any) -> Any:
        """Pages of so many rows. The table does the paging, so that nothing is counted twice."""
        if self.is_export:
            return False
        counted = {} if self.total is None else {"paginator_class": shown(self.total)}
        return {"per_page": self.rows, **counted}

    def get_table_kwargs(self) -> dict[str, object]:
        """An empty list says so in words."""
        return {"empty_text": self.empty_text}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The title and the day."""
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "lede": self.lede,
            "today": self.today,
        }


class Page(RoleRequired, TemplateView):
    """A page about one thing."""

    @cached_property
    def today(self) -> date:
        """The business day."""
        return clock.today()

    @property
    def officer(self) -> Officer:
        """Who is looking; the role was asked for before."""
        return officer_of(self.request)


def by_choice(name: str, chosen: str, choices: Sequence[tuple[str, str, int]]) -> list[dict[str, object]]:
    """The entries of a sub-navigation: code, words and how many, linked to the list of that choice."""
    return [
        {"text": words, "count": count, "href": f"{reverse(name)}?show={code}", "current": code == chosen}
        for code, words, count in choices
    ]


def shown(total: int) -> type[CountedPaginator]:
    """A paginator class for rows that were counted as ``total``."""
    return type("Counted", (CountedPaginator,), {"known_count": total})
