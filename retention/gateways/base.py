"""What every way to a place does: hand an instruction on, and ask after one whose answer did not come.

An instruction is written by the transaction that decides it. ``hand_on`` sends it afterwards, by its key, so
that sending it twice does no more than once; receipts come back through ``services.receipts.take_receipt``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from retention.choices_deletion import ReceiptOutcome

if TYPE_CHECKING:
    from retention.models import Instruction


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a place answered. ``key`` is the receipt's own; ``instruction`` the key of what it answers."""

    key: str
    instruction: str
    outcome: ReceiptOutcome
    at: datetime
    evidence: str = ""
    reference: str = ""
    witness: str = ""
    minutes: int | None = None


class Gateway(Protocol):
    """A way to the places."""

    name: str

    def instruct(self, instruction: Instruction) -> None:
        """Hand the instruction on; a second time, under the same key, changes nothing."""

    def waits(self, instruction: Instruction) -> bool:
        """Whether the place waits by itself for the day from which an instruction holds."""

    def recall(self, instruction: Instruction) -> None:
        """Take back what was handed on, where the place has not begun; otherwise do nothing."""

    def ask_after(self, instruction: Instruction) -> Receipt | None:
        """What became of it, where the place knows; None where it does not answer yet."""
