"""The record of a decision as PDF/A: what it says, laid out by typst, with nothing but its own fonts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts import pdf

LAYOUT = """
#let record = json(bytes(sys.inputs.said))
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


def as_pdf(said: dict[str, Any], reference: str, made_at: datetime) -> bytes:
    """The record as a PDF that says it is PDF/A-2a: tagged, its fonts inside, and no date but its own."""
    return pdf.as_pdf(LAYOUT, said | {"reference": reference}, made_at, "a-2a")
