"""The worklist: a person does it at the place, and records the evidence on a page.

Nothing leaves the product. To be on the list is to be open in the table of instructions, so that handing on
does nothing, however often; and only the person knows what became of it.
"""

from __future__ import annotations

from retention.gateways.base import Receipt
from retention.models import Instruction


class Worklist:
    """The default gateway."""

    name = "worklist"

    def instruct(self, instruction: Instruction) -> None:
        """The instruction already stands on the list."""

    def waits(self, instruction: Instruction) -> bool:
        """A person begins when they press."""
        return False

    def recall(self, instruction: Instruction) -> None:
        """It stands on the list as cancelled: whoever has begun reads so on its page."""

    def ask_after(self, instruction: Instruction) -> Receipt | None:
        """Nobody can be asked but the person who does it."""
        return None
