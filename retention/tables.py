"""The columns of the lists. They show cached dates and what selectors counted; they compute nothing."""

from __future__ import annotations

import django_tables2 as tables

NUMERIC = {"td": {"numeric": True}}


def _cell(name: str, **kwargs: object) -> tables.TemplateColumn:
    """A column drawn by ``templates/retention/cells/<name>.html``."""
    return tables.TemplateColumn(template_name=f"retention/cells/{name}.html", empty_values=(), **kwargs)


def _words(code: str, **kwargs: object) -> tables.TemplateColumn:
    return tables.TemplateColumn("{% load words %}" + code, empty_values=(), **kwargs)


class UnlawfulTable(tables.Table):
    """Cases of which something is held unlawfully: which items, since when, and the three facts of each."""

    caption = "Held unlawfully, the longest first"
    noun = "cases"
    row_header = "case"

    case = _cell("own_case", verbose_name="Case", order_by=("ref", "pk"))
    since = _cell("since", verbose_name="Last lawful day", order_by=("since", "pk"))
    over = _cell("over", verbose_name="Days over", orderable=False)
    state = _words("{{ record.get_state_display }}", verbose_name="Where it stands", order_by=("state", "pk"))
    items = _cell("three_facts", verbose_name="Items held unlawfully", orderable=False)

    class Meta:
        template_name = "tables/table.html"


class UnresolvedTable(UnlawfulTable):
    """Cases with an item whose day is not settled, past the shortest day that any reading gives."""

    caption = "Not settled, and past the shortest day that any reading gives"
    since = _cell("perhaps", verbose_name="Shortest day", order_by=("since", "pk"))
    over = _cell("not_settled", verbose_name="Standing", orderable=False)
    items = _cell("what_is_missing", verbose_name="Items, and what is missing", orderable=False)

    class Meta(UnlawfulTable.Meta):
        """As for what is held unlawfully."""


class OrderTable(tables.Table):
    """Deletion orders with their age, and how many places are instructed and evidenced."""

    caption = "Deletion orders, the longest due first"
    noun = "orders"
    row_header = "ref"

    ref = _cell("order", verbose_name="Order", order_by="pk")
    case = _cell("case", order_by=("case__ref", "pk"))
    state = _cell("order_state", order_by=("state", "pk"))
    why = _words("{{ record.get_opened_because_display }}", order_by=("opened_because", "pk"))
    due_on = _cell("due", verbose_name="Due since", order_by=("due_on", "pk"))
    places = _cell("places", verbose_name="Instructed and evidenced", orderable=False)

    class Meta:
        template_name = "tables/table.html"


class AlertTable(tables.Table):
    """Alerts with what is needed against what is left, the owner, and the plan."""

    caption = "Alerts, nearest last lawful day first"
    noun = "alerts"
    row_header = "case"

    case = _cell("case", order_by=("case__ref", "pk"))
    last_lawful_day = _cell(
        "last_lawful_day", verbose_name="Last lawful day", order_by=("last_lawful_day", "pk")
    )
    level = _cell("level", order_by=("raised_on", "pk"))
    needed = _cell("needed", verbose_name="Work still needed", order_by=("days_needed", "pk"))
    owner = _cell("owner", order_by=("owner__display_name", "pk"))
    plan = _cell("plan", orderable=False)

    class Meta:
        template_name = "tables/table.html"


class RunTable(tables.Table):
    """Runs of the sweeps with their counts."""

    caption = "Runs, the latest day first"
    noun = "runs"
    row_header = "sweep"

    sweep = _cell("run", order_by=("sweep", "pk"))
    day = _words('<span class="app-nowrap">{{ record.day|day_short }}</span>', order_by=("day", "pk"))
    outcome = _cell("run_of_row", orderable=False)
    seen = _words("{{ record.seen|number }}", attrs=NUMERIC, order_by=("seen", "pk"))
    acted = _words(
        "{{ record.acted_in_all|number }}",
        verbose_name="Acted on",
        attrs=NUMERIC,
        order_by=("acted_in_all", "pk"),
    )
    failed = _words("{{ record.failed|number }}", attrs=NUMERIC, order_by=("failed", "pk"))

    class Meta:
        template_name = "tables/table.html"
