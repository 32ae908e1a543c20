"""The ways to the places that hold material: each hands on instructions and brings receipts back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention.gateways.base import Gateway

DEFAULT = "worklist"


def gateway_for(name: str | None) -> Gateway:
    """The gateway of that name; the default one without a name. Raises KeyError for an unknown name."""
    from retention.gateways.worklist import Worklist  # the models it reads ask this room first

    return {DEFAULT: Worklist()}[name or DEFAULT]
