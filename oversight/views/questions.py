"""``/figures/questions/``: lists kept as questions, with their answers, and asked again."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.exporting import Exporting
from accounts.models import Officer
from audit import clock
from oversight import questions
from oversight.errors import OversightRefused
from oversight.forms_questions import AgainForm, AgainNowForm, KeepForm
from oversight.models import KeptAnswer, KeptQuestion
from oversight.permissions import KEEPS_QUESTIONS
from oversight.services.questions import ask_again, keep
from oversight.tables_questions import MovedRowTable, QuestionTable
from oversight.views.work import Work, WorkPage
from retention.views.lists import ListPage

PER_PAGE = 50


class QuestionsPage(ListPage):
    """``/figures/questions/``: every question kept, the latest first."""

    allowed_roles = KEEPS_QUESTIONS
    template_name = "oversight/questions.html"
    table_class = QuestionTable
    title = "Questions kept"
    lede = (
        "A question of figures is kept with the list that answers it, what it answered on the day, and the "
        "digest of its rows. It can be asked again later, and shows what moved. To keep one, open any list, "
        "filter it, and keep it from under its table."
    )
    empty_text = "No question is kept yet."

    def get_queryset(self) -> Any:
        """All, each with its latest answer."""
        last = KeptAnswer.objects.filter(question=OuterRef("pk")).order_by("-pk")
        return questions.questions().annotate(
            last_title=Subquery(last.values("title")[:1]),
            last_rows=Subquery(last.values("rows")[:1]),
            last_asked=Subquery(last.values(day=TruncDate("asked_at", tzinfo=clock.LONDON))[:1]),
        )


class KeepPage(WorkPage):
    """``/figures/questions/keep/?of=<address>``: the list of that address becomes a question."""

    allowed_roles = KEEPS_QUESTIONS
    template_name = "oversight/keep_question.html"
    works = {"keep": Work(KeepForm, "Keep this list as a question", "Keep the question")}
    made: KeptQuestion | None = None

    @cached_property
    def of(self) -> str:
        """The address of the list."""
        return questions.cleaned(self.request.POST.get("keep-of") or self.request.GET.get("of", ""))

    def offered(self) -> list[str]:
        """Where there is a list to keep."""
        return list(self.works) if self.found else []

    def first(self, do: str) -> dict[str, Any]:
        """The list goes with the form."""
        return {"of": self.of}

    @cached_property
    def found(self) -> questions.Found | None:
        """What the list answers now; None where there is no such list, and ``refused`` says why."""
        self.refused = ""
        try:
            return questions.found_at(self.of, self.request)
        except OversightRefused as refused:
            self.refused = str(refused)
            return None

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Keep it."""
        if self.found is None:
            raise OversightRefused(self.refused)
        self.made = keep(said["words"], self.of, self.found, by=by)
        return f"{self.made.ref}: kept, with {len(self.found.rows):,} rows."

    def next_url(self) -> str:
        """The question."""
        return reverse("oversight:question", args=[self.made.pk]) if self.made else self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is about to be kept."""
        found = self.found
        return super().get_context_data(**kwargs) | {"found": found, "refused": self.refused, "of": self.of}


class QuestionPage(Exporting, WorkPage):
    """``/figures/questions/<pk>/``: a question, its answers, and what moved between the last two."""

    allowed_roles = KEEPS_QUESTIONS
    template_name = "oversight/question.html"
    works = {
        "again": Work(AgainForm, "Ask it again", "Ask it again"),
        "now": Work(AgainNowForm, "Ask it again, as it is now", "Ask it again"),
    }

    @cached_property
    def question(self) -> KeptQuestion:
        """The question."""
        return get_object_or_404(questions.questions(), pk=self.kwargs["pk"])

    @cached_property
    def answers(self) -> list[KeptAnswer]:
        """What it answered, the latest first."""
        return questions.answers_of(self.question)

    def offered(self) -> list[str]:
        """To whom the list is the same; unless its address was erased."""
        theirs = self.question.kept_by_id == self.officer.pk
        if self.question.address.erased_at or not (theirs or questions.is_everybodys(self.question.of_list)):
            return []
        return ["again" if self.answers[0].as_at else "now"]

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Ask it, and keep what it answers."""
        address = self.question.address.text
        if said.get("days") in ("known", "today"):
            address = questions.with_days(address, known_at=self.today)
        if said.get("days") == "today":
            address = questions.with_days(address, as_at=self.today)
        row = ask_again(self.question.pk, questions.found_at(address, self.request), by=by)
        return f"{self.question.ref}: {row.rows:,} rows now."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The answers, and the rows that moved between the last two."""
        answers = self.answers
        moved = questions.moved_between(answers[1], answers[0]) if len(answers) > 1 else []
        table = MovedRowTable(moved, empty_text="No row moved.")
        self.configured(table, PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "question": self.question,
            "answers": answers,
            "table": table if len(answers) > 1 else None,
        }
