"""``/reconcile/differences/``: what databases and cases disagree about, and working one to its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.selectors import officers_with_any_role, roles_on
from audit.choices import Verb
from audit.record import record
from cases.forms_imports import GiveForm
from cases.permissions import SOFS
from retention import reconciled
from retention.choices_reconciliation import DifferenceEnd, DifferenceKind
from retention.errors import ReconciliationRefused
from retention.forms_reconciliation import EndForm
from retention.models import Difference
from retention.permissions import DELETES, SEES_WHAT_MUST_GO
from retention.services import difference_ends
from retention.tables_reconciliation import DifferenceTable
from retention.views.lists import ListPage, Page

GIVE, ALL = "give", "all"
CELLS = {
    "database": "Database",
    "record_ref": "Reference there",
    "surname": "Surname",
    "forenames": "Forenames",
    "date_of_birth": "Date of birth",
    "pnc_id": "PNC ID",
    "taken_on": "Taken on",
    "searchable": "Searchable",
    "extracted_on": "Extract made on",
}


class DifferencesPage(ListPage):
    """Open differences by kind; with ``?show=ended`` those that ended."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/differences.html"
    table_class = DifferenceTable
    title = "Differences"

    @property
    def ended(self) -> bool:
        """Whether what ended is asked for."""
        return self.request.GET.get("show") == "ended"

    def get_queryset(self) -> QuerySet[Difference]:
        """Of the kind asked for; an unknown one shows all."""
        asked = self.request.GET.get("kind", ALL)
        self.kind = asked if asked in DifferenceKind.values else ALL
        found = reconciled.differences(self.kind, ended=self.ended)
        self.by_kind = {} if self.ended else reconciled.open_by_kind()
        if not self.ended:
            self.total = sum(self.by_kind.values()) if self.kind == ALL else self.by_kind[self.kind]
        return found

    def get_table(self, **kwargs: Any) -> DifferenceTable:
        """References are shown to those who carry out deletions alone."""
        table: DifferenceTable = super().get_table(**kwargs)
        table.shows_references = bool(roles_on(self.officer, self.today) & DELETES)
        return table

    def get_table_kwargs(self) -> dict[str, object]:
        """An empty list is good news, or no news."""
        return {"empty_text": "None has ended." if self.ended else "Nothing is open here."}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A link for each kind."""
        show = "show=ended&" if self.ended else ""
        kinds = [(ALL, "All"), *((kind.value, str(kind.label)) for kind in DifferenceKind)]
        total = sum(self.by_kind.values())
        pages = [
            {
                "text": words,
                "href": f"?{show}kind={kind}",
                "current": kind == self.kind,
                "count": None if self.ended else f"{self.by_kind.get(kind, total):,}",
            }
            for kind, words in kinds
        ]
        return super().get_context_data(**kwargs) | {"pages": pages, "ended": self.ended, "kind": self.kind}


class DifferencePage(Page):
    """``/reconcile/differences/<pk>/``: what the database says, what is recorded here, the ways to end it."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/difference.html"

    @cached_property
    def difference(self) -> Difference:
        """The difference."""
        related = ("case", "owner", "ended_by", "found_in", "seen_in", "rows", "holding__material")
        return get_object_or_404(Difference.objects.select_related(*related), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page. Looking is audited."""
        record(
            Verb.CASE_VIEWED if self.difference.case_id else Verb.LIST_VIEWED,
            subject_type="case" if self.difference.case_id else "difference",
            subject_id=self.difference.case_id or self.difference.pk,
            actor_id=self.officer.pk,
            actor_name=self.officer.display_name,
            payload={"difference": self.difference.pk},
        )
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do the one thing that was pressed; what is refused comes back onto the page."""
        wanted = request.POST.get("do", "")
        form = self._form(wanted, request.POST, is_sent=True)
        if form is None:
            messages.warning(request, "That cannot be done: it has ended meanwhile, or is not yours to do.")
            return HttpResponseRedirect(request.path)
        if form.is_valid():
            try:
                self._do(wanted, form.cleaned_data)
            except ReconciliationRefused as refused:
                form.add_error(None, str(refused))
            else:
                return HttpResponseRedirect(reverse("retention:difference", args=[self.difference.pk]))
        del self.difference  # what another did meanwhile is shown beside the words that were sent
        return self.render_to_response(self.get_context_data(sent=(wanted, form)))

    def _do(self, wanted: str, said: dict[str, Any]) -> None:
        if wanted == GIVE:
            difference_ends.give(self.difference.pk, to=said["to"], by=self.officer)
            messages.success(self.request, f"Given to {said['to'].display_name}.")
            return
        difference_ends.end(
            self.difference.pk,
            DifferenceEnd(wanted),
            by=self.officer,
            reason=said["reason"],
            case_ref=said.get("case_ref", ""),
        )
        messages.success(self.request, "Ended. The next extract shows whether it is so.")

    def _form(self, way: str, data: Any = None, *, is_sent: bool = False) -> Form | None:
        """The form of a way; one that was sent is answered even where the way is closed by now."""
        roles = roles_on(self.officer, self.today)
        if not roles & SOFS:
            return None
        if way == GIVE and (is_sent or not self.difference.ended_at):
            officers = officers_with_any_role(SOFS, self.today).exclude(pk=self.difference.owner_id or 0)
            return GiveForm(data, officers=officers, prefix=way)
        ways = difference_ends.ways_of(self.difference, self.officer)
        if way in ways or (is_sent and way in EndForm.REASONS):
            case_ref = self.difference.case.ref if self.difference.case else ""
            return EndForm(data, how=DifferenceEnd(way), case_ref=case_ref, prefix=way)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both sides, the ways, the steps."""
        difference = self.difference
        sent = kwargs.pop("sent", ("", None))
        shown = bool(roles_on(self.officer, self.today) & DELETES)
        ways = list(difference_ends.ways_of(difference, self.officer))
        if sent[0] in EndForm.REASONS and sent[0] not in ways:
            ways.append(DifferenceEnd(sent[0]))
        return super().get_context_data(**kwargs) | {
            "difference": difference,
            "differs": reconciled.what_differs(difference),
            "denies": reconciled.denies_completeness(difference),
            "shown": shown,
            "rows": [_in_order(row) for row in difference.rows.cells] if shown else [],
            "alike": reconciled.alike(difference) if shown else [],
            "ways": [(how, how.label, sent[1] if how == sent[0] else self._form(how)) for how in ways],
            "give": sent[1] if sent[0] == GIVE else self._form(GIVE),
            "form": sent[1],
            "steps": difference.steps.select_related("recorded_by", "owner", "reason").order_by("pk"),
        }


def _in_order(row: dict[str, str]) -> list[tuple[str, str]]:
    """The cells of a row in the order of an extract, under words that people use."""
    return [(words, row.get(heading, "")) for heading, words in CELLS.items()]
