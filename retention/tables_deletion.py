"""The columns of the list of what is to be done at the places."""

from __future__ import annotations

import django_tables2 as tables

from retention.tables import _cell, _words


class WorklistTable(tables.Table):
    """Open instructions: what, where, for which case, since when, and the one button of each."""

    caption = "To do at the databases and stores, what must not be searched first"
    noun = "instructions"
    row_header = "what"

    what = _words(
        "{{ record.get_kind_display }}<small>{{ record.material.get_kind_display }}</small>",
        verbose_name="What",
        order_by=("kind", "pk"),
    )
    place = _words(
        "{{ record.holding.get_place_display }}"
        "<small>{{ record.holding.reference|default:'No reference' }}</small>",
        order_by=("holding__place", "pk"),
    )
    case = _cell("instruction_case", orderable=False)
    since = _words("{{ record.not_before|day }}", verbose_name="From", order_by=("not_before", "pk"))
    stands = _words(
        "{% if record.sent_at %}Begun {{ record.sent_at|moment }}<small>{{ record.sent_by }}</small>"
        "{% else %}Not begun{% endif %}",
        verbose_name="Where it stands",
        orderable=False,
    )
    action = _cell("instruction_action", verbose_name="Next action", orderable=False)

    class Meta:
        template_name = "tables/table.html"
