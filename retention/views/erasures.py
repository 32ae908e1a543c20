"""``/erasures/``: whose identity is to be reviewed, the review of one, who was erased.

``/destroyed/``: what is left of destroyed items.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from cases.models import Material
from retention import erasures, tombstones
from retention.errors import ErasureRefused
from retention.forms_erasure import EraseForm, KeepForm
from retention.models import Erasure
from retention.permissions import REVIEWS_ERASURES, SEES_WHAT_MUST_GO
from retention.services import erasing
from retention.tables_erasure import CandidateTable, DestroyedTable, ErasureTable
from retention.views.lists import ListPage, Page, by_choice

DUE, COMING, ERASED = "due", "coming", "erased"


class ErasuresPage(ListPage):
    """The reviews that are due, those to come, or the persons erased."""

    allowed_roles = REVIEWS_ERASURES
    template_name = "retention/erasures.html"
    title = "Identities to review"
    lede = (
        "Of these people nothing is held any more. On its own day somebody reviews whether what identifies "
        "them is still needed; if not, it is erased for ever. What was decided stays, under a number."
    )
    empty_text = "Nobody stands here."

    @property
    def table_class(self) -> type:
        """The columns of the list asked for."""
        return ErasureTable if self.show == ERASED else CandidateTable

    @cached_property
    def show(self) -> str:
        """Which list is asked for."""
        asked = self.request.GET.get("show", DUE)
        return asked if asked in (DUE, COMING, ERASED) else DUE

    @cached_property
    def people(self) -> list[erasures.Candidate]:
        """Everybody of whom nothing is left."""
        return erasures.candidates(self.today)

    def get_queryset(self) -> Any:
        """The rows."""
        self.object_list = Erasure.objects.none()
        if self.show == ERASED:
            return erasures.erasures()
        return [each for each in self.people if each.is_due(self.today) == (self.show == DUE)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many stand on each list."""
        due = sum(each.is_due(self.today) for each in self.people)
        choices = [
            (DUE, "To review", due),
            (COMING, "To come", len(self.people) - due),
        ]
        lists = by_choice("retention:erasures", self.show, choices)
        # Counted where it is read: this page asks the database little enough.
        erased = {"text": "Erased", "href": f"{reverse('retention:erasures')}?show={ERASED}"}
        return super().get_context_data(**kwargs) | {
            "lists": [*lists, erased | {"current": self.show == ERASED}]
        }


class ErasurePage(Page):
    """The review of one person: erase what identifies them, or keep it until another day."""

    allowed_roles = REVIEWS_ERASURES
    template_name = "retention/erasure.html"

    @cached_property
    def one(self) -> erasures.Candidate:
        """The person, where nothing of theirs is left."""
        found = erasures.candidate(self.kwargs["pk"], self.today)
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; for who is erased already, the list of those."""
        if Erasure.objects.filter(person=self.kwargs["pk"]).exists():
            messages.warning(request, f"Subject {self.kwargs['pk']} is erased already.")
            return HttpResponseRedirect(f"{reverse('retention:erasures')}?show={ERASED}")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who it is, why now, and the two ways on."""
        forms = {"erase": EraseForm(prefix="erase"), "keep": KeepForm(prefix="keep")}
        return super().get_context_data(**(forms | kwargs)) | {
            "one": self.one,
            "why_not": erasures.why_not(self.one.person_id, self.today),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Erase or keep; what was typed stays on the page where it cannot be done so."""
        if Erasure.objects.filter(person=self.kwargs["pk"]).exists():
            return self.get(request, *args, **kwargs)
        if request.POST.get("do") == "keep":
            return self._keep(request)
        form = EraseForm(request.POST, prefix="erase")
        if form.is_valid():
            try:
                erasing.erase(self.one.person_id, by=self.officer)
            except ErasureRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(
                    request, f"Erased: what identified subject {self.one.person_id} is gone for ever."
                )
                return HttpResponseRedirect(f"{reverse('retention:erasures')}?show={ERASED}")
        return self.render_to_response(self.get_context_data(erase=form, form=form))

    def _keep(self, request: HttpRequest) -> HttpResponse:
        form = KeepForm(request.POST, prefix="keep")
        if form.is_valid():
            said = form.cleaned_data
            try:
                erasing.keep_longer(
                    self.one.person_id,
                    because=said["because"],
                    until=said["until"],
                    words=said["words"],
                    by=self.officer,
                )
            except ErasureRefused as refused:
                form.add_error("until", str(refused))
            else:
                messages.success(request, f"Kept: reviewed again on {said['until']:%-d %B %Y}.")
                return HttpResponseRedirect(reverse("retention:erasures"))
        return self.render_to_response(self.get_context_data(keep=form, form=form))


class DestroyedPage(ListPage):
    """What was destroyed."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/destroyed.html"
    table_class = DestroyedTable
    title = "What was destroyed"
    lede = (
        "What is left of each item: what it was, when and from where it went, under which rule and by whom."
    )
    empty_text = "Nothing was destroyed yet."

    def get_queryset(self) -> QuerySet[Material]:
        """The items gone, the latest first."""
        rows = tombstones.destroyed(self.officer, self.today)
        self.total = rows.count()
        return rows


class TombstonePage(Page):
    """What is left of one item."""

    allowed_roles = SEES_WHAT_MUST_GO
    template_name = "retention/tombstone.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tombstone, found among what the viewer may see."""
        item = get_object_or_404(tombstones.destroyed(self.officer, self.today), pk=self.kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "stone": tombstones.tombstone(item),
            "erasure": erasures.erasure_of(item.case),
        }
