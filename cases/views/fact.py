"""The page on which a fact about a case is recorded: a form, what follows from it, then the fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.forms import SignForm
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from audit import clock
from cases import selectors
from cases.bases import Basis
from cases.durations import in_days
from cases.errors import CaseworkError
from cases.models import Case
from cases.views.step import CHANGE, DO, NOT_CARRIED


class FactPage(RoleRequired, TemplateView):
    """A fact that a person records about a case that they may see.

    A fact that changes until when material may be held is shown once more with that consequence first. What
    ``signs`` is asked for a one-time code there as well: without it nothing is recorded.
    """

    template_name = "cases/fact.html"
    title: str
    button: ClassVar[str]
    lede: str = ""
    signs: ClassVar[bool] = False

    # What a page of one fact says of itself ----------------------------------------------------------------

    def form(self, data: Any = None) -> Form:
        """The form, empty or with what was typed."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Why it cannot be recorded of this case; empty where it can."""
        return ""

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """The fact with its consequence in rows; none where it has none, and it is recorded at once."""
        return []

    def record(self, form: Any) -> str:
        """Record it. Answers what is told to the person. Raises CaseworkError."""
        raise NotImplementedError

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
        return get_object_or_404(visible.select_related("force", "holder", "subject"), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, with nothing chosen in advance."""
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the consequence, or record; what is refused comes back onto the page."""
        form, wanted = self.form(request.POST), request.POST.get("do")
        refusal = self.why_not()
        if refusal or not form.is_valid() or wanted == CHANGE:
            return self.show(form)
        if wanted != DO and (rows := self.consequence(form)):
            return self._check(form, rows)
        if self.signs:
            code = SignForm(request.POST, user=self.officer)
            if not code.is_valid():
                return self._check(form, self.consequence(form), code)
            code.sign()
        try:
            told = self.record(form)
        except CaseworkError as refused:
            self.refused(form, refused)
            return self.show(form)
        messages.success(request, f"{self.case.ref}: {told}")
        return HttpResponseRedirect(reverse("desk:case", args=[self.case.pk]))

    def refused(self, form: Form, refusal: CaseworkError) -> None:
        """Put a refusal onto the form."""
        form.add_error(None, str(refusal))

    def show(self, form: Form) -> HttpResponse:
        """The page with this form."""
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case, its items, and the words of the page."""
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "today": self.today,
            "title": self.title,
            "button": self.button,
            "lede": self.lede,
            "items": selectors.items_on_file(self.case),
            "why_not": self.why_not(),
            "back_to": reverse("desk:case", args=[self.case.pk]),
        }

    def _check(self, form: Form, rows: list[dict[str, str]], code: SignForm | None = None) -> HttpResponse:
        context = self.get_context_data(form=form) | {"rows": rows}
        carried = [(name, value) for name, values in self.request.POST.lists() for value in values]
        context["carried"] = [pair for pair in carried if pair[0] not in NOT_CARRIED]
        if self.signs:
            context["form"] = context["sign"] = code or SignForm(user=self.officer)
        return self.response_class(self.request, ["cases/check.html"], context, using=self.template_engine)


MADE_TODAY = "a determination must be made today, or it must go from tomorrow"


def changes(
    before: Iterable[Basis], after: Iterable[Basis], today: date, *, last_day_today: str = MADE_TODAY
) -> list[dict[str, str]]:
    """For each item, until when it may be held now and then, with what that means today.

    ``last_day_today``: what it means where today is the last lawful day then.
    """
    rows = []
    for old, new in zip(before, after, strict=True):
        same = (old.status, old.last_lawful_day) == (new.status, new.last_lawful_day)
        said = f"No change: {new.until}" if same else f"Now {old.until}.\nThen {new.until}."
        over = (today - new.last_lawful_day).days if new.last_lawful_day else 0
        if not same and over > 0:
            ago = f"{in_days(over)} ago"
            said += f"\nThat is {ago}: it is held unlawfully, is hidden at once and must be deleted."
        elif not same and new.last_lawful_day == today:
            said += f"\nThat is today: {last_day_today}."
        elif not same and new.name and not new.last_lawful_day:
            said += f"\n{new.name}."
        rows.append({"key": str(old.item.get_kind_display()), "value": said})
    return rows
