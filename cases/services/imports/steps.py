"""Takes the cases of a batch through the steps that their rows tell of, by the one door.

A register, and a log that is history, tell of what already happened: it is replayed, and what lacked
authority is recorded void. A log that is not history is held to what a page is held to: today's decisions, by
people who may make them by the register of officers, with their reasons; all else is refused and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Any

from accounts.models import Officer
from cases import workflow
from cases.choices import ExceptionCode, ImportKind
from cases.errors import AuthorityRefused, TransitionRefused
from cases.models import Case, ErasableImportRow
from cases.services.imports.run import Planned, Run
from cases.services.transition import HistoricalMove, Outcome, move_from_file, replay


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a case: what, when, by whom, and the details that the door needs.

    ``why_not``: why it cannot even be tried; only of what is not history.
    """

    event: str
    on: date
    by: Officer | None
    column: str
    details: Mapping[str, Any] = field(default_factory=dict)
    why_not: str = ""


Understand = Callable[[int, Mapping[str, Any], date], Any]


def take(
    run: Run, batch: Iterable[Planned], told: Callable[[Any], list[Step]], understand: Understand
) -> None:
    """Replay the steps of the batch's rows; a step that the case could not take becomes an exception.

    ``told`` gives the steps of a row, ``understand`` reads a row anew from its recorded cells: of a corrected
    row only the steps that come after those told before are taken, since a movement is never taken back by a
    file.
    """
    listed = list(batch)
    before = _earlier_cells(listed)
    moves: list[tuple[Planned, Step]] = []
    for planned in listed:
        steps = told(planned.row)
        if planned.previous:
            assert planned.case is not None
            cells = before.get(planned.previous.row_id)
            earlier = told(understand(planned.row.number, cells, run.today)) if cells is not None else []
            if steps[: len(earlier)] != earlier or (earlier and planned.previous.case_id != planned.case.pk):
                _ask(planned, earlier, steps)
                continue
            steps = steps[len(earlier) :]
        moves += [(planned, step) for step in steps]
    if run.kind == ImportKind.JFIT_LOG and not run.is_historical:
        _act(run, moves)
        return
    done = replay([_move(run, planned, step) for planned, step in moves], recorded_by=run.by)
    asked: set[int] = set()
    for (planned, step), replayed in zip(moves, done, strict=True):
        # The steps of a row are refused together, for one reason.
        if replayed.outcome == Outcome.REFUSED and planned.row.number not in asked:
            asked.add(planned.row.number)
            why = f"{replayed.why} Correct the row, or move the case by hand."
            planned.add(ExceptionCode.IMPOSSIBLE_STEP, step.column, why)


def still_to_take(steps: list[Step], case: Case) -> list[Step]:
    """The steps from the first that the case can take now; all of them where it can take none."""
    possible = workflow.events_from(case.state)
    for place, step in enumerate(steps):
        if step.event in possible:
            return steps[place:]
    return steps


def _act(run: Run, moves: list[tuple[Planned, Step]]) -> None:
    """Take the steps of each row as people take them; the first that is refused ends those of its row."""
    refused: set[int] = set()
    for planned, step in moves:
        assert planned.case is not None and planned.record is not None
        if planned.row.number in refused:
            continue
        try:
            if step.why_not or step.by is None:
                raise TransitionRefused(step.why_not)
            move_from_file(
                planned.case.pk,
                step.event,
                by=step.by,
                on=step.on,
                recorded_by=run.by,
                source_row_id=planned.record.pk,
                **step.details,
            )
        except (TransitionRefused, AuthorityRefused) as why:
            refused.add(planned.row.number)
            planned.add(ExceptionCode.IMPOSSIBLE_STEP, step.column, f"{why} It was left out.")


def _move(run: Run, planned: Planned, step: Step) -> HistoricalMove:
    assert planned.case is not None and planned.record is not None
    assert step.by is not None
    return HistoricalMove(
        case_id=planned.case.pk,
        event=step.event,
        on=step.on,
        by=step.by,
        recorded_at=run.known_from(planned.row.recorded_on, step.on),
        source_row_id=planned.record.pk,
        details=step.details,
    )


def _earlier_cells(batch: list[Planned]) -> dict[int, Mapping[str, str]]:
    ids = [planned.previous.row_id for planned in batch if planned.previous]
    return dict(ErasableImportRow.objects.filter(row__in=ids).values_list("row_id", "cells"))


def _ask(planned: Planned, earlier: list[Step], steps: list[Step]) -> None:
    changed = [was for was, now in zip_longest(earlier, steps) if was != now and was is not None]
    planned.add(
        ExceptionCode.IMPOSSIBLE_STEP,
        (changed or earlier)[0].column,
        "the row was corrected in a step that the case has taken already; a file takes no step back, so "
        "the case "
        "stands where it was; look at the case and move it by hand if it is wrong",
    )
