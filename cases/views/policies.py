"""``/policies/``: the dated policies, and deciding one from a day on."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.exporting import Exporting
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from accounts.sheets import Sheet
from audit import clock
from cases.choices import PolicyKey
from cases.errors import CaseworkError
from cases.forms_policies import PolicyForm
from cases.models import PolicySetting
from cases.policies import deciders_of, decisions_about, name_of, nation_words, policies_on, words_of
from cases.querysets import SEES_ALL_CASES
from cases.services.policies import decide_policy


class PoliciesPage(Exporting, RoleRequired, TemplateView):
    """Every policy as it stands today, for each nation, and what is decided for later."""

    allowed_roles = SEES_ALL_CASES
    template_name = "cases/policies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The policies, each marked whether the viewer changes it."""
        today = clock.today()
        roles = roles_on(officer_of(self.request), today)
        groups = [
            (group, [(row, bool(roles & frozenset(deciders_of(row.key)))) for row in rows])
            for group, rows in policies_on(today)
        ]
        heads = ("Group", "Policy", "In force", "Where", "Since")
        lines = [
            (group, row.name, each.value, each.nation, each.since)
            for group, rows in groups
            for row, _ in rows
            for each in row.in_force
        ]
        sheet = Sheet("Policies in force", heads, lines)
        return super().get_context_data(**kwargs) | {"groups": groups, "today": today, "sheet": sheet}


class PolicyPage(RoleRequired, TemplateView):
    """``/policies/<key>/``: every decision about a policy, and for who may, the form of another."""

    allowed_roles = SEES_ALL_CASES
    template_name = "cases/policy.html"

    @cached_property
    def decisions(self) -> list[PolicySetting]:
        """Every decision on record; Http404 for a policy that there is not."""
        if self.kwargs["key"] not in PolicyKey.values:
            raise Http404
        return decisions_about(self.kwargs["key"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The policy as it stands, its decisions, and the form."""
        key, today, decisions = self.kwargs["key"], clock.today(), self.decisions
        rows = {row.key: row for _, rows in policies_on(today) for row in rows}
        latest = max((each.pk for each in decisions), default=0)
        context: dict[str, Any] = {
            "policy": rows[key],
            "today": today,
            "may_decide": bool(roles_on(officer_of(self.request), today) & frozenset(deciders_of(key))),
            "form": PolicyForm(key=key, initial={"from_on": today, "seen": latest}),
        }
        context |= kwargs
        context["decisions"] = [
            (each, words_of(key, each.value), nation_words(each.nation)) for each in decisions
        ]
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record the decision; what is refused comes back with what was typed."""
        key, officer = self.kwargs["key"], officer_of(request)
        if key not in PolicyKey.values:
            raise Http404
        form = PolicyForm(request.POST, key=key)
        if form.is_valid():
            try:
                setting = decide_policy(key, form.decision(), by=officer, seen=form.cleaned_data["seen"])
            except CaseworkError as refused:
                form.add_error(None, str(refused))
                shown = request.POST.copy()  # what stands is shown with the refusal, and may be decided upon
                shown["seen"] = str(max((each.pk for each in self.decisions), default=0))
                form.data = shown
            else:
                said = f"{words_of(key, setting.value)} for {nation_words(setting.nation)}"
                messages.success(
                    request, f"{name_of(key)}: {said}, from {setting.from_on:%-d %B %Y}. Recorded."
                )
                return HttpResponseRedirect(reverse("cases:policies"))
        return self.render_to_response(self.get_context_data(form=form))
