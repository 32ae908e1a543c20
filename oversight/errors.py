"""What can go wrong when oversight records something."""

from cases.errors import CaseworkError


class OversightRefused(CaseworkError):
    """It cannot be recorded as given; the message says why."""
