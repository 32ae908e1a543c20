"""Putting a case aside, when a person has verified that nothing of it can be saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.fields import DateField
from cases import selectors
from cases.errors import CaseworkError
from cases.forms_requests import words
from cases.models import Shelving
from cases.permissions import JFIT
from cases.services.shelving import shelve, take_up_again, why_not_shelve
from cases.views.requests import CasePart

TAKE_UP = "take_up"


class ShelveForm(forms.Form):
    """What was verified: the day, typed by whoever worked it out, and the other bases."""

    verified_day = DateField(
        label="The last lawful day that you verified",
        help_text="The latest of its items, from the working of each; not a date that was notified",
    )
    has_gone_through = forms.BooleanField(
        label="I have gone through the date working of every item",
        error_messages={"required": "Go through the working of every item first"},
    )
    other_bases = words(
        "Other bases looked for, and what was found",
        missing="Enter where you looked for another basis, and what you found",
        hint="Convictions, other cases of the person, a determination, an order of a court",
    )


class ShelvePage(CasePart):
    """``/cases/<pk>/shelve/``: refused, with the reason, while anything can still be saved."""

    allowed_roles = JFIT
    template_name = "cases/shelve.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Why it cannot be put aside, or what has to be verified."""
        return self._show(ShelveForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put it aside, or take it up again."""
        if request.POST.get("do") == TAKE_UP:
            return self._take_up()
        form = ShelveForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        said = form.cleaned_data
        try:
            shelve(
                self.case.pk,
                by=self.officer,
                verified_day=said["verified_day"],
                other_bases=said["other_bases"],
            )
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, f"{self.case.ref}: put aside. It stays with JFIT under its own heading.")
        return HttpResponseRedirect(reverse("desk:case", args=[self.case.pk]))

    def _take_up(self) -> HttpResponse:
        try:
            take_up_again(self.case.pk, by=self.officer)
        except CaseworkError as refused:
            messages.warning(self.request, str(refused))
        else:
            messages.success(self.request, f"{self.case.ref}: taken up again.")
        return HttpResponseRedirect(reverse("desk:case", args=[self.case.pk]))

    def _show(self, form: ShelveForm) -> HttpResponse:
        shelved = (
            Shelving.objects.current()
            .filter(case=self.case, verified_day__isnull=False)
            .select_related("other_bases", "recorded_by")
            .first()
        )
        context = self.get_context_data(
            form=form,
            items=selectors.items_on_file(self.case),
            why_not="" if shelved else why_not_shelve(self.case, self.today),
            shelved=shelved,
        )
        return self.render_to_response(context)
