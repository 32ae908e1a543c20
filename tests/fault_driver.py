"""A process that takes every open deletion order as far as people take it, and dies where it is told to.

``python -m tests.fault_driver HOW AFTER ASKS APPROVES VERIFIES``: HOW is ``kill`` (SIGKILL), ``cut`` (the
database ends the connection) or ``live``; AFTER is how many queries it may make before that, and what a live
one stops at once a step is done (0: it stops when nothing is left to do). What is done at the databases is
the exchange's: files, a worker, and a reference database, each a process of its own.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any


class Dies:
    """Ends the process, or its connection, at a query of its own choosing; ``left``: how many until then."""

    def __init__(self, how: str, after: int) -> None:
        self.how, self.left = how, after

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0 and self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.left == 0 and self.how == "cut":
            context["connection"].connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return execute(sql, params, many, context)


def drive(who: dict[str, Any], goes_on: Callable[[], bool]) -> None:
    """Each order from where it stands to where it waits for an answer, and from there to verified."""
    from django.db.models import Exists, OuterRef, Q

    from retention.choices import OrderState
    from retention.models import DeletionOrder, Instruction
    from retention.orders import OPEN

    unsent = Instruction.objects.filter(order=OuterRef("pk"), sent_at=None, cancelled_at=None)
    moves = Q(Exists(unsent)) | ~Q(state=OrderState.EXECUTING)
    for order in DeletionOrder.objects.filter(moves, state__in=OPEN).order_by("pk"):
        while goes_on() and _step(order.pk, who):
            pass


def _step(order_id: int, who: dict[str, Any]) -> bool:
    """The next step of an order; whether there was one."""
    from retention.choices import OrderState as State
    from retention.models import DeletionOrder
    from retention.services import deletion_steps as steps

    order, why = DeletionOrder.objects.get(pk=order_id), "Nothing keeps it."
    if order.state == State.SUSPENDED:
        steps.ask(order_id, by=who["asks"], why=why)
    elif order.state == State.APPROVAL_ASKED:
        steps.approve(order_id, by=who["approves"], why=why)
    elif order.state == State.APPROVED:
        steps.begin(order_id, by=who["asks"])
    elif order.state == State.EXECUTING:
        waiting = order.instructions.filter(sent_at=None, cancelled_at=None).order_by("pk")
        return [steps.hand_on(one.pk, by=who["asks"]) for one in waiting] != []
    elif order.state == State.EXECUTED:
        steps.verify(order_id, by=who["verifies"])
    else:
        return False
    return True


def main() -> None:
    """Work on the day of the demonstration until done or dead."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsd.settings")
    django.setup()
    from django.db import connection

    from accounts.models import Officer

    how, after, *people = sys.argv[1:]
    names = ("asks", "approves", "verifies")
    who = {name: Officer.objects.get(pk=int(pk)) for name, pk in zip(names, people, strict=True)}
    dies = Dies(how, int(after))
    with connection.execute_wrapper(dies):
        drive(who, lambda: how != "live" or not int(after) or dies.left > 0)


if __name__ == "__main__":
    main()
