"""Files that two sides exchange: signed, so that a changed one is found out, and whole or not there at all.

A file is one line of JSON and its HMAC-SHA256 by a key that both sides have; what it is for is part of what
is signed, so that a receipt never passes for an instruction. Knows neither models nor settings: the reference
database uses it too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.signing import BadSignature, Signer

INSTRUCTION, QUESTION, RECEIPT, CLOCK = "instruction", "question", "receipt", "clock"
MOST_BYTES = 100_000


class Damaged(Exception):
    """The file is not what the other side wrote: cut short, changed, unsigned, or something else."""


def write(path: Path, purpose: str, content: Mapping[str, Any], key: str) -> None:
    """Write a signed file. It appears whole under its name, and lasts, or does not appear."""
    line = _signer(purpose, key).sign(json.dumps(dict(content), sort_keys=True, separators=(",", ":")))
    place(path, line.encode())


def read(path: Path, purpose: str, key: str) -> dict[str, Any]:
    """What a signed file says. Raises Damaged."""
    if path.stat().st_size > MOST_BYTES:
        raise Damaged(f"{path.name} is larger than any file of this exchange.")
    try:
        content = json.loads(_signer(purpose, key).unsign(path.read_bytes().decode()))
    except (BadSignature, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Damaged(f"{path.name} does not bear the signature of what it says.") from error
    if not isinstance(content, dict):
        raise Damaged(f"{path.name} is no {purpose}.")
    return content


def place(path: Path, content: bytes) -> None:
    """Put bytes under a name at once: readers see all of them or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(draft, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def stem_of(key: str) -> str:
    """An instruction's key as a file's name.

    >>> stem_of("delete:12:7")
    'delete-12-7'
    """
    return key.replace(":", "-")


def _signer(purpose: str, key: str) -> Signer:
    return Signer(key=key, salt=f"nsd.exchange.{purpose}", algorithm="sha256", fallback_keys=[])
