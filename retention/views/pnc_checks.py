"""``/deletions/checks/``: the PNC checks that deletions wait for, entered for many cases at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from accounts.exporting import Exporting
from accounts.sheets import Sheet
from cases.models import Case
from retention.forms_deletion import PncChecksForm
from retention.permissions import DELETES
from retention.pnc_checks import oldest_that_counts, to_check
from retention.services.pnc_checks import enter
from retention.views.lists import Page

MOST = 50


class PncChecksPage(Exporting, Page):
    """The cases that lack a check, the longest due first; each result is a record of its own."""

    allowed_roles = DELETES
    template_name = "retention/pnc_checks.html"

    @cached_property
    def shown(self) -> list[Case]:
        """Those on the page: of a form that was sent, the same ones, whatever has become of them since."""
        sent = [int(pk) for pk in self.request.POST.getlist("shown") if pk.isdecimal()][:MOST]
        cases = to_check(self.officer, self.today)
        if sent:
            cases = Case.objects.visible_to(self.officer, self.today).filter(pk__in=sent).order_by("pk")
        return list(cases.with_subject_name()[:MOST])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record what was chosen, and say what became of each."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        entered = enter(form.looked, by=self.officer, on=form.cleaned_data["on"])
        return self.render_to_response(self.get_context_data(entered=entered))

    def _form(self, data: Any = None) -> PncChecksForm:
        return PncChecksForm(data, cases=self.shown, oldest=oldest_that_counts(self.today))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, how many wait, and from which day a check counts."""
        context = super().get_context_data(**kwargs)
        if "entered" not in context:
            context.setdefault("form", self._form())
        return context | {
            "title": "Enter PNC checks",
            "total": to_check(self.officer, self.today).count(),
            "oldest": oldest_that_counts(self.today),
            "today": self.today,
            "sheet": self._sheet(),
        }

    def _sheet(self) -> Sheet:
        """All that wait where the list is taken out; else those shown."""
        cases = self.shown
        if self.is_export:
            cases = list(to_check(self.officer, self.today).with_subject_name())
        rows = [(case.ref, case.subject_name or "") for case in cases]  # type: ignore[attr-defined]
        return Sheet("Cases whose deletion waits for a PNC check", ("Case", "Name"), rows, cases)
