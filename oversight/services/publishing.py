"""Freezing a pack: its figures with the rows behind them, and its files, kept byte for byte."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.marking import marking
from audit.record import canonical, record
from cases.models import Case
from oversight.choices import PackKind
from oversight.errors import OversightRefused
from oversight.figures import Answer
from oversight.frozen import hash_of, packed, precision_of, spelled
from oversight.models import Pack, PackFile, PublishedFigure
from oversight.packs.contents import sections
from oversight.packs.gathered import Gathered, gather
from oversight.packs.render import MANIFEST, MEDIA, Head, files_of
from oversight.permissions import FREEZES_PACKS
from oversight.selectors import Days
from oversight.services.words import check_role

SEQUENCE = "SELECT nextval(pg_get_serial_sequence('oversight_pack', 'id'))"


@transaction.atomic
def freeze(kind: str, days: Days, *, by: Officer, scope: QuerySet[Case] | None = None) -> Pack:
    """Freeze the pack of a kind as at a day, as known at another; ``scope`` limits it to some cases.

    Raises OversightRefused for somebody without the right, a day that has not come, or a day that is later
    than the day of knowledge.
    """
    check_role(by, FREEZES_PACKS, "Managers and the Commissioner's office freeze packs.")
    return _freeze(kind, days, by, scope)


@transaction.atomic
def freeze_for_system(kind: str, days: Days, *, by: Officer) -> Pack:
    """The same for a command, which has been told who answers for it."""
    return _freeze(kind, days, by, None)


def _freeze(kind: str, days: Days, by: Officer, scope: QuerySet[Case] | None) -> Pack:
    if kind not in PackKind.values:
        raise OversightRefused("Choose which pack: fortnightly or monthly.")
    if days.known_at > clock.today():
        raise OversightRefused("The day as known at must be today or earlier: nothing is recorded later.")
    if days.as_at > days.known_at:
        raise OversightRefused(
            "The day as at must not be later than the day as known at: that is a forecast."
        )
    gathered = gather(PackKind(kind), days, scope)
    pack = Pack(pk=_next(), kind=kind, as_at=days.as_at, known_at=days.known_at, frozen_by=by)
    pack.frozen_at = clock.moment()
    figures = list(_figures(pack, gathered))
    files = files_of(_head(pack), sections(gathered))
    files[MANIFEST] = manifest(pack, figures, files)
    pack.sha256 = sha256(files[MANIFEST]).hexdigest()
    pack.save(force_insert=True)
    PublishedFigure.objects.bulk_create(figures)
    PackFile.objects.bulk_create(
        PackFile(pack=pack, name=name, media_type=MEDIA[name], content=body, sha256=sha256(body).hexdigest())
        for name, body in files.items()
    )
    record(
        Verb.PACK_FROZEN,
        subject_type="pack",
        subject_id=pack.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"kind": kind, "as_at": days.as_at, "known_at": days.known_at, "sha256": pack.sha256},
        row=pack,
    )
    return pack


def _next() -> int:
    """The number of the next pack, which its own files already say."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCE)
        return int(cursor.fetchone()[0])


def _head(pack: Pack) -> Head:
    return Head(
        title=PackKind(pack.kind).label,
        reference=pack.ref,
        as_at=pack.as_at,
        known_at=pack.known_at,
        frozen_at=pack.frozen_at,
        marking=marking(),
    )


def _figures(pack: Pack, gathered: Gathered) -> Any:
    for day in gathered.published_days:
        found = gathered.by_day[day]
        for slug, answer in found.items():
            yield _published(pack, answer, str(precision_of(found, slug)), gathered.reliability)


def _published(pack: Pack, answer: Answer, precision: str, reliability: str) -> PublishedFigure:
    figure, lines = answer.figure, spelled(answer.rows)
    row = PublishedFigure(
        pack=pack,
        slug=figure.slug,
        number=figure.number,
        title=figure.title,
        unit=figure.unit,
        definition=figure.definition,
        version=figure.version,
        precision=precision,
        reliability=reliability,
        as_at=answer.as_at,
        known_at=pack.known_at,
        value=answer.number,
        rows=len(answer.rows),
        rows_sha256=hash_of(lines),
        content=packed(lines),
    )
    row.sha256 = whole_hash(row)
    return row


WHOLE = (
    *("slug", "number", "title", "unit", "definition", "version", "precision", "reliability"),
    *("as_at", "known_at", "value", "rows", "rows_sha256"),
)


def whole_hash(row: PublishedFigure) -> str:
    """The SHA-256 of a published figure: its words, dates, precision, reliability, value and rows."""
    return sha256(canonical({name: getattr(row, name) for name in WHOLE})).hexdigest()


def manifest(pack: Pack, figures: list[PublishedFigure], files: dict[str, bytes]) -> bytes:
    """What a pack is made of, with the digest of each file and figure; its own digest is the pack's."""
    told = {
        "reference": pack.ref,
        "kind": pack.kind,
        "as_at": pack.as_at,
        "known_at": pack.known_at,
        "frozen_at": pack.frozen_at,
        "files": [
            {"name": name, "bytes": len(body), "sha256": sha256(body).hexdigest()}
            for name, body in files.items()
        ],
        "figures": [
            {name: getattr(row, name) for name in WHOLE if name not in ("definition", "reliability")}
            | {"definition_sha256": sha256(row.definition.encode()).hexdigest(), "sha256": row.sha256}
            for row in figures
        ],
    }
    return canonical(told)
