"""Reads of decisions and their records: what was signed, with its digest, and what became of it since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Case, DecisionRecord, Determination, Refusal, Revocation


@dataclass(frozen=True, slots=True)
class RecordRead:
    """A record as it was made. ``is_whole`` is whether the file kept still has the digest; ``sections`` are
    empty and ``is_erased`` true once it was erased. ``size`` is that of the file, in bytes.
    """

    record: DecisionRecord
    title: str
    lede: str
    sections: tuple[dict[str, Any], ...]
    size: int
    is_whole: bool
    is_erased: bool


def record_of(determination_id: int) -> RecordRead | None:
    """The record of a determination; None for one of a log, or made before records were kept."""
    record = DecisionRecord.objects.select_related("file").filter(determination=determination_id).first()
    return read(record) if record else None


def read(record: DecisionRecord) -> RecordRead:
    """What a record says, and whether its file is byte for byte what was made."""
    said = record.file.said
    content = bytes(record.file.content)
    return RecordRead(
        record=record,
        title=str(said.get("title", record.reference)),
        lede=str(said.get("lede", "")),
        sections=tuple(said.get("sections", ())),
        size=len(content),
        is_whole=hashlib.sha256(content).hexdigest() == record.sha256,
        is_erased=not content,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a case in words, with its record where it has one, and what became of it."""

    on: date
    words: str
    record: DecisionRecord | None
    determination: Determination | None = None
    became: str = ""


def decided_in(case: Case) -> list[Decided]:
    """The determinations and refusals of a case, the latest first; those of a log have no record."""
    made = (
        Determination.objects.current()
        .filter(case=case)
        .select_related("maker", "record", "was_found_void__determination__record")
    )
    ended = dict(Revocation.objects.current().filter(case=case).values_list("determination", "revoked_on"))
    refused = Refusal.objects.current().filter(case=case).select_related("refused_by", "record")
    found = [
        Decided(
            on=each.made_on,
            words=f"{each.get_kind_display()}, {each.months} months, by {each.maker.display_name}",
            record=each.kept_record,
            determination=each,
            became=_became(each, ended.get(each.pk)),
        )
        for each in made.order_by("-pk")
    ]
    found += [
        Decided(
            on=each.refused_on,
            words=f"Refused by {each.refused_by.display_name}",
            record=getattr(each, "record", None),
            became=f"Void: {each.get_void_because_display()}" if each.void_because else "",
        )
        for each in refused.order_by("-pk")
    ]
    return sorted(found, key=lambda each: each.on, reverse=True)


def _became(made: Determination, revoked_on: date | None) -> str:
    """What became of a determination since, in words; empty where nothing did."""
    if made.void_because:
        return f"Void: {made.get_void_because_display()}"
    return f"Revoked: {revoked_on:%-d %B %Y} is its last day" if revoked_on else ""
