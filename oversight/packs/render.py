"""A pack as a page, a PDF and a workbook, all from the same sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from accounts import sheets
from accounts.sheets import digest_of, safe
from audit.clock import LONDON
from oversight.packs.gathered import Section, Table
from oversight.packs.pdf import as_pdf

BEGINS, ENDS = "<!--pack begins-->", "<!--pack ends-->"
HTML, PDF, XLSX, MANIFEST = "pack.html", "pack.pdf", "pack.xlsx", "manifest.json"
MEDIA = {
    HTML: "text/html; charset=utf-8",
    PDF: "application/pdf",
    XLSX: sheets.MEDIA[sheets.XLSX],
    MANIFEST: "application/json",
}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every form of a pack."""

    title: str
    reference: str
    as_at: date
    known_at: date
    frozen_at: datetime
    marking: str

    @property
    def dates(self) -> str:
        """Both dates, in words."""
        return f"As at {self.as_at:%-d %B %Y}, as known at {self.known_at:%-d %B %Y}"


def files_of(head: Head, sections: Sequence[Section]) -> dict[str, bytes]:
    """The page, the PDF and the workbook, by their names."""
    said = plain(head, sections)
    return {
        HTML: render_to_string("oversight/packs/document.html", said).encode(),
        PDF: as_pdf(said, head.frozen_at),
        XLSX: as_workbook(head, sections),
    }


def plain(head: Head, sections: Sequence[Section]) -> dict[str, Any]:
    """The pack in words alone, as the page and the PDF say it."""
    return {
        "title": head.title,
        "reference": head.reference,
        "dates": head.dates,
        "marking": head.marking,
        "frozen": f"Frozen on {head.frozen_at.astimezone(LONDON):%-d %B %Y, %H:%M}",
        "begins": BEGINS,
        "ends": ENDS,
        "sections": [
            {
                "title": f"{number}. {section.title}",
                "says": section.says,
                "tables": [_plain_table(table) for table in section.tables],
            }
            for number, section in enumerate(sections, 1)
        ],
    }


def _plain_table(table: Table) -> dict[str, Any]:
    numeric = [
        bool(table.rows) and all(isinstance(row[at], int | float) for row in table.rows)
        for at in range(len(table.columns))
    ]
    rows = [[_words(cell) for cell in row] for row in table.rows]
    cells = [list(zip(table.columns, numeric, row, strict=True)) for row in rows]
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "numeric": numeric,
        "heads": list(zip(table.columns, numeric, strict=True)),
        "rows": rows,
        "cells": cells,
    }


def _words(cell: Any) -> str:
    if isinstance(cell, float):
        return f"{cell:,g}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def as_workbook(head: Head, sections: Sequence[Section]) -> bytes:
    """A sheet a section, numbers as numbers; the last line of each says how many rows, and their digest."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = head.title, "NSD"
    book.properties.created = book.properties.modified = head.frozen_at.replace(tzinfo=None)
    for number, section in enumerate(sections, 1):
        sheet = book.create_sheet(_sheet_name(number, section.title))
        sheet.append([safe(f"{head.title}, {head.reference}. {head.dates}. {head.marking}")])
        sheet.append([safe(f"{number}. {section.title}")])
        sheet["A2"].font = Font(bold=True)
        for sentence in section.says:
            sheet.append([safe(sentence)])
        for table in section.tables:
            _append(sheet, table)
        for column in "ABCDEFGHIJ":
            sheet.column_dimensions[column].width = 24
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def _append(sheet: Any, table: Table) -> None:
    sheet.append([])
    sheet.append([safe(table.caption)])
    sheet.append([safe(column) for column in table.columns])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
    for row in table.rows:
        sheet.append([safe(cell) for cell in row])
    sheet.append([f"{len(table.rows)} rows", f"sha256 {digest_of(table.rows)}"])


def _sheet_name(number: int, title: str) -> str:
    kept = "".join(letter for letter in title if letter.isalnum() or letter == " ")
    return f"{number} {kept}"[:31].strip()


def fragment_of(content: bytes | memoryview) -> str:
    """The part of a pack's page that stands inside our own pages, as it was frozen."""
    text = bytes(content).decode()
    return text[text.index(BEGINS) + len(BEGINS) : text.index(ENDS)]
