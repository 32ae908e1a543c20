"""What surrounds one import: whose it is, from when its facts are known, its rows as planned and written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol

from accounts.models import Force, Officer
from audit import clock
from audit.choices import Source
from audit.facts import stamp
from cases.choices import ExceptionCode, ImportKind, RowOutcome
from cases.models import Case, ImportFile, ImportRow
from cases.services.imports.cells import Problem

NOON = time(12)


class Row(Protocol):
    """What every understood row has."""

    @property
    def number(self) -> int: ...
    @property
    def ref(self) -> str: ...
    @property
    def recorded_on(self) -> date | None: ...
    @property
    def as_written(self) -> Any: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...
    @property
    def is_rejected(self) -> bool: ...
    @property
    def digest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Previous:
    """What an earlier import recorded of the same reference: the latest row that went in."""

    row_id: int
    digest: str
    case_id: int | None


@dataclass(slots=True)
class Planned:
    """A row with what is to become of it. ``problems``: its own, and those found against the database."""

    row: Any
    digest: str
    outcome: RowOutcome
    previous: Previous | None = None
    is_known_rejection: bool = False
    case: Case | None = None
    record: ImportRow | None = None
    problems: list[Problem] = field(default_factory=list)

    def start_again(self) -> None:
        """Forget what an attempt that was rolled back put in."""
        self.case = self.record = None
        if self.outcome != RowOutcome.REJECTED:
            self.problems = list(self.row.problems)

    def add(self, code: ExceptionCode, column: str, why: str, *, is_warning: bool = False) -> None:
        """Keep a problem found against the database."""
        self.problems.append(Problem(code, column, why[:400], is_warning=is_warning))

    def reject(self, code: ExceptionCode, column: str, why: str) -> None:
        """The row cannot go in."""
        self.outcome = RowOutcome.REJECTED
        self.problems.append(Problem(code, column, why[:400], rejects=True))


@dataclass(slots=True)
class Run:
    """One import of one file. ``moment``: the business moment at which it runs, borne by all but history."""

    kind: ImportKind
    by: Officer
    is_historical: bool
    sheet_name: str
    moment: datetime
    today: date
    file: ImportFile | None = None
    forces: dict[str, Force] = field(default_factory=dict)

    def known_from(self, recorded_on: date | None, dated: date | None) -> datetime:
        """The moment from which a fact of a row is known.

        For history the later of the row's "Recorded on" and the fact's own date, at noon in London;
        otherwise, and where the row does not say, the moment of the import. Never after it.
        """
        if not self.is_historical or recorded_on is None:
            return self.moment
        day = max(recorded_on, dated or recorded_on)
        return min(datetime.combine(day, NOON, clock.LONDON), self.moment)

    def stamp(
        self, planned: Planned, dated: date | None, *, not_before: datetime | None = None
    ) -> dict[str, Any]:
        """The recording columns of a fact of a row.

        ``not_before``: when the fact that it corrects became known. A correction is known after what it
        corrects.
        """
        at = self.known_from(planned.row.recorded_on, dated)
        if not_before and at <= not_before:
            at = self.moment
        assert planned.record is not None
        return stamp(self.by, source=Source.FILE, source_row_id=planned.record.pk, at=at)

    def force(self, code: str) -> Force | None:
        """The force of a code, in any case; None where there is none."""
        if not self.forces:
            self.forces = {force.code.casefold(): force for force in Force.objects.all()}
        return self.forces.get(code.casefold())
