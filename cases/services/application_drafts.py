"""Writing an application: what it asks for, and its sections, saved as they are written and shared by JFIT.

Every version of a section is kept, so nothing that a person wrote is lost; whoever saves over a colleague's
words has seen them. Writing decides nothing; sending is a step of the one door (``applications``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import Resolver404, resolve

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases import permissions
from cases.answers import actor_on
from cases.application_choices import Recommended, Section
from cases.choices import CaseState, DeterminationKind, Prepared
from cases.errors import AuthorityRefused, CaseworkError, FactRefused, StaleDraft
from cases.guidance import guidance_on
from cases.models import (
    ApplicationDraft,
    ApplicationDraftText,
    Case,
    Preparation,
    Recommendation,
)
from cases.permissions import JFIT
from cases.selectors.applications import application_of
from cases.services.words import kept

if TYPE_CHECKING:
    from django.http import HttpRequest


PAGE = "cases:application_section"
MOST = 20_000  # characters, as the page's box takes
NUL = "\x00"  # the one character that no text of the database can hold


@dataclass(frozen=True, slots=True)
class Asked:
    """What an application asks for; ``months`` is a length in calendar months, from the day made on."""

    kind: str = DeterminationKind.FULL
    months: int | None = None
    review_on: date | None = None
    vulnerability: str = ""
    item_ids: Sequence[int] = ()


@transaction.atomic
def save_asked(case_id: int, asked: Asked, *, by: Officer, seen_version: int) -> ApplicationDraft:
    """Keep what the application asks for; ``seen_version`` is the version that the person saw, 0 for none.

    Raises StaleDraft where a colleague changed it since, AuthorityRefused, and FactRefused where JFIT has not
    the case.
    """
    draft = _draft(case_id, by)
    if draft.version != seen_version:
        raise StaleDraft(
            f"{draft.saved_by.display_name} changed what is asked for after you opened the page. "
            "What you entered is kept below; save again if it still holds.",
            version=draft.version,
        )
    draft.kind, draft.months, draft.review_on = asked.kind, asked.months, asked.review_on
    draft.vulnerability, draft.item_ids = asked.vulnerability, sorted(asked.item_ids)
    draft.version += 1
    draft.saved_by, draft.saved_at = by, clock.moment()
    draft.save()
    return draft


@transaction.atomic
def save_text(
    case_id: int, section: str, of: str, text: str, *, by: Officer, seen_version: int
) -> ApplicationDraftText | None:
    """Keep the words of a section; None where they are what stands already.

    Raises StaleDraft where a colleague saved it since, AuthorityRefused, and FactRefused where JFIT has not
    the case or the guidance of the day has no such section.
    """
    draft = _draft(case_id, by)
    rule = guidance_on(clock.today()).rule(section)
    if rule is None or rule.from_profile or rule.by_kind != bool(of):
        raise FactRefused("The guidance of today has no such section.")
    latest = (
        draft.texts.filter(section=section, of=of).select_related("written_by").order_by("-version").first()
    )
    version = latest.version if latest else 0
    if latest and latest.text == text:
        return None
    if latest and version != seen_version:
        raise StaleDraft(
            f"{latest.written_by.display_name} saved this section after you opened the page. Read it below; "
            "what you wrote is kept. Saving again puts yours in its place.",
            version=version,
        )
    return ApplicationDraftText.objects.create(
        draft=draft,
        section=section,
        of=of,
        version=version + 1,
        text=text,
        written_by=by,
        saved_at=clock.moment(),
    )


def before_limit(request: HttpRequest) -> bool:
    """Keep a section whose page was sent when the session had ended."""
    try:
        page = resolve(request.path_info)
    except Resolver404:
        return False
    if page.view_name != PAGE or not request.user.is_authenticated:
        return False
    section, _, of = str(page.kwargs["section"]).partition("-")
    text, seen = request.POST.get("text", ""), request.POST.get("seen", "")
    if not text.strip() or not seen.isdecimal() or len(text) > MOST or section not in Section.values:
        return False
    try:
        kept = save_text(
            page.kwargs["pk"], section, of, text.replace(NUL, ""), by=request.user, seen_version=int(seen)
        )
    except (CaseworkError, Case.DoesNotExist):
        return False
    return kept is not None


def _draft(case_id: int, by: Officer) -> ApplicationDraft:
    """The open draft of the case, begun where there is none; its case is locked."""
    today = clock.today()
    if not roles_on(by, today) & JFIT:
        raise AuthorityRefused(
            f"JFIT writes an application. On {today:%-d %B %Y} you did not have a role of JFIT."
        )
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.state != CaseState.WITH_JFIT:
        raise FactRefused(
            f"Case {case.ref} is {case.get_state_display()}. An application is written while JFIT has it."
        )
    draft, _ = ApplicationDraft.objects.select_related("saved_by").get_or_create(
        case=case, sent_in=None, defaults={"saved_by": by, "saved_at": clock.moment()}
    )
    return draft


@transaction.atomic
def recommend(case_id: int, recommended: str, text: str, *, by: Officer) -> Recommendation:
    """Record what staff recommend to their Chief Officer. They prepared the decision, so they never make it.

    Raises AuthorityRefused for whoever is not a Chief Officer's staff, and FactRefused without words or where
    no application waits.
    """
    today = clock.today()
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    answer = permissions.recommend(case, actor_on(by, today))
    if not answer:
        raise AuthorityRefused(answer.reason)
    application = application_of(case_id)
    if case.state != CaseState.WITH_CHIEF_OFFICER or application is None:
        raise FactRefused(
            f"Case {case.ref} is {case.get_state_display()}: no application waits for a decision."
        )
    if not text.strip():
        raise FactRefused("Enter your note for the Chief Officer.")
    recorded = stamp(by)
    found = Recommendation.objects.create(
        application=application,
        recommended_on=today,
        recommended=Recommended(recommended),
        text=kept(text, by, recorded["recorded_at"]),
        **recorded,
    )
    Preparation.objects.create(
        case=case, what=Prepared.DETERMINATION, prepared_on=today, prepared_by=by, **recorded
    )
    record(
        Verb.FACT_RECORDED,
        subject_type="recommendation",
        subject_id=found.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": case.pk, "application": application.pk, "recommended": found.recommended},
        row=found,
    )
    return found
