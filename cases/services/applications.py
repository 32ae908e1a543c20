"""Applying for a determination: what is sent, to whom it may be allocated, and taking it back.

Rows alone, as in ``decisions``: the one door asks who may and stores them. What is written before is
``application_drafts``. An application is sent with its content frozen: the words of its sections and the
facts as they stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models

from accounts.models import Officer
from cases.application_choices import Section
from cases.choices import CaseEvent, PolicyKey, Prepared
from cases.determiners import determiners, eligible_forces
from cases.models import (
    Application,
    ApplicationDraft,
    ApplicationItem,
    ApplicationSection,
    ApplicationTakenBack,
    ErasableText,
    Movement,
    PaperDecision,
    Preparation,
)
from cases.policy import policy_on
from cases.selectors.application_drafts import Drafted, drafted
from cases.selectors.applications import Part, frozen
from cases.services.papers import Papers
from cases.services.steps import Rows, Step, check_items, check_months, preparation, refused
from cases.wording import digest_of

MOST_SAID = 3


def application_rows(papers: Papers, step: Step) -> Rows:
    """The rows of an application, and of whoever drafted it for another.

    Raises TransitionRefused where the force may not decide, the draft is not complete, somebody changed it
    since it was read, or the policy asks for another to send it.
    """
    details = step.details
    if details.to_force is None:
        raise refused(papers, "An application needs the force whose chief officer decides it. Choose one.")
    application = Application(
        case=papers.case,
        applied_on=step.actor.day,
        applied_by=step.actor.officer,
        to_force=details.to_force,
        to_officer=details.to_officer,
        kind=details.kind,
        months=details.months,
        reasons=step.reasons,
        **step.recorded,
    )
    content = [] if step.in_history else _content(papers, step, application)
    papers.application = application
    papers.preparers.add(step.actor.officer.pk)
    return Rows([application, *preparation(papers, step, Prepared.APPLICATION), *content])


def reallocation_rows(papers: Papers, step: Step) -> Rows:
    """The rows that give an application to another force: the same content, and why.

    Raises TransitionRefused where nobody of that force may decide it, or it has it already.
    """
    former, to_force = papers.application, step.details.to_force
    if former is None:
        raise refused(papers, "There is no application on record to allocate.")
    if to_force is None:
        raise refused(papers, "Choose the force that the application is allocated to.")
    if to_force.pk == former.to_force_id:
        raise refused(papers, f"{to_force} has the application already. Choose another force.")
    if not step.in_history:
        _check_force(papers, step)
    application = Application(
        case=papers.case,
        applied_on=step.actor.day,
        applied_by=step.actor.officer,
        to_force=to_force,
        to_officer=step.details.to_officer,
        reasons=former.reasons,
        reallocates=former,
        **{name: getattr(former, name) for name in ("kind", "months", "guidance", "review_on")},
        **{name: getattr(former, name) for name in ("vulnerability", "checked_by", "facts_as_sent")},
        **step.recorded,
    )
    rows: list[models.Model] = [application, _taken_back(former, step, is_reallocation=True)]
    rows += _copies(former, application, step)
    papers.application = application
    papers.preparers.add(step.actor.officer.pk)
    return Rows(rows)


def taking_back_rows(papers: Papers, step: Step) -> Rows:
    """The row by which an application is withdrawn; its draft is open again (``follow``).

    Raises TransitionRefused while a decision of it that was signed on paper waits to be compared.
    """
    waits = PaperDecision.objects.current().filter(case=papers.case, confirmation=None)
    if not step.in_history and waits.exists():
        raise refused(
            papers,
            "a decision signed on paper was keyed and waits to be compared. It may have effect already: "
            "let a second person compare it, or turn it away, first.",
        )
    former, papers.application = papers.application, None
    return Rows([_taken_back(former, step, is_reallocation=False)] if former else [])


def follow(movements: Sequence[Movement], *, in_history: bool) -> None:
    """After a move: the draft that was sent is closed, that of a withdrawn application is open again."""
    if in_history:
        return
    for movement in movements:
        drafts = ApplicationDraft.objects.filter(case=movement.case_id)
        if movement.event == CaseEvent.APPLY:
            sent = Application.objects.current().filter(case=movement.case_id).latest("pk")
            drafts.filter(sent_in=None).update(sent_in=sent)
        elif movement.event == CaseEvent.WITHDRAW_APPLICATION:
            _open_again(drafts)


def _open_again(drafts: Any) -> None:
    latest = drafts.order_by("-pk").first()
    if latest is not None and latest.sent_in_id is not None:
        drafts.filter(pk=latest.pk).update(sent_in=None)


def why_not_to(papers: Papers, force: Any, day: date) -> str:
    """Why an application cannot be allocated to a force on ``day``: nobody of it may decide; empty where
    somebody may.
    """
    if force.pk in {each.pk for each in eligible_forces(papers.case, day)}:
        return ""
    of_force = [each for each in determiners(papers.case, day) if each.force.pk == force.pk]
    if not of_force:
        return f"No chief officer of {force} is on record on {day:%-d %B %Y}. Choose a force that has one."
    prefix = f"Case {papers.case.ref}: "
    why = " ".join(dict.fromkeys(each.why_not.removeprefix(prefix) for each in of_force))
    return f"Nobody of {force} may decide it on {day:%-d %B %Y}. {why}"


def why_not_sent_by(found: Drafted, officer: Officer, day: date) -> str:
    """Why this officer cannot send the draft; empty where they can."""
    if officer.pk in found.writer_ids and policy_on(PolicyKey.APPLICATION_CHECKED, day):
        return "A colleague of JFIT who wrote none of the application checks it and sends it."
    return ""


def _content(papers: Papers, step: Step, application: Application) -> list[models.Model]:
    """The sections, items and facts of what is sent; fills in what the application says of itself."""
    check_items(papers, papers.coverable())
    if step.details.months is not None:
        check_months(papers, step, papers.coverable())
    found = drafted(papers.case, step.actor.day, papers)
    _check_whole(papers, step, found)
    _check_force(papers, step)
    content = found.content
    said = step.details.months
    application.kind, application.months = content.kind, content.months if said is None else said
    application.review_on, application.vulnerability = content.review_on, content.vulnerability
    application.guidance = content.guidance.version if content.guidance else ""
    if step.actor.officer.pk not in found.writer_ids:
        application.checked_by = step.actor.officer
    kept = ErasableText(text=frozen(content), **_written(step, step.actor.officer))
    application.facts_as_sent = kept
    rows: list[models.Model] = [kept]
    for part in content.written:
        rows += _section(application, part, step)
    rows += [ApplicationItem(application=application, material_id=item.material_id) for item in content.items]
    return rows + _writers(papers, step, found)


def _check_whole(papers: Papers, step: Step, found: Drafted) -> None:
    if found.draft is None:
        raise refused(papers, "The application is not written yet. Write its sections, then send it.")
    if found.missing:
        more = len(found.missing) - MOST_SAID
        words = ". ".join(found.missing[:MOST_SAID]) + (f". And {more} more" if more > 0 else "")
        raise refused(papers, f"The application is not complete. {words}.")
    if step.details.seen_content not in ("", found.digest):
        raise refused(
            papers,
            "Somebody changed the application after you opened the page. Read it again, then send it.",
        )
    why_not = why_not_sent_by(found, step.actor.officer, step.actor.day)
    if why_not:
        raise refused(papers, why_not)


def _check_force(papers: Papers, step: Step) -> None:
    why_not = why_not_to(papers, step.details.to_force, step.actor.day)
    if why_not:
        raise refused(papers, why_not)
    to = step.details.to_officer
    if to is not None:
        found = {each.officer.pk: each for each in determiners(papers.case, step.actor.day)}
        if to.pk not in found or not found[to.pk].may or found[to.pk].force.pk != step.details.to_force.pk:
            why = found[to.pk].why_not if to.pk in found else ""
            raise refused(papers, f"{to} may not decide it for {step.details.to_force}. {why}".strip())


def _section(application: Application, part: Part, step: Step) -> list[models.Model]:
    """A section with its words: those of the profile as they are, those of the draft kept anew."""
    text = part.source
    if text is None and step.reasons is not None and part.section == Section.NATIONAL_SECURITY:
        text = step.reasons if step.reasons.text == part.text.strip() else None
    new: list[models.Model] = []
    if text is None:
        text = ErasableText(text=part.text.strip(), **_written(step, part.by_id))
        new = [text]
    section = ApplicationSection(
        application=application,
        section=part.section,
        of=part.of,
        text=text,
        drafted_by_id=part.by_id,
        digest=digest_of(part.text),
        **step.recorded,
    )
    return [*new, section]


def _written(step: Step, by: Any) -> dict[str, Any]:
    who = {"written_by_id": by} if isinstance(by, int) else {"written_by": by}
    return {"written_at": step.recorded["recorded_at"], **who}


def _writers(papers: Papers, step: Step, found: Drafted) -> list[models.Model]:
    """Whoever wrote something of it prepared it, and so can never decide it."""
    already = {step.actor.officer.pk}
    if step.details.prepared_by is not None:
        already.add(step.details.prepared_by.pk)
    writers = sorted(found.writer_ids - already)
    papers.preparers.update(writers)
    return [
        Preparation(
            case=papers.case,
            what=Prepared.APPLICATION,
            prepared_on=step.actor.day,
            prepared_by_id=pk,
            **step.recorded,
        )
        for pk in writers
    ]


def _taken_back(former: Application, step: Step, *, is_reallocation: bool) -> ApplicationTakenBack:
    return ApplicationTakenBack(
        application=former,
        taken_back_on=step.actor.day,
        is_reallocation=is_reallocation,
        reasons=step.reasons,
        **step.recorded,
    )


def _copies(former: Application, application: Application, step: Step) -> list[models.Model]:
    """The same sections and items, of the same words."""
    rows: list[models.Model] = [
        ApplicationSection(
            application=application,
            section=row.section,
            of=row.of,
            text_id=row.text_id,
            drafted_by_id=row.drafted_by_id,
            digest=row.digest,
            **step.recorded,
        )
        for row in ApplicationSection.objects.current().filter(application=former).order_by("pk")
    ]
    asked = ApplicationItem.objects.filter(application=former).order_by("pk")
    ids = asked.values_list("material_id", flat=True)
    return rows + [ApplicationItem(application=application, material_id=pk) for pk in ids]
