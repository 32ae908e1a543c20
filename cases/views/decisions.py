"""The page of those who decide: the Chief Officer's."""

from __future__ import annotations

from typing import Any

from accounts.choices import Rank, Role
from accounts.selectors import consent_on, rank_on
from cases import authority, selectors
from cases.choices import CaseEvent, MaterialKind
from cases.forms import REFUSE, DecideForm
from cases.services.papers import Item, can_be_determined
from cases.views.step import StepPage


class DecidePage(StepPage):
    """``/cases/<pk>/decide/``: facts, items, then three equal choices, none chosen."""

    allowed_roles = frozenset({Role.CHIEF_OFFICER, Role.CHIEF_OFFICER_STAFF})
    template_name = "cases/decide.html"
    form_class = DecideForm
    event = CaseEvent.DETERMINE
    title, button = "Decide an application for an NSD", "Sign the decision"

    def coverable(self) -> list[Item]:
        """The items that may be listed."""
        return [item for item in self.papers.items if can_be_determined(item) and not item.is_gone]

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
            "kind": form.kind,
            "item_ids": tuple(int(pk) for pk in said["items"]),
            "review_by": said["review_by"],
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
        if said["review_by"] and form.kind == "holding":
            rows.append({"key": "Review by", "value": f"{said['review_by']:%-d %B %Y}"})
        return [*rows, reasons, *self._lateness(form)]

    def _lateness(self, form: Any) -> list[dict[str, str]]:
        """What is said where some of the items are past their last lawful day."""
        over = {
            str(each.material.pk)
            for each in selectors.items_on_file(self.case)
            if each.material.last_lawful_day and each.material.last_lawful_day < self.today
        }
        late = over.intersection(form.cleaned_data["items"])
        if not late:
            return []
        many = "every item" if len(late) == len(form.cleaned_data["items"]) else f"{len(late)} of the items"
        return [
            {
                "key": "Too late",
                "value": f"Cover ended before today for {many}: for those it counts for nothing.",
            }
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts, the application, and whether this person may decide today."""
        context = super().get_context_data(**kwargs)
        held = rank_on(self.officer, self.today)
        consent = consent_on(self.officer, self.today, held.force) if held else None
        file = selectors.case_file(self.case)
        sample = [i for i in context["items"] if i.material.kind == MaterialKind.DNA_SAMPLE]
        return context | {
            "application": self.papers.application,
            "file": file,
            "samples": sample,
            "most_months": self.most_months(),
            "rank": Rank(held.rank).label if held else "",
            "rank_held": held,
            "consent": consent,
            "prepared_by": selectors.names_of_officers(self.papers.preparers),
            "convictions": selectors.convictions_of(self.case),
            "earlier": selectors.determinations_of(self.case),
        }
