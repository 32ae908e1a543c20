"""Who is who, and who holds which role, rank or consent on a day (``from_on`` and ``to_on`` included)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.choices import DeputyGround, Role
from accounts.models import SYSTEM, ConsentHeld, DeputyHeld, Force, Officer, RankHeld, RoleHeld, Unit
from audit.context import once_a_request
from law.authority import Deputising


def _held_on(day: date) -> Q:
    return Q(withdrawn_at=None, from_on__lte=day) & (Q(to_on=None) | Q(to_on__gte=day))


def officer_by_username(username: str) -> Officer | None:
    """The officer of that name, whatever its case."""
    return Officer.objects.filter(username__iexact=username.strip()).first()


def system_officer() -> Officer:
    """The officer that stands for the system itself; it never signs in."""
    return Officer.objects.get(username=SYSTEM)


def roles_on(officer: Officer, day: date) -> frozenset[str]:
    """The roles that ``officer`` holds on ``day``; none once they have left."""
    return frozenset(held.role for held in _roles(officer, day))


def units_on(officer: Officer, day: date) -> frozenset[int]:
    """The ids of the units in which ``officer`` holds a role on ``day``."""
    return frozenset(held.unit_id for held in _roles(officer, day) if held.unit_id)


def forces_on(officer: Officer, day: date) -> frozenset[int]:
    """The ids of the forces ``officer`` belongs to on ``day``, by rank or by a role in a force's unit."""
    rank = rank_on(officer, day)
    of_units = {held.unit.force_id for held in _roles(officer, day) if held.unit and held.unit.force_id}
    return frozenset(of_units | ({rank.force_id} if rank else set()))


def rank_on(officer: Officer, day: date) -> RankHeld | None:
    """The rank that ``officer`` holds on ``day``, with its force; at most one, which the database sees to."""
    return once_a_request(
        ("rank_on", officer.pk, day),
        lambda: RankHeld.objects.filter(_held_on(day), officer=officer).select_related("force").first(),
    )


def rank_held_since(officer: Officer, day: date) -> date | None:
    """From when ``officer`` has held, without a break, the rank held on ``day``."""
    held = rank_on(officer, day)
    return held.from_on if held else None


def consent_on(officer: Officer, day: date, force: Force | None = None) -> ConsentHeld | None:
    """A consent under which ``officer`` may make determinations on ``day`` (``force``'s, where given)."""
    consents = ConsentHeld.objects.filter(_held_on(day), officer=officer)
    if force:
        consents = consents.filter(force=force)
    return consents.order_by("-from_on").first()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deputy stands on a day: the facts that the law asks for, and the rows that show them."""

    facts: Deputising
    shown_by: tuple[DeputyHeld, ...] = ()

    @property
    def evidence(self) -> str:
        """The references of what lets the deputy act; empty where nothing does."""
        lets = [row.evidence for row in self.shown_by if row.ground != DeputyGround.NOT_MOST_SENIOR]
        return "; ".join(dict.fromkeys(lets))[:100]


def standing_on(officer: Officer, day: date, force: Force) -> Standing:
    """What is on record of ``officer`` as a deputy of the chief officer of ``force`` on ``day``."""
    rows = once_a_request(
        ("standing_on", officer.pk, force.pk),
        lambda: list(DeputyHeld.objects.current().filter(officer=officer, force=force).order_by("from_on")),
    )
    held = tuple(row for row in rows if row.from_on <= day and (row.to_on is None or row.to_on >= day))
    grounds = {row.ground for row in held}
    designated = DeputyGround.DESIGNATED in grounds
    unable = designated or DeputyGround.CHIEF_UNABLE in grounds
    return Standing(
        Deputising(
            chief_unable_since=_unable_since(rows, day) if unable else None,
            most_senior=DeputyGround.NOT_MOST_SENIOR not in grounds,
            designated=designated,
            every_deputy_unable=designated,
        ),
        held,
    )


def _unable_since(rows: list[DeputyHeld], day: date) -> date:
    """The first day of the absence that runs on ``day``: a new row does not begin a running one anew."""
    since = day
    for row in reversed([row for row in rows if row.ground != DeputyGround.NOT_MOST_SENIOR]):
        if row.from_on <= since and (row.to_on is None or row.to_on >= since - timedelta(days=1)):
            since = row.from_on
    return since


def officers_with_role(role: Role, day: date) -> QuerySet[Officer]:
    """Those who hold ``role`` on ``day`` and have not left."""
    holding = RoleHeld.objects.filter(_held_on(day), role=role).values("officer")
    return Officer.objects.filter(is_active=True, pk__in=holding)


def officers_who_held(role: Role, first: date, last: date) -> QuerySet[Officer]:
    """Those who held ``role`` on a day from ``first`` to ``last``, both included, and have not left."""
    held = RoleHeld.objects.current().filter(Q(to_on=None) | Q(to_on__gte=first), from_on__lte=last)
    holding = held.filter(role=role).values("officer")
    return Officer.objects.filter(is_active=True, pk__in=holding).order_by("display_name", "pk")


def officers_with_any_role(roles: Collection[str], day: date) -> QuerySet[Officer]:
    """Those who hold one of ``roles`` on ``day`` and have not left, by name."""
    holding = RoleHeld.objects.filter(_held_on(day), role__in=list(roles)).values("officer")
    return Officer.objects.filter(is_active=True, pk__in=holding).order_by("display_name", "pk")


def officers_of_force(role: Role, force: Force, day: date) -> list[Officer]:
    """Those who hold ``role`` on ``day`` and then belong to ``force``."""
    return [officer for officer in officers_with_role(role, day) if force.pk in forces_on(officer, day)]


def people() -> QuerySet[Officer]:
    """Every officer but the system itself, by name; those who left come last."""
    return Officer.objects.exclude(username=SYSTEM).order_by("-is_active", "display_name", "pk")


def roles_of(officer_ids: Iterable[int], day: date) -> dict[int, list[RoleHeld]]:
    """The roles that each of these officers holds on ``day``; one query."""
    rows = RoleHeld.objects.filter(_held_on(day), officer__in=list(officer_ids)).select_related("unit")
    found: dict[int, list[RoleHeld]] = {}
    for row in rows.order_by("role"):
        found.setdefault(row.officer_id, []).append(row)
    return found


def ranks_of(officer_ids: Iterable[int], day: date) -> dict[int, RankHeld]:
    """The rank that each of these officers holds on ``day``; one query."""
    rows = RankHeld.objects.filter(_held_on(day), officer__in=list(officer_ids)).select_related("force")
    return {row.officer_id: row for row in rows}


def holdings_of(officer: Officer) -> dict[str, Collection[RoleHeld | RankHeld | ConsentHeld | DeputyHeld]]:
    """All that ``officer`` holds, held and will hold, latest first: also how they stand as a deputy."""

    def current(model: type[RoleHeld | RankHeld | ConsentHeld | DeputyHeld], *related: str) -> list:
        rows = model.objects.current().filter(officer=officer)
        return list(rows.select_related("recorded_by", *related).order_by("-from_on", "-pk"))

    return {
        "roles": current(RoleHeld, "unit"),
        "ranks": current(RankHeld, "force"),
        "consents": current(ConsentHeld, "force"),
        "deputies": current(DeputyHeld, "force"),
    }


def units() -> QuerySet[Unit]:
    """Every unit, by name."""
    return Unit.objects.select_related("force").order_by("name")


def _roles(officer: Officer, day: date) -> list[RoleHeld]:
    if not officer.is_active:
        return []
    return once_a_request(
        ("roles_on", officer.pk, day),
        lambda: list(RoleHeld.objects.filter(_held_on(day), officer=officer).select_related("unit")),
    )
