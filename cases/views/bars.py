"""Pages of an enactment that forbids the destruction of an item: recorded, and lifted."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property

from cases import bases, selectors
from cases.choices import BarKind
from cases.forms_bars import BarForm, LiftBarForm
from cases.models import StatutoryBar
from cases.permissions import RECORDS_BARS
from cases.selectors import ItemOnFile
from cases.services.bars import lift_bar, record_bar
from cases.views.fact import FactPage, changes
from law import facts as law_facts


class BarPage(FactPage):
    """``/cases/<pk>/bar/``: an Act of Parliament or an instrument under one forbids destruction."""

    allowed_roles = RECORDS_BARS
    template_name = "cases/bar.html"
    title, button = "An enactment forbids destruction", "Record that it must not be destroyed"
    lede = (
        "Only an enactment does this. A letter from an inquiry, litigation or a complaint does not: hold the "
        "deletion up instead, which makes nothing lawful."
    )

    @cached_property
    def held(self) -> list[ItemOnFile]:
        """What can be kept from destruction."""
        return [item for item in selectors.items_on_file(self.case) if item.material.deleted_on is None]

    def form(self, data: Any = None) -> BarForm:
        """Boxes for one item."""
        return BarForm(data, items=self.held)

    def why_not(self) -> str:
        """Where nothing is held."""
        return "" if self.held else "Nothing of this case is held any more."

    def record(self, form: Any) -> str:
        """One item, one enactment."""
        said = form.cleaned_data
        item = next(one.material for one in self.held if str(one.material.pk) == said["item"])
        bar = record_bar(
            item,
            BarKind(said["bar"]),
            by=self.officer,
            from_on=said["from_on"],
            reason=said["reason"],
            listed_offence=said["listed_offence"],
        )
        return f"{item.get_kind_display()} must not be destroyed, by the {bar.get_bar_display()}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands already."""
        standing = StatutoryBar.objects.current().filter(material__case=self.case, lifted_on=None)
        rows = standing.select_related("material", "reason", "recorded_by").order_by("from_on", "pk")
        return super().get_context_data(**kwargs) | {"bars": list(rows)}


class LiftBarPage(FactPage):
    """``/cases/<pk>/bar/<bar_pk>/``: it forbids destruction no longer."""

    allowed_roles = RECORDS_BARS
    title, button = "It forbids destruction no longer", "Lift it"

    @cached_property
    def bar(self) -> StatutoryBar:
        """The bar that stands, of an item of this case."""
        found = StatutoryBar.objects.current().filter(material__case=self.case, lifted_on=None)
        one = found.select_related("material").filter(pk=self.kwargs["bar_pk"]).first()
        if one is None:
            raise Http404
        return one

    def form(self, data: Any = None) -> LiftBarForm:
        """The day."""
        return LiftBarForm(data)

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """What may be held until when without it."""
        on = form.cleaned_data["on"]
        lifted = law_facts.StatutoryBar(
            "lifted", self.bar.bar, self.bar.from_on, on, listed_offence=self.bar.listed_offence
        )
        item = [self.bar.material_id]
        then = bases.bases_of(self.case, more=[lifted], less=[f"bar:{self.bar.pk}"], of=item)
        return [
            {"key": "Last day on which it applies", "value": f"{on:%-d %B %Y}"},
            *changes(bases.bases_of(self.case, of=item), then, self.today),
        ]

    def record(self, form: Any) -> str:
        """Lift it."""
        lift_bar(self.bar, by=self.officer, on=form.cleaned_data["on"])
        return f"the {self.bar.get_bar_display()} forbids its destruction no longer."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which one."""
        lede = (
            f"{self.bar.material.get_kind_display()}: {self.bar.get_bar_display()}, "
            f"from {self.bar.from_on:%-d %B %Y}."
        )
        return super().get_context_data(**kwargs) | {"lede": lede}
