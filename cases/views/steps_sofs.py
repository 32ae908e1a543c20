"""The steps of SOFS, and those that lead back: refer, retain, resume, send back, withdraw, reopen, hand over,
close.
"""

from __future__ import annotations

from typing import Any

from cases import bases, early_start, sofs
from cases.choices import CaseEvent
from cases.forms import ReferForm, RetainForm, StepForm
from cases.forms_sofs import ReopenForm, ResumeForm, SendBackForm, WithdrawForm
from cases.permissions import JFIT, SOFS
from cases.views.step import StepPage


class ReferPage(StepPage):
    """``/cases/<pk>/refer/``: with the profile or, where fingerprints were taken, before it comes."""

    allowed_roles = SOFS
    template_name = "cases/refer.html"
    form_class = ReferForm
    event = CaseEvent.REFER
    title, button = "Refer to JFIT", "Refer to JFIT"
    lede = "Fingerprints are enough to refer: there is no need to wait for the DNA profile."
    binds = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The profile that is awaited, the checks so far, and whether the law keeps it anyhow."""
        context = super().get_context_data(**kwargs)
        not_yet = early_start.why_not_yet(self.case, self.today)
        return context | {
            "awaited": early_start.profiles_awaited([self.case.pk]).get(self.case.pk),
            "checks": sofs.checks_of(self.case),
            "has_other_basis": not bases.why_no_other(self.case),
            "why_not": context["why_not"] or (f"Case {self.case.ref}: {not_yet}" if not_yet else ""),
            "is_waiting": bool(not_yet),
        }


class RetainPage(StepPage):
    """``/cases/<pk>/retain/``: only where the law keeps every item without an end."""

    allowed_roles = SOFS
    template_name = "cases/retain.html"
    form_class = RetainForm
    event = CaseEvent.RETAIN
    title, button = "Retain on another basis", "Retain on another basis"
    lede = "JFIT will not be asked. If the basis falls away, the case goes to JFIT."
    binds = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The basis of each item, and why they do not suffice."""
        context = super().get_context_data(**kwargs)
        no_other = bases.why_no_other(self.case)
        return context | {
            "bases": bases.bases_of(self.case),
            "why_not": context["why_not"] or (f"Case {self.case.ref}: {no_other}" if no_other else ""),
        }


class ResumePage(StepPage):
    """``/cases/<pk>/resume/``: JFIT takes up a case whose other basis fell away."""

    allowed_roles = SOFS
    template_name = "cases/retain.html"
    form_class = ResumeForm
    event = CaseEvent.RESUME
    title, button = "The other basis fell away", "Return it to JFIT"
    binds = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The basis of each item now."""
        context = super().get_context_data(**kwargs)
        not_yet = early_start.why_not_yet(self.case, self.today)
        return context | {
            "bases": bases.bases_of(self.case),
            "why_not": context["why_not"] or (f"Case {self.case.ref}: {not_yet}" if not_yet else ""),
        }


class SendBackPage(StepPage):
    """``/cases/<pk>/send-back/``: JFIT needs something that SOFS has to do first."""

    allowed_roles = JFIT
    form_class = SendBackForm
    event = CaseEvent.SEND_BACK
    title, button = "Send back to SOFS", "Send back to SOFS"
    lede = "The last lawful day stays the same while SOFS has it. Requests to others stay open."
    binds = False


class WithdrawPage(StepPage):
    """``/cases/<pk>/withdraw/``: JFIT takes its application back."""

    allowed_roles = JFIT
    form_class = WithdrawForm
    event = CaseEvent.WITHDRAW_APPLICATION
    title, button = "Withdraw the application", "Withdraw the application"
    lede = "The case comes back to JFIT. The last lawful day stays the same."

    def to_check(self, form: Any) -> list[dict[str, str]]:
        """The reasons, and where the case goes."""
        then = "The Chief Officer is not asked any more. JFIT has the case."
        return [*super().to_check(form), {"key": "Then", "value": then}]


class ReopenPage(StepPage):
    """``/cases/<pk>/reopen/``: a renewal is due, or the determination was revoked or overridden."""

    allowed_roles = JFIT
    form_class = ReopenForm
    event = CaseEvent.REOPEN
    title, button = "Take the case up again", "Take it up again"
    lede = "JFIT has the case again, for a renewal, a revocation or the Commissioner's order."
    binds = False


class HandOverPage(StepPage):
    """``/cases/<pk>/hand-over/``: to Inspectors, once they sign off."""

    allowed_roles = JFIT
    form_class = StepForm
    event = CaseEvent.HAND_OVER
    title, button = "Hand over to an Inspector", "Hand it over"
    lede = "Inspectors sign off a Stop-NSD now. What an Inspector referred up stays with the Superintendent."
    binds = False

    def details_of(self, form: Any) -> dict[str, Any]:
        """It needs no reasons: the policy is the reason."""
        return {}


class ClosePage(StepPage):
    """``/cases/<pk>/close/``: nothing of the case is held any more."""

    allowed_roles = SOFS
    form_class = StepForm
    event = CaseEvent.CLOSE
    title, button = "Close the case", "Close the case"
    lede = "Every item is evidenced gone from every place. A case that is closed is not opened again."

    def details_of(self, form: Any) -> dict[str, Any]:
        """It needs no reasons: that nothing is held is the reason."""
        return {}

    def to_check(self, form: Any) -> list[dict[str, str]]:
        """What is closed."""
        return [{"key": "Then", "value": f"Case {self.case.ref} is closed for good."}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether anything is still held."""
        context = super().get_context_data(**kwargs)
        held = f"Case {self.case.ref}: something of it is still held." if self.case.is_held else ""
        return context | {"why_not": context["why_not"] or held}
