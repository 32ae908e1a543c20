"""The figures page and the lists that make its numbers, at any as-at day and as known on any day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.exporting import Exporting
from accounts.models import Officer
from accounts.permissions import RoleRequired
from accounts.sheets import Sheet
from audit import clock
from cases.durations import off_by
from cases.querysets import SEES_ALL_CASES
from oversight import figures
from oversight.charts.restated import of_answers
from oversight.choices import MovedBecause
from oversight.figures import Answer, Figure
from oversight.figures.wrong_dates import offsets
from oversight.filters import UnknownPart, part_of
from oversight.forms import CompareForm, DaysForm
from oversight.kpis import KPIS, Kpi, value_of, would_have_been_made
from oversight.overview import overview
from oversight.restating import Between, compared
from oversight.selectors import Days, answers, list_url, names_of_cases
from oversight.spreads import has_times, said, times, times_of
from oversight.tables import TABLES, FigureTable, UnlawfulTable, first_day
from oversight.tables_packs import ComparedTable
from oversight.tables_times import TABLES_OF_TIMES, TurnTable

PER_PAGE = 50
BACK = timedelta(days=28)


class WithDays(RoleRequired, TemplateView):
    """A page with the picker of the two dates; ``days`` is None while what was typed cannot be read."""

    allowed_roles = SEES_ALL_CASES
    form_class: type[DaysForm] = DaysForm
    days: Days | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; what was typed into the boxes is turned into an address that can be passed on."""
        self.today = clock.today()
        self.officer: Officer = request.user  # type: ignore[assignment]
        self.form = self.form_class(request.GET, today=self.today)
        if self.form.is_valid():
            self.days = self.form.days()
            if self.form_class.was_typed(request.GET):
                return redirect(self._address())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picker and the two dates."""
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "days": self.days,
            "today": self.today,
        }

    def _address(self) -> str:
        query = self.request.GET.copy()
        for box in [name for name in query if name.startswith(self.form.names)]:
            query.pop(box)
        query.pop("page", None)
        for name in self.form.names:
            query[name] = self.form.cleaned_data[name].isoformat()
        return f"{self.request.path}?{query.urlencode()}"


class FiguresPage(Exporting, WithDays):
    """``/figures/``: both dates before any number, then the numbers, the causes of lapse, what each means."""

    template_name = "oversight/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every figure of the register, in one pass over the cases."""
        context = super().get_context_data(**kwargs)
        if self.days is None:
            return context
        found = answers(figures.REGISTER.values(), self.days, self.officer, self.today)
        heads = ("Figure", "Title", "Number", "Unit", "Definition")
        rows = [
            (answer.figure.number, answer.figure.title, answer.number)
            + (answer.figure.unit, answer.figure.definition)
            for answer in found.values()
        ]
        return context | overview(found, self.days) | {"sheet": Sheet("Figures", heads, rows)}


class MeasuresPage(Exporting, WithDays):
    """``/figures/measures/``: every measure with its number, target and what of it has no figure yet."""

    template_name = "oversight/measures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All of them, in one pass over the cases."""
        context = super().get_context_data(**kwargs)
        if self.days is None:
            return context
        found = answers(figures.REGISTER.values(), self.days, self.officer, self.today)
        measures = [measure(kpi, found, self.days) for kpi in KPIS]
        heads = ("Measure", "Title", "Owner", "Number", "Unit", "Target", "Precision") + (
            "Times",
            "Not yet available",
        )
        rows = [
            (each["kpi"].number, each["kpi"].title, each["kpi"].owner, each["count"])
            + (each["kpi"].unit, each["kpi"].target, each["kpi"].precision.words, each["says"])
            + (each["kpi"].missing if each["kpi"].is_available else "all of it",)
            for each in measures
        ]
        return context | {"measures": measures, "sheet": Sheet("Measures", heads, rows)}


def measure(kpi: Kpi, found: Mapping[str, Answer], days: Days) -> dict[str, Any]:
    """A measure as the page shows it: its number opens the list that makes it."""
    told: dict[str, Any] = {"kpi": kpi, "href": "", "count": None, "also": [], "says": ""}
    if kpi.slug:
        part, told["href"] = _part(found, days, kpi.slug, kpi.part)
        told["count"] = value_of(kpi, part)
        if has_times(kpi.slug):
            told["says"] = said(times("", "", part.rows))
        if kpi.number == "N-08":
            estimate = would_have_been_made(found)
            told["says"] = "no application was decided" if estimate is None else f"about {estimate:,} NSDs"
    for words, slug, query in kpi.also:
        part, href = _part(found, days, slug, query)
        told["also"].append({"count": part.number, "text": words, "href": href})
    if kpi.page:
        told["page"] = reverse(kpi.page)
    return told


def _part(found: Mapping[str, Answer], days: Days, slug: str, of: Mapping[str, str]) -> tuple[Answer, str]:
    """A part of a figure, with the address of its list."""
    whole, query = found[slug], QueryDict(mutable=True)
    query.update(of)
    return part_of(whole, query)[1], list_url(whole.figure, days, **of)


class FigureListPage(Exporting, WithDays):
    """``/figures/<figure>/``: the rows that make a figure, or a part of it; at most eight queries."""

    template_name = "oversight/figure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figure, its rows by page, and how many individuals, cases and rows they are."""
        figure = figures.REGISTER.get(self.kwargs["slug"])
        if figure is None:
            raise Http404("There is no figure of that name.")
        context = super().get_context_data(**kwargs) | {"figure": figure}
        if self.days is None:
            return context
        whole = answers([figure], self.days, self.officer, self.today)[figure.slug]
        try:
            chosen, part = part_of(whole, self.request.GET)
        except UnknownPart as error:
            raise Http404(str(error)) from error
        return context | {
            "whole": whole,
            "part": part,
            "chosen": chosen,
            "whole_url": list_url(figure, self.days),
            "figures_url": _figures_url(self.days),
            "offsets": self._offsets(whole),
            "times": times_of(part, self.days) if has_times(figure.slug) and not chosen else [],
            "compare_url": compare_url(figure, self.days),
            "table": self._table(figure, part),
        }

    def _table(self, figure: Figure, part: Answer) -> FigureTable:
        table = (TABLES | TABLES_OF_TIMES).get(figure.slug, FigureTable)(sorted(part.rows, key=first_day))
        table.caption = figure.title
        table.empty_text = figure.none
        if isinstance(table, UnlawfulTable):
            table.kept = part.kept
        self.configured(table, PER_PAGE)
        shown = [row.record.case_id for row in table.paginated_rows]
        table.names = names_of_cases(shown, self.officer, self.today)
        if isinstance(table, TurnTable):
            holders = [row.record.holder for row in table.paginated_rows]
            table.people = dict(Officer.objects.filter(pk__in=holders).values_list("pk", "display_name"))
        return table

    def _offsets(self, whole: Answer) -> list[dict[str, Any]]:
        """For wrong dates, the groups that are off by the same number of days, each with its own list."""
        if whole.figure is not figures.WRONG_DATES:
            return []
        return [
            {
                "label": off_by(group.days),
                "value": group.count,
                "first_on": group.first_on,
                "href": list_url(whole.figure, self.days, off_by=group.days),  # type: ignore[arg-type]
            }
            for group in offsets(whole.rows)
        ]


class ComparePage(Exporting, WithDays):
    """``/figures/<figure>/compare/``: what moved between two days of knowledge, row by row, and why."""

    template_name = "oversight/compare.html"
    form_class = CompareForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both values, and the rows that moved."""
        figure = figures.REGISTER.get(self.kwargs["slug"])
        if figure is None:
            raise Http404("There is no figure of that name.")
        context = super().get_context_data(**kwargs) | {"figure": figure}
        if self.days is None:
            return context
        then_days = Days(self.days.as_at, self.form.cleaned_data["known_then"])
        then, now = (
            answers([figure], days, self.officer, self.today)[figure.slug] for days in (then_days, self.days)
        )
        between = Between(figure, self.days.as_at, then_days.known_at, self.days.known_at)
        moved = compared(between, then, now)
        return context | {
            "then": then,
            "now": now,
            "then_days": then_days,
            "then_url": list_url(figure, then_days),
            "now_url": list_url(figure, self.days),
            "difference": f"{now.number - then.number:+,}",
            "by": [(label, sum(r.because == code for r in moved)) for code, label in MovedBecause.choices],
            "chart": of_answers(then, now, moved, (then_days, self.days)),
            "table": self.configured(
                ComparedTable(moved, empty_text="No row moved between the two days."), PER_PAGE
            ),
        }


def compare_url(figure: Figure, days: Days) -> str:
    """The address of the comparison with what was known four weeks before."""
    return compared_url(figure, days, days.known_at - BACK)


def compared_url(figure: Figure, days: Days, known_then: date) -> str:
    """The address of the comparison with what was known on another day."""
    query = {
        "as_at": days.as_at.isoformat(),
        "known_then": known_then.isoformat(),
        "known_at": days.known_at.isoformat(),
    }
    return f"{reverse('oversight:compare', args=[figure.slug])}?{urlencode(query)}"


def _figures_url(days: Days) -> str:
    return (
        f"{reverse('oversight:figures')}?as_at={days.as_at.isoformat()}&known_at={days.known_at.isoformat()}"
    )
