"""The Celery app, and the whole timetable in one place.

Times are UTC, so that no run is doubled or missed when clocks change. Nothing that works on a business day
stands between 23:00 and 00:59 UTC, when the date in London and in UTC may differ. What a sweep does is not
told here: see retention/tasks.py.
"""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsd.settings")

SWEEP = "retention.tasks.run_sweep"


def _sweep(name: str, *, hour: int, minute: int) -> dict[str, Any]:
    return {"task": SWEEP, "args": (name,), "schedule": crontab(hour=hour, minute=minute)}


# The order of the night: what is true, what must be hidden, what is near, whom to press, what to tell whom.
NIGHT = {
    "verify_positions": _sweep("verify_positions", hour=1, minute=10),
    "suspend_unlawful": _sweep("suspend_unlawful", hour=1, minute=30),
    "raise_at_risk": _sweep("raise_at_risk", hour=1, minute=50),
    "chase": _sweep("chase", hour=2, minute=10),
    "recheck_pnc": _sweep("recheck_pnc", hour=2, minute=30),
    "reconcile": _sweep("reconcile", hour=2, minute=50),
    "digest": _sweep("digest", hour=4, minute=0),
}
# Once a day, and of no harm if missed: the next time looks at everything again.
DAILY = {
    "date_incidents": {
        "task": "oversight.tasks.look_for_incidents",
        "schedule": crontab(hour=3, minute=0),
    },
    "restatements": {
        "task": "oversight.tasks.look_for_restatements",
        "schedule": crontab(hour=3, minute=20),
    },
    "trends": {
        "task": "oversight.tasks.watch_trends",
        "schedule": crontab(hour=3, minute=40),
    },
}
# All day, every minute: the one queues the days that were missed, in order, and so needs no hour of its own;
# the other seals what was recorded.
# A minute's message that no worker took in time is worth nothing: the next minute's says the same.
STALE = {"expires": 50}
ALL_DAY = {
    "watch_sweeps": {"task": SWEEP, "args": ("watch_sweeps",), "schedule": crontab(), "options": STALE},
    "watch_uploads": {"task": "cases.tasks.watch_uploads", "schedule": crontab(), "options": STALE},
    "exchange_files": {"task": "retention.tasks.exchange_files", "schedule": crontab(), "options": STALE},
    "watch_extracts": {"task": "retention.tasks.watch_extracts", "schedule": crontab(), "options": STALE},
    "keep_journal": {"task": "retention.tasks.keep_journal", "schedule": crontab(), "options": STALE},
    "seal": {"task": "audit.tasks.seal", "schedule": crontab(), "options": STALE},
}

app = Celery("nsd")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = NIGHT | DAILY | ALL_DAY
app.autodiscover_tasks()


@worker_init.connect
def wait_for_the_law(**kwargs: object) -> None:
    """A worker takes no work while the installed release of the law waits to be accepted."""
    from cases.law_gate import wait_until_accepted  # the apps are not loaded when this module is

    wait_until_accepted()
