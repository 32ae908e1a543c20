"""One thing done to many cases of the work list: chosen there, confirmed on a page, told case by case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from cases.choices import HolderEvent
from cases.holders import officers_for
from cases.services.many import MOST, act_on
from desk.many import (
    ACTIONS,
    ALL,
    MAY_ACT,
    TICKED,
    Chosen,
    Wanted,
    carried,
    choose,
    has_changed,
    read_carried,
)


class ToForm(forms.Form):
    """To whom the cases are given."""

    to = forms.ModelChoiceField(
        Officer.objects.none(),
        label="Give them to",
        help_text="A case that this person cannot have is refused by itself, with the reason",
        empty_label="Choose somebody",
        error_messages={"required": "Choose to whom you give them"},
    )

    def __init__(self, *args: Any, states: set[str], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = Officer.objects.filter(pk__in=[officer.pk for officer in officers_for(states, day)])


class ManyPage(RoleRequired, TemplateView):
    """What both pages share."""

    allowed_roles = MAY_ACT
    http_method_names = ["post"]
    template_name = "desk/many.html"

    @cached_property
    def officer(self) -> Officer:
        """Who asks."""
        return officer_of(self.request)

    @cached_property
    def today(self) -> date:
        """The business day."""
        return clock.today()

    def may(self, action: str) -> bool:
        """Whether this person's roles have the action at all."""
        return action in ACTIONS and bool(ACTIONS[action][2] & roles_on(self.officer, self.today))

    def back(self, query: str, why: str) -> HttpResponse:
        """Back to the list as it was, with the reason."""
        messages.error(self.request, why)
        return HttpResponseRedirect(f"{reverse('desk:work')}?{query}")

    def confirm(self, chosen: Chosen, *, form: forms.Form | None = None, changed: str = "") -> HttpResponse:
        """The page that lists what would be done, and to what it would not."""
        wanted = chosen.wanted
        if form is None and wanted.action == HolderEvent.GIVE:
            form = ToForm(states={case.state for case in chosen.included}, day=self.today)
        context = self.get_context_data(
            chosen=chosen,
            form=form,
            changed=changed,
            today=self.today,
            button=ACTIONS[wanted.action][0],
            is_all=wanted.which == ALL,
            carried=carried(chosen, self.officer),
            back_to=f"{reverse('desk:work')}?{wanted.query}",
        )
        return self.render_to_response(context)


class ChooseManyPage(ManyPage):
    """``/work/many/``: the scope of what was chosen on the list, for confirmation. Nothing is done here."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Evaluate the choice anew."""
        asked, query = request.POST, request.POST.get("query", "")
        ticked = tuple(int(pk) for pk in asked.getlist("case") if pk.isdecimal())
        which = ALL if asked.get("which") == ALL else TICKED
        action = asked.get("action", "")
        if not self.may(action):
            return self.back(query, "Choose what to do with the cases.")
        if which == TICKED and not ticked:
            return self.back(query, "Tick at least one case, or choose all that fit the filters.")
        chosen = choose(Wanted(action, which, query, ticked), request, self.officer, self.today)
        if not chosen.cases:
            return self.back(query, "None of these cases waits on you any more. The list is as it is now.")
        if len(chosen.cases) > MOST:
            why = (
                f"{len(chosen.cases):,} cases are too many at once: at most {MOST}. Filter the list further."
            )
            return self.back(query, why)
        return self.confirm(chosen)


class DoManyPage(ManyPage):
    """``/work/many/do/``: does what was confirmed, and says what became of each case."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse where the list has changed since; otherwise act on each case by itself."""
        confirmed = read_carried(request.POST.get("carried", ""), self.officer)
        if confirmed is None or not self.may(confirmed.wanted.action):
            raise Http404
        wanted = confirmed.wanted
        if has_changed(confirmed, request, self.officer, self.today):
            chosen = choose(wanted, request, self.officer, self.today)
            now = len(chosen.cases)
            return self.confirm(
                chosen,
                changed=f"The list has changed since: {confirmed.count:,} cases fitted the filters, now "
                f"{now:,} do, and perhaps others. Nothing was done. Look again before you confirm.",
            )
        to = None
        if wanted.action == HolderEvent.GIVE:
            chosen = choose(wanted, request, self.officer, self.today)
            form = ToForm(request.POST, states={case.state for case in chosen.cases}, day=self.today)
            if not form.is_valid():
                return self.confirm(chosen, form=form)
            to = form.cleaned_data["to"]
        results = act_on(confirmed.seen, wanted.action, by=self.officer, on=self.today, to=to)
        context = self.get_context_data(
            done=[result for result in results if result.is_done],
            refused=[result for result in results if not result.is_done],
            what=ACTIONS[wanted.action][1],
            to=to,
            back_to=f"{reverse('desk:work')}?{wanted.query}",
        )
        return self.response_class(request, ["desk/many_done.html"], context, using=self.template_engine)
