"""Pages of requests: those of a case, one of them, and who keeps us waiting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_tables2 import SingleTableView

from accounts.choices import Role
from accounts.exporting import Exporting
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from cases import requests
from cases.choices import CaseState, RequestStep, RequestTo
from cases.early_start import profiles_awaited
from cases.errors import CaseworkError
from cases.forms_requests import AskCtuForm, NoCtuForm, StepForm
from cases.models import Case
from cases.permissions import JFIT
from cases.querysets import SEES_ALL_CASES
from cases.services.requests import OF_THE_UNIT, ask, ask_no_ctu, record_step
from cases.tables_requests import AwaitedTable

ASK_SERVICE, ASK_CTU, NO_CTU = "security_service", "ctu", "no_ctu"
READERS = SEES_ALL_CASES | {Role.CTU_OFFICER}
# What can be done with an open request, in the order of the buttons.
STEPS = (
    (RequestStep.ANSWERED, "Record the answer"),
    (RequestStep.CHASED, "Chase"),
    (RequestStep.ACKNOWLEDGED, "Record the acknowledgement"),
    (RequestStep.PROMISED, "Record a promise"),
    (RequestStep.ESCALATED, "Escalate to the manager"),
    (RequestStep.CLOSED, "Close without an answer"),
)
SENIOR = "Escalate to the senior manager"
TITLES = dict(STEPS) | {RequestStep.JUDGED: "Judge the answer"}


class CasePart(RoleRequired, TemplateView):
    """A page about a part of one case, among those that the officer may know of."""

    @cached_property
    def officer(self) -> Officer:
        """Who asks."""
        return officer_of(self.request)

    @cached_property
    def today(self) -> date:
        """The business day."""
        return clock.today()

    @cached_property
    def case(self) -> Case:
        """The case; another's is the same "not found" as one that never was."""
        visible: Any = Case.objects.visible_to(self.officer, self.today)
        return get_object_or_404(visible.with_subject_name(), pk=self.kwargs["pk"])

    @cached_property
    def is_jfit(self) -> bool:
        """Whether they work for JFIT, and so may do more than read."""
        return bool(roles_on(self.officer, self.today) & JFIT)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case and the day."""
        context = {"case": self.case, "today": self.today, "is_jfit": self.is_jfit}
        return super().get_context_data(**kwargs) | context


class CaseRequestsPage(CasePart):
    """``/cases/<pk>/requests/``: ask a CTU and the Security Service; each request with its own clock."""

    allowed_roles = READERS
    template_name = "cases/requests.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a request, or record why there is none; what is refused comes back onto the page."""
        wanted = request.POST.get("do", "")
        forms: dict[str, Form] = {
            ASK_SERVICE: Form(request.POST),
            ASK_CTU: AskCtuForm(request.POST),
            NO_CTU: NoCtuForm(request.POST),
        }
        form = forms.get(wanted)
        if form is None or self.case is None:
            raise Http404
        if not form.is_valid():
            return self._show(wanted, form)
        try:
            said = self._do(wanted, form)
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(wanted, form)
        messages.success(request, f"{self.case.ref}: {said}")
        return HttpResponseRedirect(reverse("cases:requests", args=[self.case.pk]))

    def _do(self, wanted: str, form: Form) -> str:
        if wanted == NO_CTU:
            ask_no_ctu(self.case.pk, by=self.officer, reason=form.cleaned_data["reason"])
            return "recorded why no CTU is asked."
        if wanted == ASK_CTU:
            said = form.cleaned_data
            sent = ask(
                self.case.pk,
                by=self.officer,
                to=RequestTo.CTU,
                unit=said["unit"],
                question=said["question"],
            )
            return f"{sent.unit_name} asked. The answer is due on {sent.due_on:%-d %B %Y}."
        sent = ask(self.case.pk, by=self.officer, to=RequestTo.SECURITY_SERVICE)
        return (
            f"the Security Service is asked, by reference {requests.reference_of(sent.pk)}. "
            f"The answer is due on {sent.due_on:%-d %B %Y}. It goes out with the next batch."
        )

    def _show(self, wanted: str, form: Form) -> HttpResponse:
        name = "ctu_form" if wanted == ASK_CTU else "no_ctu_form" if wanted == NO_CTU else "service_form"
        return self.render_to_response(self.get_context_data(form=form, **{name: form}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The clocks, and what may still be asked."""
        clocks = requests.clocks_seen_by(self.officer, self.today, self.case)
        may_ask = self.is_jfit and self.case.state == CaseState.WITH_JFIT
        open_to = {clock.request.to for clock in clocks if clock.is_open}
        context = {
            "clocks": [(clock, clock.days_late(self.today)) for clock in clocks],
            "may_ask": may_ask,
            "may_ask_service": may_ask and RequestTo.SECURITY_SERVICE not in open_to,
            "asked_ctu": any(clock.request.to == RequestTo.CTU for clock in clocks),
            "no_ctu": requests.why_no_ctu(self.case) if self.is_jfit else None,
            "awaited": profiles_awaited([self.case.pk]).get(self.case.pk),
            "ctu_form": AskCtuForm(),
            "no_ctu_form": NoCtuForm(),
        }
        return super().get_context_data(**(context | kwargs))


class OneRequest(CasePart):
    """A page about one request, among those that the officer may know of."""

    allowed_roles = READERS

    @cached_property
    def clock(self) -> requests.Clock:
        """The request with all that became of it."""
        known = requests.may_know_of(self.officer, self.today)
        return requests.clock_of(get_object_or_404(known, pk=self.kwargs["pk"]))

    @cached_property
    def case(self) -> Case:
        """The case of the request."""
        visible: Any = Case.objects.visible_to(self.officer, self.today)
        return get_object_or_404(visible.with_subject_name(), pk=self.clock.request.case_id)

    @cached_property
    def may(self) -> frozenset[str]:
        """The steps that this officer may record: all for JFIT, its own answers for the unit asked."""
        return frozenset(TITLES) if self.is_jfit else self._of_the_unit()

    def _of_the_unit(self) -> frozenset[str]:
        is_ctu = Role.CTU_OFFICER in roles_on(self.officer, self.today)
        return OF_THE_UNIT if is_ctu else frozenset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request."""
        context = {"clock": self.clock, "late": self.clock.days_late(self.today)}
        return super().get_context_data(**kwargs) | context


class RequestPage(OneRequest):
    """``/requests/<pk>/``: a request, its clock, everything that became of it, and what can be done."""

    template_name = "cases/request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The steps that are open to this officer."""
        told = self.clock.times_escalated
        steps = [
            (step, SENIOR if step == RequestStep.ESCALATED and told else words)
            for step, words in STEPS
            if step in self.may
            and self.clock.is_open
            and not (step in requests.PRESSES and self.clock.is_unsent)
            and not (step == RequestStep.ESCALATED and told >= requests.ESCALATIONS)
        ]
        if self.clock.answered and not self.clock.judged and RequestStep.JUDGED in self.may:
            steps.append((RequestStep.JUDGED, TITLES[RequestStep.JUDGED]))
        return super().get_context_data(**kwargs) | {"steps": steps}


class RequestStepPage(OneRequest):
    """``/requests/<pk>/<step>/``: record one thing that happened to a request."""

    template_name = "cases/request_step.html"

    @cached_property
    def step(self) -> RequestStep:
        """What happened."""
        if self.kwargs["step"] not in self.may:
            raise Http404
        return RequestStep(self.kwargs["step"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, with today as the day."""
        form = StepForm(initial={"on": self.today}, request=self.clock.request, step=self.step)
        return self._show(form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record it; what is refused comes back onto the page with what was typed."""
        form = StepForm(request.POST, request=self.clock.request, step=self.step)
        if not form.is_valid():
            return self._show(form)
        try:
            record_step(
                self.clock.request.pk,
                self.step,
                by=self.officer,
                on=form.cleaned_data["on"],
                said=form.said(),
            )
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, f"{self.case.ref}, {self.clock.who}: {self.step.label.lower()}, recorded.")
        return HttpResponseRedirect(reverse("cases:request", args=[self.clock.request.pk]))

    def _title(self) -> str:
        is_second = self.step == RequestStep.ESCALATED and self.clock.times_escalated
        return SENIOR if is_second else TITLES[self.step]

    def _show(self, form: StepForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, title=self._title(), step=self.step))


class AwaitedPage(Exporting, RoleRequired, SingleTableView):
    """``/requests/``: who keeps cases waiting, and each open request; time over is against who was asked."""

    allowed_roles = SEES_ALL_CASES
    template_name = "cases/awaited.html"
    table_class = AwaitedTable
    paginate_by = 50

    def get_queryset(self) -> Any:
        """Open requests about what can still be saved, nearest last lawful day first."""
        return requests.awaited(officer_of(self.request), clock.today())

    @cached_property
    def is_jfit(self) -> bool:
        """Whether they work for JFIT, and so may chase and send files."""
        return bool(roles_on(officer_of(self.request), clock.today()) & JFIT)

    def get_table_kwargs(self) -> dict[str, object]:
        """What an empty list means."""
        return {"empty_text": "No case that can still be saved waits for an answer."}

    def get_table(self, **kwargs: Any) -> AwaitedTable:
        """The list, with a button to chase for those who may."""
        table: AwaitedTable = super().get_table(**kwargs)
        table.may_chase = self.is_jfit
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The same by third party."""
        officer, today = officer_of(self.request), clock.today()
        context = {
            "waits": requests.waits_by_party(officer, today),
            "may_send_files": self.is_jfit,
            "today": today,
        }
        return super().get_context_data(**kwargs) | context
