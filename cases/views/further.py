"""The pages that hold further fingerprints with an original set, and take back what was a mistake."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import Http404
from django.utils.functional import cached_property

from accounts.models import Officer, RankHeld
from cases import bases
from cases.acts import BORROWED
from cases.forms_further import FurtherForm, TakeBackForm
from cases.models import FurtherFingerprints, Material
from cases.services.further import (
    RECORDS,
    Further,
    act_of,
    hold_further,
    is_law_on,
    others_of,
    take_back,
    why_not,
)
from cases.views.fact import FactPage, changes


class FurtherPage(FactPage):
    """``/cases/<pk>/further/``: a constable's written determination about this case's fingerprints."""

    allowed_roles = RECORDS
    title, button = "Hold further fingerprints with an original set", "Record the determination"
    lede = (
        "A constable may determine in writing that later fingerprints of the same person be held as long as "
        "an original set is. Fingerprints alone; both sets from the same part of the United Kingdom."
    )

    @cached_property
    def sets(self) -> list[Material]:
        """The person's sets of fingerprints."""
        return others_of(self.case)

    @property
    def further(self) -> list[Material]:
        """Those of this case."""
        return [each for each in self.sets if each.case_id == self.case.pk]

    def form(self, data: Any = None) -> FurtherForm:
        """Which, and by whom."""
        held = RankHeld.objects.current().filter(officer=OuterRef("pk"))
        constables = Officer.objects.filter(Exists(held)).order_by("display_name")
        is_one = len(self.further) == 1
        originals = [each for each in self.sets if not is_one or each.case_id != self.case.pk]
        return FurtherForm(data, further=self.further, originals=originals, constables=constables)

    def why_not(self) -> str:
        """Where no Act lets it yet, or there are not two sets to choose from."""
        if not is_law_on(self.today):
            return "No Act lets further fingerprints be held with an original set before 13 August 2020."
        if not self.further:
            return "No fingerprints of this case are held."
        return "" if len(self.sets) > 1 else "No other set of this person's fingerprints is held."

    def consequence(self, form: Form) -> list[dict[str, str]]:
        """Until when the further set may be held then; nothing where recording it is refused, with why."""
        said = self.said(form)
        material = next(each for each in self.further if each.pk == said.material_id)
        if why_not(material, said):
            return []
        chosen = {name: dict(form.fields[name].choices)[str(form.cleaned_data[name])] for name in CHOSEN}  # type: ignore[attr-defined]
        before = bases.bases_of(self.case, of=[material.pk])
        after = bases.bases_of(self.case, more=[act_of(said)], of=[material.pk])
        return [
            {"key": "The further set", "value": chosen["material"]},
            {"key": "The original set", "value": chosen["original"]},
            {"key": "Made", "value": f"{said.made_on:%-d %B %Y}, by {said.made_by.display_name}"},
            {"key": "What it says", "value": said.reasons},
            *changes(before, after, self.today),
        ]

    def said(self, form: Form) -> Further:
        """What was entered, for the service."""
        said = form.cleaned_data
        return Further(
            material_id=int(said["material"]),
            original_id=int(said["original"]),
            made_on=said["made_on"],
            made_by=said["made_by"],
            terrorist_investigation=said["terrorist_investigation"] == "yes",
            reasons=said["reasons"],
        )

    def record(self, form: Form) -> str:
        """Record it."""
        further = hold_further(self.said(form), by=self.officer)
        until = Material.objects.get(pk=further.material_id).last_lawful_day
        words = f", to the end of {until:%-d %B %Y}" if until else ""
        return f"these fingerprints are held with the set of {further.original.case.ref}{words}."


class TakeBackPage(FactPage):
    """``/cases/<pk>/further/<further_pk>/``: such a determination was recorded by mistake."""

    allowed_roles = RECORDS
    title, button = "Further fingerprints: recorded by mistake", "Take it back"

    @cached_property
    def further(self) -> FurtherFingerprints:
        """The determination that stands, about fingerprints of this case."""
        rows = FurtherFingerprints.objects.current().filter(material__case=self.case)
        found = rows.select_related("original__case", "made_by").filter(pk=self.kwargs["further_pk"]).first()
        if found is None:
            raise Http404
        return found

    def form(self, data: Any = None) -> TakeBackForm:
        """What was wrong."""
        return TakeBackForm(data)

    def consequence(self, form: Form) -> list[dict[str, str]]:
        """Until when the set may be held without it."""
        item, act = [self.further.material_id], f"{BORROWED}:{self.further.pk}"
        before, after = (bases.bases_of(self.case, less=less, of=item) for less in ((), (act,)))
        chosen = dict(form.fields["because"].choices)  # type: ignore[attr-defined]
        return [
            {"key": "What was wrong", "value": chosen[form.cleaned_data["because"]]},
            *changes(before, after, self.today, last_day_today="it must go from tomorrow"),
        ]

    def record(self, form: Form) -> str:
        """Take it back."""
        take_back(self.further.pk, by=self.officer, because=form.cleaned_data["because"])
        return f"that they are held with the set of {self.further.original.case.ref} counts no longer."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which one."""
        made = self.further
        lede = (
            f"Held with the fingerprints of {made.original.case.ref}, by the determination of "
            f"{made.made_on:%-d %B %Y} by {made.made_by.display_name}."
        )
        return super().get_context_data(**kwargs) | {"lede": lede}


CHOSEN = ("material", "original")
