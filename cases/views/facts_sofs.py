"""The facts that SOFS records about a case: enrolment, checks, the end of an investigation, a conviction
withdrawn.
"""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404
from django.utils.functional import cached_property

from cases import bases, sofs
from cases.bases import Basis
from cases.choices import CheckResult
from cases.early_start import awaited_items
from cases.errors import CaseworkError, EnrolmentRefused
from cases.forms_law import WithdrawFactForm
from cases.forms_sofs import CheckForm, ConcludedForm, EnrolForm
from cases.law_acts import conviction_of
from cases.models import Conviction, InvestigationConclusion, Material
from cases.permissions import JFIT, SOFS
from cases.services.checks import convictions_of, record_check
from cases.services.enrolment import enrol
from cases.services.facts import correct_conclusion, record_conclusion, withdraw_fact
from cases.views.fact import FactPage, changes
from law import facts as law_facts


class EnrolPage(FactPage):
    """``/cases/<pk>/enrol/``: the references of several items in their databases."""

    allowed_roles = SOFS
    template_name = "cases/enrol.html"
    title, button = "Record enrolment", "Record the enrolment"
    lede = "Fill in the items that were loaded; leave the others empty."

    @cached_property
    def to_enrol(self) -> list[Material]:
        """The items that no database has yet."""
        return sofs.to_enrol(self.case)

    def form(self, data: Any = None) -> EnrolForm:
        """Boxes for each item."""
        awaited = set(awaited_items().filter(case=self.case).values_list("pk", flat=True))
        return EnrolForm(data, items=self.to_enrol, awaited=awaited)

    def why_not(self) -> str:
        """Where everything that is held is enrolled."""
        return "" if self.to_enrol else "Everything that is held is enrolled already."

    def record(self, form: Any) -> str:
        """All of them or none."""
        made = enrol(self.case, form.entries, by=self.officer)
        said = ", ".join(f"{holding.get_place_display()} {holding.reference}" for holding in made)
        return f"enrolled, {said}."

    def refused(self, form: Form, refusal: CaseworkError) -> None:
        """Beside the item that it is refused for."""
        pk = getattr(refusal, "material_id", 0) if isinstance(refusal, EnrolmentRefused) else 0
        name = f"reference_{pk}"
        form.add_error(name if name in form.fields else None, str(refusal))


class CheckPage(FactPage):
    """``/cases/<pk>/check/``: what was looked up, the evidence of it, and a conviction that it found."""

    allowed_roles = SOFS
    template_name = "cases/check_person.html"
    title, button = "Record a check", "Record the check"

    @cached_property
    def convictions(self) -> list[Conviction]:
        """Those on record."""
        return list(convictions_of(self.case))

    def form(self, data: Any = None) -> CheckForm:
        """The form."""
        return CheckForm(data, convictions=convictions_of(self.case))

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """What a conviction newly found changes."""
        found = form.found
        if found is None:
            return []
        act = conviction_of(
            "found",
            found.convicted_on,
            exempt=found.is_exempt,
            recordable=found.is_recordable,
            excluded=found.is_excluded,
            foreign=found.is_foreign,
            course=str(found.same_course_as.pk) if found.same_course_as else None,
            months=found.custodial_months,
            then=found.arrested_on or found.sentenced_on,
        )
        then = bases.bases_of(self.case, more=[act])
        return [
            {"key": "Result", "value": f"{CheckResult.CONVICTED.label} on {found.convicted_on:%-d %B %Y}"},
            {"key": "Where it is shown", "value": form.cleaned_data["evidence"]},
            *changes(bases.bases_of(self.case), then, self.today),
            {"key": "Then", "value": _then(then)},
        ]

    def record(self, form: Any) -> str:
        """The check, and the conviction with it."""
        said = form.cleaned_data
        check = record_check(
            self.case,
            by=self.officer,
            on=said["on"],
            kind=said["kind"],
            result=said["result"],
            evidence=said["evidence"],
            again_by=said["again_by"],
            found=form.found,
        )
        return f"{check.get_kind_display()} checked, {check.get_result_display().lower()}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The checks and convictions so far, and when the next check is due."""
        return super().get_context_data(**kwargs) | {
            "checks": sofs.checks_of(self.case),
            "convictions": self.convictions,
            "next_check": sofs.next_check(self.case, self.today),
        }


def _then(after: list[Basis]) -> str:
    if all(basis.status == bases.LASTS for basis in after):
        return "It can be retained on that basis."
    return "It is not kept without an end by this: where it is wanted, it goes to JFIT."


class ConcludedPage(FactPage):
    """``/cases/<pk>/concluded/``: the day from which PACE material has no time left of its own."""

    allowed_roles = SOFS | JFIT
    title, button = "Investigation or proceedings concluded", "Record the conclusion"
    lede = "From the day on which they concluded, PACE gives this material no more time (section 63E)."

    @cached_property
    def on_record(self) -> InvestigationConclusion | None:
        """The conclusion on record, which another day corrects."""
        return InvestigationConclusion.objects.current().filter(case=self.case).first()

    def form(self, data: Any = None) -> ConcludedForm:
        """The day."""
        return ConcludedForm(data)

    def why_not(self) -> str:
        """Where nothing held was taken under a power that lasts until then."""
        if bases.ended_by_event(self.case):
            return ""
        return "Nothing that is held was taken under a power that lasts until an investigation concludes."

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """The new last lawful days, which may have passed already."""
        on = form.cleaned_data["on"]
        replaced = [f"conclusion:{self.on_record.pk}"] if self.on_record else []
        then = bases.bases_of(
            self.case, more=[law_facts.InvestigationConcluded("concluded", on=on)], less=replaced
        )
        rows = [{"key": "Concluded on", "value": f"{on:%-d %B %Y}"}]
        if self.on_record:
            rows.append({"key": "Instead of", "value": f"{self.on_record.concluded_on:%-d %B %Y}"})
        return [*rows, *changes(bases.bases_of(self.case), then, self.today)]

    def record(self, form: Any) -> str:
        """The day, or the correction of the day."""
        on = form.cleaned_data["on"]
        does = correct_conclusion if self.on_record else record_conclusion
        does(self.case, by=self.officer, on=on)
        return f"concluded on {on:%-d %B %Y}, recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is on record so far."""
        context = super().get_context_data(**kwargs)
        if self.on_record:
            context["lede"] += (
                f" On record: {self.on_record.concluded_on:%-d %B %Y}. Another day corrects it."
            )
        return context


class ConvictionPage(FactPage):
    """``/cases/<pk>/convictions/<conviction_pk>/``: let a conviction count no longer."""

    allowed_roles = SOFS
    title, button = "Withdraw a conviction", "Withdraw the conviction"

    @cached_property
    def conviction(self) -> Conviction:
        """The conviction, of the person of this case."""
        found = convictions_of(self.case).filter(pk=self.kwargs["conviction_pk"]).first()
        if found is None:
            raise Http404
        return found

    def form(self, data: Any = None) -> WithdrawFactForm:
        """Why."""
        return WithdrawFactForm(data)

    def consequence(self, form: Any) -> list[dict[str, str]]:
        """What is left without it."""
        then = bases.bases_of(self.case, less=[f"conviction:{self.conviction.pk}"])
        words = dict(form.fields["because"].choices)[form.cleaned_data["because"]]
        return [
            {"key": "Conviction", "value": f"{self.conviction.convicted_on:%-d %B %Y}"},
            {"key": "Why", "value": str(words)},
            *changes(bases.bases_of(self.case), then, self.today),
        ]

    def record(self, form: Any) -> str:
        """Withdraw it, on every case of the person."""
        withdraw_fact(self.conviction, by=self.officer, because=form.cleaned_data["because"])
        return f"the conviction of {self.conviction.convicted_on:%-d %B %Y} counts no longer."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which conviction."""
        lede = f"On record: convicted on {self.conviction.convicted_on:%-d %B %Y}."
        return super().get_context_data(**kwargs) | {"lede": lede}
