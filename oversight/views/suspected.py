"""Suspected lapses: the list to verify, what was verified, and verifying one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.exporting import Exporting
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from cases.errors import CaseworkError
from cases.models import Case, Material
from oversight import suspected
from oversight.choices import LapseAnswer
from oversight.forms_incidents import VerifyForm
from oversight.permissions import SEES_SUSPECTED, VERIFIES_LAPSES
from oversight.selectors import names_of_cases
from oversight.services.verifying import verify
from oversight.tables_incidents import SuspectedTable, VerifiedTable

PER_PAGE = 50
EMPTY = {
    "": "No case appears to have lapsed that nobody has verified.",
    LapseAnswer.CONFIRMED: "No suspected lapse has been confirmed yet.",
    LapseAnswer.NOT_A_LAPSE: "Nothing suspected has been found to be no lapse.",
}


class SuspectedPage(Exporting, RoleRequired, TemplateView):
    """``/lapses/suspected/``: to be verified; with ``?show=…``, confirmed or found to be no lapse."""

    allowed_roles = SEES_SUSPECTED
    template_name = "oversight/suspected.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list asked for, and how many stand in the others."""
        officer, today = officer_of(self.request), clock.today()
        show = self.request.GET.get("show", "")
        show = show if show in LapseAnswer.values else ""
        table: Any
        if show:
            counts = suspected.counts(officer, today)
            table = VerifiedTable(suspected.verified(officer, today, show))
        else:
            to_verify, counts = suspected.with_counts(officer, today)
            table = SuspectedTable(to_verify)
            table.may_verify = bool(roles_on(officer, today) & VERIFIES_LAPSES)
        table.empty_text = EMPTY[show]
        self.configured(table, PER_PAGE)
        table.names = names_of_cases([row.record.case_id for row in table.paginated_rows], officer, today)
        pages = [{"text": "To verify", "href": "?", "current": not show, "count": None}]
        pages += [
            {"text": str(words), "href": f"?show={code}", "current": show == code, "count": counts[code]}
            for code, words in LapseAnswer.choices
        ]
        return super().get_context_data(**kwargs) | {"table": table, "pages": pages, "show": show}


class VerifyPage(RoleRequired, TemplateView):
    """``/lapses/suspected/<case>/``: why it appears so, and what was found."""

    allowed_roles = SEES_SUSPECTED
    template_name = "oversight/verify_lapse.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return self._show(None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record what was found."""
        case, form = self._case(), VerifyForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        said = form.cleaned_data
        try:
            verify(case.pk, **said, by=officer_of(request))
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, f"{case.ref}: {LapseAnswer(said['answer']).label}. Recorded.")
        return HttpResponseRedirect(f"{reverse('oversight:suspected')}?show={said['answer']}")

    def _case(self) -> Case:
        visible: Any = Case.objects.visible_to(officer_of(self.request), clock.today())
        return get_object_or_404(visible.with_subject_name(), pk=self.kwargs["pk"])

    def _show(self, form: VerifyForm | None) -> HttpResponse:
        officer, today, case = officer_of(self.request), clock.today(), self._case()
        found = suspected.appears(officer, today, case.pk)
        earlier = suspected.verifications_of(case)
        if not found and not earlier:
            raise Http404("This case does not appear to have lapsed.")
        may = bool(roles_on(officer, today) & VERIFIES_LAPSES) and bool(found)
        if form is None and may:
            form = VerifyForm(initial={"last_day": found[0].last_day})
        return self.render_to_response(
            self.get_context_data(
                case=case,
                today=today,
                found=found[0] if found else None,
                form=form if may else None,
                earlier=earlier,
                items=Material.objects.filter(case=case).order_by("pk"),
            )
        )
