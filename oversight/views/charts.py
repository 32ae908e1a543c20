"""``/figures/charts/``: the charts, each at two dates, with the table of the same numbers and its lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.exporting import Exporting
from accounts.models import Officer
from accounts.selectors import roles_on
from oversight.changes import staffing_changes
from oversight.charts.register import CHARTS
from oversight.charts.restated import of_restatement, restatements
from oversight.figures import REGISTER
from oversight.forms_changes import StaffingForm, WithdrawForm
from oversight.permissions import RECORDS_STAFFING, SEES_CASES_IN_PACKS
from oversight.selectors import Days
from oversight.services.staffing import Changed, record_change, withdraw_change
from oversight.tables_changes import StaffingTable
from oversight.views.enquiries import WorkingList
from oversight.views.figures import WithDays, compared_url
from oversight.views.work import Work
from retention.views.lists import Page


def chart_pages(current: str, days: Days | None = None) -> list[dict[str, Any]]:
    """The navigation among the charts, at the same two dates."""
    dated = {"as_at": days.as_at.isoformat(), "known_at": days.known_at.isoformat()} if days else {}
    query = f"?{urlencode(dated)}" if dated else ""
    pages = [
        (kind.name, f"{reverse('oversight:chart', args=[slug])}{query}", slug)
        for slug, kind in CHARTS.items()
    ]
    pages += [
        ("Restated", reverse("oversight:restated"), "restated"),
        ("Staffing", reverse("oversight:staffing"), "staffing"),
    ]
    return [{"text": text, "href": href, "current": slug == current} for text, href, slug in pages]


class ChartPage(Exporting, WithDays):
    """``/figures/charts/<slug>/``: one chart; ``/figures/charts/`` shows the first."""

    template_name = "oversight/chart.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The chart, and the way to the others. Http404 for a chart that there is not."""
        slug = self.kwargs.get("chart", next(iter(CHARTS)))
        kind = CHARTS.get(slug)
        if kind is None:
            raise Http404("There is no chart of that name.")
        context = super().get_context_data(**kwargs) | {"kind": kind, "pages": chart_pages(slug, self.days)}
        if self.days is None:
            return context
        chart = kind.draw(self.days, self.officer, self.today)
        return context | {"chart": chart, "sheet": chart.sheet}


class RestatedPage(Exporting, Page):
    """``/figures/charts/restated/``: what was published and would be different, one figure drawn."""

    allowed_roles = SEES_CASES_IN_PACKS
    template_name = "oversight/restated.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The one asked for by ``of``, else the first that has another value."""
        context = super().get_context_data(**kwargs) | {"pages": chart_pages("restated")}
        entries = [entry for entry in restatements() if entry.difference]
        asked = self.request.GET.get("of", "")
        if asked:
            rows = restatements().model.objects.select_related("published__pack")
            entry = get_object_or_404(rows, pk=int(asked) if asked.isdecimal() and len(asked) < 10 else 0)
        elif entries:
            entry = entries[0]
        else:
            return context | {"entries": []}
        chart = of_restatement(entry, self.officer, self.today)
        figure, published = REGISTER.get(entry.published.slug), entry.published
        days = Days(published.as_at, entry.known_at)
        return context | {
            "entries": entries,
            "entry": entry,
            "chart": chart,
            "sheet": chart.sheet,
            "compare_url": compared_url(figure, days, published.known_at) if figure else "",
        }


class StaffingPage(WorkingList):
    """``/figures/charts/staffing/``: dated changes of staffing and practice, as every trend shows them."""

    allowed_roles = SEES_CASES_IN_PACKS
    template_name = "oversight/staffing.html"
    table_class = StaffingTable
    title = "Changes of staffing and practice"
    lede = (
        "Each is drawn as a marked line on every trend from its day on, beside the dated policies, so that "
        "its effect can be judged."
    )
    empty_text = "No change of staffing or practice is recorded."
    works = {
        "record": Work(StaffingForm, "Record a change", "Record it"),
        "withdraw": Work(WithdrawForm, "Withdraw one recorded by mistake", "Withdraw it"),
    }
    workers = RECORDS_STAFFING

    def get_queryset(self) -> Any:
        """All that stand, the latest first."""
        return staffing_changes()

    def offered(self) -> list[str]:
        """To those who record them; to withdraw, where there is one."""
        if not roles_on(self.officer, self.today) & RECORDS_STAFFING:
            return []
        return ["record", "withdraw"] if self.get_queryset().exists() else ["record"]

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record or withdraw it."""
        if do == "withdraw":
            change = withdraw_change(said["change"].pk, by=by)
            return f"{change.get_team_display()}, {change.changed_on:%-d %B %Y}: withdrawn."
        change = record_change(Changed(**said), by=by)
        return f"{change.get_team_display()}, {change.changed_on:%-d %B %Y}: recorded. Every trend shows it."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way to the charts."""
        return super().get_context_data(**kwargs) | {"pages": chart_pages("staffing")}
