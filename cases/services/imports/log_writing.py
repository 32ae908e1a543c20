"""Writes rows of JFIT's log: dates, shelving, requests and reviews as facts, and steps through the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from accounts.choices import Rank, Role
from accounts.models import Force, Officer
from cases import policy
from cases.choices import (
    CaseEvent,
    CaseState,
    ExceptionCode,
    NotifiedBy,
    PolicyKey,
    RequestStep,
    RowOutcome,
    SignOffOutcome,
)
from cases.models import (
    Case,
    CounterfactualReview,
    Material,
    NotifiedExpiry,
    Request,
    RequestEvent,
    Shelving,
)
from cases.services.imports import log_rows, records, steps
from cases.services.imports.log_rows import Applied, Asked, Decided, LogRow, Stopped
from cases.services.imports.people import Acted, People
from cases.services.imports.run import Planned, Run
from cases.services.imports.slots import Recorded, Wanted, settle
from cases.services.imports.steps import Step

SIGN_OFF_FORCE = "01"
"""Those who sign off for JFIT are of its host, the Metropolitan Police; the log does not name their force."""

SIGN_OFF_EVENTS = {
    SignOffOutcome.CONFIRMED: CaseEvent.CONFIRM_STOP,
    SignOffOutcome.REFERRED_UP: CaseEvent.REFER_UP,
    SignOffOutcome.OVERRULED: CaseEvent.OVERRULE_STOP,
}
SUBS = {
    NotifiedExpiry: lambda fact: (),
    Shelving: lambda fact: (),
    CounterfactualReview: lambda fact: (),
    Request: lambda fact: (fact.to,),
    RequestEvent: lambda fact: (fact.request.to,),
}
ANSWERS = (RequestEvent,)
FIRST = tuple(model for model in SUBS if model not in ANSWERS)


def reject_without_case(planned: Iterable[Planned]) -> None:
    """Reject the rows whose SOFS reference no case has; they stay as exceptions until they come again."""
    going_in = [each for each in planned if each.outcome != RowOutcome.REJECTED]
    refs = {each.row.sofs_ref for each in going_in if each.outcome != RowOutcome.UNCHANGED}
    known = set(Case.objects.filter(ref__in=refs).values_list("ref", flat=True))
    for each in going_in:
        if each.row.sofs_ref in refs and each.row.sofs_ref not in known:
            each.reject(
                ExceptionCode.NO_CASE,
                "SOFS ref",
                f"there is no case {each.row.sofs_ref}; import the register that has it and then this row "
                "again, or "
                "correct the reference",
            )


class LogWriter:
    """Writes the rows of one log."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._people = People(run.by)
        self._cases: dict[str, Case] = {}
        self._inspectors_from = policy.inspectors_sign_off_from(run.today)

    def prepare(self, planned: Iterable[Planned]) -> None:
        """For history, make officers of the people whom the rows name, with what the rows say that they were.

        For what is not history a row makes nobody an officer and gives nobody a role or a rank: who somebody
        is stands in the register of officers.
        """
        if not self._run.is_historical:
            return
        self._people.record(act for each in planned for act in self._acts(each.row))

    def write(self, batch: list[Planned]) -> None:
        """Write the rows of a batch that go in; the caller holds the transaction."""
        self._find_cases(batch)
        records.record_rows(self._run, batch)
        self._note_jfit_refs(batch)
        self._record_facts(batch)
        steps.take(self._run, batch, self._steps, log_rows.understand)

    def _find_cases(self, batch: list[Planned]) -> None:
        refs = {planned.row.sofs_ref for planned in batch}
        locked = Case.objects.select_for_update().filter(ref__in=refs).order_by("pk")
        self._cases = {case.ref: case for case in locked}
        for planned in batch:
            planned.case = self._cases[planned.row.sofs_ref]
            applied = planned.row.applied
            if applied and self._run.force(applied.force_code) is None:
                planned.add(
                    ExceptionCode.UNKNOWN_VALUE,
                    "Force",
                    f"there is no force with the code “{applied.force_code}”, so the steps are left out; "
                    "correct it",
                )

    def _note_jfit_refs(self, batch: list[Planned]) -> None:
        changed = []
        for planned in batch:
            assert planned.case is not None
            if planned.case.jfit_ref != planned.row.ref:
                planned.case.jfit_ref = planned.row.ref
                changed.append(planned.case)
        Case.objects.bulk_update(changed, ["jfit_ref"])

    def _record_facts(self, batch: list[Planned]) -> None:
        recorded = Recorded(self._run, batch, SUBS)
        wanted = [each for planned in batch for each in self._facts(planned)]
        standing = settle(self._run, batch, FIRST, wanted, recorded)
        answers = [
            _answer(planned, asked, standing[planned.row.ref, Request, (str(asked.to),)])
            for planned in batch
            for asked in planned.row.requests
            if asked.answered_on
        ]
        settle(self._run, batch, ANSWERS, answers, recorded)

    def _facts(self, planned: Planned) -> list[Wanted]:
        row, case = planned.row, planned.case
        assert case is not None
        found = []
        if row.notified_day:
            values = {
                "case_id": case.pk,
                "notified_by": NotifiedBy.JFIT_LOG,
                "notified_day": row.notified_day,
                "notified_on": row.recorded_on or row.received_on or self._run.today,
            }
            found.append(Wanted(planned, NotifiedExpiry, (), values, None))
        if row.shelved_on:
            values = {"case_id": case.pk, "shelved_on": row.shelved_on, "because": row.shelved_because}
            found.append(Wanted(planned, Shelving, (), values, row.shelved_on))
        if row.reviewed_on:
            values = {
                "case_id": case.pk,
                "would_have_applied": row.would_have_applied,
                "reviewed_on": row.reviewed_on,
            }
            found.append(Wanted(planned, CounterfactualReview, (), values, row.reviewed_on))
        return found + [self._request(planned, asked) for asked in row.requests]

    def _request(self, planned: Planned, asked: Asked) -> Wanted:
        assert planned.case is not None
        target = policy.policy_on(PolicyKey.THIRD_PARTY_DAYS, asked.sent_on, planned.case.nation)
        values = {
            "case_id": planned.case.pk,
            "to": asked.to,
            "unit_name": asked.unit_name,
            "sent_on": asked.sent_on,
            "due_on": asked.sent_on + timedelta(days=target),
        }
        return Wanted(planned, Request, (str(asked.to),), values, asked.sent_on)

    # Steps --------------------------------------------------------------------------------------------------

    def _steps(self, row: LogRow) -> list[Step]:
        found = []
        case = self._cases[row.sofs_ref]
        if row.received_on and case.state == CaseState.WITH_SOFS and self._run.is_historical:
            found.append(Step(CaseEvent.REFER, row.received_on, self._run.by, "Received"))
        if row.applied:
            found += self._application(row.applied, case)
        if row.stopped:
            found += self._stop(row.stopped)
        return found if self._run.is_historical else steps.still_to_take(found, case)

    def _application(self, applied: Applied, case: Case) -> list[Step]:
        force = self._run.force(applied.force_code)
        if force is None:
            return []
        decided, officer = applied.decided, None
        if applied.chief_officer:
            officer, _ = self._named(applied.chief_officer)
        details = {"to_force": force, "to_officer": officer, "reasons": applied.why}
        found = [self._step(CaseEvent.APPLY, applied.on, applied.by, "Decision", details)]
        if decided and applied.chief_officer:
            column, made = "Chief officer decision", self._made(decided, force)
            event = CaseEvent.DETERMINE if decided.is_approved else CaseEvent.REFUSE
            step = self._step(event, decided.on, applied.chief_officer, column, made)
            found.append(self._with_items(step, case, decided) if decided.items else step)
        return found

    def _made(self, decided: Decided, force: Force) -> dict[str, Any]:
        """What is said with a Chief Officer's decision: of history, what the maker was by the log."""
        made: dict[str, Any] = {"reasons": decided.why}
        if decided.is_approved:
            made["months"] = decided.months
        if self._run.is_historical:
            made |= {"rank": decided.rank, "force": force, "consent_evidence": decided.consent_evidence}
        return made

    def _with_items(self, step: Step, case: Case, decided: Decided) -> Step:
        """The step with the items of the kinds that the row lists; a kind that the case has not stops it."""
        of_kind: dict[str, list[int]] = {}
        for kind, pk in Material.objects.filter(case=case).order_by("pk").values_list("kind", "pk"):
            of_kind.setdefault(kind, []).append(pk)
        strange = [kind.label for kind in decided.items or () if kind not in of_kind]
        listed = tuple(pk for kind in decided.items or () for pk in of_kind.get(kind, ()))
        why_not = f"Case {case.ref} has no item of this kind: {strange[0]}." if strange else step.why_not
        return replace(step, details={**step.details, "item_ids": listed}, why_not=why_not)

    def _step(self, event: str, on: date, by: str, column: str, details: Mapping[str, Any]) -> Step:
        officer, why_not = self._named(by)
        return Step(event, on, officer, column, details, why_not)

    def _named(self, name: str) -> tuple[Officer | None, str]:
        """The officer of that name, made for history; or why there is none for what is not."""
        if self._run.is_historical:
            return self._people.named(name), ""
        found = self._people.on_record(name)
        return found, "" if found else f"No officer called {name} is on record, or they have left."

    def _stop(self, stopped: Stopped) -> list[Step]:
        signed, is_history = stopped.signed_off, self._run.is_historical
        made: dict[str, Any] = {"reasons": stopped.why}
        found = [self._step(CaseEvent.STOP, stopped.on, stopped.by, "Decision", made)]
        waited = stopped.on < self._inspectors_from <= self._run.today
        if is_history and waited and not (signed and signed.on < self._inspectors_from):
            found.append(Step(CaseEvent.HAND_OVER, self._inspectors_from, self._run.by, "Decision"))
        if signed:
            details = {"reasons": signed.why} | ({"rank": signed.rank} if is_history else {})
            event = SIGN_OFF_EVENTS[signed.outcome]
            found.append(self._step(event, signed.on, signed.by, "Sign-off outcome", details))
        return found

    def _acts(self, row: LogRow) -> Iterable[Acted]:
        if row.applied:
            force = self._run.force(row.applied.force_code)
            yield Acted(row.applied.by, row.applied.on, Role.JFIT_OFFICER)
            if row.applied.decided and row.applied.chief_officer:
                decided = row.applied.decided
                yield Acted(
                    row.applied.chief_officer,
                    decided.on,
                    Role.CHIEF_OFFICER,
                    decided.rank,
                    force,
                    decided.consent_evidence,
                )
        if row.stopped:
            yield Acted(row.stopped.by, row.stopped.on, Role.JFIT_OFFICER)
            if signed := row.stopped.signed_off:
                is_senior = signed.rank.is_at_least(Rank.SUPERINTENDENT)
                role = Role.SUPERINTENDENT if is_senior else Role.INSPECTOR
                yield Acted(signed.by, signed.on, role, signed.rank, self._run.force(SIGN_OFF_FORCE))


def _answer(planned: Planned, asked: Asked, request: Request) -> Wanted:
    values = {
        "request_id": request.pk,
        "step": RequestStep.ANSWERED,
        "happened_on": asked.answered_on,
        "assessment": asked.assessment,
    }
    return Wanted(planned, RequestEvent, (str(asked.to),), values, asked.answered_on)
