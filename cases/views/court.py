"""Pages of an application to a court that a period be extended, and of what the court decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property

from cases import bases, selectors
from cases.choices_law import CourtAnswer
from cases.court import ItemWindow, can_be_extended, windows_of
from cases.forms_law import CourtApplicationForm, CourtOutcomeForm, WithdrawFactForm
from cases.models import CourtApplication, CourtOutcome, Taking
from cases.permissions import RECORDS_BARS
from cases.selectors import ItemOnFile
from cases.services.court import (
    record_application,
    record_outcome,
    withdraw_application,
    withdraw_outcome,
)
from cases.views.fact import FactPage, changes
from cases.views.law_facts import of_no_effect
from law import facts as law_facts
from law.rules import INSTALLED


class CourtApplicationPage(FactPage):
    """``/cases/<pk>/court/``: a court was asked to extend the period of items."""

    allowed_roles = RECORDS_BARS
    title, button = "A court was asked to extend the period", "Record the application"
    lede = (
        "An application must be made in the last three months of the period, and the order by its last day. "
        "While an application waits, the period is not longer."
    )

    @cached_property
    def items(self) -> list[ItemOnFile]:
        """Those whose power a court can extend."""
        return can_be_extended(selectors.items_on_file(self.case))

    @cached_property
    def windows(self) -> list[ItemWindow]:
        """When a court may be asked about each."""
        return windows_of(self.items)

    def form(self, data: Any = None) -> CourtApplicationForm:
        """The items, the day, the court."""
        return CourtApplicationForm(data, items=self.items)

    def why_not(self) -> str:
        """Where no court can extend the period of anything held."""
        return "" if self.items else "No court can extend the period of anything that is held."

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """Whether the day lies in each item's window."""
        on: date = form.cleaned_data["on"]
        rows = [{"key": "Application made on", "value": f"{on:%-d %B %Y}"}]
        for each in self.windows:
            if each.item.pk in form.chosen:
                rows.append({"key": str(each.item.get_kind_display()), "value": _in_window(each, on)})
        return rows

    def record(self, form: Any) -> str:
        """A row an item."""
        said = form.cleaned_data
        record_application(self.case, form.chosen, by=self.officer, on=said["on"], shown=said["shown"])
        return f"application to a court of {said['on']:%-d %B %Y} recorded."


def _in_window(each: ItemWindow, on: date) -> str:
    window = each.window
    days = f"{window.first:%-d %B %Y} to {window.last:%-d %B %Y}"
    if not window.first <= on <= window.last:
        return f"Outside its window, {days}: an order made on it would have no effect."
    if on < window.safe_first:
        safe = f"{window.safe_first:%-d %B %Y}"
        return f"In its window, {days}, on an arguable day: {safe} is the earliest safe one."
    return f"In its window, {days}. The order must be made by {window.last:%-d %B %Y}."


class _OfApplication(FactPage):
    """A page about one application of this case."""

    allowed_roles = RECORDS_BARS

    @cached_property
    def application(self) -> CourtApplication:
        """The application."""
        rows = CourtApplication.objects.current().filter(material__case=self.case)
        found = rows.filter(pk=self.kwargs["application_pk"]).select_related("material__case").first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def outcome(self) -> CourtOutcome | None:
        """What is on record of it."""
        rows = CourtOutcome.objects.current().filter(application=self.application)
        return rows.select_related("extension").first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which application."""
        made = self.application
        lede = f"{made.material.get_kind_display()}: application of {made.applied_on:%-d %B %Y}."
        return super().get_context_data(**kwargs) | {"lede": lede}


class CourtOutcomePage(_OfApplication):
    """``/cases/<pk>/court/<application_pk>/``: what the court decided."""

    title, button = "What the court decided", "Record it"

    @cached_property
    def asks_months(self) -> bool:
        """Whether the court may choose a length (Scotland)."""
        taking = Taking.objects.current().filter(material=self.application.material_id).first()
        rule = INSTALLED.power(taking.power, taking.nation) if taking else None
        return rule is not None and rule.court is not None and rule.court.repeatable

    def form(self, data: Any = None) -> CourtOutcomeForm:
        """The outcome and its day."""
        return CourtOutcomeForm(data, asks_months=self.asks_months)

    def why_not(self) -> str:
        """Where it is on record."""
        return "An outcome of this application is on record. Withdraw it first." if self.outcome else ""

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """Until when it may be held then, and whether the order is of effect."""
        said = form.cleaned_data
        rows = [{"key": "What became of it", "value": f"{dict(CourtAnswer.choices)[said['answer']]}"}]
        rows.append({"key": "On", "value": f"{said['on']:%-d %B %Y}"})
        if said["answer"] != CourtAnswer.ORDERED:
            return rows
        made = self.application
        act = law_facts.CourtExtension("this", made.applied_on, said["on"], said.get("months") or 24)
        item = [made.material_id]
        then = bases.bases_of(self.case, more=[act], of=item)
        now = bases.bases_of(self.case, of=item)
        return [*rows, *changes(now, then, self.today), *of_no_effect(then, "this")]

    def record(self, form: Any) -> str:
        """The outcome, and the order with it."""
        said = form.cleaned_data
        record_outcome(
            self.application,
            by=self.officer,
            answer=said["answer"],
            on=said["on"],
            months=said.get("months") or 24,
        )
        return f"the court's answer of {said['on']:%-d %B %Y} is recorded."


class WithdrawCourtPage(_OfApplication):
    """``/cases/<pk>/court/<application_pk>/withdraw/``: its outcome, or without one the application."""

    title, button = "Withdraw what is recorded of a court", "Withdraw it"

    def form(self, data: Any = None) -> WithdrawFactForm:
        """Why."""
        return WithdrawFactForm(data)

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """What is left without it."""
        words = dict(form.fields["because"].choices)[form.cleaned_data["because"]]
        extension = self.outcome.extension_id if self.outcome else None
        less = [f"court_extension:{extension}"] if extension else []
        item = [self.application.material_id]
        now = bases.bases_of(self.case, of=item)
        then = bases.bases_of(self.case, less=less, of=item)
        return [{"key": "Why", "value": str(words)}, *changes(now, then, self.today)]

    def record(self, form: Any) -> str:
        """The latest of the two."""
        because = form.cleaned_data["because"]
        if self.outcome:
            withdraw_outcome(self.outcome, by=self.officer, because=because)
            return "the court's decision counts no longer."
        withdraw_application(self.application, by=self.officer, because=because)
        return "the record of the application counts no longer."
