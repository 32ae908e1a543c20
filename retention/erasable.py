"""What identifies a person, table by table, and how it is found: the declaration that erasure is made from.

Words that people wrote are found by the foreign keys that lead from whatever points to them to a subject, so
a new table with a reason of its own is erased without a line here. Files and rows that lead to nobody are
found by PNC ID, or by name and year of birth.
"""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db.models import Field, Model

from audit.erasure import Declared, Erasable

SUBJECT, TEXT = "cases_subject", "erasable_text"
# Everything leads to officers and forces; they are nobody's case.
NOT_BY = frozenset({"accounts_officer", "accounts_force", "accounts_unit", TEXT})
# Words in place of what was erased: every page shows them where the words were.
ERASED = "'Erased'"
CASES = "(SELECT c.id FROM cases_case c WHERE c.subject_id = ANY (p_subjects))"
REFS = "(SELECT c.ref FROM cases_case c WHERE c.subject_id = ANY (p_subjects))"
REVIEWED = "t.review_on <= (p_at AT TIME ZONE 'Europe/London')::date"
# Tables named erasable that hold nobody's identity but a contact's at work.
OF_NOBODY = frozenset({"erasable_port_contact"})


def by_pnc(words: str) -> str:
    """SQL: whether a text holds a PNC ID of the person."""
    return f"EXISTS (SELECT 1 FROM unnest(p_pncs) AS p WHERE strpos(upper({words}), p) > 0)"


def by_name(words: str) -> str:
    """SQL: whether a text holds their names and, where it is known, their year of birth."""
    return (
        "EXISTS (SELECT 1 FROM unnest(p_surnames, p_forenames, p_births) AS n(s, f, b) "
        f"WHERE strpos(upper({words}), n.s) > 0 AND strpos(upper({words}), n.f) > 0 "
        f"AND (n.b IS NULL OR strpos({words}, to_char(n.b, 'YYYY')) > 0))"
    )


def in_bytes(content: str) -> str:
    """SQL: whether bytes hold a PNC ID of the person as text."""
    return (
        f"EXISTS (SELECT 1 FROM unnest(p_pncs) AS p WHERE position(convert_to(p, 'UTF8') IN {content}) > 0)"
    )


def leads(model: type[Model], to: str = "t") -> str:
    """SQL about a row ``to`` of a model: whether a foreign key leads from it to a subject of the person.

    Empty where none does.
    """
    steps = [_step(key, to) for key in _keys(model)]
    return " OR ".join(step for step in steps if step)


def texts() -> list[tuple[type[Model], Field]]:
    """Every foreign key to words that people wrote."""
    return [(model, key) for model in apps.get_models() for key in _all_keys(model) if _target(key) == TEXT]


@cache
def declare() -> Declared:
    """All that is erased of a person, and when nothing is."""
    return Declared(
        people=SUBJECT,
        column="first_recorded_on",
        identity="erasable_identity",
        erasable=(*_words(), *_identity(), *_drafts(), *_records(), *_files(), *_extracts()),
        refuse=REFUSE,
    )


REFUSE = (
    (
        f"EXISTS (SELECT 1 FROM cases_material m WHERE m.case_id IN {CASES} AND m.deleted_on IS NULL)",
        "Something of this person is still held: nothing was erased.",
    ),
    (
        f"EXISTS (SELECT 1 FROM retention_deletionorder d WHERE d.case_id IN {CASES} "
        "AND d.state NOT IN ('verified', 'halted'))",
        "A deletion order of this person is still open: nothing was erased.",
    ),
    (
        "cardinality(p_subjects) > 0 AND NOT EXISTS (SELECT 1 FROM retention_erasure e "
        "WHERE e.subject_ids = p_subjects)",
        "No review decided this erasure: nothing was erased.",
    ),
    (
        "EXISTS (SELECT 1 FROM retention_erasurekept k WHERE k.subject_id = ANY (p_subjects) "
        "AND k.withdrawn_at IS NULL AND k.until > (p_at AT TIME ZONE 'Europe/London')::date)",
        "A review decided to keep this longer: nothing was erased.",
    ),
    (
        f"EXISTS (SELECT 1 FROM cases_upload u JOIN cases_uploadfile f ON f.upload_id = u.id "
        f"JOIN cases_uploadresult r ON r.file_id = f.id "
        "WHERE u.state IN ('rehearsing', 'rehearsed', 'importing') "
        f"AND (r.case_id IN {CASES} OR r.ref IN {REFS}))",
        "A file that names this person is still being imported: end or leave that import first.",
    ),
)


def _words() -> list[Erasable]:
    theirs: list[str] = []
    of_nobody: list[str] = []
    for model, key in texts():
        table = model._meta.db_table
        where = leads(model, "w")
        (theirs if where else of_nobody).append(
            f"SELECT w.{key.column} FROM {table} w WHERE {where or f'w.{key.column} IS NOT NULL'}"
        )
    mine = " UNION ALL ".join(theirs)
    rest = " UNION ALL ".join(of_nobody)
    return [
        Erasable(
            TEXT,
            f"t.erased_at IS NULL AND (t.id IN ({mine}) OR {by_pnc('t.text')} "
            f"OR (t.id IN ({rest}) AND {by_name('t.text')}))",
            {"text": ERASED, "erased_at": "p_at"},
        )
    ]


def _identity() -> list[Erasable]:
    blank = {name: "''" for name in ("surname", "forenames", "pnc_id", "cro_number", "search_name")}
    return [
        Erasable("erasable_identity", "t.subject_id = ANY (p_subjects)", blank | {"date_of_birth": "NULL"}),
        Erasable(
            "cases_holding",
            "t.reference <> '' AND t.material_id IN "
            f"(SELECT m.id FROM cases_material m WHERE m.case_id IN {CASES})",
            {
                "reference": "'sha256:' || "
                "left(encode(sha256(convert_to(t.place || ' ' || t.reference, 'UTF8')), "
                "'hex'), 53)"
            },
        ),
    ]


def _drafts() -> list[Erasable]:
    said = "t.said::text"
    query = "replace(replace(t.query, '%2F', '/'), '+', ' ')"
    named = (
        f"EXISTS (SELECT 1 FROM unnest(p_surnames) AS s WHERE strpos(upper({query} || ' ' || t.name), s) > 0)"
    )
    return [
        Erasable("erasable_profile_draft", f"t.case_id IN {CASES}"),
        Erasable(
            "erasable_application_draft_text",
            leads(apps.get_model("cases", "ApplicationDraftText")),
            {"text": ERASED},
        ),
        Erasable("erasable_taking_draft", f"{by_pnc(said)} OR {by_name(said)}"),
        Erasable("erasable_saved_filter", f"{by_pnc(query)} OR {by_pnc('t.name')} OR {named}"),
    ]


def _records() -> list[Erasable]:
    return [
        Erasable(
            "erasable_decision_record",
            leads(apps.get_model("cases", "ErasableDecisionRecord")),
            {"said": "'{}'", "content": "''"},
        ),
        Erasable(
            "erasable_signed_paper",
            leads(apps.get_model("cases", "ErasableSignedPaper")),
            {"name": "''", "content": "''"},
        ),
    ]


def _files() -> list[Erasable]:
    cells = "t.cells::text"
    rows = f"SELECT r.id FROM cases_importrow r WHERE r.case_id IN {CASES} OR r.ref IN {REFS}"
    stray = "SELECT r.id FROM cases_importrow r WHERE r.case_id IS NULL"
    of_them = (
        f"SELECT r.file_id FROM cases_uploadresult r WHERE r.case_id IN {CASES} OR r.ref IN {REFS} "
        "UNION ALL SELECT f.id FROM cases_uploadfile f "
        "JOIN cases_importrow r ON r.file_id = f.import_file_id "
        f"WHERE r.case_id IN {CASES} OR r.ref IN {REFS}"
    )
    ended = (
        "SELECT f.id FROM cases_uploadfile f JOIN cases_upload u ON u.id = f.upload_id "
        "WHERE u.state NOT IN ('rehearsing', 'rehearsed', 'importing')"
    )
    lines = (
        "SELECT l.batch_id FROM cases_batchline l JOIN cases_request q ON q.id = l.request_id "
        f"WHERE q.case_id IN {CASES}"
    )
    return [
        Erasable(
            "erasable_import_row",
            f"t.row_id IN ({rows}) OR {by_pnc(cells)} OR (t.row_id IN ({stray}) AND {by_name(cells)})",
            {"cells": "'{}'"},
        ),
        Erasable(
            "erasable_upload",
            f"length(t.content) > 0 AND t.file_id IN ({ended}) "
            f"AND (t.file_id IN ({of_them}) OR {in_bytes('t.content')} OR {REVIEWED})",
            {"content": "''"},
        ),
        Erasable(
            "erasable_batch_file", f"t.batch_id IN ({lines}) OR {by_pnc('t.content')}", {"content": "''"}
        ),
    ]


def _extracts() -> list[Erasable]:
    references = (
        "SELECT h.place, h.reference FROM cases_holding h JOIN cases_material m ON m.id = h.material_id "
        f"WHERE m.case_id IN {CASES}"
    )
    cells = "t.cells::text"
    ended = (
        "SELECT f.id FROM retention_extractfile f JOIN retention_reconciliation r "
        "ON r.id = f.reconciliation_id WHERE r.state IN ('done', 'refused')"
    )
    whose = leads(apps.get_model("retention", "ErasableDifference"))
    return [
        Erasable(
            "erasable_extract_record",
            f"upper(t.pnc_id) = ANY (p_pncs) OR (t.place, t.reference) IN ({references}) OR {by_pnc(cells)} "
            f"OR (t.pnc_id = '' AND {by_name(cells)})",
        ),
        Erasable(
            "erasable_extract",
            f"length(t.content) > 0 AND t.file_id IN ({ended}) AND ({in_bytes('t.content')} OR {REVIEWED})",
            {"content": "''"},
        ),
        Erasable("erasable_difference", f"{whose} OR {by_pnc(cells)}", {"cells": "'[]'"}),
    ]


def _step(key: Field, row: str, passed: tuple[str, ...] = ()) -> str:
    target = key.remote_field.model  # type: ignore[union-attr]
    table = target._meta.db_table
    if table == SUBJECT:
        return f"{row}.{key.column} = ANY (p_subjects)"
    if table in NOT_BY or table in passed or len(passed) > 4:
        return ""
    below = f"{row}{len(passed)}"
    on = [_step(each, below, (*passed, table)) for each in _keys(target)]
    found = " OR ".join(each for each in on if each)
    return f"{row}.{key.column} IN (SELECT {below}.id FROM {table} {below} WHERE {found})" if found else ""


def _keys(model: type[Model]) -> list[Field]:
    return [key for key in _all_keys(model) if _target(key) not in NOT_BY]


def _all_keys(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.local_concrete_fields if field.remote_field]


def _target(key: Field) -> str:
    return str(key.remote_field.model._meta.db_table)  # type: ignore[union-attr]
