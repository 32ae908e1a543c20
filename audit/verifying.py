"""Whether the audit can be trusted: the sealed chain recomputed, the guards looked at."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from audit import comparing, grants, heads, sealing, stamping
from audit.facts import RecordedFact
from audit.models import AuditEvent, DemoDay, FactShape, FactStamp, Seal
from audit.reading import in_parts
from audit.sealing import START, Row

NEVER = ("TRUNCATE", "REFERENCES", "TRIGGER")


def first_fault() -> str | None:
    """The first thing found wrong, in words: of chain, told heads or facts; None if all is right."""
    return first_broken_link() or heads.first_that_differs() or comparing.first_changed_fact()


def first_broken_link() -> str | None:
    """The first fault of the chain, in words; None where every sealed event is as it was when sealed."""
    late_later: set[int] = set()
    for pk, missing, late in Seal.objects.order_by("pk").values_list("pk", "missing", "late"):
        if not _are_numbers(late) or not _are_gaps(missing):
            return f"Seal {pk} was changed: what it says of missing or late events is no list of numbers."
        late_later.update(late)
    previous, expected_id = START, 1
    with in_parts(Seal.objects.order_by("pk")) as links:
        for link in links:
            if link.previous != previous or link.first_id != expected_id:
                return (
                    f"Seal {link.pk} does not follow the one before it: a link was removed, added or changed."
                )
            if fault := _fault_of(link, late_later):
                return fault
            previous, expected_id = link.digest, link.last_id + 1
    return None


def missing_guards() -> Iterator[str]:
    """Each guard that is missing, off or too weak, in words."""
    yield from _missing_triggers()
    yield from _missing_stamps()
    yield from _excessive_rights()


def _fault_of(link: Seal, late_later: set[int]) -> str | None:
    inside, late = sealing.rows_of(link)
    missing = [range(first, last + 1) for first, last in link.missing]
    sealed: list[Row] = []
    for row in inside:
        if not any(row["id"] in gap for gap in missing):
            sealed.append(row)
        elif row["id"] not in late_later and not sealing.is_open(link):
            return f"Event {row['id']} stands in a gap of seal {link.pk} after it closed: it was put there."
    which = f"Seal {link.pk} (events {link.first_id} to {link.last_id})"
    found = len(sealed) + len(late)
    if found != link.events:
        return f"{which} was made of {link.events} events, and {found} are there."
    if sealing.digest(link, [*sealed, *late]) != link.digest:
        return f"{which} does not match its events: one of them, or the seal itself, was changed."
    return None


def _are_numbers(late: object) -> bool:
    return isinstance(late, list) and all(isinstance(number, int) for number in late)


def _are_gaps(missing: object) -> bool:
    return isinstance(missing, list) and all(_are_numbers(gap) and len(gap) == 2 for gap in missing)


def _missing_triggers() -> Iterator[str]:
    guarded = {model._meta.db_table for model in apps.get_models() if issubclass(model, RecordedFact)}
    guarded |= {model._meta.db_table for model in (AuditEvent, DemoDay, FactStamp, Seal)}
    with connection.cursor() as cursor:
        # Bits of tgtype: 1 row, 2 before, 8 delete, 16 update, 32 truncate.
        cursor.execute(
            """
            SELECT tgrelid::regclass::text,
                   bit_or(CASE WHEN tgtype & 1 = 1 THEN tgtype & 24 ELSE tgtype & 32 END)
            FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
            WHERE tgenabled IN ('O', 'A') AND tgtype & 2 = 2
              AND proname IN ('audit_guard_fact', 'audit_refuse_change')
            GROUP BY 1
            """
        )
        refused = dict(cursor.fetchall())
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_event'::regclass"
        )
        guarded |= {name for (name,) in cursor.fetchall()}
    words = {16: "UPDATE", 8: "DELETE", 32: "TRUNCATE"}
    for table in sorted(guarded):
        for bit, word in words.items():
            if not refused.get(table, 0) & bit:
                yield f"No trigger refuses {word} on {table}."


def _missing_stamps() -> Iterator[str]:
    with connection.cursor() as cursor:
        there = stamping.installed(cursor)
    shapes = dict(FactShape.objects.order_by("pk").values_list("table", "columns"))
    for one in stamping.tables():
        if not stamping.triggers_of(one) <= there.get(one.table, set()):
            yield f"No trigger stamps what is recorded in {one.table}."
        elif tuple(shapes.get(one.table, ())) != one.columns:
            yield f"What is recorded in {one.table} is stamped by other columns than it has: run migrate."


def _excessive_rights() -> Iterator[str]:
    role = grants.role_name()
    with connection.cursor() as cursor:
        if grants.has_powers(cursor, role):
            yield f"The application's role {role} is a superuser, or could lift its own limits."
        for grant in grants.wanted():
            allowed = {right for right in grant.rights if "(" not in right}
            refused = [right for right in (*grants.DEFAULT, *NEVER) if right not in allowed]
            cursor.execute(
                "SELECT r FROM unnest(%s::text[]) AS r, to_regclass(%s) AS t "
                "WHERE t IS NOT NULL AND has_table_privilege(%s, t, r)",
                [refused, grant.table, role],
            )
            for (right,) in cursor.fetchall():
                yield f"The application's role {role} may {right} on {grant.table}."
