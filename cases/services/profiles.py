"""Writing an intelligence profile: drafts that are their writer's alone, and parts that are completed.

A completed part is a recorded fact; the words are where they can be erased. Completing again makes another
version and leaves the earlier ones. Nothing that a person wrote is lost: what cannot be completed because a
colleague completed the part in the meantime is kept as their draft.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases.choices import CaseState, ProfilePart
from cases.errors import AuthorityRefused, FactRefused, StaleProfile
from cases.models import Case, ProfileDraft, ProfileSection
from cases.permissions import JFIT
from cases.services.words import kept

# Where the work on a case still is JFIT's, or its Chief Officer may ask for more.
WRITABLE = frozenset({CaseState.WITH_JFIT, CaseState.WITH_CHIEF_OFFICER})


@transaction.atomic
def save_draft(case_id: int, part: str, text: str, *, by: Officer) -> ProfileDraft | None:
    """Keep what an officer wrote for a part; nothing written takes their draft away.

    Raises AuthorityRefused for somebody who is not of JFIT.
    """
    _check_jfit(by, clock.today())
    drafts = ProfileDraft.objects.filter(case=case_id, officer=by, part=ProfilePart(part))
    if not text.strip():
        drafts.delete()
        return None
    draft, _ = drafts.update_or_create(
        case_id=case_id,
        officer=by,
        part=ProfilePart(part),
        defaults={"text": text, "saved_at": clock.moment()},
    )
    return draft


def complete(case_id: int, part: str, text: str, *, by: Officer, seen_version: int) -> ProfileSection:
    """Record a part of the profile as completed by ``by``, who saw its version ``seen_version`` (0: none).

    Raises StaleProfile where a colleague completed it since: the words are kept as a draft. Raises
    AuthorityRefused, and FactRefused without words, without a change, or where JFIT has not the case.
    """
    _check_jfit(by, clock.today())
    try:
        with transaction.atomic():
            return _complete(case_id, ProfilePart(part), text, by, seen_version)
    except StaleProfile:
        save_draft(case_id, part, text, by=by)
        raise


def _complete(case_id: int, part: ProfilePart, text: str, by: Officer, seen_version: int) -> ProfileSection:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.state not in WRITABLE:
        raise FactRefused(
            f"Case {case.ref} is {case.get_state_display()}. The profile is written while JFIT has the case; "
            "what you wrote can be saved as a draft."
        )
    if not text.strip():
        raise FactRefused(f"Enter {part.label.lower()}, or leave the part as it is.")
    latest = (
        ProfileSection.objects.current()
        .filter(case=case, part=part)
        .select_related("recorded_by", "text")
        .order_by("-version")
        .first()
    )
    version = latest.version if latest else 0
    if latest and version != seen_version:
        raise StaleProfile(
            f"{latest.recorded_by.display_name} completed version {version} of {part.label.lower()} on "
            f"{latest.completed_on:%-d %B %Y}, after you opened the page. Read it below; what you wrote is "
            "kept as your draft.",
            version=version,
        )
    if latest and latest.text.text.strip() == text.strip():
        raise FactRefused(f"This is what version {version} says already, so there is nothing to complete.")
    section = ProfileSection.objects.create(
        case=case,
        part=part,
        version=version + 1,
        completed_on=clock.today(),
        text=kept(text, by),
        **stamp(by),
    )
    ProfileDraft.objects.filter(case=case, officer=by, part=part).delete()
    record(
        Verb.FACT_RECORDED,
        subject_type="profilesection",
        subject_id=section.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"case": case.pk, "part": str(part), "version": section.version},
        row=section,
    )
    return section


def _check_jfit(by: Officer, day: date) -> None:
    if not roles_on(by, day) & JFIT:
        raise AuthorityRefused(
            f"JFIT writes the intelligence profile. On {day:%-d %B %Y} you did not have a role of JFIT."
        )
