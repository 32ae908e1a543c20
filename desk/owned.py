"""What somebody owns besides cases: exceptions, dry runs, incidents, and what oversight asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.selectors import roles_on
from cases import holding, renewals
from cases.choices import CaseState, UploadState
from cases.models import Upload
from cases.permissions import JFIT
from cases.selectors import open_exceptions
from cases.selectors.on_paper import to_compare
from cases.views.ends import ENDS
from oversight.incidents import open_of
from oversight.owned import Waits, waits_on
from retention import reconciled

if TYPE_CHECKING:
    from accounts.models import Officer


@dataclass(frozen=True, slots=True)
class Owned:
    """How many of a thing are somebody's, with the list that holds them."""

    text: str
    href: str


def owned_by(officer: Officer, day: date) -> list[Owned]:
    """What waits on ``officer`` by name; nothing is listed of which there is none."""
    exceptions = open_exceptions(officer, day).filter(owner=officer).count()
    to_confirm = Upload.objects.filter(uploaded_by=officer, state=UploadState.REHEARSED).count()
    differences = reconciled.owned_by(officer, roles_on(officer, day))
    found = (
        (
            differences,
            "difference with the databases",
            "differences with the databases",
            reverse("retention:differences"),
        ),
        (
            to_compare(officer, day).count(),
            "decision signed on paper, to compare",
            "decisions signed on paper, to compare",
            reverse("cases:papers"),
        ),
        (exceptions, "import exception", "import exceptions", f"{reverse('desk:exceptions')}?owner=me"),
        (to_confirm, "dry run to confirm", "dry runs to confirm", reverse("cases:imports")),
        (
            open_of(officer),
            "incident of wrong dates",
            "incidents of wrong dates",
            reverse("oversight:incidents"),
        ),
    )
    asked = [*_determinations(officer, day), *waits_on(officer, day)]
    return [
        Owned(f"{count:,} {one if count == 1 else many}", href)
        for count, one, many, href in (*found, *asked)
        if count
    ]


def _determinations(officer: Officer, day: date) -> list[Waits]:
    """Holding NSDs that a Chief Officer is to review, those that JFIT sees were not, and NSDs to renew."""
    roles = roles_on(officer, day)
    found: list[Waits] = []
    if not roles & (ENDS | JFIT):
        return found
    due = list(holding.holding_for(officer, day).values_list("due_on", flat=True))
    late = sum(by < day for by in due)
    if roles & ENDS:
        more = f" ({late:,} late)" if late else ""
        words = (f"holding NSD to review{more}", f"holding NSDs to review{more}")
        found.append((len(due), *words, reverse("retention:holding")))
    if roles & JFIT:
        words = ("holding NSD not reviewed by its day", "holding NSDs not reviewed by their day")
        found.append((late, *words, reverse("retention:holding")))
        not_taken_up = renewals.to_renew(officer, day).filter(state=CaseState.NSD_IN_FORCE).count()
        found.append((not_taken_up, "NSD to renew", "NSDs to renew", reverse("retention:renewals")))
    return found
