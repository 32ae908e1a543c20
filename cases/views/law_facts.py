"""Pages on which the events that the law asks about are recorded and withdrawn, and an unlawful taking."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property

from accounts.choices import Role
from accounts.selectors import roles_on
from cases import bases, selectors
from cases.forms_law import LawEventForm, UnlawfulTakingForm, WithdrawFactForm
from cases.law_acts import event_of
from cases.law_events import EVENTS, EventPage, reached, restart_powers
from cases.models import LawEvent, Material, UnlawfulTakingDecision
from cases.permissions import DECIDES_UNLAWFUL, RECORDS_LAW
from cases.selectors import ItemOnFile
from cases.services.facts import record_unlawful_taking, withdraw_fact
from cases.services.law_events import Said, record_event, standing_of, withdraw_event
from cases.views.fact import FactPage, changes
from law import facts as law_facts


def of_no_effect(after: list[bases.Basis], id: str) -> list[dict[str, str]]:
    """Rows that say of which items an act would have no effect, and why."""
    return [
        {"key": str(basis.item.get_kind_display()), "value": f"Recorded, and of no effect: {why}."}
        for basis in after
        for act, why in basis.refused
        if act == id
    ]


def recorded_by(page: EventPage) -> str:
    """Who records an event, and lets it count no longer."""
    return f"This is recorded by: {', '.join(sorted(str(Role(role).label) for role in page.roles))}."


class LawEventPage(FactPage):
    """``/cases/<pk>/law/<kind>/``: an event that starts, ends or opens a period, or that a rule asks for."""

    allowed_roles = RECORDS_LAW
    button = "Record it"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The event that the address names."""
        super().setup(request, *args, **kwargs)
        if self.kwargs["kind"] not in EVENTS:
            raise Http404
        self.title, self.lede = str(self.page.kind.label), self.page.lede

    @cached_property
    def page(self) -> EventPage:
        """What the event's page says."""
        return EVENTS[self.kwargs["kind"]]

    @cached_property
    def items(self) -> list[ItemOnFile]:
        """Those that it can concern."""
        return reached(self.page, selectors.items_on_file(self.case))

    def form(self, data: Any = None) -> LawEventForm:
        """The items, the day, where it is shown."""
        return LawEventForm(data, page=self.page, items=self.items, powers=restart_powers(self.items))

    def why_not(self) -> str:
        """Where somebody else learns of it, or nothing held was taken under a power that asks about it."""
        if not roles_on(self.officer, self.today) & self.page.roles:
            return recorded_by(self.page)
        return "" if self.items else "Nothing that is held was taken under a power that asks about this."

    def _said(self, form: Any) -> Said:
        said = form.cleaned_data
        return Said(
            kind=self.page.kind,
            on=said["on"],
            shown=said["shown"],
            then_on=said.get("then_on"),
            months=said.get("months"),
            power=said.get("power", ""),
        )

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """Until when the items may be held then, and where it has no effect."""
        said = self._said(form)
        act = event_of(said.kind, "this", said.on, said.then_on, said.more)
        instead = [f"event:{each.pk}" for each in standing_of(form.chosen, self.page, said.on)]
        then = bases.bases_of(self.case, more=[act], less=instead, of=form.chosen)
        now = bases.bases_of(self.case, of=form.chosen)
        rows = [{"key": self.page.day, "value": f"{said.on:%-d %B %Y}"}]
        if instead:
            rows.append({"key": "On record", "value": "This takes the place of what is recorded."})
        return [*rows, *changes(now, then, self.today), *of_no_effect(then, "this")]

    def record(self, form: Any) -> str:
        """A row an item."""
        record_event(self.case, form.chosen, self._said(form), by=self.officer)
        return f"recorded, {self.title[0].lower()}{self.title[1:]} on {form.cleaned_data['on']:%-d %B %Y}."


class WithdrawEventPage(FactPage):
    """``/cases/<pk>/law/<event_pk>/withdraw/``: an event counts no longer."""

    allowed_roles = RECORDS_LAW
    title, button = "Withdraw what is recorded", "Withdraw it"

    @cached_property
    def event(self) -> LawEvent:
        """The event, of this case."""
        rows = LawEvent.objects.current().filter(material__case=self.case).select_related("material")
        found = rows.filter(pk=self.kwargs["event_pk"]).first()
        if found is None:
            raise Http404
        return found

    def why_not(self) -> str:
        """Where somebody else learns of it."""
        page = EVENTS[self.event.kind]
        return "" if roles_on(self.officer, self.today) & page.roles else recorded_by(page)

    def form(self, data: Any = None) -> WithdrawFactForm:
        """Why."""
        return WithdrawFactForm(data)

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """What is left without it."""
        item = [self.event.material_id]
        then = bases.bases_of(self.case, less=[f"event:{self.event.pk}"], of=item)
        words = dict(form.fields["because"].choices)[form.cleaned_data["because"]]
        rows = [{"key": "Why", "value": str(words)}]
        return [*rows, *changes(bases.bases_of(self.case, of=item), then, self.today)]

    def record(self, form: Any) -> str:
        """Withdraw it."""
        withdraw_event(self.event, by=self.officer, because=form.cleaned_data["because"])
        return f"the record of {self.event.happened_on:%-d %B %Y} counts no longer."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which one."""
        event = self.event
        lede = (
            f"{event.material.get_kind_display()}: {event.get_kind_display()}, {event.happened_on:%-d %B %Y}."
        )
        return super().get_context_data(**kwargs) | {"lede": lede}


class UnlawfulTakingPage(FactPage):
    """``/cases/<pk>/unlawful-taking/``: items were taken unlawfully, and nothing saves them."""

    allowed_roles = DECIDES_UNLAWFUL
    title, button = "The taking was unlawful", "Record the decision"
    signs = True
    lede = (
        "It appears to the responsible chief officer that the taking was unlawful, or that the arrest was "
        "unlawful or based on mistaken identity. The material must be destroyed: no determination and no "
        "conviction saves it."
    )

    @cached_property
    def items(self) -> list[ItemOnFile]:
        """What is held and not decided about yet."""
        decided = UnlawfulTakingDecision.objects.current().filter(material__case=self.case)
        gone = set(decided.values_list("material_id", flat=True))
        return [
            item
            for item in selectors.items_on_file(self.case)
            if item.material.deleted_on is None and item.material.pk not in gone
        ]

    def form(self, data: Any = None) -> UnlawfulTakingForm:
        """The items, the day, the reasons."""
        return UnlawfulTakingForm(data, items=self.items)

    def why_not(self) -> str:
        """Where nothing is held of which it is not recorded."""
        return "" if self.items else "Nothing is held of which this is not recorded already."

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """They must be destroyed."""
        act = law_facts.UnlawfulTaking("this", form.cleaned_data["on"])
        now = bases.bases_of(self.case, of=form.chosen)
        then = bases.bases_of(self.case, more=[act], of=form.chosen)
        return [
            {"key": "Decided on", "value": f"{form.cleaned_data['on']:%-d %B %Y}"},
            {"key": "Who decided it, and why", "value": form.cleaned_data["reasons"]},
            *changes(now, then, self.today),
        ]

    def record(self, form: Any) -> str:
        """A decision an item."""
        for item in Material.objects.filter(pk__in=form.chosen).select_related("case").order_by("pk"):
            record_unlawful_taking(
                item, by=self.officer, on=form.cleaned_data["on"], reasons=form.cleaned_data["reasons"]
            )
        return "must be destroyed: the taking was unlawful."


class WithdrawUnlawfulPage(FactPage):
    """``/cases/<pk>/unlawful-taking/<decision_pk>/``: the decision counts no longer."""

    allowed_roles = DECIDES_UNLAWFUL
    title, button = "Withdraw the decision that the taking was unlawful", "Withdraw it"
    signs = True

    @cached_property
    def decision(self) -> UnlawfulTakingDecision:
        """The decision, about an item of this case."""
        rows = UnlawfulTakingDecision.objects.current().filter(material__case=self.case)
        found = rows.filter(pk=self.kwargs["decision_pk"]).select_related("material").first()
        if found is None:
            raise Http404
        return found

    def form(self, data: Any = None) -> WithdrawFactForm:
        """Why."""
        assert self.decision
        return WithdrawFactForm(data)

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """Until when it may be held without it."""
        item, id = [self.decision.material_id], f"unlawful_taking:{self.decision.pk}"
        now = bases.bases_of(self.case, of=item)
        then = bases.bases_of(self.case, less=[id], of=item)
        words = dict(form.fields["because"].choices)[form.cleaned_data["because"]]
        return [{"key": "Why", "value": str(words)}, *changes(now, then, self.today)]

    def record(self, form: Form) -> str:
        """Withdraw it."""
        withdraw_fact(self.decision, by=self.officer, because=form.cleaned_data["because"])
        return f"the decision of {self.decision.decided_on:%-d %B %Y} counts no longer."
