"""Pages that change who has a case: take it, give it, hand it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect

from accounts.models import Officer
from cases import holders
from cases.choices import HolderEvent
from cases.errors import AuthorityRefused, StaleCase, TransitionRefused
from cases.forms import StepForm
from cases.forms_holders import GiveForm
from cases.services import holders as service
from cases.views.seen import Seen
from cases.views.step import StepPage


class HolderPage(StepPage):
    """A page after which somebody else has the case; one button, since none of it decides anything."""

    form_class = StepForm
    binds = False
    done: str

    def act(self, form: Form, seen_version: int) -> None:
        """Ask the service."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why this person may not, by the rules of who has a case."""
        why_not = holders.why_not(self.case, self.event, self.officer, self.today)
        return super().get_context_data(**kwargs) | {"why_not": why_not}

    def _take(self, form: Form, carried: Seen) -> HttpResponse:
        try:
            self.act(form, carried.version)
        except StaleCase as stale:
            return self.show(self._with_new_version(form), stale=stale)
        except (AuthorityRefused, TransitionRefused) as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        messages.success(self.request, f"{self.case.ref}: {self.said(form)}")
        return HttpResponseRedirect(self._next_page())

    def said(self, form: Form) -> str:
        """What was done, for the message."""
        return self.done


class TakePage(HolderPage):
    """``/cases/<pk>/take/``"""

    allowed_roles = holders.MAY_TAKE
    event = HolderEvent.TAKE
    title, button = "Take the case", "Take it"
    lede = "It waits on you alone then, until you hand it back or it moves on."
    done = "you have it now."

    def act(self, form: Form, seen_version: int) -> None:
        """Take it."""
        service.take(self.case.pk, by=self.officer, on=self.today, seen_version=seen_version)


class GivePage(HolderPage):
    """``/cases/<pk>/give/``"""

    allowed_roles = holders.MAY_GIVE
    form_class: Any = GiveForm
    event = HolderEvent.GIVE
    title, button = "Give the case", "Give it"
    lede = "Whoever has it now has it no longer. It waits on the person to whom you give it alone."

    def form_arguments(self) -> dict[str, Any]:
        """Those to whom it can be given today."""
        return {"officers": self.officers()}

    def officers(self) -> list[Officer]:
        """Those whose work it is and who could do it."""
        return [
            officer
            for officer in holders.officers_for([self.case.state], self.today)
            if holders.may_be_given(self.case, officer, self.today)
        ]

    def act(self, form: Form, seen_version: int) -> None:
        """Give it."""
        to = form.cleaned_data["to"]
        service.give(self.case.pk, to=to, by=self.officer, on=self.today, seen_version=seen_version)

    def said(self, form: Form) -> str:
        """To whom it was given."""
        return f"{form.cleaned_data['to']} has it now."


class HandBackPage(HolderPage):
    """``/cases/<pk>/hand-back/``"""

    allowed_roles = holders.MAY_HAND_BACK
    event = HolderEvent.HAND_BACK
    title, button = "Hand the case back", "Hand it back"
    lede = "It goes back to the queue and waits on everybody whose work it is."
    done = "it is back in the queue."

    def act(self, form: Form, seen_version: int) -> None:
        """Hand it back."""
        service.hand_back(self.case.pk, by=self.officer, on=self.today, seen_version=seen_version)
