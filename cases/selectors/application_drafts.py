"""The draft of an application as it stands: its sections, each with what is missing, judged by a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from django.db.models import Q

from cases import authority, selectors
from cases.application_choices import Section, Vulnerability
from cases.choices import CaseState, DeterminationKind, PolicyKey
from cases.guidance import FEW_WORDS, Guidance, Rule, guidance_on
from cases.models import (
    ApplicationDraft,
    ApplicationDraftText,
    ApplicationSection,
    Case,
    ProfileSection,
)
from cases.policy import policy_on
from cases.selectors.application_facts import ADULT, age_at_taking, facts_of, items_asked, warnings_of
from cases.selectors.applications import Content, Part, with_reasons
from cases.services.papers import Item, Papers, lay_out
from cases.wording import digest_of, what_is_poor

NOT_SAID = "Say what you ask for: the kind, the length and the items"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and what it says. ``asked_missing`` is why what it asks for is not complete."""

    draft: ApplicationDraft | None
    content: Content
    most_months: int
    coverable: tuple[Item, ...]
    asked_missing: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not complete, a line each."""
        asked = (f"What is asked for: {self.asked_missing}",) if self.asked_missing else ()
        return asked + self.content.missing

    @property
    def digest(self) -> str:
        """Of all that would be sent; another one tells that somebody changed it meanwhile."""
        content = self.content
        asked = (content.kind, content.months, content.review_on, content.vulnerability)
        items = [item.material_id for item in content.items]
        said = (asked, items, content.facts, [(part.key, part.text) for part in content.parts])
        return sha256(repr(said).encode()).hexdigest()

    @property
    def writer_ids(self) -> set[int]:
        """Who wrote something of it."""
        wrote = {part.by_id for part in self.content.parts if part.text and part.by_id}
        return wrote | ({self.draft.saved_by_id} if self.draft and self.draft.version else set())


def open_draft(case_id: int) -> ApplicationDraft | None:
    """The draft of a case that is not sent."""
    return ApplicationDraft.objects.filter(case=case_id, sent_in=None).select_related("saved_by").first()


def begun(case_ids: Collection[int]) -> set[int]:
    """Those of the cases of which an application is being written; one query."""
    drafts = ApplicationDraft.objects.filter(case__in=list(case_ids), sent_in=None)
    return set(drafts.values_list("case_id", flat=True))


def drafted(case: Case, day: date, papers: Papers | None = None) -> Drafted:
    """The draft of a case as it stands, judged by the guidance and policies of ``day``; about 16 queries."""
    papers = papers or lay_out([case])[case.pk]
    draft = open_draft(case.pk)
    file = selectors.case_file(case)
    coverable = papers.coverable()
    could = {item.pk for item in coverable}
    ids = (could & set(draft.item_ids)) if draft and draft.item_ids else could
    items = items_asked(file, ids)
    is_holding = bool(draft and draft.kind == DeterminationKind.HOLDING)
    kind = DeterminationKind.HOLDING if is_holding else _full_or_renewal(case)
    vulnerability = draft.vulnerability if draft else ""
    guidance = guidance_on(day)
    age = age_at_taking(case, file.identity)
    parts = tuple(
        _Judge(
            case,
            guidance,
            is_holding=kind == DeterminationKind.HOLDING,
            least=policy_on(PolicyKey.APPLICATION_WORDS, day),
            needs_care=(age is not None and age < ADULT) or vulnerability == Vulnerability.KNOWN,
        ).parts(draft, list(dict.fromkeys(item.kind for item in items)))
    )
    content = Content(
        is_recorded=True,
        guidance=guidance,
        kind=kind,
        months=draft.months if draft else None,
        review_on=draft.review_on if draft else None,
        vulnerability=vulnerability,
        facts=facts_of(file, ids),
        parts=parts,
        items=with_reasons(items, parts),
        warnings=warnings_of(file, vulnerability, day),
        drafters=tuple(dict.fromkeys(part.by for part in parts if part.by)),
    )
    most = min(
        (authority.most_months(each.power, each.nation, day) for each in coverable if each.pk in ids),
        default=0,
    )
    return Drafted(draft, content, most, tuple(coverable), _asked_missing(content, most, day))


def is_renewed(case: Case) -> bool:
    """Whether an application would be for a renewal: the case had a full determination that was not void.

    The one that follows a holding NSD is the first full one.
    """
    made = case.determinations.filter(withdrawn_at=None, void_because="")
    return made.exclude(kind=DeterminationKind.HOLDING).exists()


def _full_or_renewal(case: Case) -> str:
    return DeterminationKind.RENEWAL if is_renewed(case) else DeterminationKind.FULL


def _asked_missing(content: Content, most: int, day: date) -> str:
    """Why what is asked for is not complete."""
    if content.months is None or not content.vulnerability:
        return NOT_SAID
    if not 1 <= content.months <= most:
        return f"A determination made on {day:%-d %B %Y} may have 1 to {most} months, not {content.months}"
    if content.is_holding and (content.review_on is None or content.review_on <= day):
        return "A holding NSD needs a day of review that is still to come"
    return ""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges what is written by the rules of the day."""

    case: Case
    guidance: Guidance
    is_holding: bool
    least: int
    needs_care: bool

    def parts(self, draft: ApplicationDraft | None, kinds: list[str]) -> list[Part]:
        """Every section, with what is missing of it."""
        written = _latest_texts(draft)
        profile = _profile(self.case)
        found = []
        for rule in self.guidance.rules:
            for of in kinds if rule.by_kind else [""]:
                if rule.from_profile:
                    found.append(self._of_profile(rule, profile.get(rule.from_profile)))
                else:
                    found.append(self._of_draft(rule, of, written.get((rule.section, of))))
        return self._alone(found)

    def _needed(self, rule: Rule) -> bool:
        return not rule.is_optional and (rule.in_holding or not self.is_holding)

    def _of_profile(self, rule: Rule, section: ProfileSection | None) -> Part:
        needed = self._needed(rule)
        if section is None:
            missing = "Not completed in the intelligence profile" if needed else ""
            return Part(rule.section, missing=missing, is_needed=needed, is_of_profile=True)
        return Part(
            rule.section,
            text=section.text.text,
            by=section.recorded_by.display_name,
            by_id=section.recorded_by_id,
            is_needed=needed,
            is_of_profile=True,
            version=section.version,
            source=section.text,
        )

    def _of_draft(self, rule: Rule, of: str, row: ApplicationDraftText | None) -> Part:
        text = row.text if row else ""
        needed = self._needed(rule)
        least = self.least if rule.is_reasoned or self._is_for_care(rule) else FEW_WORDS
        missing = what_is_poor(text, least) if needed else ""
        return Part(
            rule.section,
            of,
            text=text,
            by=row.written_by.display_name if row else "",
            by_id=row.written_by_id if row else 0,
            missing=missing,
            is_needed=needed,
            version=row.version if row else 0,
            hint=rule.hint,
        )

    def _is_for_care(self, rule: Rule) -> bool:
        return self.needs_care and rule.section == Section.CARE

    def _alone(self, parts: list[Part]) -> list[Part]:
        """Reasons that are copied, within the application or from another case, are no reasons."""
        reasoned = {part.key for part in parts if self._is_reasoned(part) and part.text.strip()}
        digests = {part.key: digest_of(part.text) for part in parts if part.key in reasoned}
        elsewhere = _sent_elsewhere(self.case, set(digests.values()))
        first: dict[str, Part] = {}
        found = []
        for part in parts:
            digest = digests.get(part.key, "")
            twin = first.setdefault(digest, part) if digest else part
            if not part.missing and digest and twin is not part:
                part = replace(part, missing=f"The same words as “{twin.label}”. Weigh it by itself")
            elif not part.missing and digest in elsewhere:
                there = f"The same words were sent in case {elsewhere[digest]}"
                part = replace(part, missing=f"{there}. Say what is particular here")
            found.append(part)
        return found

    def _is_reasoned(self, part: Part) -> bool:
        rule = self.guidance.rule(part.section)
        return bool(rule and rule.is_reasoned)


def _sent_elsewhere(case: Case, digests: set[str]) -> dict[str, str]:
    """Where the same words were sent, by digest: the reference of another case."""
    if not digests:
        return {}
    rows = ApplicationSection.objects.current().filter(~Q(application__case=case), digest__in=digests)
    return dict(rows.order_by("-pk").values_list("digest", "application__case__ref"))


def _latest_texts(draft: ApplicationDraft | None) -> dict[tuple[str, str], ApplicationDraftText]:
    if draft is None:
        return {}
    rows = ApplicationDraftText.objects.filter(draft=draft).select_related("written_by")
    return {(row.section, row.of): row for row in rows.order_by("version")}


def _profile(case: Case) -> dict[str, ProfileSection]:
    rows = ProfileSection.objects.current().filter(case=case).select_related("text", "recorded_by")
    return {row.part: row for row in rows.order_by("version")}


def is_writable(case: Case) -> bool:
    """Whether an application of the case is written now: JFIT has it."""
    return case.state == CaseState.WITH_JFIT
