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
#set page(paper: "a4", margin: 22mm, numbering: "1 of 1", footer: context [
  #set text(size: 8pt)
  #record.reference #h(1fr) Page #counter(page).display("1 of 1", both: true)
])
#set text(lang: "en", region: "gb", size: 10pt)
#set heading(numbering: none)
= #record.title
#record.lede
#for section in record.sections {
  heading(level: 2, section.title)
  for (key, value) in section.rows {
    block(above: 8pt, below: 8pt)[
      #strong(key) \\
      #for line in value.split("\\n") [#line #linebreak()]
    ]
  }
}
"""


def as_pdf(said: dict[str, Any], reference: str, made_at: datetime) -> bytes:
    """The record as a PDF that says it is PDF/A-2a: tagged, its fonts inside, and no date but its own."""
    record = said | {"reference": reference, "at": [made_at.year, made_at.month, made_at.day]}
    pdf = typst.compile(
        LAYOUT.encode(),
        format="pdf",
        sys_inputs={"record": json.dumps(record)},
        ignore_system_fonts=True,
        pdf_standards="a-2a",
        timestamp=int(made_at.timestamp()),
    )
    return bytes(pdf)
