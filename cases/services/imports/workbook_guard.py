"""Looks at a workbook before it is read: is it one, is it bounded, where are its broken formulas?

A workbook is a zip of XML. A few kilobytes can unpack to gigabytes, and one cell in the far corner makes a
reader allocate the whole sheet; both are refused here. Macros are never run, and files that carry them are
refused. A cell whose formula is in error reads as empty, so those cells are found here and named later.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from cases.services.imports.errors import UnreadableFile

MAX_FILE_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 400_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 200

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_WHERE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,9})[\"']")
_IS_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_CHUNK = 1 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")


def inspect(path: Path, sheet_name: str) -> dict[tuple[int, int], str]:
    """The cells of ``sheet_name`` whose formula is in error, by (row, column) counted from 1, with their
    address.

    Raises UnreadableFile for a workbook that is damaged, or whose cells lie too far out.
    """
    with _opened(path) as parts:
        part = _part_of(parts, sheet_name)
        return _scan(path, parts, part) if part else {}


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as parts:
            yield parts
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(
            f"{path.name} is not a readable .xlsx workbook ({_said(error)}). "
            "Open it in the spreadsheet program and save it again as .xlsx, without a password."
        ) from error


def check_is_workbook(path: Path) -> None:
    """Raises UnreadableFile unless the file is a workbook, of a size we read even when unpacked."""
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(
            f"{path.name} has {size:,} bytes; at most {MAX_FILE_BYTES:,} are read. Split it into smaller "
            "files."
        )
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE_HEADER:
        raise UnreadableFile(
            f"{path.name} is an old .xls workbook or is protected by a password. "
            "Save it as .xlsx without a password and import that."
        )
    with _opened(path) as parts:
        _check_parts(path, parts)


def _check_parts(path: Path, parts: zipfile.ZipFile) -> None:
    infos = parts.infolist()
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableFile(
            f"{path.name} unpacks to {unpacked:,} bytes; at most {MAX_UNPACKED_BYTES:,} are read. "
            "Copy the rows alone into a new workbook."
        )
    if any("vbaproject" in info.filename.lower() for info in infos):
        raise UnreadableFile(f"{path.name} carries macros. Save it as an .xlsx workbook, which cannot.")


def _part_of(parts: zipfile.ZipFile, sheet_name: str) -> str | None:
    """The part that holds a sheet; None where the workbook has no sheet of that name."""
    relations = {
        node.get("Id"): node.get("Target", "") for node in _tree(parts, "xl/_rels/workbook.xml.rels").iter()
    }
    for node in _tree(parts, "xl/workbook.xml").iter():
        if node.tag.endswith("}sheet") and node.get("name") == sheet_name:
            target = relations.get(node.get(_RELATION)) or ""
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _tree(parts: zipfile.ZipFile, name: str) -> ElementTree.Element:
    text = parts.read(name)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise UnreadableFile(
            "The workbook declares XML entities, which no spreadsheet program writes. Save it anew."
        )
    return ElementTree.fromstring(text)


def _scan(path: Path, parts: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    errors = {}
    for attributes in _cells(parts, part):
        where = _WHERE.search(attributes)
        if not where:
            continue
        row, column = int(where[2]), _number(where[1])
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise UnreadableFile(
                f"{path.name} has a cell at {where[0].decode()}; at most {MAX_ROWS:,} rows and "
                f"{MAX_COLUMNS} columns "
                "are read. Copy the rows alone into a new workbook."
            )
        if _IS_ERROR.search(attributes):
            errors[row, column] = (where[1] + where[2]).decode()
    return errors


def _cells(parts: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The attributes of every cell element of a sheet, read in pieces."""
    kept = b""
    with parts.open(part) as stream:
        while piece := stream.read(_CHUNK):
            text = kept + piece
            end = text.rfind(b">") + 1
            for found in _CELL.finditer(text, 0, end):
                yield found[1]
            kept = text[end:]
            if len(kept) > _CHUNK:
                raise UnreadableFile(
                    "The workbook's XML has no end of an element in a megabyte. Save it anew."
                )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
