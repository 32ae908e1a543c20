"""``/law/``: the release of the law that is installed, its rules, and what it moves until it is accepted."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Role
from accounts.exporting import Exporting
from accounts.forms import SignForm
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from accounts.sheets import Sheet
from audit import clock
from cases.errors import CaseworkError
from cases.forms_requests import words
from cases.law_accepted import is_waiting
from cases.law_preview import Preview, preview, refs_of
from cases.models import LawAcceptance
from cases.querysets import SEES_ALL_CASES
from cases.services.law_release import accept_release
from law.release import LAW_VERSION
from law.rules import RULES
from law.rules.declared import Rule

A_PAGE = 100


class AcceptForm(forms.Form):
    """What was weighed; ``digest`` names the list that was read."""

    digest = forms.CharField(widget=forms.HiddenInput)
    reasons = words(
        "What you weighed, and who advised",
        missing="Enter what you weighed, and who advised",
        hint="It is kept with the list",
    )


class LawPage(Exporting, RoleRequired, TemplateView):
    """The rules as they are installed; while they wait, what they move, and for a legal reviewer the form."""

    allowed_roles = SEES_ALL_CASES
    template_name = "cases/law.html"

    @cached_property
    def officer(self) -> Officer:
        """Who reads."""
        return officer_of(self.request)

    @cached_property
    def preview(self) -> Preview | None:
        """What moves; None where nothing waits."""
        return preview() if is_waiting() else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The release, its rules, the releases accepted before, and the list while it waits."""
        accepted = LawAcceptance.objects.current().select_related("reasons", "recorded_by")
        rules = [_told(rule) for rule in RULES]
        context: dict[str, Any] = {
            "law_version": LAW_VERSION,
            "waits": self.preview is not None,
            "may_accept": Role.LEGAL_REVIEWER in roles_on(self.officer, clock.today()),
            "accepted": list(accepted.order_by("-recorded_at", "-pk")),
            "rules": rules,
            "sheet": _moves(self.preview, whole=self.is_export) if self.preview else _rules(rules),
        }
        if self.preview is not None:
            page = Paginator(self.preview.moves, A_PAGE).get_page(self.request.GET.get("page"))
            refs = refs_of(page.object_list)
            context |= {
                "preview": self.preview,
                "page": page,
                "moves": [(move, refs[move.case_id]) for move in page.object_list],
                "form": AcceptForm(initial={"digest": self.preview.digest}),
                "sign": SignForm(user=self.officer),
            }
        return super().get_context_data(**(context | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept the list that was read; what is refused comes back with what was typed."""
        form, code = AcceptForm(request.POST), SignForm(request.POST, user=self.officer)
        if not (form.is_valid() and code.is_valid()):
            return self.render_to_response(self.get_context_data(form=form, sign=code))
        code.sign()
        try:
            accepted = accept_release(
                by=self.officer, digest=form.cleaned_data["digest"], reasons=form.cleaned_data["reasons"]
            )
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            if self.preview is not None:  # another list is shown with the refusal, and may be accepted
                form.data = request.POST.copy() | {"digest": self.preview.digest}
            return self.render_to_response(self.get_context_data(form=form, sign=code))
        messages.success(
            request, f"Release {LAW_VERSION} of the law is accepted. Items moved: {accepted.moved:,}."
        )
        return HttpResponseRedirect(reverse("cases:law"))


def _moves(found: Preview, *, whole: bool) -> Sheet:
    """The items that a release moves: all where the list is taken out."""
    moves = list(found.moves if whole else found.moves[:1])
    refs = refs_of(moves)
    heads = ("Case", "Item", "Law of the stored answer", "Stored", "Then", "Moves", "Rule")
    rows = [
        (refs[move.case_id], move.material_id, move.was_version, move.was, move.now, move.way, move.rule)
        for move in moves
    ]
    return Sheet(f"What release {LAW_VERSION} of the law moves", heads, rows, moves)


def _rules(rules: list[dict[str, Any]]) -> Sheet:
    """The rules of the release."""
    heads = ("Rule", "Provision", "Gives", "From", "To", "Known from", "Confidence", "Not applied because")
    return Sheet(
        f"Rules of release {LAW_VERSION} of the law", heads, [tuple(each.values()) for each in rules]
    )


def _told(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "provision": rule.provision,
        "gives": rule.gives,
        "from": rule.in_force_from,
        "to": rule.in_force_to,
        "known": rule.known,
        "confidence": rule.confidence.value,
        "not_applied": rule.disabled_because,
    }
