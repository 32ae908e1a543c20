"""What became of each row, and the report that commands print of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from cases.choices import ExceptionCode, RowOutcome
from cases.models import ImportException
from cases.services.imports.cells import Problem
from cases.services.imports.run import Planned


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row. ``problems``: of an unchanged row those still open, of others all."""

    number: int
    ref: str
    outcome: RowOutcome
    case_id: int | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Report:
    """What an import did: counts of rows, and each problem. ``exceptions`` are of rows that went in."""

    rows: int = 0
    created: int = 0
    corrected: int = 0
    unchanged: int = 0
    exceptions: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The form that commands print."""
        return asdict(self)

    def add(self, other: Report, file_name: str) -> None:
        """Add what the import of one file did."""
        for name in ("rows", "created", "corrected", "unchanged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.exceptions += [{"file": file_name} | each for each in other.exceptions]
        self.rejected += [{"file": file_name} | each for each in other.rejected]

    def counts(self) -> dict[str, int]:
        """Every list as its length."""
        return {
            "rows": self.rows,
            "created": self.created,
            "corrected": self.corrected,
            "unchanged": self.unchanged,
            "exceptions": len(self.exceptions),
            "rejected": len(self.rejected),
        }


def results_of(planned: Iterable[Planned]) -> list[Result]:
    """What became of these rows, once they are written or found to need nothing."""
    listed = list(planned)
    still_open = _still_open([each for each in listed if each.outcome == RowOutcome.UNCHANGED])
    return [_result(each, still_open) for each in listed]


def _result(planned: Planned, still_open: dict[int, list[Problem]]) -> Result:
    previous, problems = planned.previous, planned.problems
    if planned.outcome == RowOutcome.UNCHANGED and previous and not planned.record:
        problems = still_open.get(previous.row_id, [])
    case_id = planned.case.pk if planned.case else previous.case_id if previous else None
    return Result(
        planned.row.number,
        planned.row.ref,
        planned.outcome,
        None if planned.outcome == RowOutcome.REJECTED else case_id,
        tuple(problems),
    )


def report_of(results: Iterable[Result]) -> Report:
    """The counts, and each problem of a row that went in; a rejected row once, with all its reasons."""
    report = Report()
    for each in results:
        report.rows += 1
        if each.outcome == RowOutcome.REJECTED:
            report.rejected.append(_rejection(each))
            continue
        setattr(report, each.outcome, getattr(report, each.outcome) + 1)
        report.exceptions += [_told(each, problem) for problem in each.problems]
    return report


def _still_open(unchanged: list[Planned]) -> dict[int, list[Problem]]:
    """What is still open of unchanged rows, by the record of the row."""
    ids = [each.previous.row_id for each in unchanged if each.previous]
    found: dict[int, list[Problem]] = {}
    for exception in ImportException.objects.filter(row__in=ids, ended_at=None).order_by("pk"):
        code = ExceptionCode(exception.code)
        problem = Problem(code, exception.column, exception.why, is_warning=exception.is_warning)
        found.setdefault(exception.row_id, []).append(problem)
    return found


def _told(result: Result, problem: Problem) -> dict[str, Any]:
    return {
        "row": result.number,
        "ref": result.ref,
        "column": problem.column,
        "code": str(problem.code),
        "warning": problem.is_warning,
        "why": problem.why,
    }


def _rejection(result: Result) -> dict[str, Any]:
    reasons = [problem for problem in result.problems if problem.rejects]
    why = "; ".join(problem.why for problem in reasons)
    return {"row": result.number, "column": reasons[0].column, "why": why}
