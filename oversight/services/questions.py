"""Keeping a list, as it is filtered, as a question with its answer, and asking it again (R-094)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from oversight.errors import OversightRefused
from oversight.models import KeptAnswer, KeptQuestion
from oversight.permissions import KEEPS_QUESTIONS
from oversight.questions import Found, is_everybodys, packed_rows
from oversight.services.words import check_role, tell, written

REFUSAL = "Whoever may see all cases keeps questions of figures."


@transaction.atomic
def keep(words: str, address: str, found: Found, *, by: Officer) -> KeptQuestion:
    """Keep a question: its words, the list that answers it, and what that answers now.

    Raises OversightRefused without the right or without words.
    """
    check_role(by, KEEPS_QUESTIONS, REFUSAL)
    question = KeptQuestion.objects.create(
        of_list=found.of_list,
        words=written(words, by, "Enter the question that the list answers."),
        address=written(address, by, "Open a list first, then keep it."),
        kept_on=clock.today(),
        kept_by=by,
    )
    _answer(question, found, by)
    return question


@transaction.atomic
def ask_again(question_id: int, found: Found, *, by: Officer) -> KeptAnswer:
    """Keep what the question answers now, beside what it answered before.

    Raises OversightRefused without the right, or for somebody else's question of a list that is not the same
    for everybody.
    """
    check_role(by, KEEPS_QUESTIONS, REFUSAL)
    question = KeptQuestion.objects.select_related("kept_by").get(pk=question_id)
    if question.kept_by_id != by.pk and not is_everybodys(question.of_list):
        raise OversightRefused(
            f"{question.ref} is about a list that is each person's own: "
            f"{question.kept_by.display_name} asks it again."
        )
    return _answer(question, found, by)


def _answer(question: KeptQuestion, found: Found, by: Officer) -> KeptAnswer:
    row = KeptAnswer.objects.create(
        question=question,
        asked_at=clock.moment(),
        asked_by=by,
        title=found.title,
        definition=found.definition,
        as_at=found.as_at,
        known_at=found.known_at,
        rows=len(found.rows),
        rows_sha256=found.sha256,
        content=packed_rows(found.rows),
    )
    said: dict[str, int | str | date | None] = {"question": question.pk, "rows": row.rows}
    tell(Verb.QUESTION_KEPT, row, by, said | {"sha256": row.rows_sha256, "list": question.of_list})
    return row
