"""The step of JFIT by which it does not apply: a provisional Stop-NSD. Applying is ``applications``."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from cases.choices import CaseEvent
from cases.forms import StopForm
from cases.policy import inspectors_sign_off
from cases.views.step import StepPage

JFIT = frozenset({Role.JFIT_OFFICER, Role.JFIT_MANAGER})


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
