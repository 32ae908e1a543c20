"""``/oversight/asked/``, items and assurances: what the Commissioner asks and keeps under review."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.exporting import Exporting
from accounts.models import Officer
from accounts.selectors import roles_on, units_on
from accounts.sheets import Sheet
from oversight import assurances, reviews
from oversight.choices import EnquiryKind, EnquiryStatus, ItemStatus
from oversight.forms_desk import (
    AgainForm,
    AnswerForm,
    AskForm,
    AssuranceForm,
    EndForm,
    FigureAnswerForm,
    ItemAcknowledgeForm,
    ItemCloseForm,
    ItemForm,
    ItemGiveForm,
    ItemNoteForm,
)
from oversight.models import Enquiry, OversightItem
from oversight.permissions import (
    OFFICE,
    RECORDS_ASSURANCES,
    SEES_ASSURANCES,
    SEES_ENQUIRIES,
    SEES_OVERSIGHT,
    WORKS_ON_ITEMS,
)
from oversight.selectors import Days
from oversight.services import items
from oversight.services.assurances import record_assurance
from oversight.services.enquiries import Asked, ByFigure, answer_it, ask, ask_again, end, may_answer
from oversight.tables_desk import EnquiryTable, ItemTable
from oversight.views.work import Work, Working, WorkPage
from retention.views.lists import ListPage, by_choice

STATUSES = (
    ("open", "To be answered", "Nothing waits for an answer."),
    ("answered", "Answered", "No answer waits for the Commissioner."),
    ("ended", "Ended", "Nothing has ended yet."),
)


class EnquiriesPage(ListPage):
    """``/oversight/asked/``: what the Commissioner asked, by the day on which the answer is due."""

    allowed_roles = SEES_ENQUIRIES
    template_name = "oversight/desk/list.html"
    table_class = EnquiryTable
    title = "Asked by the Commissioner"
    lede = (
        "Questions of figures, documents, explanations, further information and challenges, each to its end."
    )

    def get_queryset(self) -> Any:
        """Those of the status asked for."""
        rows = reviews.enquiries(self.officer, self.today)
        statuses = list(rows.values_list("status", flat=True))
        self.counts = {code: statuses.count(code) for code, _, _ in STATUSES}
        asked = self.request.GET.get("show", "")
        self.show = asked if asked in self.counts else "open"
        self.empty_text = next(empty for code, _, empty in STATUSES if code == self.show)
        self.total = self.counts[self.show]
        return rows.filter(status=self.show)

    def get_table(self, **kwargs: Any) -> EnquiryTable:
        """The table, which knows what is late."""
        table = super().get_table(**kwargs)
        table.today = self.today
        return table

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The statuses, and the way to ask."""
        choices = [(code, words, self.counts[code]) for code, words, _ in STATUSES]
        roles = roles_on(self.officer, self.today)
        return super().get_context_data(**kwargs) | {
            "ways": by_choice("oversight:enquiries", self.show, choices),
            "begin_url": reverse("oversight:ask") if roles & OFFICE else "",
            "begin_text": "Ask something",
            "is_first": not roles & SEES_OVERSIGHT,
        }


class AskPage(WorkPage):
    """``/oversight/asked/ask/``: the Commissioner asks for a figure, a document or an explanation."""

    allowed_roles = OFFICE
    template_name = "oversight/desk/form.html"
    works = {"ask": Work(AskForm, "Your question", "Ask it")}
    made: Enquiry | None = None

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Ask it."""
        self.made = ask(Asked(**said), by=by)
        return (
            f"{self.made.ref}: asked of {self.made.whom}. The answer is due on {self.made.due_on:%-d %B %Y}."
        )

    def next_url(self) -> str:
        """What was asked."""
        return reverse("oversight:enquiry", args=[self.made.pk]) if self.made else self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words of the page."""
        return super().get_context_data(**kwargs) | {
            "title": "Ask something",
            "lede": "Whoever is asked sees it on their first page; their answer comes back to yours.",
            "back_to": reverse("oversight:enquiries"),
            "back_text": "Asked by the Commissioner",
        }


class EnquiryPage(WorkPage):
    """``/oversight/asked/<pk>/``: what was asked, what was answered, and what follows."""

    allowed_roles = SEES_ENQUIRIES
    template_name = "oversight/desk/enquiry.html"
    works = {
        "answer": Work(AnswerForm, "Answer it", "Send the answer"),
        "figure": Work(FigureAnswerForm, "Answer it by a figure", "Send the answer"),
        "end": Work(EndForm, "Take the answer", "End it"),
        "again": Work(AgainForm, "Ask again", "Ask again"),
    }

    @cached_property
    def enquiry(self) -> Enquiry:
        """What was asked, among what the viewer may know of."""
        return get_object_or_404(reviews.enquiries(self.officer, self.today), pk=self.kwargs["pk"])

    def offered(self) -> list[str]:
        """An answer to those who were asked; its end to the Commissioner and the office."""
        enquiry = self.enquiry
        if enquiry.status == EnquiryStatus.OPEN and may_answer(enquiry, self.officer, self.today):
            return ["figure"] if enquiry.kind == EnquiryKind.QUESTION else ["answer"]
        if enquiry.status == EnquiryStatus.ANSWERED and self.roles() & OFFICE:
            return ["end", "again"]
        return []

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Answer it, take the answer, or ask again."""
        pk = self.enquiry.pk
        if do == "end":
            return f"{end(pk, words=said['words'], by=by).ref}: ended."
        if do == "again":
            return f"{ask_again(pk, words=said['words'], due_on=said['due_on'], by=by).ref}: asked again."
        figure = None
        if do == "figure":
            figure = ByFigure(slug=said["figure"], days=Days(said["as_at"], said["known_at"]))
        return f"{answer_it(pk, words=said['words'], by=by, figure=figure).ref}: answered."

    def first(self, do: str) -> dict[str, Any]:
        """The dates of a figure are today's until others are given."""
        return {"as_at": self.today, "known_at": self.today} if do == "figure" else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was asked, and the steps."""
        return super().get_context_data(**kwargs) | {
            "enquiry": self.enquiry,
            "steps": reviews.steps_of(self.enquiry),
            "sees_all": bool(self.roles() & SEES_OVERSIGHT),
        }


class WorkingList(Working, ListPage):
    """A list with a form under it."""

    template_name = "oversight/desk/list.html"
    workers: ClassVar[frozenset[str]] = frozenset()

    def offered(self) -> list[str]:
        """To those who may."""
        return list(self.works) if self.roles() & self.workers else []

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The list with the form as it stands."""
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list and the form."""
        bound = kwargs.pop("bound", {})
        self.object_list = self.get_queryset()
        return super().get_context_data(**kwargs) | {"forms": self.forms(bound)}


class ItemsPage(WorkingList):
    """``/oversight/items/``: what the office keeps under review, the next to be reviewed first."""

    allowed_roles = SEES_OVERSIGHT
    table_class = ItemTable
    title = "Oversight items"
    lede = "Each has an owner and a day of review, and is closed with a reason that the office acknowledges."
    empty_text = "Nothing is kept under review."
    works = {"open": Work(ItemForm, "Keep something under review", "Open the item")}
    workers = OFFICE

    def get_queryset(self) -> Any:
        """All, those closed last."""
        return reviews.items()

    def get_table(self, **kwargs: Any) -> ItemTable:
        """The table, which knows what is late."""
        table = super().get_table(**kwargs)
        table.today = self.today
        return table

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Open it."""
        made = items.open_item(
            said["title"], said["words"], owner=said["owner"], next_review_on=said["next_review_on"], by=by
        )
        return f"{made.title}: opened."


class ItemPage(WorkPage):
    """``/oversight/items/<pk>/``: one item, its history, and how it comes to its end."""

    allowed_roles = SEES_OVERSIGHT
    template_name = "oversight/desk/item.html"
    works = {
        "acknowledge": Work(ItemAcknowledgeForm, "Acknowledge that it is closed", "Record it"),
        "note": Work(ItemNoteForm, "Record a review", "Record the review"),
        "give": Work(ItemGiveForm, "Give it to somebody else", "Give it"),
        "close": Work(ItemCloseForm, "Propose that it be closed", "Propose it"),
    }

    @cached_property
    def item(self) -> OversightItem:
        """The item."""
        return get_object_or_404(reviews.items().select_related("closed_because"), pk=self.kwargs["pk"])

    def offered(self) -> list[str]:
        """By how far it has come."""
        roles = self.roles()
        if self.item.status == ItemStatus.TO_ACKNOWLEDGE:
            return ["acknowledge"] if roles & OFFICE else []
        is_open = self.item.status == ItemStatus.OPEN and roles & WORKS_ON_ITEMS
        return ["note", "give", "close"] if is_open else []

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        pk = self.item.pk
        if do == "note":
            items.note(pk, words=said["words"], next_review_on=said["next_review_on"], by=by)
        elif do == "give":
            items.give(pk, owner=said["owner"], words=said["words"], by=by)
        elif do == "close":
            items.propose_closing(pk, reason=said["words"], by=by)
        else:
            items.acknowledge(pk, words=said["words"], by=by, agrees=said["agrees"] == "yes")
        return f"{self.item.title}: recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The item and its history."""
        return super().get_context_data(**kwargs) | {
            "item": self.item,
            "steps": reviews.item_steps(self.item),
        }


class AssurancesPage(Exporting, WorkPage):
    """``/oversight/assurances/``: what the Commissioner was assured of, beside what came of it."""

    allowed_roles = SEES_ASSURANCES
    template_name = "oversight/desk/assurances.html"
    works = {"record": Work(AssuranceForm, "Record an assurance", "Record it")}

    def offered(self) -> list[str]:
        """To those who record them."""
        return ["record"] if self.roles() & RECORDS_ASSURANCES else []

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        record_assurance(
            said["party"], said["given_by"], given_on=said["given_on"], words=said["words"], by=by
        )
        return "The assurance was recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its measure; to a CTU those of CTUs, measured by its own answers."""
        sees_all = bool(self.roles() & SEES_OVERSIGHT)
        tested = assurances.tested() if sees_all else assurances.tested(units_on(self.officer, self.today))
        heads = ("Whose", "Office", "Given on", "What was assured", "Since", "Median before", "Median since")
        rows = [
            (each.assurance.get_party_display(), each.assurance.given_by, each.assurance.given_on)
            + (each.assurance.words.text, each.words, each.before, each.since)
            for each in tested
        ]
        sheet = Sheet("Assurances and later performance", heads, rows)
        return super().get_context_data(**kwargs) | {"tested": tested, "sees_all": sees_all, "sheet": sheet}
