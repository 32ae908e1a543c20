"""The steps of JFIT: apply, stop."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from cases import authority
from cases.choices import CaseEvent, DeterminationKind
from cases.determiners import determiners, eligible_forces
from cases.forms import ApplyForm, StopForm
from cases.policy import inspectors_sign_off
from cases.views.step import StepPage

JFIT = frozenset({Role.JFIT_OFFICER, Role.JFIT_MANAGER})


class ApplyPage(StepPage):
    """``/cases/<pk>/apply/``"""

    allowed_roles = JFIT
    template_name = "cases/apply.html"
    form_class = ApplyForm
    event = CaseEvent.APPLY
    title, button = "Apply for a determination", "Apply"

    def most_months(self) -> int:
        """The greatest length that a determination of today may have for every item it could cover."""
        lengths = [
            authority.most_months(item.power, item.nation, self.today) for item in self.papers.coverable()
        ]
        return min(lengths, default=0)

    def form_arguments(self) -> dict[str, Any]:
        """The forces in which somebody may decide today, and the greatest length."""
        return {"forces": eligible_forces(self.case, self.today), "most_months": self.most_months()}

    def details_of(self, form: Any) -> dict[str, Any]:
        """The force, the length and the reasons."""
        said = form.cleaned_data
        kind = DeterminationKind.HOLDING if said["is_holding"] else DeterminationKind.FULL
        return {
            "to_force": said["to_force"],
            "months": said["months"],
            "reasons": said["reasons"],
            "kind": kind,
        }

    def first(self) -> dict[str, Any]:
        """From the queue, where too little time is left, the page is opened for a holding NSD."""
        return {"is_holding": self.request.GET.get("kind") == DeterminationKind.HOLDING}

    def to_check(self, form: Any) -> list[dict[str, str]]:
        """The application, to be read once more."""
        said = form.cleaned_data
        return [
            {"key": "To", "value": f"The chief officer of {said['to_force'].name}"},
            {"key": "For", "value": "A holding NSD" if said["is_holding"] else "A full determination"},
            {"key": "Length asked for", "value": f"{said['months']} months"},
            {"key": "Why", "value": said["reasons"]},
            {
                "key": "Then",
                "value": "The case is with the Chief Officer. You cannot decide it then.",
            },
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who may decide today, and why the others may not."""
        return super().get_context_data(**kwargs) | {"determiners": determiners(self.case, self.today)}


class StopPage(StepPage):
    """``/cases/<pk>/stop/``"""

    allowed_roles = JFIT
    form_class = StopForm
    event = CaseEvent.STOP
    title, button = "Provisional Stop-NSD", "Record the provisional Stop-NSD"
    lede = "JFIT will not apply for a determination. Somebody else signs this off before anything is deleted."

    def to_check(self, form: Any) -> list[dict[str, str]]:
        """The Stop-NSD, with who signs it off."""
        reviewer = "an Inspector" if inspectors_sign_off(self.today) else "a Superintendent"
        return [
            *super().to_check(form),
            {
                "key": "Then",
                "value": f"It goes to {reviewer} to be signed off. You cannot sign it off.",
            },
        ]
