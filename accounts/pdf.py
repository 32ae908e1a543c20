"""Documents as PDF, laid out by typst with nothing but its own fonts, the same bytes for the same words."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import typst

# What the fonts that come with typst are sure to have: Latin, Greek and Cyrillic, with their marks and signs.
SURE = ((0x20, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x20A0, 0x20BF))


def as_pdf(layout: str, said: dict[str, Any], made_at: datetime, *standards: str) -> bytes:
    """``said`` in a layout, which reads it as ``sys.inputs.said`` with ``at``: year, month and day.

    Its fonts are inside, and it has no date but ``made_at``. A character that the fonts do not have is
    written as its number, [U+4E2D]: PDF/A allows none without a shape, and nothing fails for a name in
    another script.
    """
    said = said | {"at": [made_at.year, made_at.month, made_at.day]}
    try:
        return _compiled(layout, said, made_at, standards)
    except typst.TypstError:
        return _compiled(layout, _printable(said), made_at, standards)


def _compiled(layout: str, said: dict[str, Any], made_at: datetime, standards: tuple[str, ...]) -> bytes:
    wanted: Any = list(standards)
    pdf = typst.compile(
        layout.encode(),
        format="pdf",
        sys_inputs={"said": json.dumps(said)},
        ignore_system_fonts=True,
        pdf_standards=wanted,
        timestamp=int(made_at.timestamp()),
    )
    return bytes(pdf)


def _printable(said: Any) -> Any:
    """The same, with only such characters in its texts as can surely be shown."""
    if isinstance(said, dict):
        return {key: _printable(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [_printable(value) for value in said]
    return "".join(map(_shown, said)) if isinstance(said, str) else said


def _shown(character: str) -> str:
    number = ord(character)
    is_sure = character == "\n" or any(first <= number <= last for first, last in SURE)
    return character if is_sure else f"[U+{number:04X}]"
