"""Whether the installed release of the law may work positions out: deployment waits until somebody says so.

A release waits where positions are stored that another release gave, until a legal reviewer has accepted the
list of what moves. The release accepted last counts: going back to an earlier one waits as well.
"""

from __future__ import annotations

from cases.models import LawAcceptance, Material
from law.release import LAW_VERSION

WAITS = (
    f"Release {LAW_VERSION} of the law waits for a legal reviewer: positions are stored that another release "
    "gave. Read what moves and accept it on the page /law/, or with the command preview_law."
)


def is_accepted() -> bool:
    """Whether the installed release is the one that a legal reviewer accepted last."""
    latest = LawAcceptance.objects.current().order_by("-recorded_at", "-pk").first()
    return latest is not None and latest.law_version == LAW_VERSION


def is_waiting() -> bool:
    """Whether positions of another release are stored, and nobody accepted the installed one."""
    others = Material.objects.exclude(law_version__in=("", LAW_VERSION))
    return others.exists() and not is_accepted()
