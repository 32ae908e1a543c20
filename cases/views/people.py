"""Who may be the same person: the queue of suggestions, and the page on which a person decides one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.exporting import Exporting
from accounts.permissions import RoleRequired, officer_of
from cases import suggestions
from cases.choices import SamePerson
from cases.errors import CaseworkError
from cases.forms_intake import SamePersonForm
from cases.models import Case, ErasableIdentity
from cases.permissions import SOFS
from cases.services.same_person import decide
from cases.tables import DecidedTable, PairTable

PER_PAGE = 50


class SuggestionsPage(Exporting, RoleRequired, TemplateView):
    """``/people/suggestions/``: undecided pairs; with ``?stage=decided``, those decided."""

    allowed_roles = SOFS
    template_name = "cases/suggestions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table of the stage asked for, each row with both people."""
        decided = self.request.GET.get("stage") == "decided"
        pairs: Any = list(suggestions.decisions()) if decided else suggestions.undecided()
        table = (DecidedTable if decided else PairTable)(pairs)
        table.empty_text = (
            "Nobody has decided anything yet."
            if decided
            else "No two people on record may be the same and are undecided."
        )
        self.configured(table, PER_PAGE)
        shown = [row.record for row in table.paginated_rows]
        ids = {pk for record in shown for pk in _ids(record)}
        table.people = {each.subject_id: each for each in _identities(ids)}
        table.refs = suggestions.refs_of(ids)
        return super().get_context_data(**kwargs) | {
            "table": table,
            "decided": decided,
            "pages": [
                {"text": "To decide", "href": "?", "current": not decided, "count": None},
                {"text": "Decided", "href": "?stage=decided", "current": decided, "count": None},
            ],
        }


class SamePersonPage(RoleRequired, TemplateView):
    """``/people/same/?one=…&other=…``: two people side by side, why they are suggested, and the decision."""

    allowed_roles = SOFS
    template_name = "cases/same_person.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Both people; without two named, the queue."""
        if not request.GET.get("one"):
            return HttpResponseRedirect(reverse("cases:suggestions"))
        return self._show(SamePersonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record the decision."""
        form = SamePersonForm(request.POST)
        one, other = self._pair()
        if not form.is_valid():
            return self._show(form)
        said = form.cleaned_data
        try:
            decide(one, other, said["answer"], by=officer_of(request), reasons=said["reasons"])
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, f"Recorded: {SamePerson(said['answer']).label.lower()}.")
        return HttpResponseRedirect(reverse("cases:suggestions"))

    def _pair(self) -> tuple[int, int]:
        try:
            one, other = (int(self.request.GET[name]) for name in ("one", "other"))
        except (KeyError, ValueError) as error:
            raise Http404("Two people are named by their numbers.") from error
        return min(one, other), max(one, other)

    def _show(self, form: SamePersonForm) -> HttpResponse:
        pair = self._pair()
        found = {each.subject_id: each for each in _identities(pair)}
        if len(found) != 2:
            raise Http404("There are no two such people on record.")
        cases: Any = Case.objects.filter(subject__in=pair).order_by("ref")
        people = [
            {"identity": found[pk], "cases": [case for case in cases if case.subject_id == pk]} for pk in pair
        ]
        why = next((each.why for each in suggestions.undecided() if (each.one, each.other) == pair), ())
        standing = suggestions.decisions().filter(one=pair[0], other=pair[1]).first()
        context = self.get_context_data(form=form, people=people, why=why, standing=standing)
        return self.render_to_response(context)


def _ids(record: Any) -> tuple[int, int]:
    if isinstance(record, suggestions.Pair):
        return record.one, record.other
    return record.one_id, record.other_id


def _identities(ids: Any) -> Any:
    return ErasableIdentity.objects.current().filter(subject__in=ids)
