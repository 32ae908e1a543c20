"""The template of the process by nation: the stages of a case with their names, and the dated target of each.

The stages are those of the further report of 22 April 2016, paragraph 6; material of Northern Ireland
follows a slightly different process (its first footnote), in which the Police Service of Northern Ireland has
the part of the CTU and its Chief Constable decides. No other targets are published for it, so it begins with
the general ones; a recorded policy for the nation alone changes them. R-014, R-040.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.choices import PolicyKey
from cases.policy import in_force

NI = "NI"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with its target in calendar days, by the policy in force from a day."""

    key: str
    name: str
    days: int
    from_on: date


@dataclass(frozen=True, slots=True)
class Template:
    """The stages of a nation's process as they stand on a day."""

    name: str
    nation: str
    stages: tuple[Stage, ...]


_GENERAL = (
    (PolicyKey.SOFS_DAYS, "SOFS: load, check, retain or refer"),
    (PolicyKey.JFIT_PROFILE_DAYS, "JFIT: intelligence profile"),
    (PolicyKey.THIRD_PARTY_DAYS, "CTU and Security Service: answers"),
    (PolicyKey.JFIT_DECISION_DAYS, "JFIT: apply or stop"),
    (PolicyKey.CHIEF_OFFICER_DAYS, "Chief Officer: decision"),
    (PolicyKey.SIGN_OFF_DAYS, "Sign-off of a Stop-NSD"),
)
_NORTHERN_IRELAND = (
    (PolicyKey.SOFS_DAYS, "SOFS with PSNI: load, check, retain or refer"),
    (PolicyKey.JFIT_PROFILE_DAYS, "JFIT with PSNI: intelligence profile"),
    (PolicyKey.THIRD_PARTY_DAYS, "PSNI and Security Service: answers"),
    (PolicyKey.JFIT_DECISION_DAYS, "JFIT: apply or stop"),
    (PolicyKey.CHIEF_OFFICER_DAYS, "Chief Constable of PSNI: decision"),
    (PolicyKey.SIGN_OFF_DAYS, "Sign-off of a Stop-NSD"),
)


def template_on(nation: str, day: date) -> Template:
    """The template of a nation on a day: the general one where it is not known or has none of its own."""
    is_own = nation == NI
    stages = []
    for key, name in _NORTHERN_IRELAND if is_own else _GENERAL:
        policy = in_force(key, day, nation)
        stages.append(Stage(str(key), name, policy.value, policy.from_on))
    return Template("Northern Ireland" if is_own else "General", nation, tuple(stages))
