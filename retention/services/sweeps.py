"""Runs a sweep for one business day, so that it may be started twice, killed anywhere, or started days late.

A sweep is a question asked of the facts: which ids are there after a cursor, which of them need something,
and what to do for one of them. The runner keeps the rest: one at a time by a lock of the database, chunks, a
small transaction for each id, a failing id set apart, progress recorded with the work it tells of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from accounts.selectors import system_officer
from audit import clock
from audit.choices import Verb
from audit.context import acting
from audit.record import record
from retention.choices import Subject
from retention.errors import SweepRefused, SweepRunning
from retention.models import SweepFailure, SweepRun
from retention.services import locks

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Sweep:
    """One kind of nightly work.

    ``ids_after(day, cursor, most)``: the next ids to look at, ascending, all greater than ``cursor``.
    ``look(day, ids)``: those of them that need something; reads only, a fixed number of queries.
    ``act(run, id)``: does it for one, having locked it and asked again; whether anything changed.
    ``act_on_all(run, ids)``, where there is one: the same for many at once, in one transaction; how many
    changed. Where it fails, each is done alone and what fails is set apart.
    ``about(id)``: what an id stands for, where the sweep is of several kinds of things.
    """

    name: str
    subject: Subject
    ids_after: Callable[[date, int, int], list[int]]
    look: Callable[[date, list[int]], list[int]]
    act: Callable[[SweepRun, int], bool]
    about: Callable[[int], tuple[Subject, int]] | None = None
    act_on_all: Callable[[SweepRun, list[int]], int] | None = None

    def subject_of(self, one: int) -> tuple[Subject, int]:
        """What an id of this sweep is about."""
        return self.about(one) if self.about else (self.subject, one)


@dataclass(frozen=True, slots=True)
class Result:
    """What one call of ``run`` did; ``unchanged`` is what needed nothing or was already done."""

    sweep: str
    day: date
    seen: int
    acted: int
    unchanged: int
    failed: int
    done_before: bool = False

    def as_json(self) -> dict[str, object]:
        """The same in plain values."""
        return asdict(self) | {"day": self.day.isoformat()}


def run(sweep: Sweep, day: date, *, unless_done: bool = False) -> Result:
    """Does the sweep's work for ``day``, or goes on with it where it broke off.

    With ``unless_done`` a day that is done is left alone; otherwise it is gone through anew, which changes
    nothing where nothing else has changed. Raises SweepRefused for a day after the business day, SweepRunning
    where somebody else runs this sweep. What fails for one id is recorded against it; any other error ends
    the pass, to be resumed.
    """
    today = clock.today()
    if day > today:
        raise SweepRefused(
            f"{sweep.name}: {day:%-d %B %Y} has not come yet; the business day is {today:%-d %B %Y}. "
            "Name that day or one before it."
        )
    with locks.held(lock_name(sweep.name)) as is_ours:
        if not is_ours:
            raise SweepRunning(
                f"{sweep.name} is running at this moment. Wait until it has ended, then look again."
            )
        before = SweepRun.objects.filter(sweep=sweep.name, day=day, shard=0).first()
        if unless_done and before and before.finished_at:
            return _result(before, done_before=True)
        system = system_officer()
        this = _begin(sweep, day, before)
        with acting(actor_id=system.pk, actor_name=system.display_name, run_id=this.key):
            return _pass(sweep, this)


def lock_name(name: str) -> str:
    """The name of the lock that is held while a sweep runs, for whatever day."""
    return f"sweep:{name}"


def _begin(sweep: Sweep, day: date, before: SweepRun | None) -> SweepRun:
    """The row of the run, with a new pass begun or a broken one taken up."""
    moment = clock.moment()
    if before is None:
        return SweepRun.objects.create(
            sweep=sweep.name, day=day, passes=1, started_at=moment, last_progress_at=moment
        )
    before.last_progress_at = moment
    before.broke_off_because = ""
    if before.finished_at:
        before.failures.filter(cleared_at=None).update(cleared_at=moment)
        before.passes += 1
        before.started_at, before.finished_at, before.cursor = moment, None, 0
        before.seen = before.acted = before.unchanged = before.failed = 0
    before.save()
    return before


def _pass(sweep: Sweep, this: SweepRun) -> Result:
    _tell(Verb.SWEEP_STARTED, this, resumed_after=this.cursor)
    try:
        while ids := sweep.ids_after(this.day, this.cursor, CHUNK):
            needing = _look(sweep, this, ids)
            if not _act_on_all(sweep, this, needing):
                for one in needing:
                    _act(sweep, this, one)
            _progress(this, ids)
    except BaseException as error:
        _broke_off(this, error)
        raise
    with transaction.atomic():
        this.finished_at = this.last_progress_at = clock.moment()
        this.save(update_fields=["finished_at", "last_progress_at"])
        _tell(Verb.SWEEP_FINISHED, this)
    return _result(this)


def _look(sweep: Sweep, this: SweepRun, ids: list[int]) -> list[int]:
    """Those that need something. Where one spoils the chunk, each is asked alone and that one set apart."""
    try:
        return sweep.look(this.day, ids)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # of any kind: whatever one row holds must not keep the others from being done
        if len(ids) == 1:
            _fail(sweep, this, ids[0], error)
            return []
    return [needing for one in ids for needing in _look(sweep, this, [one])]


def _act_on_all(sweep: Sweep, this: SweepRun, needing: list[int]) -> bool:
    """Whether all were done at once; false where each is to be done alone."""
    if sweep.act_on_all is None or not needing:
        return False
    try:
        with transaction.atomic():
            _count(this, sweep.act_on_all(this, needing))
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # as in _look: whichever it was is found when each is done alone
        return False
    return True


def _act(sweep: Sweep, this: SweepRun, one: int) -> None:
    try:
        with transaction.atomic():
            _count(this, int(sweep.act(this, one)))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # as in _look
        _fail(sweep, this, one, error)


def _count(this: SweepRun, acted: int) -> None:
    if acted:
        SweepRun.objects.filter(pk=this.pk).update(
            acted=F("acted") + acted, acted_in_all=F("acted_in_all") + acted
        )


@transaction.atomic
def _fail(sweep: Sweep, this: SweepRun, one: int, error: Exception) -> None:
    """Set one id apart. The error's words are not kept: they may hold what identifies a person."""
    subject, subject_id = sweep.subject_of(one)
    SweepFailure.objects.update_or_create(
        run=this,
        subject_type=subject,
        subject_id=subject_id,
        defaults={"error_code": type(error).__name__, "failed_at": clock.moment(), "cleared_at": None},
    )
    record(
        Verb.SWEEP_ITEM_FAILED,
        subject_type=subject,
        subject_id=subject_id,
        payload={"error": type(error).__name__},
    )


def _progress(this: SweepRun, ids: list[int]) -> None:
    """Everything up to the last of ``ids`` is done; ``acted`` was counted with each act."""
    this.refresh_from_db(fields=["acted"])
    this.seen += len(ids)
    this.failed = this.failures.filter(cleared_at=None).count()
    this.unchanged = max(this.seen - this.acted - this.failed, 0)
    this.cursor = ids[-1]
    this.last_progress_at = clock.moment()
    this.save(update_fields=["seen", "failed", "unchanged", "cursor", "last_progress_at"])


def _broke_off(this: SweepRun, error: BaseException) -> None:
    """Leave word that this pass ended early, where the database still answers."""
    if not isinstance(error, OperationalError | InterfaceError):
        SweepRun.objects.filter(pk=this.pk).update(
            broke_off_because=type(error).__name__, last_progress_at=clock.moment()
        )


def _tell(verb: Verb, this: SweepRun, **more: int) -> None:
    counts = {name: getattr(this, name) for name in ("seen", "acted", "unchanged", "failed", "passes")}
    record(
        verb,
        subject_type="sweep_run",
        subject_id=this.pk,
        payload={"day": this.day.isoformat()} | counts | more,
    )


def _result(this: SweepRun, *, done_before: bool = False) -> Result:
    return Result(
        sweep=this.sweep,
        day=this.day,
        seen=this.seen,
        acted=this.acted,
        unchanged=this.unchanged,
        failed=this.failed,
        done_before=done_before,
    )
