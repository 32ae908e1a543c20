"""Home: what waits on me, by last lawful day, with the next action; and whether the night's work was done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Role
from accounts.models import Officer
from accounts.permissions import EVERYONE, RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from cases import holders, requests, selectors, sofs
from cases.choices import CaseState
from cases.models import Case
from cases.permissions import JFIT, SOFS
from cases.querysets import CaseQuerySet
from cases.selectors.pending import decide_by_days
from cases.services.taking_drafts import draft_of
from cases.views.seen import seen
from desk.begin import begin
from desk.filters import in_band
from desk.frame import CASEWORK, SEES_ALL
from desk.owned import owned_by
from desk.sofs import first_of_all, tiles
from oversight.selectors import Number, headline
from retention.chases import to_chase
from retention.deletion_work import notices_for, work_tiles
from retention.party_actions import while_waiting
from retention.permissions import SEES_RUNS
from retention.port_chases import with_the_manager
from retention.reconciled import voided_for
from retention.selectors import alerts_for, sweep_ages
from retention.standing import Standing, standings
from retention.waiting import leaver_alerts_for, read_digest

ROWS = 15
# The next action of a case in a state: its words and the name of its address.
NEXT_ACTION = {
    CaseState.WITH_CHIEF_OFFICER: ("Decide", "cases:decide"),
    CaseState.STOP_WITH_INSPECTOR: ("Sign off", "cases:sign_off"),
    CaseState.STOP_WITH_SUPERINTENDENT: ("Sign off", "cases:sign_off"),
}
# A Chief Officer's staff prepare and never decide.
PREPARES = ("Read the application", "cases:application")
TILES = (
    ("over", "past the last lawful day, still held", "over"),
    ("today", "last lawful day is today", "red"),
    ("1-7", "1 to 7 days left", "red"),
    ("8-14", "8 to 14 days left", "amber"),
    ("15-28", "15 to 28 days left", "amber"),
    ("29-56", "29 to 56 days left", ""),
    ("57+", "57 days or more left", ""),
    ("open", "no end date yet", "grey"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits on the person, with the one action that moves it on."""

    case: Case
    action: str
    href: str
    act_by: date | None
    standing: Standing | None = None
    take: str = ""


class HomePage(RoleRequired, TemplateView):
    """``/``: everybody's first page."""

    allowed_roles = EVERYONE
    template_name = "desk/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The queue, what is over, alerts, waits, the headline figures and the ages of the sweeps."""
        officer, today = officer_of(self.request), clock.today()
        roles = roles_on(officer, today)
        context = super().get_context_data(**kwargs)
        context["sweeps"], context["sees_runs"] = sweep_ages(today), bool(roles & SEES_RUNS)
        to_go_out = requests.unsent().count() if JFIT & roles else 0
        context["begin"] = begin(roles, to_go_out=to_go_out)
        context["owned"] = owned_by(officer, today)
        context["digest"] = read_digest(officer, today)
        context["voided"] = voided_for(roles)
        context["leavers"] = leaver_alerts_for(officer, today)
        context["deletion_work"] = work_tiles(officer, today, roles)
        context["deletion_notices"] = notices_for(officer)[:ROWS]
        if roles & SEES_ALL:
            context["headline"] = [_tile(number) for number in headline(officer, today)]
        if Role.CTU_OFFICER in roles:
            context["asked_of_me"] = requests.asked_of_my_units(officer, today)
            context["told_to_us"] = while_waiting(context["asked_of_me"])
        if roles & CASEWORK - {Role.CTU_OFFICER}:
            context |= self._work(officer, today)
            context["alerts"] = alerts_for(officer, today)
            if SOFS & roles:
                context |= {"sofs": tiles(officer, today), "banner": first_of_all(officer, today)}
                context["taking_draft"] = draft_of(officer)
            if Role.SOFS_MANAGER in roles:
                context["taken_to_me"] = with_the_manager(officer, today)[:ROWS]
            context |= self._waits(officer, today, roles)
        return context

    def _waits(self, officer: Officer, today: date, roles: Collection[str]) -> dict[str, Any]:
        """Answers that cases wait for, and for JFIT whom to chase."""
        waits = selectors.open_requests(officer, today)
        found: dict[str, Any] = {"waits": waits[:ROWS], "waits_count": waits.count()}
        if JFIT & set(roles):
            found |= {"is_jfit": True, "to_chase": to_chase(officer, today)}
        if {Role.JFIT_MANAGER, Role.SENIOR_MANAGER} & set(roles):
            found["escalated"] = requests.escalated_to_managers(officer, today, roles)
        return found

    def _work(self, officer: Officer, today: date) -> dict[str, Any]:
        mine = selectors.work_of(officer, today)
        to_save = selectors.still_to_save(mine, today)
        over = selectors.cover_ended(mine, today)
        ended, aside = selectors.not_put_aside(over), selectors.put_aside(over)
        first = list(_with_names(to_save)[:ROWS])
        standing = standings(first, today)
        nexts = sofs.next_steps([case for case in first if case.state == CaseState.WITH_SOFS], today)
        by_when = decide_by_days(first, today)
        decides = Role.CHIEF_OFFICER in roles_on(officer, today)
        return {
            "to_save": [
                _may_take(
                    _waiting(case, standing.get(case.pk), nexts.get(case.pk), by_when.get(case.pk), decides),
                    officer,
                    today,
                )
                for case in first
            ],
            "to_save_count": to_save.count(),
            "ended": [_over(case) for case in _with_names(ended)[:ROWS]],
            "ended_count": ended.count(),
            "aside": [_aside(case) for case in _with_names(aside)[:ROWS]],
            "aside_count": aside.count(),
            "tiles": [_band(mine, band, text, look, today) for band, text, look in TILES],
            "rows": ROWS,
        }


def _over(case: Case) -> Waiting:
    """What is over cannot be saved any more: the one action left is to see that it goes."""
    return Waiting(case, "See the deletion", f"{reverse('desk:case', args=[case.pk])}#deletion", None)


def _with_names(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.with_subject_name().select_related("holder")


def _list(band: str) -> str:
    return f"{reverse('desk:work')}?band={band}"


def _aside(case: Case) -> Waiting:
    """What was put aside stays with JFIT until nothing of it is held."""
    return Waiting(case, "Look at it again", reverse("cases:shelve", args=[case.pk]), None)


def _waiting(
    case: Case,
    standing: Standing | None,
    next_step: sofs.Next | None,
    act_by: date | None = None,
    decides: bool = True,
) -> Waiting:
    if next_step is not None:
        return Waiting(case, next_step.text, next_step.href, None)
    if standing is not None:
        return Waiting(case, standing.action, standing.href, None, standing)
    action, name = NEXT_ACTION[case.state]
    if case.state == CaseState.WITH_CHIEF_OFFICER and not decides:
        action, name = PREPARES
    return Waiting(case, action, reverse(name, args=[case.pk]), act_by)


def _may_take(waiting: Waiting, officer: Officer, today: date) -> Waiting:
    """With what its button carries, where nobody has the case and it is for one of this person's roles."""
    case = waiting.case
    is_theirs = roles_on(officer, today) & holders.HOLDERS.get(case.state, frozenset())
    return replace(waiting, take=seen(case, officer)) if is_theirs and not holders.is_held(case) else waiting


def _band(mine: CaseQuerySet, band: str, text: str, look: str, today: date) -> dict[str, Any]:
    count = in_band(mine, band, today).count()
    return {"number": count, "label": text, "band": look, "href": _list(band)}


def _tile(number: Number) -> dict[str, Any]:
    return {
        "number": number.count,
        "label": number.text,
        "href": number.href,
        "band": number.look,
        "note": " " if number.aside else "",
        "note_href": number.aside_href,
        "note_link": number.aside,
    }
