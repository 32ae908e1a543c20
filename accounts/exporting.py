"""Taking a list out: the whole of it as filtered and sorted, as CSV or as a workbook, with a trailer.

One mechanism for every list: it writes what the list's own table says of the list's own rows, so that nobody
takes out what they could not read there. Source: R-170, R-172, R-175.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.text import slugify
from django_tables2 import RequestConfig
from openpyxl import Workbook

from accounts.models import Officer
from accounts.permissions import officer_of
from accounts.sheets import CSV, MEDIA, XLSX, Sheet, ending, safe
from audit import clock
from audit.choices import Verb
from audit.marking import marking
from audit.record import record

FORMS = {CSV: "CSV", XLSX: "XLSX"}
BLOCKED = "Disclosure blocked"
APART = re.compile(r"<(?:small|br|p|li)\b[^>]*>")
SPACES = re.compile(r"\s+")
_withholding: list[Callable[[Sequence[Any]], set[int]]] = []


def register(withheld: Callable[[Sequence[Any]], set[int]]) -> None:
    """Add something that says which of some rows, by their places, say nothing once they leave as a file."""
    if withheld not in _withholding:
        _withholding.append(withheld)


class Exporting:
    """A page whose ``table`` can be taken out whole: ``?export=csv`` or ``?export=xlsx``."""

    request: HttpRequest

    @property
    def is_export(self) -> bool:
        """Whether the whole list is asked for: as a file, or to be read by whoever keeps it."""
        return self.request.GET.get("export", "") in FORMS or is_read_whole(self.request)

    def get_table_pagination(self, table: Any) -> Any:
        """Not by pages where the list is taken out: what a page fetches for its rows, it fetches for all."""
        return False if self.is_export else super().get_table_pagination(table)  # type: ignore[misc]

    def configured(self, table: Any, per_page: int) -> Any:
        """A table made by the page itself, sorted as asked and by pages; whole where it is taken out."""
        paginate = False if self.is_export else {"per_page": per_page}
        return RequestConfig(self.request, paginate=paginate).configure(table)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """The page with the ways to take its list out; or the list, where one was asked for.

        A page whose list is no table of its own gives it as ``sheet``.
        """
        if is_read_whole(self.request):
            return super().render_to_response(context, **kwargs)  # type: ignore[misc]
        table, sheet = context.get("table"), context.get("sheet")
        if sheet is not None:
            if self.is_export:
                return taken_out(sheet, self.request.GET["export"], self.request)
            context["exports"] = ways(self.request) if sheet.rows else []
        elif table is not None:
            if self.is_export:
                return exported(table, self.request.GET["export"], self.request)
            table.exports = ways(self.request)
        return super().render_to_response(context, **kwargs)  # type: ignore[misc]


def read_whole(request: HttpRequest) -> HttpRequest:
    """The request as one for the whole list, whose table is read and not shown."""
    request._is_read_whole = True  # type: ignore[attr-defined]
    return request


def is_read_whole(request: HttpRequest) -> bool:
    """Whether a list is asked for by ``read_whole``."""
    return getattr(request, "_is_read_whole", False)


def rows_of(table: Any) -> list[tuple[Any, list[Any]]]:
    """Each row of the whole list with its record, as it would be taken out."""
    cells = ([safe(cell) for cell in row] for row in _rows(table))
    return list(zip((row.record for row in table.rows), cells, strict=True))


def ways(request: HttpRequest) -> list[dict[str, str]]:
    """The addresses at which the list of a page is taken out, as it is filtered and sorted."""
    found = []
    for form, words in FORMS.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["export"] = form
        found.append({"text": words, "href": f"?{query.urlencode()}"})
    return found


def exported(table: Any, form: str, request: HttpRequest) -> HttpResponse:
    """The list of a table as a file."""
    title = str(getattr(table, "caption", "") or "List")
    return taken_out(Sheet(title, _heads(table), list(_rows(table))), form, request)


def taken_out(sheet: Sheet, form: str, request: HttpRequest) -> HttpResponse:
    """A list as a file. Taking it out is audited with the number of rows and their digest."""
    officer, title = officer_of(request), sheet.title
    blocked = _withheld(sheet.records)
    rows = [
        [BLOCKED for _ in sheet.heads] if place in blocked else [safe(cell) for cell in row]
        for place, row in enumerate(sheet.rows)
    ]
    last = ending(rows)
    digest = last[-1][1]
    filters = {name: what for name, what in request.GET.items() if name not in ("export", "page") and what}
    trailer: list[list[Any]] = [
        *last,
        ["List", safe(title)],
        [
            "Filtered by",
            safe("; ".join(f"{name} is {value}" for name, value in filters.items()) or "nothing"),
        ],
        ["Taken out", clock.moment().astimezone(clock.LONDON).isoformat(timespec="seconds")],
        ["Marking", marking()],
    ]
    match = request.resolver_match
    heads = [safe(head) for head in sheet.heads]
    return attachment(
        (_as_csv if form == CSV else _as_workbook)([heads, *rows, *trailer]),
        name=f"{slugify(title) or 'list'}-{clock.today().isoformat()}.{form}",
        media=MEDIA[form],
        by=officer,
        about=("list", None),
        # By what it was filtered, not for what: that may be somebody's name.
        said={
            "list": match.view_name if match else "",
            "of": dict(match.kwargs) if match else {},
            "filters": sorted(filters),
            "form": form,
            "rows": len(rows),
            "sha256": digest,
        },
    )


def attachment(
    content: bytes,
    *,
    name: str,
    media: str,
    by: Officer,
    about: tuple[str, int | None],
    said: Mapping[str, Any],
) -> HttpResponse:
    """A file to be saved under a name and never shown. Taking it out is audited, with what it was."""
    subject_type, subject_id = about
    record(
        Verb.EXPORTED,
        subject_type=subject_type,
        subject_id=subject_id,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload=said,
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media, headers=headers)


def _columns(table: Any) -> list[Any]:
    return [
        each for each in table.columns if not each.column.exclude_from_export and str(each.header).strip()
    ]


def _heads(table: Any) -> list[Any]:
    return [column.header for column in _columns(table)]


def _rows(table: Any) -> Iterator[list[Any]]:
    """Each row of the whole list; of one about which nothing may leave by file, that this is so."""
    columns, rows = _columns(table), list(table.rows)
    withheld = _withheld([row.record for row in rows])
    for place, row in enumerate(rows):
        if place in withheld:
            yield [BLOCKED for _ in columns]
        else:
            yield [_cell(row, column) for column in columns]


def _withheld(records: Sequence[Any]) -> set[int]:
    """The places of those about which nothing may leave by file."""
    return set[int]().union(*(ask(records) for ask in _withholding))


def _cell(row: Any, column: Any) -> Any:
    """A day or a number as such, where the cell shows it; the words of the cell otherwise."""
    raw = column.accessor.resolve(row.record, quiet=True)
    if isinstance(raw, date):
        return raw
    words = _words(row.get_cell_value(column.name))
    digits = words.replace(",", "")
    is_number = isinstance(raw, int) and digits == str(raw) or column.attrs["td"].get("numeric")
    # A number that would lose a leading zero is none.
    return int(digits) if is_number and digits.isdecimal() and str(int(digits)) == digits else words


def _words(shown: Any) -> str:
    """What a cell says, without its tags: lines under one another are set apart."""
    text = strip_tags(APART.sub("; ", str(shown)))
    return SPACES.sub(" ", unescape(text)).strip(" ;")


def _as_csv(lines: list[list[Any]]) -> bytes:
    into = StringIO(newline="")
    csv.writer(into).writerows(lines)
    return into.getvalue().encode("utf-8-sig")


def _as_workbook(lines: list[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    for line in lines:
        sheet.append(line)
    into = BytesIO()
    book.save(into)
    return into.getvalue()
