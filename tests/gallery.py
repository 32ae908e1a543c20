"""Pages that show every component once, filled with invented matter: for tests, for pictures and for axe."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import django_tables2 as tables
from django import forms
from django.template import engines
from django.test import RequestFactory

from accounts.fields import DateField
from oversight.charts.base import Cell, Change, Chart, Key, column_lines
from oversight.drawing import Column, Note, columns

TODAY = date(2016, 4, 6)
FRAME = {
    "marking": "OFFICIAL-SENSITIVE - synthetic data",
    "person": {"name": "A. Thornley", "role": "JFIT officer"},
    "demo_day": TODAY,
    "navigation": [
        {"text": "My work", "href": "/"},
        {"text": "Cases", "href": "/cases/", "current": True},
        {"text": "Deletions", "href": "/deletions/"},
        {"text": "Figures", "href": "/figures/"},
    ],
    "account_url": "/account/",
    "help_url": "/help/",
    "sign_out_url": "/sign-out/",
    "search_url": "/search/",
    "glossary_url": "/words/",
    "printed_at": datetime(2016, 4, 6, 13, 7, tzinfo=UTC),
}


class QueueTable(tables.Table):
    """A queue as ``cases`` would declare it."""

    caption = "Work that can still be saved, by last lawful day"
    noun = "cases"

    last_lawful_day = tables.TemplateColumn(
        '{% load words %}<strong class="app-nowrap">{{ value|day_short }}</strong>'
        "{% if value|act_by %}<small>{{ value|act_by }}</small>{% endif %}"
    )
    days_left = tables.TemplateColumn(
        "{% load chips %}{% day_chip record.last_lawful_day %}", order_by="last_lawful_day", empty_values=()
    )
    reference = tables.TemplateColumn(
        '<a class="govuk-link govuk-link--no-visited-state" href="/cases/1">{{ value }}</a>'
        "<small>{{ record.name }}</small>",
        verbose_name="Case",
    )
    stands = tables.Column("Where it stands", orderable=False)
    needed = tables.Column("Days needed", attrs={"td": {"numeric": True}})
    action = tables.TemplateColumn(
        '{% include "components/action.html" with href="/cases/1" text="Ask for holding NSD" '
        "subject=record.reference urgent=record.urgent only %}",
        orderable=False,
        verbose_name="Next action",
        empty_values=(),
    )


def _queue() -> QueueTable:
    days = [
        date(2016, 4, 6),
        date(2016, 4, 8),
        date(2016, 4, 18),
        date(2016, 5, 1),
        date(2016, 5, 15),
        date(2016, 9, 1),
    ]
    rows = [
        {
            "reference": f"S/5{number:04}",
            "name": "Orrell, Rosa Flora",
            "last_lawful_day": days[number % 6],
            "stands": "CTU answered. Security Service not answered",
            "needed": 40 + number,
            "urgent": number % 6 < 2,
        }
        for number in range(60)
    ]
    table = QueueTable(rows, order_by="last_lawful_day", empty_text="No case of yours has a last lawful day.")
    table.paginate(page=2, per_page=12)
    return table


class TakingForm(forms.Form):
    """One field of each kind."""

    reference = forms.CharField(label="Register reference", help_text="For example, S/50004")
    taken_on = DateField(
        label="Day of taking", help_text="For example, 12 10 2015. You can paste a whole date"
    )
    pnc_checked = DateField(label="PNC check", required=False)
    power = forms.ChoiceField(
        choices=[
            ("TACT-S7", "Schedule 7, Terrorism Act 2000"),
            ("TACT-S41", "Section 41, Terrorism Act 2000"),
        ],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label="What was taken",
        choices=[("fp", "Fingerprints"), ("dna", "DNA profile")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that apply",
    )
    force = forms.ChoiceField(choices=[("01", "Metropolitan Police (01)")], label="Force")
    reasons = forms.CharField(label="Reasons", widget=forms.Textarea(attrs={"rows": 4}))
    checked = forms.BooleanField(label="The person and the item are the right ones")


def bad_form() -> TakingForm:
    """The form as it comes back with 31 June and nothing else."""
    return TakingForm({"taken_on_day": "31", "taken_on_month": "June", "taken_on_year": "2015"})


IDENTITY: dict[str, Any] = {
    "reference": "S/50004",
    "name": "Orrell, Rosa Flora",
    "tags": [{"text": "New Material"}, {"text": "With JFIT", "colour": "teal"}],
    "facts": [
        {"label": "Last lawful day (earliest item)", "day": date(2016, 4, 11), "big": True},
        {"label": "Days left", "chip": {"day": date(2016, 4, 11), "status": "time_limited"}},
        {
            "label": "Lawful basis",
            "value": "Six months, para 20C",
            "href": "/why/",
            "link_text": "Why this date?",
        },
        {"label": "Power", "value": "Schedule 7, TACT 2000", "small": "Airfield South, 12 October 2015"},
        {"label": "Who has it", "value": "A. Thornley, JFIT", "small": "since 14 March 2016"},
        {"label": "Responsible force", "value": "Metropolitan Police (01)", "small": "PNC 2013/7988376P"},
    ],
    "pages": [
        {"text": "Summary", "href": "/cases/1", "current": True},
        {"text": "Material", "href": "/cases/1/material", "count": 4},
        {"text": "Requests", "href": "/cases/1/requests", "count": 2},
        {"text": "Decisions", "href": "/cases/1/decisions"},
        {"text": "Timeline", "href": "/cases/1/timeline"},
        {"text": "Audit", "href": "/cases/1/audit"},
    ],
}
BUDGET: dict[str, Any] = {
    "start": date(2015, 10, 12),
    "today": TODAY,
    "last_lawful_day": date(2016, 4, 11),
    "spent": [
        {"label": "SOFS", "days": 2, "kind": "spent", "dates": "12 to 13 October 2015", "budget": 14},
        {
            "label": "Waited at JFIT, not started",
            "days": 152,
            "kind": "idle",
            "dates": "14 October 2015 to 13 March 2016",
        },
        {"label": "Assessing", "days": 23, "kind": "work", "dates": "14 March to 5 April 2016", "budget": 28},
    ],
    "needed": [
        {"label": "Security Service", "days": 5, "dates": "due 11 April 2016", "budget": 28},
        {"label": "JFIT decision", "days": 14, "dates": "to 25 April 2016", "budget": 14},
        {"label": "Chief Officer", "days": 21, "dates": "to 16 May 2016", "budget": 21},
    ],
}
FILLS = (
    ("Stop-NSD awaiting sign-off", "c1"),
    ("SOFS: not yet referred", "c2"),
    ("Wrong notified date", "c4"),
)
BARS = [
    Column("1", (19, 6, 13), "Nov", "/lapses/?from=2015-11-01"),
    Column("15", (23, 6, 15), "", "/lapses/?from=2015-11-15"),
    Column("29", (27, 6, 17), "", "/lapses/?from=2015-11-29"),
    Column("13", (24, 5, 19), "Dec", "/lapses/?from=2015-12-13"),
]
CHART = Chart(
    title="Lapses per fortnight, by cause",
    unit="individuals",
    heads=("From", *(words for words, _ in FILLS), "All", "Changes"),
    lines=column_lines(
        BARS,
        [
            [*map(Cell, each.values), Cell("A Inspectors sign off" if each is BARS[3] else "")]
            for each in BARS
        ],
        ["1 November", "15 November", "29 November", "13 December"],
    ),
    drawing=columns(BARS, [fill for _, fill in FILLS], notes=[Note(0.75, "A")]),
    key=tuple(Key(words, fill) for words, fill in FILLS),
    changes=(Change(date(2015, 12, 15), "Inspectors sign off", letter="A"),),
)
CASE: dict[str, Any] = {
    "identity": IDENTITY,
    "budget": BUDGET,
    "tasks": [
        {
            "title": "Facts and checks (SOFS)",
            "href": "/t/1",
            "hint": "PNC checked 14 October 2015",
            "status": "done",
        },
        {
            "title": "Request to the Security Service",
            "href": "/t/2",
            "hint": "Sent 14 March",
            "status": "waiting",
        },
        {
            "title": "Draft the application",
            "href": "/t/3",
            "hint": "7 of 11 parts written",
            "status": "blocked",
        },
        {"title": "Holding NSD", "href": "/t/4", "status": "can_start"},
        {"title": "Chief Officer decision", "hint": "After the application", "status": "not_yet"},
    ],
    "next_actions": [
        {"text": "Ask for a holding NSD", "strong": True, "hint": "Must be made by 11 April"},
        {"text": "Chase the Security Service again", "href": "/r/1", "hint": "Last chased 4 April"},
    ],
    "notes": [
        {"tag": "Date mismatch", "colour": "purple", "text": "HAILOH notified 11 March 2016, 31 days early."},
        {
            "tag": "Alert",
            "colour": "red",
            "text": "7-day level, raised today.",
            "action_url": "/a/1",
            "action_text": "Acknowledge",
            "action_for": "the 7-day alert",
        },
    ],
    "entries": [
        {
            "when": datetime(2016, 4, 6, 0, 52, tzinfo=UTC),
            "text": "At-risk alert raised",
            "by": "System: raise_at_risk",
        },
        {"when": date(2015, 10, 12), "text": "Fingerprints taken", "href": "/m/1", "by": "Airfield South"},
    ],
    "summary": [
        {"key": "Power", "value": "Schedule 7, Terrorism Act 2000", "href": "/change", "action": "Correct"},
        {"key": "Convictions", "value": "None", "small": "PNC checked 4 April 2016: no trace"},
    ],
    "authority": [
        {"key": "You", "value": "A. Carnforth", "small": "Assistant Commissioner", "strong": True},
        {"key": "Force", "value": "Metropolitan Police (01)"},
    ],
    "answer": [
        {"key": "Last lawful day", "value": "Monday 11 April 2016", "small": "Lawful to the end of this day"},
        {"key": "First unlawful day", "value": "Tuesday 12 April 2016", "small": "From 00:00 UK time"},
        {"key": "Lawful basis", "value": "Terrorism Act 2000, Sch 8 para 20C", "small": "Six months"},
    ],
    "arithmetic": [
        {"key": "Beginning with", "value": "12 October 2015 is day one"},
        {"key": "Last lawful day", "value": "Monday 11 April 2016"},
    ],
}
FIGURES: dict[str, Any] = {
    "tiles": [
        {"number": 191, "label": "held unlawfully", "href": "/l/1", "band": "over", "note": "individuals"},
        {"number": 813, "label": "lapses, all time", "href": "/l/2", "band": "red", "note": "individuals.",
         "note_href": "/l/3", "note_link": "360 since 31 October 2015"},
        {"number": 24, "label": "at risk", "href": "/l/4", "band": "amber"},
        {"number": 10376, "label": "cases in all", "band": "grey"},
    ],
    "causes": [
        {"label": "Stop-NSD awaiting sign-off", "value": 300, "fill": "c1", "href": "/c/1"},
        {"label": "SOFS: not yet referred", "value": 165, "fill": "c2", "href": "/c/2"},
        {"label": "Chief Officer", "value": 13, "fill": "c6", "href": "/c/3"},
    ],
    "total": {"value": 478, "href": "/c/", "note": "sum of the causes"},
    "chart": CHART,
}  # fmt: skip


class FilterForm(forms.Form):
    """A filter as lists use it."""

    power = forms.ChoiceField(required=False, choices=[("", "Any"), ("TACT-S7", "Schedule 7")])
    holder = forms.CharField(required=False, label="Who has it")


def page(name: str, **context: Any) -> str:
    """One page of the gallery as the browser would get it."""
    source = (Path(__file__).parent / "gallery_pages" / f"{name}.html").read_text(encoding="utf-8")
    request = RequestFactory().get("/cases/", {"power": "TACT-S7"})
    return engines["django"].from_string(source).render({"frame": FRAME, "today": TODAY, **context}, request)


def pages() -> dict[str, str]:
    """Every page of the gallery by name."""
    chosen = [{"text": "Power: Schedule 7", "remove_url": "?"}]
    return {
        "list": page("list", table=_queue(), filter_form=FilterForm(), chosen=chosen),
        "case": page("case", level="amber", **CASE),
        "form": page("form", form=bad_form()),
        "figures": page("figures", identity_pages=IDENTITY["pages"], **FIGURES),
        "done": page("done"),
    }
