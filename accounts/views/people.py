"""Pages of the system administrator: people, and the roles, ranks, consents and standing they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from accounts import forms, selectors
from accounts.choices import Role
from accounts.errors import AccountRefused
from accounts.exporting import Exporting
from accounts.models import ConsentHeld, DeputyHeld, Officer, RankHeld, RoleHeld
from accounts.permissions import RoleRequired, officer_of, requires
from accounts.services import officers, sign_in
from accounts.session import second_factors
from accounts.tables import PeopleTable
from audit import clock

PER_PAGE = 50


class PeoplePage(Exporting, RoleRequired, TemplateView):
    """Everybody, with what they hold today."""

    allowed_roles = frozenset({Role.SYSTEM_ADMINISTRATOR})
    template_name = "accounts/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table, with what those on the page hold."""
        table = self.configured(PeopleTable(selectors.people()), PER_PAGE)
        table.say_holdings(clock.today())
        return super().get_context_data(**kwargs) | {"table": table}


@requires(Role.SYSTEM_ADMINISTRATOR)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what they hold and held, and how they sign in."""
    officer = _person(pk)
    context = selectors.holdings_of(officer) | {
        "person": officer,
        "is_self": officer.pk == request.user.pk,
        "may_change": officer.pk != request.user.pk,
        "has_password": officer.has_usable_password(),
        "has_second_factor": second_factors(officer).exists(),
    }
    return render(request, "accounts/person.html", context)


class Change(RoleRequired, FormView):
    """A page with a form and one button that changes something; refusals come back onto the page."""

    allowed_roles = frozenset({Role.SYSTEM_ADMINISTRATOR})
    template_name = "accounts/change.html"
    form_class: type[Form] = forms.ConfirmForm
    title: ClassVar[str]
    button: ClassVar[str]
    lede: ClassVar[str] = ""
    done: ClassVar[str]

    @property
    def by(self) -> Officer:
        """The administrator who asks."""
        return officer_of(self.request)

    def act(self, data: dict[str, Any]) -> Officer:
        """Make the change; returns the person it was about."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        """Make the change; what a service refuses is said beside the form."""
        try:
            person = self.act(form.cleaned_data)
        except (AccountRefused, ValidationError) as refused:
            form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
            return self.form_invalid(form)
        messages.success(self.request, self.done.format(person=person))
        return HttpResponseRedirect(reverse("accounts:officer", args=[person.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words of the page."""
        words = {"title": self.title, "button": self.button, "lede": self.lede}
        return super().get_context_data(**(words | {"back_to": reverse("accounts:officers")} | kwargs))


class PersonChange(Change):
    """A change of one person."""

    @cached_property
    def officer(self) -> Officer:
        """The person; looked up only once the asker is known to be allowed to know."""
        return _person(self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the person, and the way back to their page."""
        back_to = reverse("accounts:officer", args=[self.officer.pk])
        return super().get_context_data(person=self.officer, back_to=back_to, **kwargs)


class AddPerson(Change):
    """Add a person."""

    form_class = forms.PersonForm
    title, button, done = "Add a person", "Add the person", "{person} was added. Now give them a role"

    def act(self, data: dict[str, Any]) -> Officer:
        """Add the person."""
        return officers.create_officer(
            data["username"], data["display_name"], by=self.by, password=data["password"] or None
        )


class GiveRole(PersonChange):
    """Give a role."""

    form_class = forms.RoleForm
    title, button, done = "Give a role", "Give the role", "The role was given"

    def act(self, data: dict[str, Any]) -> Officer:
        """Give the role."""
        officers.give_role(self.officer, by=self.by, **data)
        return self.officer


class RecordRank(PersonChange):
    """Record a rank."""

    form_class = forms.RankForm
    title, button, done = "Record a rank", "Record the rank", "The rank was recorded"
    lede = (
        "One rank is held at a time. Authority is judged by the rank held on the day of a decision. Give a "
        "temporary or acting rank its last day, and record the rank that follows from the day after."
    )

    def act(self, data: dict[str, Any]) -> Officer:
        """Record the rank."""
        officers.record_rank(self.officer, by=self.by, **data)
        return self.officer


class RecordConsent(PersonChange):
    """Record a chief officer's consent."""

    form_class = forms.ConsentForm
    title, button, done = "Record a consent", "Record the consent", "The consent was recorded"

    def act(self, data: dict[str, Any]) -> Officer:
        """Record the consent."""
        officers.record_consent(self.officer, by=self.by, **data)
        return self.officer


class RecordStanding(PersonChange):
    """Record how a deputy stands: the chief officer unable, a designation, or that another acts first."""

    form_class = forms.StandingForm
    title, button = "Record that a deputy acts for the chief officer", "Record it"
    done = "How the deputy stands was recorded"
    lede = (
        "A deputy decides without the chief officer's consent only while the chief officer is absent or "
        "unable, and an Assistant Chief Constable only as the one designated. It counts for decisions on the "
        "days you give, by page, on paper and in files alike."
    )

    def act(self, data: dict[str, Any]) -> Officer:
        """Record it."""
        officers.record_standing(self.officer, by=self.by, **data)
        return self.officer


class SetPassword(PersonChange):
    """Give a new password."""

    form_class = forms.NewPasswordForm
    title, button, done = "Give a new password", "Give the password", "The password was given"

    def act(self, data: dict[str, Any]) -> Officer:
        """Give the password."""
        officers.set_password(self.officer, data["password"], by=self.by)
        return self.officer


class RemoveSecondFactor(PersonChange):
    """Remove a lost second factor."""

    title, button, done = "Remove the second factor", "Remove it", "{person} enrols anew at the next sign-in"
    lede = "For somebody who lost it. Make sure that it is they who ask."

    def act(self, data: dict[str, Any]) -> Officer:
        """Remove the second factor."""
        sign_in.remove_second_factor(self.officer, by=self.by)
        return self.officer


class Leave(PersonChange):
    """Record that a person has left."""

    title, button, done = "This person has left", "They have left", "{person} can no longer sign in"
    lede = "They can no longer sign in and hold no role. What they did stays theirs."

    def act(self, data: dict[str, Any]) -> Officer:
        """Record it."""
        officers.leave(self.officer, by=self.by)
        return self.officer


class Return(PersonChange):
    """Record that a person is back."""

    title, button, done = "This person is back", "They are back", "{person} may sign in again"
    lede = "They may sign in again, and the roles and rank on their page count again."

    def act(self, data: dict[str, Any]) -> Officer:
        """Record it."""
        officers.return_to_work(self.officer, by=self.by)
        return self.officer


class ChangeHeld(PersonChange):
    """A page about one role, rank, consent or deputy's standing of a person."""

    kinds: ClassVar[dict[str, tuple[Any, Any]]] = {
        "role": (RoleHeld, officers.end_role),
        "rank": (RankHeld, officers.end_rank),
        "consent": (ConsentHeld, officers.end_consent),
        "deputy": (DeputyHeld, officers.end_standing),
    }

    @cached_property
    def held(self) -> RoleHeld | RankHeld | ConsentHeld | DeputyHeld:
        """What is held; what was ended or withdrawn meanwhile is not found."""
        model, _ = self.kinds[self.kwargs["kind"]]
        return get_object_or_404(model.objects.current(), officer=self.officer, pk=self.kwargs["held"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what is held."""
        return super().get_context_data(held=self.held, **kwargs)


class EndHeld(ChangeHeld):
    """End a role, rank, consent or deputy's standing."""

    form_class = forms.LastDayForm
    title, button, done = "Say when it ends", "Record the last day", "The last day was recorded"

    def act(self, data: dict[str, Any]) -> Officer:
        """Record the last day."""
        _, end = self.kinds[self.kwargs["kind"]]
        end(self.held, last_day=data["last_day"], by=self.by)
        return self.officer


class WithdrawHeld(ChangeHeld):
    """Withdraw what was recorded by mistake."""

    title, button, done = "Recorded by mistake", "Withdraw it", "The record was withdrawn"
    lede = "It will read as never held. For one that has ended, say when it ends instead."

    def act(self, data: dict[str, Any]) -> Officer:
        """Withdraw it."""
        officers.withdraw_held(self.held, by=self.by)
        return self.officer


def _person(pk: int) -> Officer:
    return get_object_or_404(selectors.people(), pk=pk)
