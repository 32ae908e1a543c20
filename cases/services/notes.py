"""Notes on a case: recorded, and shown to whoever may see the case."""

from __future__ import annotations

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases import holders
from cases.errors import AuthorityRefused, FactRefused, StaleCase
from cases.models import Case, CaseNote
from cases.querysets import SEES_ALL_CASES
from cases.services.transition import moved_since
from cases.services.words import kept

LONGEST = 20_000
# The Commissioner and the Commissioner's office read all and change only their own reviews.
MAY_NOTE = (SEES_ALL_CASES | holders.MAY_HAND_BACK | {Role.CTU_OFFICER}) - {
    Role.COMMISSIONER,
    Role.COMMISSIONER_OFFICE,
}


@transaction.atomic
def add_note(case_id: int, text: str, *, by: Officer, seen_version: int, seen_note: int) -> CaseNote:
    """Add a note to a case. The words are kept where they can be erased; the audit keeps the fact alone.

    ``seen_version`` and ``seen_note`` (the id of the latest note, 0 for none) are what the person saw.
    Raises StaleCase where something was done, or noted, since; FactRefused for a note without words or too
    long; AuthorityRefused for whoever only reads; Case.DoesNotExist.
    """
    if not roles_on(by, clock.today()) & MAY_NOTE:
        raise AuthorityRefused("Your roles read cases and do not write on them.")
    words = text.strip()
    if not words:
        raise FactRefused("A note needs words.")
    if len(words) > LONGEST:
        raise FactRefused(f"A note has at most {LONGEST:,} characters; this one has {len(words):,}.")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    stale = moved_since(case_id, seen_version) or _noted_since(case, seen_note)
    if stale is not None:
        raise stale
    recorded = stamp(by)
    written = kept(words, by, recorded["recorded_at"])
    note = CaseNote.objects.create(case=case, text=written, **recorded)
    record(
        Verb.FACT_RECORDED,
        subject_type="case",
        subject_id=case.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"facts": {"casenote": note.pk}},
        row=note,
    )
    return note


def latest_note(case_id: int) -> int:
    """The id of the latest note on a case, withdrawn or not; 0 where there is none."""
    notes = CaseNote.objects.filter(case=case_id).order_by("-pk")
    return notes.values_list("pk", flat=True).first() or 0


def notes_of(case: Case) -> list[CaseNote]:
    """The notes on a case that stand, the latest first, with their words."""
    notes = CaseNote.objects.current().filter(case=case).select_related("recorded_by", "text")
    return list(notes.order_by("-recorded_at", "-pk"))


def _noted_since(case: Case, seen_note: int) -> StaleCase | None:
    newer = CaseNote.objects.filter(case=case, pk__gt=seen_note).select_related("recorded_by")
    note = newer.order_by("-pk").first()
    if note is None:
        return None
    on = clock.local_day(note.recorded_at)
    return StaleCase(
        f"{note.recorded_by.display_name} added a note to case {case.ref} on {on:%-d %B %Y}, since you "
        "opened the page: it is below.",
        who=note.recorded_by.display_name,
        event="Note added",
        on=on,
        version=case.version,
    )
