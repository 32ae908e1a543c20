"""Pages of decisions signed on paper: keyed by one person, compared by a second; and the scan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from accounts.choices import Rank, Role
from accounts.exporting import attachment
from accounts.forms import SignForm
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import officers_who_held, rank_on
from audit import clock
from cases import selectors
from cases.errors import CaseworkError
from cases.forms_on_paper import TURN_AWAY, CompareForm, KeyForm
from cases.hidden import may_read_scan
from cases.models import Case, PaperDecision
from cases.selectors.applications import application_of, first_sent
from cases.selectors.on_paper import to_compare
from cases.services import on_paper
from cases.services.on_paper import KEYS
from cases.services.papers import Item, lay_out
from cases.services.transition import Moved, Outcome
from cases.views.records import READS_RECORDS
from cases.views.requests import CasePart
from cases.views.seen import read_seen, seen


class KeyPage(CasePart):
    """``/cases/<pk>/paper/``: a decision signed on paper, as one person keys it."""

    allowed_roles = KEYS
    template_name = "cases/paper_key.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is chosen."""
        return self._show(KeyForm(**self._choices()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was keyed; what is refused comes back onto the page."""
        form = KeyForm(request.POST, request.FILES, **self._choices())
        if not form.is_valid():
            return self._show(form)
        try:
            on_paper.key(self.case.pk, form.keyed(), by=self.officer)
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(
            request, f"{self.case.ref}: keyed. It has no effect until a second person has compared it."
        )
        return HttpResponseRedirect(reverse("desk:case", args=[self.case.pk]))

    def _choices(self) -> dict[str, Any]:
        words = {each.material.pk: each.words for each in selectors.items_on_file(self.case)}
        coverable: list[Item] = lay_out([self.case])[self.case.pk].coverable()
        application = application_of(self.case.pk)
        first = first_sent(application).applied_on if application else self.today
        makers = []
        for officer in officers_who_held(Role.CHIEF_OFFICER, first, self.today):
            held = rank_on(officer, self.today) or rank_on(officer, first)
            rank = f", {Rank(held.rank).label}, {held.force.name}" if held else ""
            makers.append((str(officer.pk), f"{officer.display_name}{rank}"))
        return {"items": [(item, words[item.pk]) for item in coverable], "makers": makers}

    def _show(self, form: KeyForm) -> HttpResponse:
        why_not = on_paper.why_not_key(self.case, self.officer)
        return self.render_to_response(self.get_context_data(form=form, why_not=why_not))


class ComparePage(CasePart):
    """``/cases/<pk>/paper/<paper_pk>/``: what was keyed beside the scan, for a second person to compare."""

    allowed_roles = KEYS
    template_name = "cases/paper_compare.html"

    @cached_property
    def paper(self) -> PaperDecision:
        """What was keyed."""
        return _paper_of(self.case, self.kwargs["paper_pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is chosen, and no day is filled in."""
        form = CompareForm(initial={"seen": seen(self.case, self.officer)})
        return self._show(form, SignForm(user=self.officer))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm it with a one-time code, or turn it away; what is refused comes back onto the page."""
        form, code = CompareForm(request.POST), SignForm(request.POST, user=self.officer)
        carried = read_seen(request.POST.get("seen", ""), self.officer)
        if carried is None or carried.case_id != self.case.pk:
            raise Http404
        if not form.is_valid():
            return self._show(form, SignForm(user=self.officer))
        said = form.cleaned_data
        try:
            if said["found"] == TURN_AWAY:
                on_paper.turn_away(self.paper.pk, by=self.officer, reasons=said["reasons"])
                messages.success(request, f"{self.case.ref}: turned away. It may be keyed anew.")
            elif not code.is_valid():
                return self._show(form, code)
            else:
                code.sign()
                moved = on_paper.confirm(
                    self.paper.pk, by=self.officer, signed_on=said["signed_on"], seen_version=carried.version
                )
                _tell_outcome(request, moved)
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form, SignForm(user=self.officer))
        return HttpResponseRedirect(self._next_page())

    def _next_page(self) -> str:
        visible = Case.objects.visible_to(self.officer, self.today).filter(pk=self.case.pk).exists()
        return reverse("desk:case", args=[self.case.pk]) if visible else reverse("desk:home")

    def _show(self, form: CompareForm, code: SignForm) -> HttpResponse:
        words = {each.material.pk: each.words for each in selectors.items_on_file(self.case)}
        context = self.get_context_data(
            form=code if code.is_bound and code.errors else form,
            boxes=form,
            sign=code,
            paper=self.paper,
            listed=[words[pk] for pk in self.paper.item_ids if pk in words],
            why_not=on_paper.why_not_confirm(self.paper, self.officer),
            back_to=reverse("desk:case", args=[self.case.pk]),
        )
        return self.render_to_response(context)


class ToComparePage(RoleRequired, View):
    """``/papers/``: leads to the first paper that waits for this person to compare it, or home."""

    allowed_roles = KEYS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The way there."""
        first = to_compare(officer_of(request), clock.today()).first()
        if first is None:
            messages.info(request, "No decision signed on paper waits to be compared by you.")
            return HttpResponseRedirect(reverse("desk:home"))
        return HttpResponseRedirect(reverse("cases:paper_compare", args=[first.case_id, first.pk]))


class ScanFile(CasePart):
    """``/cases/<pk>/paper/<paper_pk>/scan/``: the signed record, scanned. Taking it out is audited."""

    allowed_roles = KEYS | READS_RECORDS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, to be saved."""
        paper = _paper_of(self.case, self.kwargs["paper_pk"])
        if not may_read_scan(paper, self.officer):
            raise PermissionDenied("Hidden: an item that it is about is held without lawful cover.")
        content = bytes(paper.scan.content)
        if not content:
            raise Http404
        return attachment(
            content,
            name=f"signed-{paper.pk}.{paper.scan.name.rpartition('.')[2].lower()}",
            media="application/octet-stream",
            by=self.officer,
            about=("case", self.case.pk),
            said={"paper": paper.pk, "sha256": paper.sha256},
        )


def _paper_of(case: Case, pk: int) -> PaperDecision:
    rows = PaperDecision.objects.current().select_related("maker", "reasons", "recorded_by", "scan")
    return get_object_or_404(rows, case=case, pk=pk)


def _tell_outcome(request: HttpRequest, moved: Moved) -> None:
    case = moved.case
    if moved.outcome is Outcome.MOVED:
        messages.success(
            request, f"{case.ref}: confirmed, with effect from its signature. Now {case.get_state_display()}."
        )
        return
    why = "it was signed after the last lawful day of every item that it lists"
    if moved.outcome is Outcome.VOID:
        why = "whoever signed it could not make it on that day"
    messages.warning(
        request,
        f"{case.ref}: the decision is recorded and counts for nothing, because {why}. The case stays "
        "where it is.",
    )
