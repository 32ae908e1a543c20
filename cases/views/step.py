"""The page of one step of a case: a form, a check where the step binds, and the one door.

A page that is out of date comes back with who did what in the meantime, the person's words kept, and the new
version, so that they can look again and decide again.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.forms import SignForm
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from audit import clock
from cases import selectors
from cases.choices import CaseEvent
from cases.errors import AuthorityRefused, StaleCase, TransitionRefused
from cases.models import Case
from cases.services.papers import Papers, lay_out
from cases.services.transition import Moved, Outcome, move, moved_since, why_not
from cases.views.seen import Seen, read_seen, seen

CHECK, CHANGE, DO = "check", "change", "do"
NOT_CARRIED = ("csrfmiddlewaretoken", "do", "code")


class StepPage(RoleRequired, TemplateView):
    """A step that a person takes with a case that they may see.

    ``binds`` steps are shown whole once more before they are taken: the first button checks, and only the
    page that it leads to has the one that acts. What ``signs`` is asked for a one-time code there as well:
    without it nothing is done, and what was typed stays.
    """

    template_name = "cases/step.html"
    form_class: type[Form]
    event: ClassVar[str]
    title: ClassVar[str]
    button: ClassVar[str]
    lede: ClassVar[str] = ""
    binds: ClassVar[bool] = True
    signs: ClassVar[bool] = False

    # What a page of one step says of itself ----------------------------------------------------------------

    def form_arguments(self) -> dict[str, Any]:
        """What the form needs besides what was typed."""
        return {}

    def first(self) -> dict[str, Any]:
        """What the form holds when it is opened; nothing that decides anything."""
        return {}

    def event_of(self, form: Form) -> str:
        """The event that the form asks for."""
        return self.event

    def details_of(self, form: Form) -> dict[str, Any]:
        """What is said with the event: fields of ``decisions.Details``."""
        return {"reasons": form.cleaned_data["reasons"]}

    def to_check(self, form: Form) -> list[dict[str, str]]:
        """The whole step in rows of ``key`` and ``value``, to be read once more before it is taken."""
        return [{"key": "Your reasons", "value": form.cleaned_data["reasons"]}]

    # What every such page does -----------------------------------------------------------------------------

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
        """The case, where this officer may know of it; another's is simply not found."""
        visible: Any = Case.objects.visible_to(self.officer, self.today).with_subject_name()
        return get_object_or_404(visible.select_related("force", "holder"), pk=self.kwargs["pk"])

    @cached_property
    def papers(self) -> Papers:
        """What the step depends on."""
        return lay_out([self.case])[self.case.pk]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, with nothing chosen in advance."""
        return self.show(self.form_class(initial=self._seen() | self.first(), **self.form_arguments()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check what was typed, or take the step; what is refused comes back onto the page."""
        carried = read_seen(request.POST.get("seen", ""), self.officer)
        if carried is None or carried.case_id != self.kwargs["pk"]:
            raise Http404
        try:
            return self._post(carried)
        except Http404:  # it moved to where they do not see it, before this or while it was done
            return self._moved_out_of_sight(carried)

    def _post(self, carried: Seen) -> HttpResponse:
        form = self.form_class(self.request.POST, **self.form_arguments())
        wanted = self.request.POST.get("do", CHECK)
        if not form.is_valid() or wanted == CHANGE:
            return self.show(form)
        if self.binds and wanted != DO:
            return self.show(form, checking=True)
        return self._sign(form, carried) if self.signs else self._take(form, carried)

    def _sign(self, form: Form, carried: Seen) -> HttpResponse:
        """Take the step once its maker has said again who they are; no code is spent on a stale page."""
        stale = moved_since(carried.case_id, carried.version)
        if stale is None:
            code = SignForm(self.request.POST, user=self.officer)
            if not code.is_valid():
                return self.show(form, checking=True, code=code)
            code.sign()
        return self._take(form, carried)

    def show(
        self,
        form: Form,
        *,
        stale: StaleCase | None = None,
        checking: bool = False,
        code: SignForm | None = None,
    ) -> HttpResponse:
        """The page with this form; ``checking`` shows the step once more instead of the boxes."""
        context = self.get_context_data(form=form, stale=stale)
        if not checking:
            return self.render_to_response(context)
        context["rows"] = self.to_check(form)
        carried = [(name, value) for name, values in self.request.POST.lists() for value in values]
        context["carried"] = [pair for pair in carried if pair[0] not in NOT_CARRIED]
        if self.signs:
            context["form"] = context["sign"] = code or SignForm(user=self.officer)
        return self.response_class(self.request, ["cases/check.html"], context, using=self.template_engine)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case, the words of the page, and why this person could not take the step."""
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "today": self.today,
            "title": self.title,
            "button": self.button,
            "lede": self.lede,
            "binds": self.binds,
            "items": selectors.items_on_file(self.case),
            "why_not": why_not(self.case, self.event, self.officer, self.today),
            "back_to": reverse("desk:case", args=[self.case.pk]),
        }

    def _seen(self) -> dict[str, str]:
        return {"seen": seen(self.case, self.officer)}

    def _still_visible(self) -> bool:
        return Case.objects.visible_to(self.officer, self.today).filter(pk=self.kwargs["pk"]).exists()

    def _take(self, form: Form, carried: Seen) -> HttpResponse:
        event = self.event_of(form)
        try:
            moved = move(
                self.case.pk,
                event,
                by=self.officer,
                on=self.today,
                seen_version=carried.version,
                **self.details_of(form),
            )
        except StaleCase as stale:
            return self.show(self._with_new_version(form), stale=stale)
        except (AuthorityRefused, TransitionRefused) as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        self._tell(moved, event)
        return HttpResponseRedirect(self._next_page())

    def _with_new_version(self, form: Form) -> Form:
        """The same words in a page of the case as it stands now."""
        for name in ("case", "papers"):
            self.__dict__.pop(name, None)
        typed: QueryDict = self.request.POST.copy()
        typed["seen"] = self._seen()["seen"]
        return self.form_class(typed, **self.form_arguments())

    def _moved_out_of_sight(self, carried: Seen) -> HttpResponse:
        """The case moved to where this person does not see it: they are told, their words kept."""
        stale = moved_since(carried.case_id, carried.version)
        if stale is None:
            raise Http404
        words = str(self.request.POST.get("reasons", "")).strip()
        context = {"title": self.title, "stale": stale, "kept": words, "back_to": reverse("desk:home")}
        return self.response_class(
            self.request, ["cases/moved_on.html"], context, using=self.template_engine, status=409
        )

    def _tell(self, moved: Moved, event: str) -> None:
        if moved.outcome is Outcome.LATE:
            messages.warning(
                self.request,
                f"{moved.case.ref}: the determination is recorded and counts for nothing, because it was "
                "made after the last lawful day of every item that it lists. The case stays where it is.",
            )
            return
        messages.success(
            self.request, f"{moved.case.ref}: {CaseEvent(event).label}. Now {moved.case.get_state_display()}."
        )

    def _next_page(self) -> str:
        """The case, where this person still sees it."""
        if self._still_visible():
            return reverse("desk:case", args=[self.kwargs["pk"]])
        return reverse("desk:home")
