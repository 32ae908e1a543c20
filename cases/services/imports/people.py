"""The people whom a log names: officers without sign-in, with the rank, role and consent that rows tell of.

What a row says of a person holds on the day of the row. Days that follow each other without another rank
between them become one record from the first to the last of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.choices import Rank, Role
from accounts.models import ConsentHeld, Force, Officer, RankHeld, RoleHeld
from accounts.services import officers
from cases.names import fold_name


@dataclass(frozen=True, slots=True)
class Acted:
    """A person acted on a day in a role and, where the row says, with a rank in a force and on a consent."""

    name: str
    on: date
    role: Role
    rank: Rank | None = None
    force: Force | None = None
    consent_evidence: str = ""


class People:
    """Officers by the names that a log uses; a name without an officer becomes one."""

    def __init__(self, by: Officer) -> None:
        self._by = by
        self._found: dict[str, Officer] = {}
        for officer in Officer.objects.order_by("-pk"):
            self._found[fold_name(officer.display_name)] = officer
        for officer in Officer.objects.order_by("-pk"):
            self._found[officer.username.casefold()] = officer

    def named(self, name: str) -> Officer:
        """The officer with this username, or else this name; made without sign-in where there is none."""
        found = self._found.get(name.casefold()) or self._found.get(fold_name(name))
        if found is None:
            found = officers.create_officer(self._free_username(name), name, by=self._by)
            self._found[found.username.casefold()] = self._found[fold_name(name)] = found
        return found

    def on_record(self, name: str) -> Officer | None:
        """The officer with this username, or else this name, who has not left; None where there is none."""
        found = self._found.get(name.casefold()) or self._found.get(fold_name(name))
        return found if found is not None and found.is_active else None

    def record(self, acts: Iterable[Acted]) -> None:
        """Record what the acts say that people were on those days, where it is not on record already."""
        listed = list(acts)
        self._record_ranks([act for act in listed if act.rank and act.force])
        self._record_roles(listed)
        self._record_consents([act for act in listed if act.consent_evidence and act.force])

    def _record_ranks(self, acts: list[Acted]) -> None:
        for officer, of_officer in self._by_officer(acts).items():
            held = list(RankHeld.objects.current().filter(officer=officer))
            said = {act.on: (act.rank, act.force) for act in of_officer}
            for (rank, force), first, last in _runs(said, held):
                officers.record_rank(officer, rank, force=force, by=self._by, from_on=first, to_on=last)

    def _record_roles(self, acts: list[Acted]) -> None:
        for officer, of_officer in self._by_officer(acts).items():
            for role in sorted({act.role for act in of_officer}):
                held = list(RoleHeld.objects.current().filter(officer=officer, role=role))
                said = {act.on: role for act in of_officer if act.role == role}
                for given, first, last in _runs(said, held):
                    officers.give_role(officer, given, by=self._by, from_on=first, to_on=last)

    def _record_consents(self, acts: list[Acted]) -> None:
        for officer, of_officer in self._by_officer(acts).items():
            held = list(ConsentHeld.objects.current().filter(officer=officer))
            said = {act.on: (act.consent_evidence, act.force) for act in of_officer}
            for (evidence, force), first, last in _runs(said, held):
                officers.record_consent(
                    officer, evidence, force=force, by=self._by, from_on=first, to_on=last
                )

    def _by_officer(self, acts: list[Acted]) -> dict[Officer, list[Acted]]:
        found: dict[Officer, list[Acted]] = defaultdict(list)
        for act in acts:
            officer = self.named(act.name)
            if officer != self._by:
                found[officer].append(act)
        return found

    def _free_username(self, name: str) -> str:
        words = (fold_name(word) for word in re.split(r"[\s.]+", name))
        wanted = ".".join(word.replace(" ", ".") for word in words if word)[:140] or "officer"
        taken, number = wanted, 1
        while taken in self._found:
            number += 1
            taken = f"{wanted}.{number}"
        return taken


def _runs(said: dict[date, Any], held: list[Any]) -> list[tuple[Any, date, date]]:
    """The stretches of days still to be recorded: what, first day, last day.

    A day on which something is on record already is left alone, and a stretch never runs across one.
    """
    runs: list[tuple[Any, date, date]] = []
    for day in sorted(said):
        if any(each.from_on <= day and (each.to_on is None or day <= each.to_on) for each in held):
            continue
        value = said[day]
        if runs and runs[-1][0] == value and not _between(held, runs[-1][2], day):
            runs[-1] = (value, runs[-1][1], day)
        else:
            runs.append((value, day, day))
    return runs


def _between(held: list[Any], first: date, last: date) -> bool:
    return any(each.from_on < last and (each.to_on is None or each.to_on > first) for each in held)
