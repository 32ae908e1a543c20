"""Drafts of a taking: what somebody typed and has not recorded, theirs alone, one a person.

A draft is kept whenever the page is sent without being recorded, also where the session had ended before it
was; recording the taking takes it away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import Resolver404, resolve

from accounts.selectors import roles_on
from audit import clock
from cases.models import TakingDraft, TakingEvent
from cases.permissions import SOFS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import Officer

PAGE = "cases:intake"
# What the page carries beside what is typed.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "do"})
MARK = "submission"
NUL = "\x00"  # the one character that no text of the database can hold
MOST = 20_000
"""So many characters at most: everything that the page's boxes take."""


def keep(said: Mapping[str, Sequence[str]], *, by: Officer) -> TakingDraft | None:
    """Keep what was typed into the page, by the names of its boxes; nothing typed takes the draft away.

    None also for what has been recorded already, for who records no takings, and for more than the page
    takes.
    """
    typed = {
        name: [value.replace(NUL, "") for value in values]
        for name, values in said.items()
        if name not in NOT_TYPED
    }
    words = [value for name, values in typed.items() if name != MARK for value in values]
    if not roles_on(by, clock.today()) & SOFS or sum(map(len, words)) > MOST:
        return None
    if not any(word.strip() for word in words):
        throw_away(by)
        return None
    if _is_recorded(typed.get(MARK, [])):
        return None
    draft, _ = TakingDraft.objects.update_or_create(
        officer=by, defaults={"said": typed, "saved_at": clock.moment()}
    )
    return draft


def draft_of(officer: Officer) -> TakingDraft | None:
    """The draft of a person; one that was recorded meanwhile is none."""
    draft = TakingDraft.objects.filter(officer=officer).first()
    return None if draft is None or _is_recorded(draft.said.get(MARK, [])) else draft


def throw_away(officer: Officer, submission: UUID | None = None) -> None:
    """Take a person's draft away; with ``submission``, only where it is of that taking."""
    drafts = TakingDraft.objects.filter(officer=officer)
    if submission is not None:
        drafts = drafts.filter(said__submission=[str(submission)])
    drafts.delete()


def before_limit(request: HttpRequest) -> bool:
    """Keep a taking whose page was sent when the session had ended."""
    try:
        page = resolve(request.path_info).view_name
    except Resolver404:
        return False
    if page != PAGE or not request.user.is_authenticated:
        return False
    return keep(dict(request.POST.lists()), by=request.user) is not None


def _is_recorded(mark: Sequence[str]) -> bool:
    try:
        submission = UUID(mark[0]) if mark else None
    except ValueError:
        return False
    return submission is not None and TakingEvent.objects.filter(submission=submission).exists()
