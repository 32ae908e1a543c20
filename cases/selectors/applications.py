"""What an application says: as it was sent, and as it is being written, with what is missing of it.

``content_of`` is what the Chief Officer's page and the record show: what was sent, whatever changes later.
``drafted`` is the same of the draft of a case, judged by the guidance and the policies of a day. Both give a
``Content``; nothing here writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cases.application_choices import Section, Vulnerability
from cases.choices import DeterminationKind, MaterialKind
from cases.guidance import Guidance, guidance_of
from cases.hidden import HIDDEN, hidden_references
from cases.models import (
    Application,
    ApplicationSection,
    ApplicationTakenBack,
    ErasableText,
    Recommendation,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A fact in words."""

    key: str
    value: str
    small: str = ""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that belong together, as they stood."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its words. ``of`` is the kind of material it is about; ``missing`` is why it is not
    complete, empty where it is; ``version`` that of the draft. ``is_of_profile``: it is written there.
    """

    section: str
    of: str = ""
    text: str = ""
    by: str = ""
    by_id: int = 0
    missing: str = ""
    is_needed: bool = True
    is_of_profile: bool = False
    version: int = 0
    source: ErasableText | None = None
    hint: str = ""

    @property
    def key(self) -> str:
        """What names it in an address."""
        return f"{self.section}-{self.of}" if self.of else self.section

    @property
    def label(self) -> str:
        """What it is called."""
        name = str(Section(self.section).label)
        return f"{name}: {MaterialKind(self.of).label}" if self.of else name

    @property
    def complete(self) -> bool:
        """Whether nothing is missing of it."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item that is asked for, in words, with what is said of its kind."""

    material_id: int
    kind: str
    words: str
    necessity: str = ""
    proportionality: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What an application says.

    ``is_recorded`` is false for one that came from a log: nothing of its content is known then, and
    ``reasons`` is what the log had ("Not in the log."). ``months`` is the length asked for, in calendar
    months beginning with the day made. ``missing`` is what is not complete yet, of a draft alone.
    """

    is_recorded: bool
    guidance: Guidance | None = None
    kind: str = DeterminationKind.FULL
    months: int | None = None
    review_on: date | None = None
    vulnerability: str = ""
    facts: tuple[FactGroup, ...] = ()
    parts: tuple[Part, ...] = ()
    items: tuple[AskedItem, ...] = ()
    warnings: tuple[str, ...] = ()
    drafters: tuple[str, ...] = ()
    checked_by: str = ""
    reasons: str = ""
    recommendations: tuple[Recommendation, ...] = ()
    taken_back: ApplicationTakenBack | None = None

    @property
    def is_holding(self) -> bool:
        """Whether it asks for a holding NSD."""
        return self.kind == DeterminationKind.HOLDING

    @property
    def kind_words(self) -> str:
        """What it asks for."""
        return {
            DeterminationKind.HOLDING: "A holding NSD: the full assessment follows",
            DeterminationKind.RENEWAL: "A renewal, assessed afresh",
        }.get(DeterminationKind(self.kind), "A full determination")

    @property
    def vulnerability_words(self) -> str:
        """What is known of vulnerability."""
        return str(Vulnerability(self.vulnerability).label) if self.vulnerability else "Not said"

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not complete, a line each."""
        return tuple(f"{part.label}: {part.missing}" for part in self.parts if part.missing)

    @property
    def needed(self) -> list[Part]:
        """The sections that are asked for."""
        return [part for part in self.parts if part.is_needed]

    @property
    def written(self) -> list[Part]:
        """The sections that have words."""
        return [part for part in self.parts if part.text]

    def part(self, key: str) -> Part | None:
        """The section that an address names."""
        return next((part for part in self.parts if part.key == key), None)


def content_of(application_id: int) -> Content:
    """What an application said when it was sent; a fixed number of queries. Raises Application.DoesNotExist.

    One of a log has no content: ``is_recorded`` is false.
    """
    application = (
        Application.objects.select_related("case", "reasons", "facts_as_sent", "checked_by", "applied_by")
        .prefetch_related("recommendations__text", "recommendations__recorded_by")
        .get(pk=application_id)
    )
    common = {
        "reasons": application.reasons.text,
        "recommendations": tuple(
            sorted(
                (each for each in application.recommendations.all() if each.withdrawn_at is None),
                key=lambda each: each.pk,
            )
        ),
        "taken_back": ApplicationTakenBack.objects.filter(application=application)
        .select_related("reasons", "recorded_by")
        .first(),
    }
    content = Content(
        is_recorded=bool(application.guidance),
        guidance=guidance_of(application.guidance),
        kind=application.kind,
        months=application.months,
        review_on=application.review_on,
        vulnerability=application.vulnerability,
        drafters=_drafters(application),
        checked_by=application.checked_by.display_name if application.checked_by else "",
        **common,  # type: ignore[arg-type]
    )
    if not application.guidance:
        return content
    parts = tuple(_parts_sent(application, content.guidance))
    hidden = hidden_references(application.case_id)
    facts, items, warnings = frozen_from(application.facts_as_sent, hidden)
    return replace(content, parts=parts, facts=facts, items=with_reasons(items, parts), warnings=warnings)


def _drafters(application: Application) -> tuple[str, ...]:
    """Who first sent it, and who wrote its sections; whoever allocated it to another force did not."""
    names = [first_sent(application).applied_by.display_name]
    names += ApplicationSection.objects.filter(application=application).values_list(
        "drafted_by__display_name", flat=True
    )
    return tuple(dict.fromkeys(names))


def first_sent(application: Application) -> Application:
    """The application as JFIT first sent it: what was signed may be older than its going to another force."""
    while application.reallocates is not None:
        application = application.reallocates
    return application


def _parts_sent(application: Application, guidance: Guidance | None) -> list[Part]:
    order = [rule.section for rule in guidance.rules] if guidance else list(Section)
    rows = ApplicationSection.objects.current().filter(application=application)
    found = [
        Part(
            section=row.section,
            of=row.of,
            text=row.text.text if not row.text.erased_at else "Erased",
            by=row.drafted_by.display_name,
            by_id=row.drafted_by_id,
            source=row.text,
        )
        for row in rows.select_related("text", "drafted_by")
    ]
    kinds = ["", *MaterialKind]
    return sorted(found, key=lambda part: (order.index(Section(part.section)), kinds.index(part.of)))


def with_reasons(items: Iterable[AskedItem], parts: Iterable[Part]) -> tuple[AskedItem, ...]:
    """The items with what is said of their kinds."""
    said = {(part.section, part.of): part.text for part in parts}
    return tuple(
        replace(
            item,
            necessity=said.get((Section.NECESSITY, item.kind), ""),
            proportionality=said.get((Section.PROPORTIONALITY, item.kind), ""),
        )
        for item in items
    )


def frozen(content: Content) -> str:
    """The facts, items and warnings of a draft, to be kept with the application as they stand."""
    return json.dumps(
        {
            "facts": [
                [group.title, [[row.key, row.value, row.small] for row in group.rows]]
                for group in content.facts
            ],
            "items": [[item.material_id, item.kind, item.words] for item in content.items],
            "warnings": list(content.warnings),
        },
        ensure_ascii=False,
    )


def frozen_from(
    kept: ErasableText | None, hidden: Iterable[str] = ()
) -> tuple[tuple[FactGroup, ...], tuple[AskedItem, ...], tuple[str, ...]]:
    """What ``frozen`` kept, but for ``hidden`` references; nothing where it was erased."""
    if kept is None or kept.erased_at:
        return (), (), ()
    text = kept.text
    for reference in hidden:
        written = re.escape(json.dumps(reference, ensure_ascii=False)[1:-1])
        text = re.sub(rf"(?<!\w){written}(?!\w)", HIDDEN, text)
    read = json.loads(text)
    facts = tuple(FactGroup(title, tuple(Row(*row) for row in rows)) for title, rows in read["facts"])
    return facts, tuple(AskedItem(*item) for item in read["items"]), tuple(read["warnings"])


def application_of(case_id: int) -> Application | None:
    """The latest application of a case that no fault withdrew; also one that JFIT took back."""
    rows = Application.objects.current().filter(case=case_id).select_related("to_force", "applied_by")
    return rows.order_by("-pk").first()


def applications_of(case_id: int) -> list[Application]:
    """Every application of a case, the latest first."""
    rows = Application.objects.current().filter(case=case_id).order_by("-pk")
    related = ("to_force", "applied_by", "taken_back__reasons", "taken_back__recorded_by")
    return list(rows.select_related(*related))
