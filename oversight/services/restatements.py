"""Noticing what was published and would be different now, and keeping that with the rows that moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import Officer
from accounts.selectors import system_officer
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from oversight import figures
from oversight.choices import MovedBecause
from oversight.errors import OversightRefused
from oversight.figures import Answer
from oversight.frozen import hash_of, spelled
from oversight.models import PublishedFigure, Restatement, RestatementRow, RestatementTold
from oversight.permissions import FREEZES_PACKS
from oversight.restating import Known, moved_cases, moved_rows, recomputed
from oversight.services.words import check_past, check_role, tell, written
from retention.services import locks

LOCK = "oversight.restatements"


def look(known_at: date | None = None) -> int:
    """Recompute every published figure as known today; returns how many were found newly different.

    A figure is told again only when it has changed since it was last told, also when it is again what was
    published. While somebody else looks, nothing is done: they tell.
    """
    with locks.held(LOCK) as is_ours:
        return _look(known_at or clock.today()) if is_ours else 0


def _look(known_at: date) -> int:
    """Few queries where nothing has changed: what was published with what was last told, and the cases."""
    last = Restatement.objects.filter(published=OuterRef("pk")).order_by("-sequence")
    published = (
        PublishedFigure.objects.defer("content")
        .order_by("pk")
        .annotate(
            told=Subquery(last.values("sequence")[:1]), told_sha256=Subquery(last.values("rows_sha256")[:1])
        )
    )
    # What is no figure of the register any more is still published, and can be recomputed no longer.
    listed: list[Any] = [row for row in published if row.slug in figures.REGISTER]
    if not listed:
        return 0
    now = recomputed((row.as_at for row in listed), known_at)
    hashes = {
        (day, slug): hash_of(spelled(answer.rows))
        for day, found in now.items()
        for slug, answer in found.items()
    }
    newly = [row for row in listed if hashes[row.as_at, row.slug] != (row.told_sha256 or row.rows_sha256)]
    moved: dict[date, set[int]] = defaultdict(set)
    for row in newly:
        moved[row.known_at] |= moved_cases(row, now[row.as_at][row.slug])
    known = {then: Known(cases, then, known_at) for then, cases in moved.items()}
    for row in newly:
        with transaction.atomic():
            digest = hashes[row.as_at, row.slug]
            _tell(row, now[row.as_at][row.slug], digest, (row.told or 0) + 1, known[row.known_at])
    return len(newly)


@transaction.atomic
def tell_office(restatement_id: int, *, office: str, told_on: date, words: str, by: Officer) -> None:
    """Record that an office was told of a restatement, and how it was explained.

    Raises OversightRefused without the right, the office or the words, or for a day that has not come.
    """
    check_role(by, FREEZES_PACKS, "Managers and the Commissioner's office explain restatements.")
    if not office.strip():
        raise OversightRefused("Enter which office was told.")
    check_past(told_on, "The day on which they were told")
    restatement = Restatement.objects.get(pk=restatement_id)
    said = written(words, by, "Enter how it was explained.")
    row = RestatementTold.objects.create(
        restatement=restatement, office=office.strip(), told_on=told_on, words=said, **stamp(by)
    )
    tell(Verb.RESTATEMENT_TOLD, row, by, {"restatement": restatement.pk, "told_on": told_on})


def _tell(published: PublishedFigure, now: Answer, digest: str, sequence: int, known: Known) -> None:
    moved = moved_rows(published, now, known)
    by = Counter(row.because for row in moved)
    restatement = Restatement.objects.create(
        published=published,
        sequence=sequence,
        noticed_at=clock.moment(),
        known_at=known.now,
        value=now.number,
        rows=len(now.rows),
        rows_sha256=digest,
        version=now.figure.version,
        by_fact=by[MovedBecause.FACT],
        by_law=by[MovedBecause.LAW],
        by_definition=by[MovedBecause.DEFINITION],
    )
    RestatementRow.objects.bulk_create(
        (
            RestatementRow(
                restatement=restatement,
                case_id=row.case_id,
                moved=row.moved,
                because=row.because,
                why=row.why,
            )
            for row in moved
        ),
        batch_size=2000,
    )
    system = system_officer()
    record(
        Verb.RESTATEMENT_NOTICED,
        subject_type="restatement",
        subject_id=restatement.pk,
        actor_id=system.pk,
        actor_name=system.display_name,
        payload={"published": published.pk, "was": published.value, "is": now.number, "rows": len(moved)},
        row=restatement,
    )
