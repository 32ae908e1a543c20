"""Celery's beat with a pulse, so that a container can tell a living beat from a stuck one."""

import sys
import time
from pathlib import Path
from typing import Any

import celery.beat

from nsd import places

# watch_sweeps is due every minute, so a beat that lives ticks at least that often.
LONGEST_SILENCE_SECONDS = 180


def pulse() -> Path:
    """The file that beat touches at every tick."""
    return places.nsd_home() / "beat.pulse"


class Scheduler(celery.beat.Scheduler):
    """Keeps the timetable in memory alone; the database knows which days were missed."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, then say that we live."""
        wait = super().tick(*args, **kwargs)
        pulse().touch()
        return wait


def main() -> int:
    """``python -m nsd.beat``: 0 where beat has ticked of late, for a health check."""
    file = pulse()
    silent = time.time() - file.stat().st_mtime if file.exists() else None
    if silent is not None and silent < LONGEST_SILENCE_SECONDS:
        return 0
    print("beat has not ticked yet" if silent is None else f"beat has been silent for {silent:.0f} s")
    return 1


if __name__ == "__main__":
    sys.exit(main())
