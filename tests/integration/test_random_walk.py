"""People do anything to cases, on any day, and what must always hold holds after each step.

Only declared edges are taken; nobody decides their own work; nothing is in force without authority on its
day; the stored position is the law's answer; every step and every refusal for want of authority is audited.

What must hold of a case is asked after each step that did something, and of all cases when a walk ends. That
a step did nothing is asked of the audit, without which nothing is written. A case that can go no further
makes room for another, so that a long walk comes to everything.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.choices import Rank, Role
from accounts.models import Officer, RankHeld
from accounts.services import officers
from audit.models import AuditEvent
from cases import positions, workflow
from cases.choices import CaseEvent, CaseState, HolderEvent
from cases.errors import AuthorityRefused, CaseworkError, StaleCase
from cases.models import Application, Case, Determination, Material, Movement, Preparation, StopDecision
from cases.selectors.application_drafts import open_draft
from cases.services import facts, holders
from cases.services.transition import Outcome, move
from law import cover
from law.authority import may_determine, may_sign_off_stop
from tests import casework
from tests.casework import at

FIRST_DAY, POLICY = date(2015, 11, 2), date(2015, 12, 15)
# Since 13 August 2020 any chief officer may decide, for up to five years: only then is there another force.
FIVE_YEARS, LATER = date(2020, 8, 13), date(2020, 9, 1)
DECIDES = {"determine", "refuse", "confirm_stop", "refer_up", "overrule_stop"}
EDGES = {(edge.source, edge.event, edge.target) for edge in workflow.edges()}
WHY = "Because the intelligence says so."
WHICH, MANY = st.integers(0, 1), st.integers(0, 1000)
MONTHS, WORDS = st.sampled_from([24, 12, 1, 25, 0]), st.sampled_from([WHY, ""])
# Who is first asked for a step, so that the walk comes further than the first refusal.
SUITS = {
    "retain": "sofs", "refer": "sofs", "resume": "sofs", "close": "sofs",
    "send_back": "jfit", "apply": "jfit", "withdraw_application": "jfit", "reallocate": "jfit",
    "reopen": "jfit", "stop": "jfit",
    "determine": "chief", "refuse": "chief", "confirm_stop": "reviewer", "refer_up": "reviewer",
    "overrule_stop": "reviewer", "hand_over": "manager",
}  # fmt: skip


def last_event() -> int:
    """The latest event of the audit."""
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


class People:
    """Everybody who may turn up: two of each kind, and some with a rank that is too low or of elsewhere."""

    def __init__(self) -> None:
        self.kinds = {
            "sofs": [casework.officer(Role.SOFS_OFFICER), casework.officer(Role.SOFS_MANAGER)],
            "jfit": [casework.officer(Role.JFIT_OFFICER) for _ in range(2)],
            "manager": [casework.officer(Role.JFIT_MANAGER)],
            "chief": [
                casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE),
                casework.officer(Role.CHIEF_OFFICER, rank=Rank.DEPUTY_CHIEF_CONSTABLE, consent="Letter 7"),
                casework.officer(Role.CHIEF_OFFICER, rank=Rank.DEPUTY_CHIEF_CONSTABLE),
                casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE, force="06"),
            ],
            "reviewer": [
                casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR),
                casework.officer(Role.SUPERINTENDENT, rank=Rank.SUPERINTENDENT),
                casework.officer(Role.SUPERINTENDENT, rank=Rank.SERGEANT),
            ],
            "other": [casework.officer(Role.COMMISSIONER), casework.officer(Role.CHIEF_OFFICER_STAFF)],
        }
        self.all = [person for kind in self.kinds.values() for person in kind]
        self.force, self.elsewhere = casework.force_of("13"), casework.force_of("06")


class Walk(RuleBasedStateMachine):
    """One walk: some cases, one business day that only goes forward, and anybody who does anything."""

    tried = turn = 0
    done: Counter[str] = Counter()

    @initialize(first=st.sampled_from([FIRST_DAY, FIRST_DAY, LATER]))
    def begin(self, first: date) -> None:
        self.start = transaction.savepoint()
        self.day = first
        with at(self.day):
            self.people = People()
        self.late: dict[int, int] = {}
        self.ended: list[Case] = []
        self.cases = [self.open_a_case(), self.open_a_case()]

    def open_a_case(self) -> Case:
        with at(self.day):
            made = casework.case(
                by=self.people.kinds["sofs"][0], taken_on=self.day, kinds=("fingerprints", "dna_sample")
            )
        self.touched, self.told = made, last_event()
        return made

    def teardown(self) -> None:
        """What must hold holds of all cases, also of those that nobody touched; the next walk begins anew."""
        if not hasattr(self, "start"):
            return
        for case in [*self.cases, *self.ended]:
            self.touched, self.told = case, -1
            for each in (
                self.only_declared_edges_were_taken,
                self.the_stored_position_is_the_laws,
                self.every_step_is_audited,
                self.nothing_is_in_force_without_a_determination_that_counts,
            ):
                each()
        transaction.savepoint_rollback(self.start)

    # What can happen ---------------------------------------------------------------------------------------

    @rule(
        what=st.integers(0, 39), which=WHICH, event=MANY, who=MANY, to=MANY, months=MONTHS, words=WORDS,
        days=st.integers(0, 40), days_off=st.integers(-1, 1), stale=st.booleans(),
    )  # fmt: skip
    def something_happens(
        self, what: int, which: int, event: int, who: int, to: int, months: int, words: str, days: int,
        days_off: int, stale: bool,
    ) -> None:  # fmt: skip
        """One rule with odds of its own: of several, Hypothesis leaves out some for the whole of a walk."""
        Walk.turn += 1
        event += Walk.turn  # Hypothesis likes to draw 0, which would always be the first step there is
        if what < 22:
            self.a_step_is_taken(which, event, who, months)
        elif what < 28:
            self.anything_is_tried(which, event, who, days_off, words, stale)
        elif what < 32:
            self.somebody_takes_or_gives_it(which, who, to, event % 3)
        elif what < 37:
            self.time_passes(days)
        elif what == 37:
            self.somebody_is_convicted(which)
        elif what == 38:
            self.somebody_of_jfit_is_promoted(which, (Rank.INSPECTOR, Rank.CHIEF_CONSTABLE)[event % 2])
        else:
            self.an_application_is_written(which)

    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    def an_application_is_written(self, which: int) -> None:
        case = self._case(which)
        if case.state == CaseState.WITH_JFIT and open_draft(case.pk) is None:
            with at(self.day):
                casework.write_application(case, self.people.kinds["jfit"][0])

    def somebody_is_convicted(self, which: int) -> None:
        case = self._case(which)
        with at(self.day):
            facts.record_conviction(case.subject, by=self.people.kinds["sofs"][0], on=self.day)

    def somebody_of_jfit_is_promoted(self, which: int, rank: str) -> None:
        """What they did before stays their own work."""
        person = self.people.kinds["jfit"][which]
        if RankHeld.objects.filter(officer=person).exists():
            return
        role = Role.INSPECTOR if rank == Rank.INSPECTOR else Role.CHIEF_OFFICER
        with at(self.day):
            officers.record_rank(person, rank, force=self.people.force, from_on=self.day)
            officers.give_role(person, role, from_on=self.day)

    def a_step_is_taken(self, which: int, event: int, who: int, months: int) -> None:
        """By somebody whose work it is, today: they may lack the rank, or it may be their own work."""
        case = self._case(which)
        possible = [name for name in workflow.events_from(case.state) if name != "close"]
        if not possible:
            self.ended.append(case)
            self.cases[which % len(self.cases)] = self.open_a_case()
            return
        name = possible[event % len(possible)]
        if name == "retain" and Material.objects.filter(case=case, status="indefinite").count() == 0:
            name = "refer"
        asked = self.people.kinds[SUITS[name]]
        if name == "apply":
            self.an_application_is_written(which)
            case = self._case(which)
        self._try(case, name, asked[who % len(asked)], self.day, months, WHY)

    def anything_is_tried(
        self, which: int, event: int, who: int, days_off: int, words: str, stale: bool
    ) -> None:
        """Any event, by anybody, on any day near, with or without reasons, of a page that may be old."""
        case, name = self._case(which), CaseEvent.values[event % len(CaseEvent.values)]
        by, on = self.people.all[who % len(self.people.all)], self.day + timedelta(days=days_off)
        self._try(case, name, by, on, 24, words, stale=stale)

    def _try(
        self, case: Case, name: str, by: Officer, on: date, months: int, words: str, *, stale: bool = False
    ) -> None:
        said: dict[str, object] = {"reasons": words}
        if name in ("apply", "determine"):
            said["months"] = months
        if name in ("apply", "reallocate"):
            said["to_force"] = self.people.force if name == "apply" else self.people.elsewhere
        Walk.tried += 1
        before, own, told = (case.state, case.version), self._prepared(case), last_event()
        prints = Material.objects.get(case=case, kind="fingerprints")
        with at(self.day):
            try:
                done = move(case.pk, name, by=by, on=on, seen_version=case.version - stale, **said)
            except CaseworkError as refused:
                self._refused(case, before, refused, stale, told)
                return
        assert not stale and on <= self.day
        Walk.done[f"{name}, late" if done.outcome is Outcome.LATE else name] += 1
        if name in DECIDES:
            assert by.pk not in own, f"{by} decided their own work"
            self._authority(name, before[0], by, on, months)
        self.late.setdefault(case.pk, 0)
        self.late[case.pk] += done.outcome is Outcome.LATE
        if name == "determine":
            counts = prints.last_lawful_day is None or on <= prints.last_lawful_day
            assert (done.outcome is Outcome.MOVED) == counts

    def somebody_takes_or_gives_it(self, which: int, who: int, to: int, event: int) -> None:
        case, everybody = self._case(which), self.people.all
        by, seen = everybody[who % len(everybody)], {"on": self.day, "seen_version": case.version}
        before, told = (case.state, case.version), last_event()
        Walk.tried += 1
        with at(self.day):
            try:
                if event == 0:
                    holders.take(case.pk, by=by, **seen)
                elif event == 1:
                    holders.give(case.pk, to=everybody[to % len(everybody)], by=by, **seen)
                else:
                    holders.hand_back(case.pk, by=by, **seen)
            except CaseworkError as refused:
                self._refused(case, before, refused, False, told)

    # What must hold ----------------------------------------------------------------------------------------

    @invariant()
    def what_must_hold_holds_of_the_case_that_was_touched(self) -> None:
        now = last_event()
        if now == self.told:
            return
        self.only_declared_edges_were_taken()
        self.the_stored_position_is_the_laws()
        self.every_step_is_audited()
        self.nothing_is_in_force_without_a_determination_that_counts()
        self.told = now

    def only_declared_edges_were_taken(self) -> None:
        case = self.touched
        case.refresh_from_db()
        steps = list(Movement.objects.filter(case=case).order_by("sequence"))
        assert [each.sequence for each in steps] == list(range(len(steps)))
        for before, after in zip(steps, steps[1:], strict=False):
            assert after.from_state == before.to_state and after.moved_on >= before.moved_on
            is_step = (after.from_state, after.event, after.to_state) in EDGES
            assert is_step or (after.event in HolderEvent.values and after.from_state == after.to_state)
        assert (case.state, case.version) == (steps[-1].to_state, steps[-1].sequence)

    def the_stored_position_is_the_laws(self) -> None:
        ids = casework.items_of(self.touched)
        stored = {item.pk: item for item in Material.objects.filter(pk__in=ids)}
        for pk, known in positions.facts_for(ids):
            found = cover.position(known)
            assert (stored[pk].status, stored[pk].last_lawful_day) == (found.status, found.last_lawful_day)

    def every_step_is_audited(self) -> None:
        case = self.touched
        told = AuditEvent.objects.filter(subject_type="case", subject_id=case.pk)
        moved = told.filter(verb__in=("case_moved", "case_assigned")).count()
        assert moved == Movement.objects.filter(case=case, sequence__gt=0).count()
        late = told.filter(verb="fact_recorded", payload__counts_for_nothing="late").count()
        assert late == self.late.get(case.pk, 0)

    def nothing_is_in_force_without_a_determination_that_counts(self) -> None:
        case = self.touched
        if case.state == CaseState.NSD_IN_FORCE:
            made = Determination.objects.filter(case=case, void_because="").latest("pk")
            latest = Movement.objects.filter(case=case, event="determine").latest("sequence")
            assert made.made_on == latest.moved_on and made.maker_id == latest.moved_by_id

    # How it is told ----------------------------------------------------------------------------------------

    def _case(self, which: int) -> Case:
        self.touched = self.cases[which % len(self.cases)]
        self.touched.refresh_from_db()
        return self.touched

    def _refused(
        self, case: Case, before: tuple[str, int], refused: CaseworkError, stale: bool, told: int
    ) -> None:
        case.refresh_from_db()
        assert (case.state, case.version) == before, "nothing of it was done"
        assert not stale or isinstance(refused, StaleCase)
        since = list(AuditEvent.objects.filter(pk__gt=told).values_list("verb", "subject_id"))
        wanted = [("move_refused", case.pk)] if isinstance(refused, AuthorityRefused) else []
        assert since == wanted, "a refusal for want of authority is audited, and nothing else was written"
        self.told = max(self.told, last_event())

    def _prepared(self, case: Case) -> set[int]:
        """Everybody who applied, stopped or prepared in the case, read anew."""
        return {
            *Application.objects.filter(case=case).values_list("applied_by", flat=True),
            *StopDecision.objects.filter(case=case).values_list("stopped_by", flat=True),
            *Preparation.objects.filter(case=case).values_list("prepared_by", flat=True),
        }

    def _authority(self, name: str, state: str, by: object, on: date, months: int) -> None:
        held = RankHeld.objects.current().filter(officer=by, from_on__lte=on).latest("from_on")
        if name in ("determine", "refuse"):
            consent = held.rank == Rank.DEPUTY_CHIEF_CONSTABLE and by == self.people.kinds["chief"][1]
            assert may_determine(on, "TACT", "EW", "13", held.force.code, held.rank, consent)
            assert on == self.day and (name == "refuse" or 1 <= months <= (24 if on < FIVE_YEARS else 60))
        else:
            needs = None if state == CaseState.STOP_WITH_SUPERINTENDENT else POLICY
            assert may_sign_off_stop(date.min if needs is None else on, held.rank, needs)


@pytest.mark.parametrize(
    ("walks", "steps"), [(4, 30), pytest.param(101, 200, marks=pytest.mark.full_size, id="whole")]
)
def test_whatever_people_do_what_must_hold_holds(db: None, walks: int, steps: int) -> None:
    Walk.tried, Walk.turn, Walk.done = 0, 0, Counter()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=walks <= 100,  # so short a walk may, once in a while, come to nothing
            # A long walk is not made shorter: that would take hours, and what it did is printed whole.
            phases=(Phase.generate,) if walks > 100 else (Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Walk.tried > walks * steps / 10
    # Closing needs that nothing is held, which here is never so.
    came_to = {*CaseEvent.values, "determine, late"} - {"close"} if walks > 100 else {"refer"}
    assert came_to <= set(Walk.done), Walk.done
