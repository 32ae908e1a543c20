"""The columns of the audit. Columns compute nothing."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from audit.choices import Verb
from audit.models import AuditEvent
from oversight.tables_desk import words_of
from oversight.tables_incidents import LINK

WHEN = '<span class="app-nowrap">{{ record.at|moment }}</span>'
NOBODY = "Nobody signed in"


class AuditTable(tables.Table):
    """Events, the latest first, each with ``ref``, its case's. ``sealed_to``: the last id that is sealed."""

    caption = "Audit"
    noun = "events"
    row_header = "what"
    sealed_to = 0

    at = words_of(WHEN, verbose_name="When", orderable=False)
    who = tables.Column(verbose_name="Who", accessor="actor_name", empty_values=(), orderable=False)
    what = tables.Column(verbose_name="What", accessor="verb", orderable=False)
    about = tables.Column(verbose_name="About", empty_values=(), orderable=False)
    details = tables.Column(verbose_name="Details", accessor="payload", empty_values=(), orderable=False)
    sealed = tables.Column(verbose_name="Sealed", accessor="pk", orderable=False)

    class Meta:
        template_name = "tables/table.html"

    def render_who(self, record: AuditEvent) -> str:
        """The name of that day, which leads to everything that the person did."""
        if record.actor_id is None:
            return record.actor_name or NOBODY
        return format_html(LINK, f"?person={record.actor_id}", record.actor_name)

    def render_what(self, value: str) -> str:
        """The verb, in words."""
        return str(Verb(value).label) if value in Verb.values else value

    def render_about(self, record: AuditEvent) -> str:
        """The case by its reference, as a link; anything else by its kind and number."""
        is_case = record.subject_type == "case"
        kind = "" if is_case else f"{record.subject_type} {record.subject_id or ''}".strip()
        ref = getattr(record, "ref", None)
        if not ref:
            return kind or f"case {record.subject_id}"
        case = record.subject_id if is_case else record.payload["case"]
        link = format_html(LINK, reverse("desk:case", args=[case]), ref)
        return format_html("{}<small>{}</small>", link, kind) if kind else link

    def render_details(self, value: Any) -> str:
        """What the event says beside: codes, numbers and days."""
        said = value if isinstance(value, dict) else {}
        return "; ".join(f"{name.replace('_', ' ')}: {_plain(what)}" for name, what in sorted(said.items()))

    def render_sealed(self, value: int) -> str:
        """Whether a change of the event would be found."""
        return "Yes" if value <= self.sealed_to else "Not yet"


def _plain(what: Any) -> str:
    if isinstance(what, list):
        return ", ".join(map(_plain, what[:10])) + (f" and {len(what) - 10} more" if len(what) > 10 else "")
    if isinstance(what, dict):
        return ", ".join(f"{name} {_plain(each)}" for name, each in what.items())
    return "none" if what is None else str(what)
