"""The page on which a provisional Stop-NSD is signed off, and after it the next that waits.

Each is decided by itself, with its own facts, reasons and check; nothing is signed in a lot.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.choices import Role
from cases import selectors
from cases.choices import CaseEvent, CaseState
from cases.forms import SignOffForm
from cases.selectors import sign_offs
from cases.services.transition import Moved, why_not
from cases.views.step import StepPage


class SignOffPage(StepPage):
    """``/cases/<pk>/sign-off/``: the review of a provisional Stop-NSD."""

    allowed_roles = frozenset({Role.INSPECTOR, Role.SUPERINTENDENT})
    template_name = "cases/sign_off.html"
    form_class = SignOffForm
    event = CaseEvent.CONFIRM_STOP
    title, button = "Sign off a provisional Stop-NSD", "Sign the decision"

    def outcomes(self) -> list[tuple[str, str]]:
        """The choices of whoever has it: to approve, and to refer up or to overrule."""
        approve = (CaseEvent.CONFIRM_STOP.value, "Approve: no determination is applied for")
        if self.case.state == CaseState.STOP_WITH_SUPERINTENDENT:
            overrule = (
                CaseEvent.OVERRULE_STOP.value,
                "Overrule: back to JFIT, with the same last lawful day",
            )
            return [approve, overrule]
        refer = (
            CaseEvent.REFER_UP.value,
            "Refer up to a Superintendent: where there is any doubt or concern",
        )
        return [approve, refer]

    def form_arguments(self) -> dict[str, Any]:
        """The choices."""
        return {"outcomes": self.outcomes()}

    def event_of(self, form: Any) -> str:
        """The choice is the event."""
        return form.cleaned_data["outcome"]

    def to_check(self, form: Any) -> list[dict[str, str]]:
        """The decision once more."""
        chosen = form.cleaned_data["outcome"]
        then = {
            CaseEvent.CONFIRM_STOP: "A deletion order opens at once for what no other basis keeps.",
            CaseEvent.REFER_UP: "A Superintendent decides.",
            CaseEvent.OVERRULE_STOP: "JFIT has it again. The last lawful day stays the same.",
        }
        rows = [{"key": "Decision", "value": dict(self.outcomes())[chosen]}]
        if form.cleaned_data["reasons"].strip():
            rows += super().to_check(form)
        return [*rows, {"key": "Then", "value": then[CaseEvent(chosen)]}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The Stop-NSD with its reasons and who recorded it."""
        return super().get_context_data(**kwargs) | {
            "stop": self.papers.stop,
            "sign_offs": selectors.sign_offs_of(self.papers.stop),
            "file": selectors.case_file(self.case),
            "others": self.others,
            "why_not": why_not(self.case, self.event, self.officer, self.today),
        }

    @cached_property
    def others(self) -> sign_offs.Waiting:
        """What else waits to be signed off by this person."""
        return sign_offs.waiting_besides(self.case.pk, self.officer, self.today)

    def _next_page(self) -> str:
        """The next that waits on this person, to be decided by itself; their work, where nothing does."""
        following = self.others.next_case
        if following is None:
            return reverse("desk:home")
        return reverse("cases:sign_off", args=[following.pk])

    def _tell(self, moved: Moved, event: str) -> None:
        """What was decided of this one; and that this page is about another."""
        super()._tell(moved, event)
        following = self.others.next_case
        if following is not None:
            messages.info(self.request, f"Next: {following.ref}. Nothing is decided of it yet.")
        else:
            messages.info(self.request, "No other Stop-NSD waits on you.")
