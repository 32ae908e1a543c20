"""Erasure: one function of one database role empties what identifies a person; nothing else can.

The rooms say what can be erased, and which of it is a person's (``register``). From that ``migrate`` makes,
as the owner, a role that cannot sign in, with the rights on just those columns, and the function, which runs
as that role. The application may call the function and has none of these rights. The guards of facts let that
role pass; what it may touch, its rights alone say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

ROLE = "nsd_eraser"
FUNCTION = "erase_person"
SIGNATURE = "bigint[], timestamptz"


@dataclass(frozen=True, slots=True)
class Erasable:
    """Columns of a table that are emptied, or whole rows that are deleted, for the subjects of one person.

    ``where`` is SQL about a row ``t``; it may use ``p_subjects`` (bigint[]), ``p_at`` (timestamptz),
    and the arrays ``p_pncs``, ``p_surnames``, ``p_forenames`` (both upper case) and ``p_births``.
    ``empty`` gives each column's value in SQL; without any, rows are deleted.
    """

    table: str
    where: str
    empty: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Declared:
    """All that is erased, and ``refuse``: SQL conditions under which nothing is, each with why.

    ``people`` is the table of subjects, whose rows are locked first, so that nothing new of theirs begins
    meanwhile; a lock asks for a right on one column. ``identity`` is the table that names them.
    """

    people: str
    column: str
    identity: str
    erasable: tuple[Erasable, ...]
    refuse: tuple[tuple[str, str], ...]


_declared: list[Callable[[], Declared]] = []


def register(declare: Callable[[], Declared]) -> None:
    """Have a room's declaration count; asked when the function is made. There is one."""
    _declared[:] = [declare]


def declared() -> Declared:
    """What was declared. Raises IndexError where nothing was."""
    return _declared[0]()


def function_sql(one: Declared) -> str:
    """The function: refuses, then reads who it is about, then empties; gives the rows of each table."""
    refusals = "\n".join(
        f"    IF {condition} THEN RAISE EXCEPTION '{why}' USING ERRCODE = 'restrict_violation'; END IF;"
        for condition, why in one.refuse
    )
    steps = "\n".join(_step(each) for each in one.erasable)
    return f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(p_subjects bigint[], p_at timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $erase$
DECLARE
    p_pncs text[];
    p_surnames text[];
    p_forenames text[];
    p_births date[];
    touched bigint;
    counts jsonb := '{{}}';
BEGIN
    PERFORM 1 FROM {one.people} WHERE id = ANY (p_subjects) ORDER BY id FOR UPDATE;
{refusals}
    SELECT coalesce(array_agg(DISTINCT upper(pnc_id)) FILTER (WHERE pnc_id <> ''), '{{}}')
        INTO p_pncs FROM {one.identity} WHERE subject_id = ANY (p_subjects);
    SELECT coalesce(array_agg(upper(surname)), '{{}}'), coalesce(array_agg(upper(i.forenames)), '{{}}'),
            coalesce(array_agg(date_of_birth), '{{}}')
        INTO p_surnames, p_forenames, p_births
        FROM {one.identity} i WHERE subject_id = ANY (p_subjects) AND surname <> '';
{steps}
    RETURN counts;
END $erase$
"""


def _step(each: Erasable) -> str:
    if each.empty:
        values = ", ".join(f"{column} = {value}" for column, value in each.empty.items())
        act = f"UPDATE {each.table} t SET {values} WHERE {each.where}"
    else:
        act = f"DELETE FROM {each.table} t WHERE {each.where}"
    return (
        f"    {act};\n    GET DIAGNOSTICS touched = ROW_COUNT;\n"
        f"    counts := counts || jsonb_build_object('{each.table}', "
        f"coalesce((counts ->> '{each.table}')::bigint, 0) + touched);"
    )


def apply(connection: BaseDatabaseWrapper, application: str) -> None:
    """Make the role and the function as declared, and let the application call it; as the owner, on migrate.

    Where tables of it are still missing (a schema migrated back), there is no function.
    """
    one = declared()
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [ROLE])
        if not cursor.fetchone()[0]:
            cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
        cursor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}({SIGNATURE})")
        _grant(cursor, one, present)
        if not {one.people, one.identity, *(each.table for each in one.erasable)} <= present:
            return
        cursor.execute(function_sql(one))
        # Giving it away asks for the right to make things here, for that moment, and to be of the role.
        cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")
        cursor.execute(f"GRANT CREATE ON SCHEMA public TO {ROLE}")
        cursor.execute(f"REVOKE ALL ON FUNCTION {FUNCTION}({SIGNATURE}) FROM PUBLIC")
        cursor.execute(
            sql.SQL(f"GRANT EXECUTE ON FUNCTION {FUNCTION}({SIGNATURE}) TO {{}}").format(
                sql.Identifier(application)
            )
        )
        cursor.execute(f"ALTER FUNCTION {FUNCTION}({SIGNATURE}) OWNER TO {ROLE}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {ROLE}")


def _grant(cursor, one: Declared, present: set[str]) -> None:
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ROLE}")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
    cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {ROLE}")
    for each in (*one.erasable, Erasable(one.people, "", {one.column: ""})):
        if each.table not in present:
            continue
        columns = sql.SQL(", ").join(map(sql.Identifier, each.empty))
        right = sql.SQL("UPDATE ({})").format(columns) if each.empty else sql.SQL("DELETE")
        cursor.execute(sql.SQL(f"GRANT {{}} ON {{}} TO {ROLE}").format(right, sql.Identifier(each.table)))
