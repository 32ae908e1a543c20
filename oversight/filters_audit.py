"""The filters of the audit: who, which case, what, and since when."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from audit import clock
from audit.choices import Verb
from audit.models import AuditEvent
from cases.models import Case

DAYS = (("1", "Today"), ("7", "The last 7 days"), ("30", "The last 30 days"), ("365", "The last 365 days"))
# What the page shows before anything is chosen: the whole of the audit may be millions of events.
AT_FIRST = "7"
MOST = 2**63 - 1


class AuditFilter(django_filters.FilterSet):
    """By person, case, kind of event and days."""

    who = django_filters.CharFilter(
        field_name="actor_name", lookup_expr="icontains", label="Name of who did it"
    )
    # Reached from a name in the list: two people may have the same.
    person = django_filters.NumberFilter(
        field_name="actor_id", label="Only person", widget=forms.HiddenInput, min_value=0, max_value=MOST
    )
    case = django_filters.CharFilter(method="of_case", label="Reference of a case")
    verb = django_filters.ChoiceFilter(
        choices=sorted(Verb.choices, key=lambda each: each[1]), label="What", empty_label="Anything"
    )
    days = django_filters.ChoiceFilter(choices=DAYS, method="since", label="When", empty_label="At any time")

    class Meta:
        model = AuditEvent
        fields = ("who", "person", "case", "verb", "days")

    def of_case(self, events: QuerySet[AuditEvent], name: str, ref: str) -> QuerySet[AuditEvent]:
        """Events about the case of exactly that reference, and about what belongs to it; none for no case."""
        pk = Case.objects.filter(ref__iexact=ref.strip()).values_list("pk", flat=True).first()
        if pk is None:
            return events.none()
        events = events.alias(of_case=KeyTextTransform("case", "payload"))
        return events.filter(Q(subject_type="case", subject_id=pk) | Q(of_case=str(pk)))

    def since(self, events: QuerySet[AuditEvent], name: str, days: str) -> QuerySet[AuditEvent]:
        """Events of so many business days up to today, today included."""
        first = clock.today() - timedelta(days=int(days) - 1)
        return events.filter(at__gte=datetime.combine(first, time(), clock.LONDON))
