"""The ways to the places that hold material: each hands on instructions and brings receipts back."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from retention.gateways.base import Gateway


def new_key(*parts: object) -> str:
    """A key for a new instruction, of these parts and one of chance: given once for ever.

    After a restore the numbers of rows are given again. A place that has done what had the number before must
    not take the new instruction for the old one.
    """
    return f"{':'.join(map(str, parts))}.{token_hex(4)}"


def gateway_for(name: str | None) -> Gateway:
    """The gateway of that name; the default one without a name. Raises KeyError for an unknown name."""
    # Imported here: the models that they read ask this room first.
    from retention.gateways.files import FileExchange
    from retention.gateways.worklist import Worklist

    gateways: dict[str, Gateway] = {Worklist.name: Worklist(), FileExchange.name: FileExchange()}
    return gateways[name or settings.GATEWAY]
