"""The columns of erasures and of what was destroyed; they show what selectors found."""

from __future__ import annotations

import django_tables2 as tables

from retention.tables import _cell, _words


class CandidateTable(tables.Table):
    """Persons of whom nothing is left, with the day of the review and why it is that day."""

    caption = "Identities to review"
    noun = "people"
    row_header = "person"

    person = _cell("candidate", verbose_name="Person", orderable=False)
    refs = _words("{{ record.refs }}", verbose_name="Cases", orderable=False)
    gone_on = _words("{{ record.gone_on|day }}", verbose_name="Last item gone", order_by=("gone_on",))
    review_on = _words("{{ record.review_on|day }}", verbose_name="Day of review", order_by=("review_on",))
    why = _words(
        "{% if record.kept %}{{ record.kept.get_because_display }}, reviewed by "
        "{{ record.kept.recorded_by.display_name }}{% else %}{{ record.days|days }} after the last item "
        "was gone{% endif %}",
        verbose_name="Why then",
        orderable=False,
    )

    class Meta:
        template_name = "tables/table.html"


class ErasureTable(tables.Table):
    """Erased persons, by number."""

    caption = "Erased, the latest first"
    noun = "people"
    row_header = "person"

    person = _words("Subject {{ record.person_id }}", order_by=("person_id",))
    gone_on = _words("{{ record.gone_on|day }}", verbose_name="Last item gone", order_by=("gone_on", "pk"))
    review_on = _words(
        "{{ record.review_on|day }}", verbose_name="Day of review", order_by=("review_on", "pk")
    )
    erased_at = _words("{{ record.erased_at|moment }}", verbose_name="Erased", order_by=("erased_at", "pk"))
    erased_by = _words(
        "{{ record.erased_by.display_name }}", verbose_name="By", order_by=("erased_by__display_name", "pk")
    )

    class Meta:
        template_name = "tables/table.html"


class DestroyedTable(tables.Table):
    """Destroyed items with when they went and what had kept them."""

    caption = "Destroyed, the latest first"
    noun = "items"
    row_header = "item"

    item = _cell("destroyed", verbose_name="Item", order_by=("case__ref", "pk"))
    last = _words(
        "{% if record.last_lawful_day %}{{ record.last_lawful_day|day }}{% else %}"
        "{{ record.get_status_display }}{% endif %}",
        verbose_name="Last lawful day",
        order_by=("last_lawful_day", "pk"),
    )
    rule = _words(
        "{{ record.case.power|default:'No rule known' }}", verbose_name="Rule", order_by=("case__power", "pk")
    )
    gone = _words("{{ record.deleted_on|day }}", verbose_name="Gone", order_by=("deleted_on", "pk"))

    class Meta:
        template_name = "tables/table.html"
