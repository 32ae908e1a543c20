"""The columns of reconciliation: runs and differences; they show what selectors found."""

from __future__ import annotations

import django_tables2 as tables

from retention.models import Difference
from retention.reconciled import what_differs
from retention.tables import NUMERIC, _cell, _words


class ReconciliationTable(tables.Table):
    """Extracts with what came of them."""

    caption = "Extracts, the latest first"
    noun = "extracts"
    row_header = "extract"

    extract = _cell("extract", verbose_name="Extract", order_by="pk")
    extracted_on = _words(
        "{{ record.extracted_on|day|default:'-' }}", verbose_name="Made on", order_by=("extracted_on", "pk")
    )
    state = _cell("extract_state", verbose_name="Outcome", order_by=("state", "pk"))
    records = _words("{{ record.counts.records|default:0|number }}", attrs=NUMERIC, orderable=False)
    new = _words("{{ record.counts.new|default:0|number }}", attrs=NUMERIC, orderable=False)
    again = _words(
        "{{ record.counts.again|default:0|number }}", verbose_name="Back", attrs=NUMERIC, orderable=False
    )
    gone = _words("{{ record.counts.gone|default:0|number }}", attrs=NUMERIC, orderable=False)

    class Meta:
        template_name = "tables/table.html"


class FaultTable(tables.Table):
    """Files of the databases that could not be taken for what they should be."""

    caption = "Faults of the exchange, the latest first"
    noun = "faults"
    row_header = "name"

    name = _cell("fault", verbose_name="File", order_by=("name", "pk"))
    kind = _words("{{ record.get_kind_display }}", verbose_name="What is wrong", order_by=("kind", "pk"))
    found_at = _words("{{ record.found_at|moment }}", verbose_name="Found", order_by=("found_at", "pk"))
    ended_by = _words(
        "{{ record.ended_by.display_name|default:'Open' }}",
        verbose_name="Ended by",
        order_by=("ended_by__display_name", "pk"),
    )

    class Meta:
        template_name = "tables/table.html"


class DifferenceTable(tables.Table):
    """Differences with whom they are about, what differs, and who works on them."""

    caption = "Differences between the databases and the cases"
    noun = "differences"
    row_header = "what"

    what = _cell("difference", verbose_name="Difference", order_by=("kind", "pk"))
    case = _cell("difference_case", verbose_name="Case", order_by=("case__ref", "pk"))
    differs = tables.Column(verbose_name="What differs", empty_values=(), orderable=False)
    owner = _words(
        "{{ record.owner.display_name|default:record.get_owner_role_display }}",
        order_by=("owner__display_name", "pk"),
    )
    opened_at = _words("{{ record.opened_at|day }}", verbose_name="Since", order_by=("opened_at", "pk"))

    # Whether references may be shown to whoever looks.
    shows_references = False

    class Meta:
        template_name = "tables/table.html"

    def render_differs(self, record: Difference) -> str:
        """What differs, in words."""
        return what_differs(record) or "-"
