"""``/actions/``: reminders and training of those who answer or decide late, and a form to record one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.selectors import roles_on
from cases.querysets import SEES_ALL_CASES
from retention.errors import ChaseRefused
from retention.forms_actions import ActionForm
from retention.models import PartyAction
from retention.party_actions import actions
from retention.permissions import TELLS_PARTIES
from retention.services.party_actions import record_action
from retention.tables_chases import ActionTable
from retention.views.lists import ListPage


class ActionsPage(ListPage):
    """Every reminder and training, the latest first."""

    allowed_roles = SEES_ALL_CASES
    template_name = "retention/actions.html"
    table_class = ActionTable
    title = "Reminders and training"
    empty_text = "Nothing is recorded yet."

    def get_queryset(self) -> QuerySet[PartyAction]:
        """All of them."""
        return actions()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, for those who record."""
        may = bool(roles_on(self.officer, self.today) & TELLS_PARTIES)
        context = {"may_record": may, "form": ActionForm(initial={"on": self.today})}
        return super().get_context_data(**(context | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record one; what is refused comes back with what was typed."""
        form = ActionForm(request.POST)
        if form.is_valid():
            try:
                done = record_action(form.said(), by=self.officer, on=form.cleaned_data["on"])
            except ChaseRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"{done}: recorded.")
                return HttpResponseRedirect(reverse("retention:actions"))
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form))
