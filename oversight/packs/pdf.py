"""A pack as an accessible PDF: A4, tagged, its fonts inside, heads of tables repeated on every page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts import pdf

LAYOUT = """
#let pack = json(bytes(sys.inputs.said))
#let at = pack.at
#set document(
  title: pack.title, author: "NSD", date: datetime(year: at.at(0), month: at.at(1), day: at.at(2)),
)
#set page(paper: "a4", margin: (x: 16mm, y: 20mm), numbering: "1 of 1",
  header: context [ #set text(size: 8pt)
    #pack.marking #h(1fr) #pack.reference ],
  footer: context [ #set text(size: 8pt)
    #pack.dates #h(1fr) Page #counter(page).display("1 of 1", both: true) ])
#set text(lang: "en", region: "gb", size: 9pt)
#set heading(numbering: none)
#set table(stroke: (x, y) => (bottom: 0.4pt + luma(160)), inset: (x: 3pt, y: 3pt))
= #pack.title
#pack.dates
#for section in pack.sections {
  heading(level: 2, section.title)
  for sentence in section.says { par(sentence) }
  for tab in section.tables {
    block(above: 8pt, below: 4pt, sticky: true, strong(tab.caption))
    table(
      columns: tab.columns.len(),
      align: (x, y) => if tab.numeric.at(x) { right } else { left },
      table.header(..tab.columns.map(head => strong(head))),
      ..tab.rows.flatten(),
    )
    if tab.rows.len() == 0 { par("None.") }
  }
}
"""


def as_pdf(said: dict[str, Any], frozen_at: datetime) -> bytes:
    """The pack as PDF/A-2a and PDF/UA-1. ``said`` is what ``render.plain`` gives."""
    return pdf.as_pdf(LAYOUT, said, frozen_at, "a-2a", "ua-1")
