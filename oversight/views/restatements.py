"""The restatement log: what was published and would be different now, with the rows that moved."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Officer
from oversight.choices import Moved, MovedBecause
from oversight.figures import REGISTER
from oversight.forms_packs import ToldForm
from oversight.models import PublishedFigure, Restatement, RestatementRow, RestatementTold
from oversight.permissions import FREEZES_PACKS, SEES_CASES_IN_PACKS
from oversight.selectors import Days, list_url
from oversight.services.restatements import tell_office
from oversight.tables_packs import MovedTable, RestatementTable
from oversight.tasks import queue_restatements
from oversight.views.enquiries import WorkingList
from oversight.views.work import Work
from retention.views.lists import ListPage, Page

ENTRIES = Restatement.objects.select_related("published__pack").defer("published__content")


class RestatementsPage(ListPage):
    """``/packs/restatements/``: the log, the latest first. Opening it has a worker look once more."""

    allowed_roles = SEES_CASES_IN_PACKS
    template_name = "oversight/packs/restatements.html"
    table_class = RestatementTable
    title = "Restatement log"
    lede = (
        "Every figure that a pack published is recomputed, as at the same day and as known now, each night "
        "and whenever this page is opened: that takes some seconds, so open it again for what was found just "
        "now. What would be different stands here with the rows that moved."
    )
    empty_text = "Every published figure would be the same now."

    def get_queryset(self) -> QuerySet[Restatement]:
        """What was noticed; what is new is looked for meanwhile."""
        queue_restatements()
        told = RestatementTold.objects.current().filter(restatement=OuterRef("pk"))
        return ENTRIES.annotate(is_told=Exists(told)).order_by(
            "-noticed_at", "published__as_at", "published__number", "-pk"
        )


class RestatementPage(WorkingList):
    """``/packs/restatements/<pk>/``: what a published figure would be now, and the rows that moved."""

    allowed_roles = SEES_CASES_IN_PACKS
    template_name = "oversight/packs/restatement.html"
    table_class = MovedTable
    empty_text = "No row moved: the figure is again what was published."
    works = {"tell": Work(ToldForm, "Record who was told, and how it was explained", "Record it")}
    workers = FREEZES_PACKS

    @cached_property
    def entry(self) -> Restatement:
        """The restatement."""
        return get_object_or_404(ENTRIES, pk=self.kwargs["pk"])

    @cached_property
    def show(self) -> str:
        """Which of the rows are shown; all, unless one way of moving is asked for."""
        asked = self.request.GET.get("show", "")
        return asked if asked in Moved.values else "all"

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record who was told."""
        tell_office(self.entry.pk, office=said["office"], told_on=said["told_on"], words=said["words"], by=by)
        return f"{said['office']} was told. Recorded."

    def get_queryset(self) -> QuerySet[RestatementRow]:
        """Its rows, in order of case."""
        rows = self.entry.moved_rows.select_related("case").order_by("case_id", "pk")
        because = self.request.GET.get("because", "")
        if because in MovedBecause.values:
            rows = rows.filter(because=because)
        return rows if self.show == "all" else rows.filter(moved=self.show)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two values and how many rows moved in which way."""
        moved = list(self.entry.moved_rows.values_list("moved", flat=True))
        choices = [
            ("all", "All", len(moved)),
            *((code, label, moved.count(code)) for code, label in Moved.choices),
        ]
        published = self.entry.published
        now = Days(published.as_at, self.entry.known_at)
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "published": published,
            "now_url": list_url_of(published, now),
            "then_url": list_url_of(published, Days(published.as_at, published.known_at)),
            "told": list(
                self.entry.told.filter(withdrawn_at=None)
                .select_related("words", "recorded_by")
                .order_by("pk")
            ),
            "published_url": reverse("oversight:published", args=[published.pk]),
            "ways": by_choice_here(choices, self.show),
        }


class PublishedPage(Page):
    """``/packs/figures/<pk>/``: a figure as it was published, and everything told of it since."""

    allowed_roles = SEES_CASES_IN_PACKS
    template_name = "oversight/packs/published.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figure, with both lists of rows."""
        rows = PublishedFigure.objects.select_related("pack").defer("content")
        published = get_object_or_404(rows, pk=self.kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "published": published,
            "then_url": list_url_of(published, Days(published.as_at, published.known_at)),
            "now_url": list_url_of(published, Days(published.as_at, self.today)),
            "restatements": list(published.restatements.order_by("-sequence")),
        }


def list_url_of(published: PublishedFigure, days: Days) -> str:
    """The list of a published figure at other dates; empty where it is no figure any more."""
    figure = REGISTER.get(published.slug)
    return list_url(figure, days) if figure else ""


def by_choice_here(choices: list[tuple[str, str, int]], chosen: str) -> list[dict[str, object]]:
    """The entries of a sub-navigation that stays on its own page."""
    return [
        {"text": words, "count": count, "href": f"?show={code}", "current": code == chosen}
        for code, words, count in choices
    ]
