"""What the Commissioner or the office asks, answered in words or by a figure, and worked to an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.http import QueryDict

from accounts.choices import UnitKind
from accounts.models import Force, Officer, Unit
from accounts.selectors import forces_on, roles_on, units_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from cases.models import Determination
from oversight import figures
from oversight.choices import AskedOf, EnquiryKind, EnquiryStatus, EnquiryStepKind
from oversight.errors import OversightRefused
from oversight.filters import part_of
from oversight.frozen import rows_hash
from oversight.models import Enquiry, EnquiryStep, FigureAnswer
from oversight.permissions import ANSWERS, OFFICE, SEES_OVERSIGHT
from oversight.selectors import Days, answers
from oversight.services.words import check_ahead, check_role, tell, written

SEES_NO_FIGURE = frozenset(of for of, answering in ANSWERS.items() if not answering <= SEES_OVERSIGHT)
STATUS_AFTER = {
    EnquiryStepKind.ANSWERED: EnquiryStatus.ANSWERED,
    EnquiryStepKind.ASKED_AGAIN: EnquiryStatus.OPEN,
    EnquiryStepKind.ENDED: EnquiryStatus.ENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, of whom, by when, and about which determination where it is about one."""

    kind: str
    asked_of: str
    words: str
    due_on: date | None
    force: Force | None = None
    unit: Unit | None = None
    determination: Determination | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByFigure:
    """The figure that answers a question: its slug, its two dates, and the part (``nation=EW``) if any."""

    slug: str
    days: Days
    part: str = ""


@transaction.atomic
def ask(asked: Asked, *, by: Officer) -> Enquiry:
    """Record that a document, an explanation or a figure was asked for, and by when it is due.

    Raises OversightRefused for anybody but the Commissioner and the office, without words, or where the day
    is not ahead.
    """
    if asked.kind not in (EnquiryKind.DOCUMENT, EnquiryKind.EXPLANATION, EnquiryKind.QUESTION):
        raise OversightRefused("Choose what is asked for.")
    if asked.asked_of == AskedOf.CHIEF_OFFICER and asked.force is None:
        raise OversightRefused("Choose of which force the Chief Officer is.")
    if asked.asked_of == AskedOf.CTU and (asked.unit is None or asked.unit.kind != UnitKind.CTU):
        raise OversightRefused("Choose which CTU is asked.")
    if asked.kind == EnquiryKind.QUESTION and asked.asked_of in SEES_NO_FIGURE:
        raise OversightRefused(
            "A figure counts all cases: ask JFIT, SOFS or senior management for it, who see them all."
        )
    return ask_about(asked, by=by)


@transaction.atomic
def ask_about(asked: Asked, *, by: Officer) -> Enquiry:
    """As ``ask``, for every kind; about a determination, a Chief Officer is asked of its maker's force."""
    check_role(by, OFFICE, "The Commissioner and the Commissioner's office ask.")
    if asked.asked_of not in AskedOf.values:
        raise OversightRefused("Choose who is to answer.")
    due_on = check_ahead(asked.due_on, "The day by which an answer is due")
    words = written(asked.words, by, "Enter what is asked.")
    is_chief = asked.asked_of == AskedOf.CHIEF_OFFICER
    about = asked.determination
    enquiry = Enquiry.objects.create(
        kind=asked.kind,
        asked_of=asked.asked_of,
        force=(about.maker_force if about else asked.force) if is_chief else None,
        unit=asked.unit if asked.asked_of == AskedOf.CTU else None,
        determination=about,
        asked_on=clock.today(),
        asked_by=by,
        due_on=due_on,
        words=words,
    )
    _step(enquiry, EnquiryStepKind.ASKED, words, by, due_on)
    return enquiry


@transaction.atomic
def answer_it(enquiry_id: int, *, words: str, by: Officer, figure: ByFigure | None = None) -> Enquiry:
    """Answer what was asked: in words, and a question of figures by a figure too.

    The figure's definition, dates, value and the hash of the rows that make it are kept with the answer.
    Raises OversightRefused for whoever was not asked, without words, or where no answer is awaited.
    """
    enquiry = _locked(enquiry_id)
    if not may_answer(enquiry, by, clock.today()):
        raise OversightRefused(f"{enquiry.whom} was asked, and answers.")
    if enquiry.status != EnquiryStatus.OPEN:
        raise OversightRefused(f"{enquiry.ref} awaits no answer: {enquiry.get_status_display().lower()}.")
    if enquiry.kind == EnquiryKind.QUESTION and figure is None:
        raise OversightRefused("Choose the figure that answers the question, and its two dates.")
    said = written(words, by, "Enter the answer.")
    step = _step(enquiry, EnquiryStepKind.ANSWERED, said, by)
    if figure is not None:
        _keep_figure(step, figure, by)
    return enquiry


@transaction.atomic
def ask_again(enquiry_id: int, *, words: str, due_on: date | None, by: Officer) -> Enquiry:
    """Send an answer back that did not do: say what is missing and by when it is due."""
    enquiry = _for_the_office(enquiry_id, by)
    due_on = check_ahead(due_on, "The day by which an answer is due")
    said = written(words, by, "Enter what is missing.")
    enquiry.due_on = due_on
    _step(enquiry, EnquiryStepKind.ASKED_AGAIN, said, by, due_on)
    return enquiry


@transaction.atomic
def end(enquiry_id: int, *, words: str, by: Officer) -> Enquiry:
    """Take the answer: what was asked has come to its end, for the reason given."""
    enquiry = _for_the_office(enquiry_id, by)
    said = written(words, by, "Enter what you concluded from the answer.")
    _step(enquiry, EnquiryStepKind.ENDED, said, by)
    return enquiry


def may_answer(enquiry: Enquiry, officer: Officer, day: date) -> bool:
    """Whether somebody is among those who were asked."""
    if not roles_on(officer, day) & ANSWERS[AskedOf(enquiry.asked_of)]:
        return False
    if enquiry.unit_id is not None:
        return enquiry.unit_id in units_on(officer, day)
    return enquiry.force_id is None or enquiry.force_id in forces_on(officer, day)


def _keep_figure(step: EnquiryStep, asked: ByFigure, by: Officer) -> None:
    figure = figures.REGISTER.get(asked.slug)
    if figure is None:
        raise OversightRefused("Choose the figure that answers the question.")
    today = clock.today()
    if not roles_on(by, today) & SEES_OVERSIGHT:
        raise OversightRefused("Who answers with a figure must be among those who may see all cases.")
    whole = answers([figure], asked.days, by, today)[figure.slug]
    _, part = part_of(whole, QueryDict(asked.part))
    FigureAnswer.objects.create(
        step=step,
        slug=figure.slug,
        number=figure.number,
        title=figure.title,
        unit=figure.unit,
        definition=figure.definition,
        part=asked.part,
        as_at=asked.days.as_at,
        known_at=asked.days.known_at,
        value=part.number,
        rows=len(part.rows),
        rows_sha256=rows_hash(part.rows),
        **stamp(by),
    )


def _for_the_office(enquiry_id: int, by: Officer) -> Enquiry:
    check_role(by, OFFICE, "The Commissioner and the Commissioner's office judge the answers.")
    enquiry = _locked(enquiry_id)
    if enquiry.status != EnquiryStatus.ANSWERED:
        raise OversightRefused(
            f"{enquiry.ref} has no answer to judge: {enquiry.get_status_display().lower()}."
        )
    return enquiry


def _locked(enquiry_id: int) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).select_related("force", "unit").get(pk=enquiry_id)


def _step(
    enquiry: Enquiry, kind: EnquiryStepKind, words: Any, by: Officer, due_on: date | None = None
) -> EnquiryStep:
    """Record a step and where it leaves what was asked."""
    step = EnquiryStep.objects.create(
        enquiry=enquiry, step=kind, stepped_on=clock.today(), due_on=due_on, words=words, **stamp(by)
    )
    enquiry.status = STATUS_AFTER.get(kind, EnquiryStatus.OPEN)
    enquiry.save(update_fields=["status", "due_on"])
    about = enquiry.determination
    tell(
        Verb.ENQUIRY_ASKED if kind == EnquiryStepKind.ASKED else Verb.ENQUIRY_STEPPED,
        step,
        by,
        {"enquiry": enquiry.pk, "kind": enquiry.kind, "step": str(kind), "due_on": due_on},
        case_id=about.case_id if about else None,
    )
    return step
