"""``/oversight/``: the Commissioner's desk: copies, determinations and their reviews."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import Officer
from accounts.selectors import roles_on
from cases.choices import DeterminationKind
from cases.ends import stands_as
from cases.models import Determination
from cases.orders import items_under, why_no_order
from law.copies import copy_due_on
from oversight import assurances, copies, lost, reviews
from oversight.choices import EnquiryStatus, ItemStatus, MatchStatus, ReviewOutcome
from oversight.figures import MATCHES
from oversight.forms_desk import CopyForm, OrderForm, ReviewForm
from oversight.permissions import OFFICE, SEES_AUDIT, SEES_OVERSIGHT, SENDS_COPIES
from oversight.services.reviewing import Found, is_commissioner, record_copy, review
from oversight.tables_desk import CopyTable, DeterminationTable
from oversight.views.work import Work, WorkPage
from retention.views.lists import ListPage, Page, by_choice

TO_REVIEW = Q(outcome=None)
REVIEWED = {
    "unreviewed": ("Not yet reviewed", TO_REVIEW),
    "open": ("In question", Q(outcome__in=[ReviewOutcome.CHALLENGE, ReviewOutcome.FURTHER_INFORMATION])),
    "satisfied": ("Satisfied", Q(outcome=ReviewOutcome.SATISFIED)),
    "ordered": ("Ordered destroyed", Q(outcome=ReviewOutcome.ORDER)),
    "void": ("Void", ~Q(void_because="")),
    "holding": ("Holding NSDs", Q(kind=DeterminationKind.HOLDING)),
}
COPIES = (
    ("unsent", "To be sent", "No copy is to be sent."),
    ("unknown", "Not known whether sent", "Of every determination out of a file it is known."),
    ("sent", "Sent", "No copy has been recorded as sent."),
)


class DeskPage(Page):
    """``/oversight/``: what waits on whom, each number with its list; and who holds the office."""

    allowed_roles = SEES_OVERSIGHT
    template_name = "oversight/desk/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The numbers."""
        officer, today = self.officer, self.today
        counted = copies.counts(officer, today)
        asked = list(reviews.enquiries(officer, today).values_list("status", "due_on"))
        items = list(reviews.items().values_list("status", "next_review_on"))
        matches = list(lost.matches().values_list("status", flat=True))
        unreviewed = reviews.unreviewed(officer, today)
        is_open = [due for status, due in asked if status == EnquiryStatus.OPEN]
        return super().get_context_data(**kwargs) | {
            "copies": counted,
            "unreviewed": unreviewed,
            "found_void": reviews.found_void(officer, today).count(),
            "asked": len(is_open),
            "asked_late": sum(due < today for due in is_open),
            "to_judge": sum(status == EnquiryStatus.ANSWERED for status, _ in asked),
            "items": sum(status != ItemStatus.CLOSED for status, _ in items),
            "items_due": sum(status == ItemStatus.OPEN and day <= today for status, day in items),
            "matches": sum(status != MatchStatus.ENDED for status in matches),
            "no_match": "" if matches else MATCHES.none,
            "tested": assurances.tested()[:3],
            "office": reviews.in_office(),
            "sees_audit": bool(roles_on(officer, today) & SEES_AUDIT),
            "today": today,
        }


class DeterminationsPage(ListPage):
    """``/oversight/determinations/``: every determination with the outcome of its review."""

    allowed_roles = SEES_OVERSIGHT
    template_name = "oversight/desk/list.html"
    table_class = DeterminationTable
    title = "Determinations and their reviews"
    lede = "The Commissioner keeps every determination under review."
    empty_text = "There is no determination here."

    def get_queryset(self) -> QuerySet[Determination]:
        """Those of the review asked for."""
        found: Any = reviews.determinations(self.officer, self.today)
        asked = self.request.GET.get("show", "")
        self.show = asked if asked in REVIEWED else "unreviewed"
        rows = list(found.values_list("outcome", "void_because", "kind"))
        outcomes = [outcome for outcome, _, _ in rows]
        self.counts = {
            "unreviewed": outcomes.count(None),
            "open": outcomes.count(ReviewOutcome.CHALLENGE)
            + outcomes.count(ReviewOutcome.FURTHER_INFORMATION),
            "satisfied": outcomes.count(ReviewOutcome.SATISFIED),
            "ordered": outcomes.count(ReviewOutcome.ORDER),
            "void": sum(bool(void) for _, void, _ in rows),
            "holding": sum(kind == DeterminationKind.HOLDING for _, _, kind in rows),
        }
        self.asked_for = self.request.GET.get("q", "").strip()
        if self.asked_for:
            self.show = ""
            self.empty_text = f"No determination was made in a case {self.asked_for}."
            return found.filter(case__ref__iexact=self.asked_for)
        self.total = self.counts[self.show]
        return found.filter(REVIEWED[self.show][1])

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The kinds of outcome, each with its number."""
        choices = [(code, words, self.counts[code]) for code, (words, _) in REVIEWED.items()]
        return super().get_context_data(**kwargs) | {
            "ways": by_choice("oversight:determinations", self.show, choices),
            "finds": "Case reference",
            "asked_for": self.asked_for,
        }


class OfDetermination(WorkPage):
    """A page about one determination."""

    allowed_roles = SEES_OVERSIGHT

    @cached_property
    def determination(self) -> Determination:
        """The determination, among those that the viewer may know of."""
        found = reviews.determinations(self.officer, self.today).select_related(
            "reasons",
            "application",
            "record",
            "was_found_void__reasons",
            "was_found_void__recorded_by",
            "was_found_void__determination__record",
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; the address of one found void leads to it as it stands."""
        pk = stands_as(self.kwargs["pk"])
        if pk != self.kwargs["pk"]:
            return HttpResponseRedirect(reverse(request.resolver_match.view_name, args=[pk]))  # type: ignore[union-attr]
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The determination, its copy, and by when that is due."""
        made = self.determination
        sent = copies.sent_of(made)
        return super().get_context_data(**kwargs) | {
            "made": made,
            "sent": sent,
            "copy_due_on": copy_due_on(made.made_on),
            "how_due": copies.how_due(made.made_on, self.today),
            "back_to": reverse("oversight:determinations"),
        }


class DeterminationPage(OfDetermination):
    """``/oversight/determinations/<pk>/``: its record, what else keeps the material, and the review."""

    template_name = "oversight/desk/determination.html"
    works = {
        "review": Work(ReviewForm, "Record your review", "Record the review"),
        "order": Work(OrderForm, "Order destruction", "Order it destroyed", is_grave=True, signs=True),
    }

    @cached_property
    def under(self) -> list[Any]:
        """The items it lists, each with what else keeps it."""
        return items_under(self.determination, self.today)

    def offered(self) -> list[str]:
        """A review to the Commissioner and the office; an order to the Commissioner, where it is possible."""
        if not self.roles() & OFFICE:
            return []
        possible = is_commissioner(self.officer) and not why_no_order(self.under)
        return ["review", "order"] if possible else ["review"]

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record the review, or order."""
        if do == "order":
            found = Found(outcome=ReviewOutcome.ORDER, reasons=said["reasons"])
        else:
            found = Found(**said)
        review(self.kwargs["pk"], found, by=by)
        return f"{self.determination.case.ref}: {ReviewOutcome(found.outcome).label}. Recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record, the reviews and what was asked."""
        return super().get_context_data(**kwargs) | {
            "under": self.under,
            "why_no_order": why_no_order(self.under),
            "is_commissioner": is_commissioner(self.officer),
            "reviews": reviews.reviews_of(self.determination),
            "asked": reviews.asked_about(self.determination, self.officer, self.today),
        }


class CopiesPage(ListPage):
    """``/oversight/copies/``: copies for the Commissioner, by the day on which each is due."""

    allowed_roles = SEES_OVERSIGHT
    template_name = "oversight/desk/list.html"
    table_class = CopyTable
    title = "Copies for the Commissioner"
    lede = (
        "A copy of each determination, with its reasons, is to be sent within 28 days of its making or "
        "renewal. The day of making is not counted; the 28th day after it is the last."
    )

    def get_queryset(self) -> QuerySet[Determination]:
        """Those of the kind asked for, the first due first."""
        self.counted = copies.counts(self.officer, self.today)
        asked = self.request.GET.get("show", "")
        self.show = asked if asked in copies.SHOWN else "unsent"
        self.total = getattr(self.counted, self.show)
        self.empty_text = next(empty for code, _, empty in COPIES if code == self.show)
        rows = copies.copies(self.officer, self.today, self.show)
        return rows.select_related("case", "maker", "maker_force")

    def get_table(self, **kwargs: Any) -> CopyTable:
        """The table, which counts days from today."""
        table = super().get_table(**kwargs)
        table.today, table.show = self.today, self.show
        table.may_send = bool(self.roles & SENDS_COPIES)
        return table

    @cached_property
    def roles(self) -> frozenset[str]:
        """What the viewer is today."""
        return roles_on(self.officer, self.today)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The kinds, each with its number."""
        choices = [(code, words, getattr(self.counted, code)) for code, words, _ in COPIES]
        return super().get_context_data(**kwargs) | {
            "ways": by_choice("oversight:copies", self.show, choices),
            "aside": self.counted.words,
        }


class CopyPage(OfDetermination):
    """``/oversight/copies/<pk>/``: recording that the copy of a determination was sent."""

    template_name = "oversight/desk/copy.html"
    works = {"send": Work(CopyForm, "Record that it was sent", "Record it")}

    def offered(self) -> list[str]:
        """To those who send, while it is not recorded."""
        unsent = not self.determination.is_sent  # type: ignore[attr-defined]
        return ["send"] if unsent and self.roles() & SENDS_COPIES else []

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        record_copy(self.kwargs["pk"], sent_on=said["sent_on"], how=said["how"], by=by)
        return f"{self.determination.case.ref}: the copy was sent on {said['sent_on']:%-d %B %Y}. Recorded."

    def next_url(self) -> str:
        """Back to those still to be sent."""
        return reverse("oversight:copies")
