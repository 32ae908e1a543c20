"""File exchange with the two databases: signed instructions out, signed receipts in.

``out/`` has what the databases are to read, ``in/`` what they answered. Hard copies, samples and exports are
in no database: a person does those from the worklist, whatever the gateway.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from audit import clock
from cases.choices import HoldingPlace
from retention.choices_deletion import ReceiptOutcome
from retention.gateways import signed
from retention.gateways.base import Receipt
from retention.models import Instruction

DATABASES = frozenset({HoldingPlace.CT_FINGERPRINTS, HoldingPlace.CT_DNA})
# What a database answers to a question about an instruction that never reached it.
NEVER_RECEIVED = "never_received"


class FileExchange:
    """The gateway of files."""

    name = "files"

    def instruct(self, instruction: Instruction) -> None:
        """Write the instruction's file, unless it lies there; its key keeps it from being done twice."""
        holding = instruction.holding
        path = _out(instruction.key, signed.INSTRUCTION)
        if holding.place not in DATABASES or path.exists():
            return
        content = {
            "key": instruction.key,
            "kind": instruction.kind,
            "place": holding.place,
            "reference": holding.reference,
            "not_before": instruction.not_before.isoformat(),
            "sent_at": (instruction.sent_at or clock.moment()).isoformat(),
        }
        signed.write(path, signed.INSTRUCTION, content, settings.EXCHANGE_KEY)

    def waits(self, instruction: Instruction) -> bool:
        """The file says from which day it holds; what is in no database is a person's."""
        return instruction.holding.place in DATABASES

    def recall(self, instruction: Instruction) -> None:
        """Take its file away if the database has not fetched it; what it did then comes as a receipt."""
        _out(instruction.key, signed.INSTRUCTION).unlink(missing_ok=True)

    def ask_after(self, instruction: Instruction) -> Receipt | None:
        """The receipt that lies there; where none does, a question is left and None is the answer for now."""
        for path in incoming():
            try:
                receipt = receipt_in(path)
            except signed.Damaged:
                continue  # whoever takes the receipts in keeps it as a fault
            if receipt is not None and receipt.instruction == instruction.key:
                return receipt
        if instruction.holding.place in DATABASES:
            path = _out(instruction.key, signed.QUESTION)
            content = {"key": instruction.key, "asked_at": clock.moment().isoformat()}
            signed.write(path, signed.QUESTION, content, settings.EXCHANGE_KEY)
        return None


def folder() -> Path:
    """Where both sides lay their files down."""
    return Path(settings.EXCHANGE_FOLDER)


def incoming() -> list[Path]:
    """The receipts that wait to be taken, by name."""
    return sorted((folder() / "in").glob(f"*.{signed.RECEIPT}"))


def lies_there(instruction: Instruction) -> bool:
    """Whether the database has not fetched the instruction yet."""
    return _out(instruction.key, signed.INSTRUCTION).exists()


def tell_the_moment() -> None:
    """Leave word which business moment it is: a demonstration's databases live on its day."""
    content = {"now": clock.moment().isoformat()}
    signed.write(folder() / "out" / signed.CLOCK, signed.CLOCK, content, settings.EXCHANGE_KEY)


def receipt_in(path: Path) -> Receipt | None:
    """What a receipt's file says; None where the database never received the instruction.

    Raises Damaged for a file that is not what the database wrote, or lacks what a receipt has.
    """
    content = signed.read(path, signed.RECEIPT, settings.EXCHANGE_KEY)
    try:
        if content["outcome"] == NEVER_RECEIVED:
            return None
        return _receipt(content)
    except (KeyError, TypeError, ValueError) as error:
        raise signed.Damaged(f"{path.name} is signed, and lacks what a receipt has.") from error


def never_received(path: Path) -> str:
    """The key of the instruction that a database says it never received."""
    return str(signed.read(path, signed.RECEIPT, settings.EXCHANGE_KEY)["instruction"])


def _receipt(content: dict[str, Any]) -> Receipt:
    return Receipt(
        key=content["key"],
        instruction=content["instruction"],
        outcome=ReceiptOutcome(content["outcome"]),
        at=datetime.fromisoformat(content["at"]),
        evidence=content.get("evidence", ""),
        reference=content.get("reference", ""),
    )


def _out(key: str, purpose: str) -> Path:
    return folder() / "out" / f"{signed.stem_of(key)}.{purpose}"
