"""A process that takes every open deletion order as far as it goes, and dies where it is told to.

``python -m tests.fault_driver DAY HOW AFTER ASKS APPROVES VERIFIES``: HOW is ``kill`` (SIGKILL), ``cut`` (the
database ends the connection) or ``live``; AFTER is how many queries it may make before that.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from typing import Any


class Dies:
    """Ends the process, or its connection, at a query of its own choosing."""

    def __init__(self, how: str, after: int) -> None:
        self.how, self.left = how, after

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0 and self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.left == 0 and self.how == "cut":
            context["connection"].connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return execute(sql, params, many, context)


def drive(who: dict[str, Any]) -> None:
    """Each order from where it stands to verified or halted; a refusal leaves it for the next pass."""
    from retention.models import DeletionOrder
    from retention.orders import OPEN

    for order in DeletionOrder.objects.filter(state__in=OPEN).order_by("pk"):
        while _step(order.pk, who):
            pass


def _step(order_id: int, who: dict[str, Any]) -> bool:
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
        _at_the_places(order, who["asks"])
    elif order.state == State.EXECUTED:
        steps.verify(order_id, by=who["verifies"])
    else:
        return False
    return True


def _at_the_places(order: Any, by: Any) -> None:
    """Each open instruction handed on and answered twice, as a place does that doubts it was heard."""
    from retention.services import deletion_steps as steps
    from retention.services.receipts import take_receipt
    from tests.deletions import done

    for instruction in order.instructions.filter(settled_at=None, cancelled_at=None).order_by("pk"):
        if steps.hand_on(instruction.pk, by=by).halted:
            return
        for _ in range(2):
            take_receipt(done(instruction), by=by)


def main() -> None:
    """Work on the day until done or dead."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsd.settings")
    django.setup()
    from django.db import connection

    from accounts.models import Officer
    from tests.casework import at

    day, how, after, *people = sys.argv[1:]
    names = ("asks", "approves", "verifies")
    with at(date.fromisoformat(day)):
        who = {name: Officer.objects.get(pk=int(pk)) for name, pk in zip(names, people, strict=True)}
        with connection.execute_wrapper(Dies(how, int(after))):
            drive(who)


if __name__ == "__main__":
    main()
