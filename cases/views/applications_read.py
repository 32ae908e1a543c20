"""Reading applications: one as it was sent, those that wait for a decision, and what staff recommend."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django_tables2 import SingleTableView

from accounts.choices import Role
from accounts.exporting import Exporting
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from cases.choices import CaseState
from cases.errors import CaseworkError
from cases.forms_applications import RecommendForm
from cases.models import Application
from cases.permissions import JFIT, STAFF
from cases.querysets import SEES_ALL_CASES
from cases.selectors.applications import applications_of, content_of
from cases.selectors.pending import by_force, pending
from cases.services.application_drafts import recommend
from cases.tables_applications import PendingTable
from cases.views.requests import CasePart

READERS = JFIT | {
    Role.LEGAL_REVIEWER,
    Role.SENIOR_MANAGER,
    Role.COMMISSIONER,
    Role.COMMISSIONER_OFFICE,
    Role.CHIEF_OFFICER,
    Role.CHIEF_OFFICER_STAFF,
}


class ApplicationPage(CasePart):
    """``/cases/<pk>/application/``: what was sent, as it was sent; ``?of=`` an earlier one of the case."""

    allowed_roles = READERS
    template_name = "cases/application.html"

    @cached_property
    def applications(self) -> list[Application]:
        """Every application of the case, the latest first."""
        return applications_of(self.case.pk)

    @cached_property
    def application(self) -> Application | None:
        """The one that is read."""
        wanted = self.request.GET.get("of", "")
        if not wanted:
            return self.applications[0] if self.applications else None
        found = next((each for each in self.applications if str(each.pk) == wanted), None)
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The application with its content, and the others of the case."""
        roles = roles_on(self.officer, self.today)
        waits = self.case.state == CaseState.WITH_CHIEF_OFFICER
        return super().get_context_data(**kwargs) | {
            "application": self.application,
            "content": content_of(self.application.pk) if self.application else None,
            "others": [each for each in self.applications if each != self.application],
            "may_recommend": waits and bool(roles & STAFF),
            "may_allocate": waits and self.is_jfit,
        }


class RecommendPage(CasePart):
    """``/cases/<pk>/recommend/``: a Chief Officer's staff write for them; they never decide."""

    allowed_roles = STAFF
    template_name = "cases/recommend.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is chosen."""
        return self._show(RecommendForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record it; what is refused comes back onto the page."""
        form = RecommendForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        said = form.cleaned_data
        try:
            recommend(self.case.pk, said["recommended"], said["text"], by=self.officer)
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, f"{self.case.ref}: your note is with the application.")
        return HttpResponseRedirect(reverse("cases:application", args=[self.case.pk]))

    def _show(self, form: Form) -> HttpResponse:
        waits = self.case.state == CaseState.WITH_CHIEF_OFFICER
        return self.render_to_response(self.get_context_data(form=form, waits=waits))


class PendingPage(Exporting, RoleRequired, SingleTableView):
    """``/applications/``: those that wait for a decision, by last lawful day; ``?over=1`` those past it."""

    allowed_roles = SEES_ALL_CASES | {Role.CHIEF_OFFICER, Role.CHIEF_OFFICER_STAFF}
    template_name = "cases/pending.html"
    table_class: Any = PendingTable
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 50}

    @cached_property
    def officer(self) -> Officer:
        """Who asks."""
        return officer_of(self.request)

    def get_queryset(self) -> Any:
        """Those that this officer may know of."""
        found = pending(self.officer, clock.today())
        return found.past if self.request.GET.get("over") else found.to_decide

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many wait, how many are past their last lawful day, and where."""
        forces = by_force(self.officer, clock.today())
        return super().get_context_data(**kwargs) | {
            "is_over": bool(self.request.GET.get("over")),
            "to_decide": sum(force["number"] for force in forces),
            "past": sum(force["past"] for force in forces),
            "forces": [force for force in forces if force["number"]],
            "today": clock.today(),
        }
