"""Who may be the same person as somebody: suggestions with why, for a person to decide.

The same PNC ID is the same person by rule, and different PNC IDs are different people; between those,
somebody is suggested whose name is alike (accents, apostrophes, spelling, transliteration, order of names
apart) and whose birth date is the same, near, or not known; or who has the same CRO number. R-186.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from audit import clock
from cases import people
from cases.models import Case, ErasableIdentity, SamePersonDecision
from cases.names import search_name
from law.identifiers import pnc_id

# A share of three-letter groups from which two names are one with a slip of the pen.
ALIKE = 0.55
_TYPED = """SELECT 0::bigint AS subject_id, %(pnc_id)s::text AS pnc_id, %(cro)s::text AS cro_number,
    %(born)s::date AS date_of_birth, %(name)s::text AS search_name"""
_RECORDED = """SELECT subject_id, pnc_id, cro_number, date_of_birth, search_name FROM erasable_identity
    WHERE withdrawn_at IS NULL AND pnc_id = ''"""
_ALIKE = """
WITH asked AS MATERIALIZED (
    SELECT who.*, cases_name_keys(search_name) AS keys FROM ({asked}) AS who
), pairs AS (
    SELECT a.subject_id AS one, b.subject_id AS other,
        a.search_name = b.search_name AS same_name,
        a.keys <> '{{}}' AND a.keys = cases_name_keys(b.search_name) AS same_sound,
        cardinality(ARRAY(
            SELECT unnest(a.keys) INTERSECT SELECT unnest(cases_name_keys(b.search_name))
        )) AS shared,
        similarity(a.search_name, b.search_name) AS alike,
        a.cro_number <> '' AND a.cro_number = b.cro_number AS same_cro,
        CASE WHEN a.date_of_birth IS NULL OR b.date_of_birth IS NULL THEN 'unknown'
            WHEN a.date_of_birth = b.date_of_birth THEN 'same'
            WHEN abs(a.date_of_birth - b.date_of_birth) <= 3 OR
                (date_part('year', a.date_of_birth) = date_part('year', b.date_of_birth))::int
                + (date_part('month', a.date_of_birth) = date_part('month', b.date_of_birth))::int
                + (date_part('day', a.date_of_birth) = date_part('day', b.date_of_birth))::int >= 2 OR
                (date_part('year', a.date_of_birth) = date_part('year', b.date_of_birth)
                AND date_part('month', a.date_of_birth) = date_part('day', b.date_of_birth)
                AND date_part('day', a.date_of_birth) = date_part('month', b.date_of_birth)) THEN 'near'
            ELSE 'other' END AS birth
    FROM asked AS a CROSS JOIN LATERAL (  -- one part for each index
        SELECT * FROM erasable_identity WHERE cases_name_keys(search_name) && a.keys
        UNION SELECT * FROM erasable_identity WHERE search_name %% a.search_name
        UNION SELECT * FROM erasable_identity WHERE a.cro_number <> '' AND cro_number = a.cro_number
    ) AS b
    WHERE b.withdrawn_at IS NULL AND b.subject_id <> a.subject_id
        AND (a.pnc_id = '' OR b.pnc_id = '') AND (b.pnc_id <> '' OR a.subject_id < b.subject_id)
)
SELECT least(one, other), greatest(one, other), same_name, same_sound, shared, alike, same_cro, birth
FROM pairs
WHERE same_cro OR (birth IN ('same', 'near') AND (same_sound OR shared >= 2 OR alike >= %(alike)s))
    OR (birth = 'unknown' AND (same_name OR shared >= 2))
ORDER BY same_name DESC, alike DESC, 1, 2
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two subjects who may be one person (the lower number first; 0: somebody not recorded yet) and why."""

    one: int
    other: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A recorded person whom somebody typed may be: with their cases and why they are suggested."""

    identity: ErasableIdentity
    refs: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def words(self) -> str:
        """Who it is, so that nobody is taken for another of the same name."""
        born = self.identity.date_of_birth
        when = f", born {born:%-d %B %Y}" if born else ""
        return f"{self.identity}{when}" + (f" ({', '.join(self.refs)})" if self.refs else "")


def with_pnc_id(text: str) -> ErasableIdentity | None:
    """The recorded person with this PNC ID, however its year is written: the same person by rule."""
    if not text.strip():
        return None
    canonical = pnc_id(text, clock.today().year).canonical
    spellings = {text.strip(), *([canonical, canonical[2:]] if canonical else [])}
    return ErasableIdentity.objects.current().filter(pnc_id__in=spellings).order_by("pk").first()


def suggest(
    *, surname: str, forenames: str, date_of_birth: date | None, pnc_id: str, cro_number: str
) -> list[Suggestion]:
    """The recorded people whom somebody with these details may be, the likeliest first; not by PNC ID."""
    name = search_name(surname, forenames)
    typed = {"pnc_id": pnc_id.strip(), "cro": cro_number.strip(), "born": date_of_birth, "name": name}
    pairs = _pairs(_TYPED, typed)
    found = {each.subject_id: each for each in _identities([pair.other for pair in pairs])}
    refs = refs_of(found)
    return [
        Suggestion(found[pair.other], tuple(refs[pair.other]), pair.why)
        for pair in pairs
        if pair.other in found
    ]


def undecided() -> list[Pair]:
    """Every two recorded people who may be one and of whom nobody has decided, the likeliest first."""
    return _undecided(_pairs(_RECORDED, {}))


def undecided_about(subject_ids: Collection[int]) -> set[int]:
    """Those of these subjects about whom a suggestion is still undecided."""
    if not subject_ids:
        return set()
    left = {subject for pair in undecided() for subject in (pair.one, pair.other)}
    return left & set(subject_ids)


def refs_of(subject_ids: Iterable[int]) -> dict[int, list[str]]:
    """The references of the cases of each of these subjects, in order."""
    refs: dict[int, list[str]] = defaultdict(list)
    rows = Case.objects.filter(subject__in=list(subject_ids)).order_by("ref")
    for subject, ref in rows.values_list("subject_id", "ref"):
        refs[subject].append(ref)
    return refs


def decisions(answer: str = "") -> QuerySet[SamePersonDecision]:
    """The decisions that count, latest first."""
    rows = SamePersonDecision.objects.current().select_related("recorded_by", "reasons").order_by("-pk")
    return rows.filter(answer=answer) if answer else rows


def _undecided(pairs: list[Pair]) -> list[Pair]:
    """Without those decided, and those whom decisions about others make one."""
    decided = set(SamePersonDecision.objects.current().values_list("one_id", "other_id"))
    person = dict(people.joins().values_list("subject_id", "person_id"))
    return [
        pair
        for pair in pairs
        if (pair.one, pair.other) not in decided
        and person.get(pair.one, pair.one) != person.get(pair.other, pair.other)
    ]


def _identities(subject_ids: Collection[int]) -> QuerySet[ErasableIdentity]:
    return ErasableIdentity.objects.current().filter(subject__in=subject_ids)


def _pairs(asked: str, values: Mapping[str, str | date | None]) -> list[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE.format(asked=asked), {**values, "alike": ALIKE})
        return [Pair(one, other, _why(*row)) for one, other, *row in cursor.fetchall()]


def _why(
    same_name: bool, same_sound: bool, shared: int, alike: float, same_cro: bool, birth: str
) -> tuple[str, ...]:
    """The reasons in words."""
    if same_name:
        name = "the same name, accents and apostrophes apart"
    elif same_sound:
        name = "the same name in another spelling, transliteration or order"
    elif shared >= 2:
        name = "two names in common, spelling apart"
    elif alike >= ALIKE:
        name = f"a name spelt alike ({alike * 100:.0f} %)"
    else:
        name = ""
    born = {
        "same": "the same birth date",
        "near": "a birth date that differs in one part or by a few days",
        "unknown": "a birth date not recorded for one of them",
    }.get(birth, "")
    return tuple(filter(None, ["the same CRO number" if same_cro else "", name, born]))
