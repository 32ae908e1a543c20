"""Says whose material each register row is about: the same PNC ID is the same subject, in another case.

Different PNC IDs are different subjects. Where either lacks one, the same name and birth date is a suggestion
that a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from audit.choices import WithdrawnBecause
from audit.facts import withdraw
from cases.choices import ExceptionCode
from cases.models import Case, ErasableIdentity, ImportRow, Subject
from cases.names import search_name
from cases.services.imports.register_rows import RegisterRow
from cases.services.imports.run import Planned, Run

IDENTIFIES = ("surname", "forenames", "date_of_birth", "pnc_id")


def subjects_of(run: Run, batch: list[Planned]) -> dict[str, int]:
    """By the reference of each row, the id of the subject it is about; makes the subjects that are new."""
    known = _by_pnc_id({planned.row.pnc_id for planned in batch if planned.row.pnc_id})
    shared = _subjects_with_other_cases(batch)
    found: dict[str, int] = {}
    without: dict[str, list[Planned]] = defaultdict(list)
    for planned in batch:
        row, case = planned.row, planned.case
        if row.pnc_id in known:
            found[row.ref] = known[row.pnc_id]
        elif case is not None and (not row.pnc_id or case.subject_id not in shared):
            found[row.ref] = case.subject_id
        else:
            without[row.pnc_id or f"row {row.number}"].append(planned)
    fresh = Subject.objects.bulk_create([Subject(first_recorded_on=run.today) for _ in without])
    for subject, rows in zip(fresh, without.values(), strict=True):
        found |= {planned.row.ref: subject.pk for planned in rows}
    return found


def record_identities(run: Run, batch: list[Planned]) -> None:
    """Record who each subject of the batch is; a corrected row corrects the identity that it gave itself.

    An identity that another row gave stays; where this one says otherwise, a person is asked to look.
    """
    ids = {planned.case.subject_id for planned in batch if planned.case}
    current = {each.subject_id: each for each in ErasableIdentity.objects.current().filter(subject__in=ids)}
    own = _given_by_same_ref(current.values(), batch)
    fresh: dict[int, ErasableIdentity] = {}
    for planned in batch:
        assert planned.case is not None
        subject_id, said = planned.case.subject_id, _said(planned.row)
        standing = fresh.get(subject_id) or current.get(subject_id)
        if standing is not None and all(getattr(standing, name) == said[name] for name in IDENTIFIES):
            continue
        if standing is None or (standing.pk in own and own[standing.pk] == planned.row.ref):
            stamp = run.stamp(planned, None, not_before=standing.recorded_at if standing else None)
            if standing is not None:
                _withdraw(run, standing.pk, stamp["recorded_at"])
            fresh[subject_id] = ErasableIdentity(subject_id=subject_id, **said, **stamp)
        else:
            planned.add(
                ExceptionCode.POSSIBLE_DUPLICATE,
                "PNC ID",
                "another row with this PNC ID gives another name or birth date; it was taken for the same "
                "person and "
                "the earlier one kept; compare both with the PNC",
            )
    ErasableIdentity.objects.bulk_create(fresh.values())


def suggest_same_person(batch: list[Planned]) -> None:
    """Ask about rows whose name and birth date are another subject's, where either lacks a PNC ID."""
    asked = {
        (search_name(planned.row.surname, planned.row.forenames), planned.row.date_of_birth): planned
        for planned in batch
        if planned.row.date_of_birth and (planned.row.surname or planned.row.forenames)
    }
    alike = ErasableIdentity.objects.current().filter(search_name__in={name for name, _ in asked})
    seen: dict[tuple[str, date | None], list[ErasableIdentity]] = defaultdict(list)
    for identity in alike:
        seen[identity.search_name, identity.date_of_birth].append(identity)
    refs = _refs_of({identity.subject_id for identity in alike})
    for key, planned in asked.items():
        assert planned.case is not None
        others = [
            identity
            for identity in seen[key]
            if identity.subject_id != planned.case.subject_id and not (identity.pnc_id and planned.row.pnc_id)
        ]
        for identity in others:
            planned.add(
                ExceptionCode.POSSIBLE_DUPLICATE,
                "Surname",
                "the name and birth date are those of case "
                f"{refs.get(identity.subject_id, 'of another subject')}, and "
                "one of the two has no PNC ID; decide whether it is the same person",
            )


def move_to_subject(run: Run, case: Case, subject_id: int) -> None:
    """The corrected PNC ID says that the case is about another person."""
    left = case.subject_id
    case.subject_id = subject_id
    case.save(update_fields=["subject"])
    if not Case.objects.filter(subject=left).exists():
        identity = ErasableIdentity.objects.filter(subject=left)
        withdraw(identity, by=run.by, because=WithdrawnBecause.WRONG_SUBJECT, at=run.moment)


def _by_pnc_id(pnc_ids: set[str]) -> dict[str, int]:
    """The subject of each PNC ID, however the year of the recorded one is written; the first wins."""
    spellings = {spelling: pnc_id for pnc_id in pnc_ids for spelling in (pnc_id, pnc_id[2:]) if spelling}
    rows = ErasableIdentity.objects.current().filter(pnc_id__in=spellings).order_by("-pk")
    return {spellings[written]: subject for written, subject in rows.values_list("pnc_id", "subject_id")}


def _subjects_with_other_cases(batch: list[Planned]) -> set[int]:
    """Those of the batch's subjects that have a case besides the row's own."""
    ids = [planned.case.subject_id for planned in batch if planned.case]
    counted: dict[int, int] = defaultdict(int)
    for subject_id in Case.objects.filter(subject__in=ids).values_list("subject_id", flat=True):
        counted[subject_id] += 1
    return {subject_id for subject_id, cases in counted.items() if cases > 1}


def _given_by_same_ref(identities: Iterable[ErasableIdentity], batch: list[Planned]) -> dict[int, str]:
    """By the id of an identity, the reference of the corrected row that gave it."""
    refs = {planned.row.ref for planned in batch if planned.previous}
    sources = {identity.source_row_id: identity.pk for identity in identities if identity.source_row_id}
    rows = ImportRow.objects.filter(pk__in=sources, ref__in=refs).values_list("pk", "ref") if refs else []
    return {sources[pk]: ref for pk, ref in rows}


def _said(row: RegisterRow) -> dict[str, object]:
    return {
        "surname": row.surname,
        "forenames": row.forenames,
        "date_of_birth": row.date_of_birth,
        "pnc_id": row.pnc_id,
        "search_name": search_name(row.surname, row.forenames),
    }


def _withdraw(run: Run, identity_id: int, at: datetime) -> None:
    withdraw(
        ErasableIdentity.objects.filter(pk=identity_id),
        by=run.by,
        because=WithdrawnBecause.CORRECTED_IN_SOURCE,
        at=at,
    )


def _refs_of(subject_ids: set[int]) -> dict[int, str]:
    return dict(Case.objects.filter(subject__in=subject_ids).order_by("-pk").values_list("subject_id", "ref"))
