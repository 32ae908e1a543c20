"""Reading a list as a question asks for it: its rows and their digest, and what moved between two answers."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from accounts.exporting import Exporting, read_whole, rows_of
from accounts.sheets import digest_of
from audit.record import canonical
from oversight.choices import Moved
from oversight.errors import OversightRefused
from oversight.frozen import packed, unpacked
from oversight.models import KeptAnswer, KeptQuestion

NOT_ASKED = frozenset({"page", "export"})
LONGEST = 1000
NO_LIST = "That is not a list that can be kept as a question. Open a list, and keep it from there."


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One row of a list: what it is about, its reference where it has one, and the digest of what it says."""

    about: str
    ref: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a list answered: its name and title, what it lists, its two dates if any, and its rows."""

    of_list: str
    title: str
    definition: str
    as_at: date | None
    known_at: date | None
    rows: list[KeptRow]
    sha256: str


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A row that was added, is gone, or says something else."""

    about: str
    ref: str
    moved: str


def cleaned(address: str) -> str:
    """The address of a list without its page; spaces and slashes as they are, so that names can be found.

    >>> cleaned("/cases/?q=A+Name&page=2&band=")
    '/cases/?q=A Name'
    """
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in NOT_ASKED]
    query = urlencode(kept, quote_via=quote, safe="/ ,:")
    return f"{parts.path}?{query}" if query else parts.path


def with_days(address: str, **days: date) -> str:
    """The address with its dates set to others; one that has none stays as it is."""
    parts = urlsplit(address)
    pairs = dict(parse_qsl(parts.query))
    pairs |= {name: day.isoformat() for name, day in days.items()}
    return cleaned(f"{parts.path}?{urlencode(pairs)}")


def found_at(address: str, request: HttpRequest) -> Found:
    """The whole list at an address, as whoever asks sees it.

    Raises OversightRefused where there is no such list, or it is not theirs to see.
    """
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404 as missing:
        raise OversightRefused(NO_LIST) from missing
    view = getattr(match.func, "view_class", None)
    if len(address) > LONGEST or view is None or not issubclass(view, Exporting):
        raise OversightRefused(NO_LIST)
    asked = read_whole(copy.copy(request))
    asked.method, asked.path, asked.path_info = "GET", parts.path, parts.path
    asked.resolver_match = match
    asked.GET = QueryDict(urlencode(parse_qsl(parts.query)))
    try:
        context = getattr(match.func(asked, *match.args, **match.kwargs), "context_data", None) or {}
    except (Http404, PermissionDenied) as refused:
        raise OversightRefused("That list does not exist, or is not yours to see.") from refused
    table = context.get("table")
    if table is None:
        raise OversightRefused(NO_LIST)
    return _found(match.view_name, table, context)


def _found(name: str, table: Any, context: Mapping[str, Any]) -> Found:
    listed = rows_of(table)
    figure, days = context.get("figure"), context.get("days")
    title = figure.title if figure else context.get("title") or getattr(table, "caption", "") or "List"
    return Found(
        of_list=name,
        title=str(title)[:100],
        definition=figure.definition if figure else str(context.get("lede") or ""),
        as_at=days.as_at if days else None,
        known_at=days.known_at if days else None,
        rows=[_row(record, cells) for record, cells in listed],
        sha256=digest_of([cells for _, cells in listed]),
    )


def _row(record: Any, cells: list[Any]) -> KeptRow:
    case = getattr(record, "case_id", None)
    about = f"case {case}" if case else f"{type(record).__name__.lower()} {getattr(record, 'pk', '')}".strip()
    ref = str(getattr(record, "ref", "") or "")
    digest = sha256(canonical({"says": [str(cell) for cell in cells]})).hexdigest()
    return KeptRow(about, ref, digest)


def packed_rows(rows: Iterable[KeptRow]) -> bytes:
    """The rows as they are kept."""
    return packed(
        sorted(canonical({"about": row.about, "ref": row.ref, "sha256": row.sha256}) for row in rows)
    )


def moved_between(before: KeptAnswer, after: KeptAnswer) -> list[MovedRow]:
    """What of the list is not as it was, in order of reference."""
    then, now = (_by_about(unpacked(answer.content)) for answer in (before, after))
    found = []
    for about in then.keys() | now.keys():
        if then.get(about) == now.get(about):
            continue
        how = Moved.ADDED if about not in then else Moved.GONE if about not in now else Moved.CHANGED
        ref = (now.get(about) or then[about])[0][0]
        found.append(MovedRow(about, ref, str(how.label)))
    return sorted(found, key=lambda row: (row.ref, row.about))


def _by_about(rows: Iterable[Mapping[str, str]]) -> dict[str, list[tuple[str, str]]]:
    by_about: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        by_about[row["about"]].append((row["ref"], row["sha256"]))
    return {about: sorted(found) for about, found in by_about.items()}


def is_everybodys(of_list: str) -> bool:
    """Whether a list is the same for everybody who may see all cases: those of figures are."""
    return of_list in ("oversight:figure", "oversight:compare")


def questions() -> Any:
    """Every kept question, the latest first."""
    return KeptQuestion.objects.select_related("words", "address", "kept_by").order_by("-pk")


def answers_of(question: KeptQuestion) -> list[KeptAnswer]:
    """What it answered, the latest first."""
    return list(question.answers.select_related("asked_by").order_by("-pk"))
