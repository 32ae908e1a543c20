"""Takes instructions back: the one place where they are cancelled."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from retention.gateways import gateway_for
from retention.models import Instruction


def cancel_instructions(found: QuerySet[Instruction], moment: datetime) -> None:
    """Cancel those that are open; what was handed on is recalled once the caller's transaction holds.

    A place that has begun cannot be stopped by a row here: what it says it did is taken as it comes.
    """
    open_ = found.filter(settled_at=None, cancelled_at=None)
    rows = list(open_.order_by("pk"))
    open_.update(cancelled_at=moment)
    for row in rows:
        if row.sent_at is not None:
            transaction.on_commit(partial(gateway_for(row.gateway).recall, row))
