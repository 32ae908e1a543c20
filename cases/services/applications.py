"""Applying for a determination: the rows that record JFIT's application."""

from __future__ import annotations

from cases.choices import Prepared
from cases.models import Application
from cases.services.papers import Papers
from cases.services.steps import Rows, Step, check_items, check_months, preparation, refused


def application_rows(papers: Papers, step: Step) -> Rows:
    """The rows of an application, and of whoever drafted it for another.

    Raises TransitionRefused where the force, an item or a lawful length is missing.
    """
    details = step.details
    if details.to_force is None:
        raise refused(papers, "An application needs the force whose chief officer decides it. Choose one.")
    if not step.in_history:
        check_items(papers, papers.coverable())
        if details.months is not None:
            check_months(papers, step, papers.coverable())
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
    papers.application = application
    papers.preparers.add(step.actor.officer.pk)
    return Rows([application, *preparation(papers, step, Prepared.APPLICATION)])
