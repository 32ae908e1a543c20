"""Making the record of a decision, in the transaction of the act: reference, words, PDF and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection, models
from django.db.models import Max

from audit import clock
from cases import records
from cases.choices import RecordSeries
from cases.models import DecisionRecord, Determination, ErasableDecisionRecord, PaperDecision, Refusal
from cases.record_pdf import as_pdf

LOCK = 20_160_422


def make_record(decision: Determination | Refusal, *, paper: PaperDecision | None = None) -> DecisionRecord:
    """The record of a decision just stored; inside a transaction, so that no number is left out.

    References of a year are given one after another: whoever is second waits for the first to end.
    """
    if isinstance(decision, Determination):
        series, name, day = RecordSeries.NSD, "determination", decision.made_on
    else:
        series, name, day = RecordSeries.REFUSAL, "refusal", decision.refused_on
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, day.year])
    last = DecisionRecord.objects.filter(series=series, year=day.year).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    reference = f"{series.value}/{day.year}/{number:06}"
    said = records.said_of(decision, reference, paper)
    made_at = clock.moment()
    pdf = as_pdf(said, reference, made_at)
    record = DecisionRecord.objects.create(
        series=series,
        year=day.year,
        number=number,
        reference=reference,
        made_at=made_at,
        sha256=hashlib.sha256(pdf).hexdigest(),
        **{name: decision},
    )
    ErasableDecisionRecord.objects.create(record=record, said=said, content=pdf)
    return record


def records_of_step(facts: Iterable[models.Model], *, paper: PaperDecision | None = None) -> None:
    """Make the record of each decision among the rows of a step; ``paper`` is what was signed, if any."""
    for fact in facts:
        if isinstance(fact, Determination | Refusal):
            make_record(fact, paper=paper)
