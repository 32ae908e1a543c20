"""The cause of one lapse: proposed by rule, confirmed by a supervisor, disputed by the stage blamed."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import Officer
from cases.models import Case
from cases.querysets import SEES_ALL_CASES
from oversight import cause_findings
from oversight.causes import LABELS, Standing, axis_of
from oversight.choices import PrimaryCause
from oversight.figures.lapses import LapseRow
from oversight.forms_packs import CauseForm, DisputeForm
from oversight.permissions import CONFIRMS_CAUSES
from oversight.services.causes import confirm, dispute
from oversight.views.work import Work, WorkPage


class CausePage(WorkPage):
    """``/figures/causes/<case>/``: why it lapsed, by rule and as people found it."""

    allowed_roles = SEES_ALL_CASES
    template_name = "oversight/cause.html"
    works = {
        "confirm": Work(CauseForm, "Confirm the cause, or find another", "Record the cause"),
        "dispute": Work(DisputeForm, "Dispute the cause", "Record the dispute"),
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
        return [*names, "dispute"] if blamed and self.row.causes.standing != Standing.DISPUTED else names

    def first(self, do: str) -> dict[str, Any]:
        """What stands is chosen beforehand."""
        return {"primary": str(self.row.causes.primary)} if do == "confirm" else {}

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        if do == "confirm":
            step = confirm(self.case.pk, said["primary"], words=said["words"], by=by)
            return f"{self.case.ref}: the cause is {PrimaryCause(step.primary).label}. Confirmed."
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
            "back_to": reverse("oversight:figure", args=["lapses"]),
        }
