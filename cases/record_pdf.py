"""The record of a decision as PDF/A: what it says, laid out by typst, with nothing but its own fonts."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import typst

LAYOUT = """
#let record = json(bytes(sys.inputs.record))
#let at = record.at
#set document(
  title: record.title, author: "NSD", date: datetime(year: at.at(0), month: at.at(1), day: at.at(2)),
)
#set page(
  paper: "a4", margin: 22mm, numbering: "1 of 1",
  header: align(center, text(size: 8pt, weight: "bold", "OFFICIAL-SENSITIVE")),
  footer: context [
    #set text(size: 8pt)
    #record.reference #h(1fr) Page #counter(page).display("1 of 1", both: true)
  ],
)
#set text(lang: "en", region: "gb", size: 10pt)
#set heading(numbering: none)
= #record.title
#v(4pt)
#record.lede
#for section in record.sections {
  v(10pt)
  heading(level: 2, section.title)
  for (key, value) in section.rows {
    line(length: 100%, stroke: 0.4pt + luma(180))
    grid(columns: (48mm, 1fr), column-gutter: 6mm, strong(key), value.split("\n").join(linebreak()))
  }
}
"""


# What the fonts that come with typst are sure to have: Latin, Greek and Cyrillic, with their marks and signs.
SURE = ((0x20, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x20A0, 0x20BF))


def as_pdf(said: dict[str, Any], reference: str, made_at: datetime) -> bytes:
    """The record as a PDF that says it is PDF/A-2a: tagged, its fonts inside, and no date but its own.

    A character that the fonts do not have is written as its number, [U+4E2D]: PDF/A allows none without a
    shape, and no decision fails for a name in another script.
    """
    record = said | {"reference": reference, "at": [made_at.year, made_at.month, made_at.day]}
    try:
        return _compiled(record, made_at)
    except typst.TypstError:
        return _compiled(_printable(record), made_at)


def _compiled(record: dict[str, Any], made_at: datetime) -> bytes:
    pdf = typst.compile(
        LAYOUT.encode(),
        format="pdf",
        sys_inputs={"record": json.dumps(record)},
        ignore_system_fonts=True,
        pdf_standards="a-2a",
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
