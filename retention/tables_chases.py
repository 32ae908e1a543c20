"""The columns of the lists of chases and ports; they show what selectors found."""

from __future__ import annotations

import django_tables2 as tables

from retention.models import PortContact
from retention.tables import NUMERIC, _cell, _words


class ChaseTable(tables.Table):
    """Open chases: of what case, who is chased, whom to contact, what was said. ``contacts``: by port."""

    caption = "Open chases, nearest last lawful day first"
    noun = "chases"
    row_header = "case"
    contacts: dict[str, list[PortContact]] = {}

    day = tables.TemplateColumn(
        "{% load chips words %}{% if record.case.last_lawful_day %}<strong class='app-nowrap'>"
        "{{ record.case.last_lawful_day|day_short }}</strong><br>{% endif %}"
        "{% day_chip record.case.last_lawful_day record.case.status %}",
        verbose_name="Last lawful day",
        order_by=("case__urgency", "case__sort_day", "pk"),
        empty_values=(),
    )
    case = _cell("case", order_by=("case__ref", "pk"))
    who = _words(
        "{{ record.request.unit_name|default:record.request.get_to_display }}"
        "{% if record.request.unit_name %}<small>{{ record.request.get_to_display }}</small>{% endif %}",
        verbose_name="Who is chased",
        order_by=("request__to", "request__unit_name", "pk"),
    )
    whom = _cell("chase_whom", verbose_name="Whom to contact", orderable=False)
    since = _words(
        "{{ record.dated_on|day }}{% if record.days_late %}<small>raised {{ record.days_late|days }} late"
        "</small>{% endif %}",
        verbose_name="Overdue since",
        order_by=("dated_on", "pk"),
    )
    said = _cell("chase_said", verbose_name="Last contact", orderable=False)
    action = _cell("chase_action", verbose_name="Next action", orderable=False)

    class Meta:
        template_name = "tables/table.html"


class ChaseOfPortTable(ChaseTable):
    """The chases of one port, the closed among them."""

    caption = "Chases of this port, the latest first"

    who = None
    whom = None

    class Meta(ChaseTable.Meta):
        """As for all chases."""


class PortTable(tables.Table):
    """Ports with their force, whether there is whom to call, and their chases."""

    caption = "Ports, by name"
    noun = "ports"
    row_header = "name"

    name = _words(
        '<a class="govuk-link govuk-link--no-visited-state" href="{% url "retention:port" record.pk %}">'
        "{{ record.name }}</a>",
        order_by=("name", "pk"),
    )
    force = _words('{{ record.force.name|default:"Not recorded" }}', order_by=("force__name", "pk"))
    contact = _words(
        "{% load chips %}{% if record.has_contact %}On record{% else %}"
        '{% tag "Nobody on record" "orange" %}{% endif %}',
        verbose_name="Whom to call",
        order_by=("has_contact", "pk"),
    )
    open_chases = _words(
        "{{ record.open_chases|default:0|number }}",
        verbose_name="Open chases",
        attrs=NUMERIC,
        order_by=("open_chases", "pk"),
    )
    all_chases = _words(
        "{{ record.all_chases|default:0|number }}",
        verbose_name="Chases in all",
        attrs=NUMERIC,
        order_by=("all_chases", "pk"),
    )

    class Meta:
        template_name = "tables/table.html"


class ActionTable(tables.Table):
    """Reminders and training: when, what, to whom, who was there, who recorded it."""

    caption = "Reminders and training, the latest first"
    noun = "reminders and trainings"
    row_header = "audience"

    happened_on = _words("{{ record.happened_on|day }}", verbose_name="On", order_by=("happened_on", "pk"))
    kind = _words("{{ record.get_kind_display }}", verbose_name="What", order_by=("kind", "pk"))
    audience = _words("{{ record.audience }}", verbose_name="To whom", orderable=False)
    words = _words("{{ record.words.text|linebreaksbr }}", verbose_name="Who and what about", orderable=False)
    by = _words(
        "{{ record.recorded_by.display_name }}",
        verbose_name="Recorded by",
        order_by=("recorded_by__display_name", "pk"),
    )

    class Meta:
        template_name = "tables/table.html"
