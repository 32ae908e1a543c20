"""The intelligence profile of a case: reading it whole, and writing one part at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.choices import Role
from cases.choices import ProfilePart
from cases.early_start import profiles_awaited
from cases.errors import CaseworkError, StaleProfile
from cases.permissions import JFIT
from cases.profiles import NEEDED, Part, profile_of
from cases.services.profiles import WRITABLE, complete, save_draft
from cases.views.requests import CasePart

READERS = JFIT | {
    Role.LEGAL_REVIEWER,
    Role.SENIOR_MANAGER,
    Role.COMMISSIONER,
    Role.COMMISSIONER_OFFICE,
    Role.CHIEF_OFFICER,
    Role.CHIEF_OFFICER_STAFF,
}
SAVE, COMPLETE = "save", "complete"
HINTS = {
    ProfilePart.IDENTITY: "Names used, birth dates, documents, and how sure each is",
    ProfilePart.TAKING: "Where, when and why the material was taken, and what was said",
    ProfilePart.TRAVEL: "Journeys, contacts and associates that matter",
    ProfilePart.INTELLIGENCE: "What makes the person of interest to national security",
    ProfilePart.SOURCES: "Where each piece comes from, how reliable it is, and who may see it",
    ProfilePart.RISK: "What is feared if the material is lost, and how likely it is",
    ProfilePart.OTHER: "Whatever fits nowhere else",
}


class ProfileForm(forms.Form):
    """What is written for a part, and the version that the writer saw."""

    text = forms.CharField(
        required=False,
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: ProfilePart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text: Any = self.fields["text"]
        text.label, text.help_text, text.is_conditional = part.label, HINTS[part], True


class ProfilePage(CasePart):
    """``/cases/<pk>/profile/``: every part as it stands, with its earlier versions."""

    allowed_roles = READERS
    template_name = "cases/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The parts, and how many of those needed are complete."""
        parts = profile_of(self.case, self.officer)
        context = {
            "parts": parts,
            "complete": sum(part.part in NEEDED and part.latest is not None for part in parts),
            "needed": len(NEEDED),
            "may_write": self.is_jfit and self.case.state in WRITABLE,
            "awaited": profiles_awaited([self.case.pk]).get(self.case.pk),
        }
        return super().get_context_data(**kwargs) | context


class ProfilePartPage(CasePart):
    """``/cases/<pk>/profile/<part>/``: write a part; a draft is kept on the server until it is completed."""

    allowed_roles = JFIT
    template_name = "cases/profile_part.html"

    @cached_property
    def part(self) -> Part:
        """The part that is written."""
        if self.kwargs["part"] not in ProfilePart.values:
            raise Http404
        parts = profile_of(self.case, self.officer)
        return next(part for part in parts if part.part == self.kwargs["part"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The writer's own draft where there is one, else what stands."""
        part = self.part
        text = part.draft.text if part.draft else part.latest.text.text if part.latest else ""
        return self._show(ProfileForm(initial={"text": text, "seen": part.version}, part=part.part))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the draft, or complete the part; whatever is refused leaves the words where they were."""
        form = ProfileForm(request.POST, part=self.part.part)
        if not form.is_valid():
            return self._show(form)
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        try:
            if request.POST.get("do") != COMPLETE:
                save_draft(self.case.pk, self.part.part, text, by=self.officer)
                messages.success(request, f"{self.case.ref}: draft of {self.part.part.label.lower()} saved.")
                return HttpResponseRedirect(request.path)
            complete(self.case.pk, self.part.part, text, by=self.officer, seen_version=seen)
        except StaleProfile as stale:
            return self._show_stale(text, stale)
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, f"{self.case.ref}: {self.part.part.label.lower()} completed.")
        return HttpResponseRedirect(reverse("cases:profile", args=[self.case.pk]))

    def _show_stale(self, text: str, stale: StaleProfile) -> HttpResponse:
        """The same words beside what the colleague wrote; completing again is about the version now read."""
        self.__dict__.pop("part", None)
        typed = {"text": text, "seen": stale.version}
        return self._show(ProfileForm(initial=typed, part=self.part.part), stale=str(stale))

    def _show(self, form: ProfileForm, *, stale: str = "") -> HttpResponse:
        may = self.case.state in WRITABLE
        context = self.get_context_data(form=form, part=self.part, stale=stale, may_complete=may)
        return self.render_to_response(context)
