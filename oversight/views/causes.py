"""The cause of one lapse, and why something of one case was kept beyond its cover: found by people."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Officer
from cases.models import Case, Material
from cases.querysets import SEES_ALL_CASES
from oversight import cause_findings
from oversight.causes import LABELS, Standing, axis_of
from oversight.choices import PrimaryCause
from oversight.figures.deletion import STEPS
from oversight.figures.lapses import LapseRow
from oversight.filters import REVIEWED
from oversight.forms_found import ReviewForm, WhyKeptForm
from oversight.forms_packs import CauseForm, DisputeForm
from oversight.models import LapseReview
from oversight.permissions import CONFIRMS_CAUSES, FINDS_WHY_KEPT, REVIEWS_LAPSES
from oversight.services.causes import confirm, dispute
from oversight.services.found import find_why_kept, review_lapse
from oversight.unlawful import unlawful_of, why_kept
from oversight.views.work import Work, WorkPage


class CausePage(WorkPage):
    """``/figures/causes/<case>/``: why it lapsed, by rule and as people found it."""

    allowed_roles = SEES_ALL_CASES
    template_name = "oversight/cause.html"
    works = {
        "confirm": Work(CauseForm, "Confirm the cause, or find another", "Record the cause"),
        "dispute": Work(DisputeForm, "Dispute the cause", "Record the dispute"),
        "review": Work(ReviewForm, "Review whether it could have been kept", "Record the review"),
    }

    @cached_property
    def case(self) -> Any:
        """The case, among those that the viewer may see."""
        visible: Any = Case.objects.visible_to(self.officer, self.today)
        return get_object_or_404(visible.with_subject_name(), pk=self.kwargs["pk"])

    @cached_property
    def row(self) -> LapseRow:
        """Its lapse as known today; one that has not lapsed has no such page."""
        row = cause_findings.lapse_of(self.case.pk)
        if row is None:
            raise Http404("This case has not lapsed.")
        return row

    def offered(self) -> list[str]:
        """Confirming to supervisors; disputing to the stage blamed, until it is disputed."""
        names = ["confirm"] if self.roles() & CONFIRMS_CAUSES else []
        blamed = self.roles() & cause_findings.blamed_roles(str(self.row.causes.primary))
        if blamed and self.row.causes.standing != Standing.DISPUTED:
            names.append("dispute")
        return [*names, "review"] if self.roles() & REVIEWS_LAPSES else names

    def first(self, do: str) -> dict[str, Any]:
        """What stands is chosen beforehand."""
        return {"primary": str(self.row.causes.primary)} if do == "confirm" else {}

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        if do == "confirm":
            step = confirm(self.case.pk, said["primary"], words=said["words"], by=by)
            return f"{self.case.ref}: the cause is {PrimaryCause(step.primary).label}. Confirmed."
        if do == "review":
            review_lapse(self.case.pk, **said, by=by)
            return f"{self.case.ref}: the review is recorded."
        dispute(self.case.pk, words=said["words"], by=by)
        return f"{self.case.ref}: the cause is disputed. Another supervisor answers."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lapse, its causes and what was found."""
        causes = self.row.causes
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "row": self.row,
            "primary": LABELS[causes.primary],
            "proposed": LABELS[causes.proposed],
            "axis": axis_of(causes.primary),
            "contributory": [LABELS[cause] for cause in causes.contributory],
            "steps": cause_findings.steps_of(self.case.pk),
            "would": REVIEWED[self.row.would_have_applied],
            "review": LapseReview.objects.current()
            .filter(case=self.case)
            .select_related("words", "recorded_by")
            .order_by("-pk")
            .first(),
            "back_to": reverse("oversight:figure", args=["lapses"]),
        }


class WhyKeptPage(WorkPage):
    """``/figures/kept/<case>/``: what of a case was kept beyond its cover, for how long, and why."""

    allowed_roles = SEES_ALL_CASES
    template_name = "oversight/why_kept.html"
    works = {"find": Work(WhyKeptForm, "Record why it was kept", "Record the causes")}

    @cached_property
    def case(self) -> Any:
        """The case, among those that the viewer may see."""
        visible: Any = Case.objects.visible_to(self.officer, self.today)
        return get_object_or_404(visible.with_subject_name(), pk=self.kwargs["pk"])

    def offered(self) -> list[str]:
        """To those who answer for it."""
        return list(self.works) if self.roles() & FINDS_WHY_KEPT else []

    def first(self, do: str) -> dict[str, Any]:
        """What stands is chosen beforehand."""
        return {"because": [row.because for row in why_kept(self.case.pk)]}

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        find_why_kept(self.case.pk, said["because"], words=said["words"], by=by)
        return f"{self.case.ref}: why it was kept is recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The items that were kept, and why; of a case with none there is no such page."""
        items = unlawful_of(self.case.pk)
        if not items:
            raise Http404("Nothing of this case was kept beyond its cover.")
        kinds = {item.pk: item.get_kind_display() for item in Material.objects.filter(case=self.case)}
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "steps": [(row, STEPS[row.step], kinds[row.item_ids[0]]) for row in items],
            "found": why_kept(self.case.pk),
            "back_to": reverse("oversight:figure", args=["held-unlawfully"]),
        }
