"""The page of those who decide: the Chief Officer's. Staff read it, and write notes elsewhere."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property

from accounts.choices import Rank, Role
from accounts.selectors import consent_on, rank_on, roles_on, standing_on
from cases import authority, selectors
from cases.answers import actor_on
from cases.choices import Capacity, CaseEvent, DeterminationKind, MaterialKind
from cases.forms import REFUSE, DecideForm
from cases.permissions import STAFF
from cases.selectors.applications import content_of
from cases.selectors.deciding import ItemInLaw, history, items_in_law
from cases.services.papers import Item, asked_for
from cases.views.step import StepPage


class DecidePage(StepPage):
    """``/cases/<pk>/decide/``: facts, items, then three equal choices, none chosen."""

    allowed_roles = frozenset({Role.CHIEF_OFFICER, Role.CHIEF_OFFICER_STAFF})
    template_name = "cases/decide.html"
    form_class = DecideForm
    event = CaseEvent.DETERMINE
    title, button = "Decide an application for an NSD", "Sign the decision"
    signs = True

    @cached_property
    def asked(self) -> frozenset[int] | None:
        """The items that the application asks for, where that is known."""
        return asked_for(self.papers.application)

    def coverable(self) -> list[Item]:
        """The items that may be listed: what a determination could cover, and the application asks for."""
        items = self.papers.coverable()
        return [item for item in items if self.asked is None or item.pk in self.asked]

    def most_months(self) -> int:
        """The greatest length that a determination of today may have for every item that may be listed."""
        lengths = [authority.most_months(item.power, item.nation, self.today) for item in self.coverable()]
        return min(lengths, default=0)

    def form_arguments(self) -> dict[str, Any]:
        """The items one by one, and the greatest length."""
        words = {each.material.pk: each.words for each in selectors.items_on_file(self.case)}
        items = [(item, words[item.pk]) for item in self.coverable()]
        return {"items": items, "most_months": self.most_months()}

    def event_of(self, form: Any) -> str:
        """Determine or refuse."""
        return form.event

    def details_of(self, form: Any) -> dict[str, Any]:
        """What the choice needs; a refusal needs reasons alone."""
        said = form.cleaned_data
        if said["decision"] == REFUSE:
            return {"reasons": said["reasons"]}
        return {
            "reasons": said["reasons"],
            "months": said["months"],
            "kind": self._kind(form),
            "item_ids": tuple(int(pk) for pk in said["items"]),
            # A day left in the box of a holding NSD is none of another's: nobody would review it.
            "review_by": said["review_by"] if form.kind == DeterminationKind.HOLDING else None,
        }

    def to_check(self, form: Any) -> list[dict[str, str]]:
        """The whole decision once more, with the day to which it would carry cover."""
        said = form.cleaned_data
        reasons = {"key": "Your reasons", "value": said["reasons"]}
        if said["decision"] == REFUSE:
            return [
                {"key": "Decision", "value": "Refuse"},
                reasons,
                {"key": "Then", "value": "A deletion order opens at once for what no other basis keeps."},
            ]
        chosen = dict(form.fields["items"].choices)
        until = authority.last_day_of(said["months"], made_on=self.today)
        rows = [
            {"key": "Decision", "value": dict(form.fields["decision"].choices)[said["decision"]]},
            {"key": "Items covered", "value": "; ".join(str(chosen[pk]) for pk in said["items"])},
            {"key": "Length", "value": f"{said['months']} months, to {until:%-d %B %Y} inclusive"},
        ]
        if said["review_by"] and form.kind == DeterminationKind.HOLDING:
            rows.append({"key": "Review by", "value": f"{said['review_by']:%-d %B %Y}"})
        return [*rows, reasons, *self._lateness(form), *self._earliness(form)]

    def _kind(self, form: Any) -> str:
        """Holding where that was chosen; else what was applied for: a renewal, or none."""
        asked = self.papers.application.kind if self.papers.application else ""
        if form.kind == DeterminationKind.FULL and asked == DeterminationKind.RENEWAL:
            return DeterminationKind.RENEWAL
        return form.kind

    def _earliness(self, form: Any) -> list[dict[str, str]]:
        """What is said where much of the cover there is would be given up."""
        chosen = {int(pk) for pk in form.cleaned_data["items"]}
        most = max((each.given_up for each in self.in_law if each.on_file.material.pk in chosen), default=0)
        if not most:
            return []
        return [
            {
                "key": "Early",
                "value": f"The period begins today, beside {most} days of cover that there are already.",
            }
        ]

    def _lateness(self, form: Any) -> list[dict[str, str]]:
        """What is said where some of the items are past their last lawful day."""
        late = {str(pk) for pk in self.past}.intersection(form.cleaned_data["items"])
        if not late:
            return []
        many = "every item" if len(late) == len(form.cleaned_data["items"]) else f"{len(late)} of the items"
        return [
            {
                "key": "Too late",
                "value": f"Cover ended before today for {many}: for those it counts for nothing.",
            }
        ]

    @cached_property
    def past(self) -> set[int]:
        """The items that may be listed and whose last lawful day has passed."""
        days = ((each.on_file.material.pk, each.on_file.material.last_lawful_day) for each in self.in_law)
        return {pk for pk, last in days if last and last < self.today}

    @cached_property
    def in_law(self) -> list[ItemInLaw]:
        """The items that may be listed, each with the law's working."""
        return items_in_law(self.coverable(), selectors.items_on_file(self.case), self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts, the law, the history, the application, and whether this person may decide today."""
        context = super().get_context_data(**kwargs)
        application = self.papers.application
        file = selectors.case_file(self.case)
        sample = [i for i in context["items"] if i.material.kind == MaterialKind.DNA_SAMPLE]
        could = {item.pk for item in self.papers.coverable()} - {item.pk for item in self.coverable()}
        return context | {
            "application": application,
            "content": content_of(application.pk) if application else None,
            "file": file,
            "samples": sample,
            "not_asked": [item for item in context["items"] if item.material.pk in could],
            "in_law": self.in_law,
            "over": self.past and ("every" if len(self.past) == len(self.in_law) else "some"),
            "given_up": max((each.given_up for each in self.in_law), default=0),
            "history": history(file.movements),
            "most_months": self.most_months(),
            "prepared_by": selectors.names_of_officers(self.papers.preparers),
            "convictions": selectors.convictions_of(self.case),
            "earlier": selectors.determinations_of(self.case),
            "may_recommend": bool(roles_on(self.officer, self.today) & STAFF),
            **self._decider(),
        }

    def _decider(self) -> dict[str, Any]:
        """Who would decide: rank, force, consent and the capacity that follows."""
        held = rank_on(self.officer, self.today)
        first = self.coverable()[:1]
        capacity = ""
        if held and first:
            actor = actor_on(self.officer, self.today)
            item = first[0]
            found = authority.capacity_of(actor, power=item.power, nation=item.nation, force=item.force)
            capacity = str(Capacity(found).label)
        return {
            "rank": Rank(held.rank).label if held else "",
            "rank_held": held,
            "consent": consent_on(self.officer, self.today, held.force) if held else None,
            "standing": standing_on(self.officer, self.today, held.force).shown_by if held else (),
            "capacity": capacity,
        }
