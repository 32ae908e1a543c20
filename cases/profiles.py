"""Reads of the intelligence profile: its parts with every version, and the reader's own drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from accounts.models import Officer
from cases.choices import ProfilePart
from cases.models import Case, ProfileDraft, ProfileSection

# What a full profile has; "other" is for what fits nowhere else.
NEEDED = tuple(part for part in ProfilePart if part != ProfilePart.OTHER)


@dataclass(slots=True)
class Part:
    """A part of a profile as one person sees it: the versions, the latest first, and their own draft."""

    part: ProfilePart
    versions: list[ProfileSection] = field(default_factory=list)
    draft: ProfileDraft | None = None

    @property
    def latest(self) -> ProfileSection | None:
        """The version that stands."""
        return self.versions[0] if self.versions else None

    @property
    def version(self) -> int:
        """The number of the version that stands; 0 without one."""
        return self.latest.version if self.latest else 0

    @property
    def state(self) -> str:
        """``done``, or what is left: the state of a task."""
        if self.latest:
            return "done"
        return "waiting" if self.draft else "can_start"

    @property
    def words(self) -> str:
        """The same, for people."""
        if self.latest:
            return f"Completed, version {self.version}"
        return "Draft of yours" if self.draft else "Not begun"

    @property
    def was_overtaken(self) -> bool:
        """Whether a colleague completed the part after the reader saved their draft."""
        latest, draft = self.latest, self.draft
        return bool(
            latest
            and draft
            and latest.recorded_by_id != draft.officer_id
            and latest.recorded_at > draft.saved_at
        )


def profile_of(case: Case, officer: Officer) -> list[Part]:
    """Every part of the case's profile, in order; two queries."""
    versions: dict[str, list[ProfileSection]] = defaultdict(list)
    for section in (
        ProfileSection.objects.current()
        .filter(case=case)
        .select_related("text", "recorded_by")
        .order_by("-version")
    ):
        versions[section.part].append(section)
    drafts = {draft.part: draft for draft in ProfileDraft.objects.filter(case=case, officer=officer)}
    return [Part(part, versions[part], drafts.get(part)) for part in ProfilePart]


def parts_written(case_ids: Collection[int]) -> dict[int, int]:
    """How many of the needed parts of each case are completed; cases with none are left out. One query."""
    rows = (
        ProfileSection.objects.current()
        .filter(case__in=list(case_ids), part__in=NEEDED)
        .values_list("case_id", "part")
        .distinct()
    )
    found: dict[int, int] = defaultdict(int)
    for case_id, _ in rows:
        found[case_id] += 1
    return dict(found)
