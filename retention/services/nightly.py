"""Every sweep by its name, and the one way in for tasks and commands."""

from __future__ import annotations

from datetime import date

from cases.law_accepted import WAITS, is_waiting
from retention.choices import SweepName
from retention.errors import SweepRefused, UnknownSweep
from retention.services import (
    chase,
    chase_waits,
    digest,
    dropped_extracts,
    hand_over,
    lookups,
    raise_at_risk,
    recheck_pnc,
    suspend_unlawful,
    verify_positions,
)
from retention.services.sweeps import Result, Sweep, run
from retention.services.together import together

# In the order of the night.
SWEEPS: dict[str, Sweep] = {
    SweepName.VERIFY_POSITIONS: verify_positions.SWEEP,
    SweepName.SUSPEND_UNLAWFUL: suspend_unlawful.SWEEP,
    SweepName.RAISE_AT_RISK: raise_at_risk.SWEEP,
    SweepName.CHASE: together(SweepName.CHASE, hand_over.SWEEP, chase.SWEEP, chase_waits.SWEEP),
    SweepName.RECHECK_PNC: recheck_pnc.SWEEP,
    SweepName.RECONCILE: together(SweepName.RECONCILE, dropped_extracts.SWEEP, lookups.SWEEP),
    SweepName.DIGEST: digest.SWEEP,
}


def run_sweep(name: str, day: date, *, unless_done: bool = False) -> Result:
    """Run the sweep called ``name`` for ``day``. Raises UnknownSweep, SweepRefused, SweepRunning.

    None runs while the installed release of the law waits to be accepted.
    """
    if name not in SWEEPS:
        raise UnknownSweep(f"There is no sweep called {name}. The sweeps are: {', '.join(SWEEPS)}.")
    if is_waiting():
        raise SweepRefused(f"No sweep runs. {WAITS}")
    return run(SWEEPS[name], day, unless_done=unless_done)
