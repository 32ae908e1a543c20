"""What can go wrong when a case is moved or a fact recorded. Messages name the case, the rule and what is
needed.

They hold no personal data: a case is named by its reference, an officer by the display name on the movement.
"""

from __future__ import annotations

from datetime import date


class CaseworkError(Exception):
    """The casework could not be done."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class StaleCase(CaseworkError):
    """The case has moved since you opened the page. Look at what was done, then decide again.

    ``who``, ``event`` and ``on`` tell of the latest movement; ``version`` is the case's version now.
    """

    def __init__(
        self, message: str = "", *, who: str = "", event: str = "", on: date | None = None, version: int = 0
    ):
        super().__init__(message)
        self.who = who
        self.event = event
        self.on = on
        self.version = version


class TransitionRefused(CaseworkError):
    """The case cannot take this step now."""


class AuthorityRefused(CaseworkError):
    """You may not take this step.

    It needs somebody with the role and the rank for it, who did not prepare it.
    """


class FactRefused(CaseworkError):
    """The fact cannot be recorded as given."""


class LawNotAccepted(CaseworkError):
    """A position of another release of the law would be dated anew, and nobody accepted the installed one."""


class StaleProfile(FactRefused):
    """A colleague completed this part since you opened the page; ``version`` is the one that stands now."""

    def __init__(self, message: str = "", *, version: int = 0):
        super().__init__(message)
        self.version = version


class StaleDraft(FactRefused):
    """A colleague saved this since you opened the page; ``version`` is the one that stands now."""

    def __init__(self, message: str = "", *, version: int = 0):
        super().__init__(message)
        self.version = version


class EnrolmentRefused(FactRefused):
    """The enrolment cannot be recorded as given; ``material_id`` is the item that it is refused for."""

    def __init__(self, message: str = "", *, material_id: int = 0):
        super().__init__(message)
        self.material_id = material_id


class PolicyUnknown(CaseworkError):
    """There is no policy of this name on this day."""
