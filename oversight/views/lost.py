"""``/oversight/mitigation/``, remedies and actions: what is done about lost cases and lapses."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from accounts.exporting import Exporting
from accounts.models import Officer
from accounts.selectors import roles_on
from accounts.sheets import Sheet
from cases.models import Case
from oversight import lost
from oversight.causes import LABELS
from oversight.choices import ActionTag, MitigationStatus
from oversight.figures import REGISTER
from oversight.figures.lapses import LapseRow
from oversight.forms_lost import ActionForm, MitigationForm, RemedyForm, ReplacementForm
from oversight.permissions import MITIGATES, REMEDIES, SEES_LOST_CASES
from oversight.selectors import Days, answers, list_url, names_of_cases
from oversight.services.mitigating import Reviewed, link_replacement, record_mitigation
from oversight.services.remedies import Remedies, record_action, record_remedies
from oversight.tables_lost import LostTable, RemedyTable
from oversight.views.work import Work, WorkPage
from retention.views.lists import ListPage, by_choice

RECORDED = (("none", "Nothing recorded yet"), ("recorded", "Recorded"))


class MitigationPage(ListPage):
    """``/oversight/mitigation/``: every lost case with how far its mitigation has come."""

    allowed_roles = SEES_LOST_CASES
    template_name = "oversight/desk/list.html"
    table_class = LostTable
    title = "Mitigation of lost cases"
    lede = (
        "Lapses for which JFIT would have applied: whether replacement material is wanted and can be "
        "obtained, what else is done about the risk, who decides. Each is reviewed monthly."
    )
    empty_text = "No lost case has come so far."

    def get_queryset(self) -> Any:
        """Those that have come as far as was asked for; without, all."""
        self.found = lost.to_mitigate(self.officer, self.today)
        asked = self.request.GET.get("show", "")
        self.show = asked if asked in MitigationStatus.values else "all"
        return [each for each in self.found if self.show in ("all", each.status)]

    def get_table(self, **kwargs: Any) -> LostTable:
        """The table with the names of its page."""
        table = super().get_table(**kwargs)
        table.today = self.today
        table.may_act = bool(roles_on(self.officer, self.today) & MITIGATES)
        shown = [row.record.case_id for row in table.paginated_rows]
        table.names = names_of_cases(shown, self.officer, self.today)
        return table

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """How many have come how far, and how many reviews are late."""
        choices = [("all", "All", len(self.found)), *lost.by_status(self.found)]
        late = sum(each.is_late(self.today) for each in self.found)
        return super().get_context_data(**kwargs) | {
            "ways": by_choice("oversight:mitigation", self.show, choices),
            "aside": f"{late:,} monthly review{'' if late == 1 else 's'} late" if late else "",
        }


class OfLapse(WorkPage):
    """A page about one lapse, which stays a lapse whatever is done about it."""

    allowed_roles = SEES_LOST_CASES

    @cached_property
    def case(self) -> Case:
        """The case, among those that the viewer may know of."""
        cases: Any = Case.objects.visible_to(self.officer, self.today)
        return get_object_or_404(cases.with_subject_name(), pk=self.kwargs["pk"])

    @cached_property
    def lapse(self) -> LapseRow:
        """How it lapsed. Raises Http404 where it did not."""
        row = lost.lost_case(self.case.pk, self.officer, self.today)
        if row is None:
            raise Http404
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case and its lapse."""
        return super().get_context_data(**kwargs) | {
            "case": self.case,
            "lapse": self.lapse,
            "harm": lost.Lapsed(self.lapse, None).harm,
            "cause": LABELS[self.lapse.causes.primary],
        }


class MitigateCasePage(OfLapse):
    """``/oversight/mitigation/<case>/``: the mitigation of one lost case, reviewed and replaced."""

    template_name = "oversight/desk/mitigation.html"
    works = {
        "review": Work(MitigationForm, "Review it", "Record the review"),
        "replace": Work(ReplacementForm, "Link replacement material", "Link it"),
    }

    def offered(self) -> list[str]:
        """To JFIT and senior managers."""
        return list(self.works) if self.roles() & MITIGATES else []

    @cached_property
    def history(self) -> list[Any]:
        """Every review, the latest first."""
        return lost.history_of(self.case)

    def first(self, do: str) -> dict[str, Any]:
        """A review starts from what the last one found, but for its conclusion."""
        if do != "review" or not self.history:
            return {}
        last = self.history[0]
        return {
            "wanted": last.wanted,
            "obtainable": last.obtainable,
            "how": last.how.text if last.how else "",
            "action": last.action.text if last.action else "",
            "body": last.body,
            "body_name": last.body_name,
            "owner": last.owner_id,
        }

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record the review, or link the new case."""
        if do == "replace":
            made = link_replacement(self.case.pk, said["ref"], by=by)
            return (
                f"{self.case.ref}: {len(made)} item{'' if len(made) == 1 else 's'} linked. It stays a lapse."
            )
        record_mitigation(self.case.pk, Reviewed(**said), by=by)
        return f"{self.case.ref}: {MitigationStatus(said['status']).label}. Recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The reviews and what replaces it."""
        return super().get_context_data(**kwargs) | {
            "history": self.history,
            "standing": self.history[0] if self.history else None,
            "replacements": lost.replacements_of(self.case),
        }


class RemediesPage(ListPage):
    """``/oversight/remedies/``: every lapse with its three remedies and its severity on two axes."""

    allowed_roles = SEES_LOST_CASES
    template_name = "oversight/desk/list.html"
    table_class = RemedyTable
    title = "Remedies of lapses"
    lede = (
        "Each lapse was fixed, is prevented from happening again and is mitigated, or has a reason why not."
    )
    empty_text = "There is none."

    def get_queryset(self) -> Any:
        """Those with or without a record."""
        found = lost.lapses_with_remedies(self.officer, self.today)
        self.show = "recorded" if self.request.GET.get("show") == "recorded" else "none"
        with_some = [each for each in found if each.remedy]
        without = [each for each in found if not each.remedy]
        self.counts = {"recorded": len(with_some), "none": len(without)}
        return with_some if self.show == "recorded" else without

    def get_table(self, **kwargs: Any) -> RemedyTable:
        """The table with the names of its page."""
        table = super().get_table(**kwargs)
        table.may_act = bool(roles_on(self.officer, self.today) & REMEDIES)
        shown = [row.record.case_id for row in table.paginated_rows]
        table.names = names_of_cases(shown, self.officer, self.today)
        return table

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Both lists with their numbers."""
        choices = [(code, words, self.counts[code]) for code, words in RECORDED]
        return super().get_context_data(**kwargs) | {
            "ways": by_choice("oversight:remedies", self.show, choices)
        }


class RemedyPage(OfLapse):
    """``/oversight/remedies/<case>/``: the remedies of one lapse, or of all of its cause alike."""

    template_name = "oversight/desk/remedy.html"
    works = {"record": Work(RemedyForm, "Record the remedies", "Record them")}

    def offered(self) -> list[str]:
        """To managers."""
        return list(self.works) if self.roles() & REMEDIES else []

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record them for this lapse, and where it is ticked for all others of its cause without any."""
        ids = {self.case.pk}
        if said.pop("for_all"):
            ids |= {
                each.case_id
                for each in lost.lapses_with_remedies(self.officer, self.today)
                if each.remedy is None and each.row.causes.primary == self.lapse.causes.primary
            }
        made = record_remedies(ids, Remedies(**said), by=by)
        return f"Remedies recorded of {len(made):,} lapse{'' if len(made) == 1 else 's'}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is recorded."""
        return super().get_context_data(**kwargs) | {"remedy": lost.remedies([self.case.pk]).first()}


class ActionsPage(Exporting, WorkPage):
    """``/oversight/actions/``: actions by what they are for, each with the figure then and now."""

    allowed_roles = SEES_LOST_CASES
    template_name = "oversight/desk/actions.html"
    works = {"record": Work(ActionForm, "Record an action", "Record it")}

    def offered(self) -> list[str]:
        """To managers."""
        return list(self.works) if self.roles() & REMEDIES else []

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        record_action(said["tag"], done_on=said["done_on"], words=said["words"], figure=said["figure"], by=by)
        return "The action was recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The actions in three groups; the figures of today are counted in one pass."""
        found, today = lost.actions(), self.today
        measured = {REGISTER[action.figure] for action in found if action.figure in REGISTER}
        now = answers(measured, Days(today, today), self.officer, today) if measured else {}
        groups: list[dict[str, Any]] = [
            {"title": str(label), "actions": [_beside(a, now, today) for a in found if a.tag == tag]}
            for tag, label in ActionTag.choices
        ]
        rows = [
            (group["title"], each["action"].done_on, each["action"].words.text, each["figure"].title)
            + (each["figure"].unit, each["action"].value_then, each["now"])
            for group in groups
            for each in group["actions"]
        ]
        heads = ("For", "Done on", "What was done", "Judged by", "Unit", "Then", "Today")
        return super().get_context_data(**kwargs) | {
            "groups": groups,
            "sheet": Sheet("Actions, with the figure then and today", heads, rows),
        }


def _beside(action: Any, now: Any, today: Any) -> dict[str, Any]:
    figure = REGISTER[action.figure]
    return {
        "action": action,
        "figure": figure,
        "then_url": list_url(figure, Days(action.done_on, today)),
        "now": now[figure.slug].number,
        "now_url": list_url(figure, Days(today, today)),
    }
