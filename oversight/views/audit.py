"""``/oversight/audit/``: who did and looked at what; how far it is sealed, and told outside the database."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.functional import cached_property
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from accounts.exporting import Exporting
from accounts.permissions import RoleRequired, officer_of
from audit import clock, heads, sealing
from audit.choices import Verb
from audit.models import AuditEvent
from audit.record import record
from oversight.filters_audit import AT_FIRST, AuditFilter
from oversight.permissions import SEES_AUDIT
from oversight.tables_audit import AuditTable
from retention.views.lists import shown

FILTERS = ("who", "person", "case", "verb", "days")
REF = RawSQL(
    "(SELECT c.ref FROM cases_case AS c WHERE c.id = CASE WHEN audit_event.subject_type = 'case' "
    "THEN audit_event.subject_id WHEN audit_event.payload ->> 'case' ~ '^[0-9]{1,18}$' "
    "THEN (audit_event.payload ->> 'case')::bigint END)",
    [],
)


class AuditPage(Exporting, RoleRequired, SingleTableMixin, FilterView):
    """Every event, the latest first; before anything is chosen, those of the last seven days."""

    allowed_roles = SEES_AUDIT
    model = AuditEvent
    table_class = AuditTable
    filterset_class = AuditFilter
    template_name = "oversight/audit.html"

    def get_queryset(self) -> QuerySet[AuditEvent]:
        """The latest first, with the reference of the case that each is about."""
        return AuditEvent.objects.annotate(ref=REF).order_by("-pk")

    def get_filterset_kwargs(self, filterset_class: type[AuditFilter]) -> dict[str, Any]:
        """Some days, where nothing was chosen."""
        kwargs = super().get_filterset_kwargs(filterset_class)
        if not any(name in self.request.GET for name in FILTERS):
            asked = QueryDict(mutable=True)
            asked["days"] = AT_FIRST
            kwargs["data"] = asked
        return kwargs

    def get_table_kwargs(self) -> dict[str, object]:
        """An empty list says which way out there is."""
        return {"empty_text": "Nothing fits these filters. Choose other days, or remove a filter."}

    @cached_property
    def standing(self) -> sealing.Standing:
        """How far the chain goes, and how many events fit the filters."""
        return sealing.standing(self.object_list)

    def get_table_pagination(self, table: AuditTable) -> Any:
        """Pages of 50, of events that are counted already."""
        if self.is_export:
            return False
        return {"per_page": 50, "paginator_class": shown(self.standing.found)}

    def get_table(self, **kwargs: Any) -> AuditTable:
        """With how far the chain goes."""
        table: AuditTable = super().get_table(**kwargs)
        table.sealed_to = self.standing.last_id
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The filters that are on, and how far what is shown can be proved. Reading it is audited too."""
        context = super().get_context_data(**kwargs)
        officer = officer_of(self.request)
        chosen = ((name, self.request.GET.get(name)) for name in ("person", "verb", "days"))
        record(
            Verb.AUDIT_VIEWED,
            actor_id=officer.pk,
            actor_name=officer.display_name,
            subject_type="audit",
            subject_id=None,
            payload={name: value for name, value in chosen if value},
        )
        return context | {
            "chosen": self._chosen(context["filter"]),
            "standing": self.standing,
            "told": heads.last_told(),
            "heads_wanted": heads.path() is not None,
            "today": clock.today(),
        }

    def _chosen(self, filterset: AuditFilter) -> list[dict[str, str]]:
        """The filters that are on, each with the address of the list without it."""
        found = []
        for name, field in filterset.form.fields.items():
            if value := filterset.form.data.get(name, ""):
                without = self.request.GET.copy()
                without.pop(name, None)
                without.pop("page", None)
                # Without any filter the page would go back to the days that it begins with.
                query = without.urlencode() if any(each in without for each in FILTERS) else "days="
                words = {str(code): told for code, told in getattr(field, "choices", ())}.get(value, value)
                found.append({"text": f"{field.label}: {words}", "remove_url": f"?{query}"})
        return found
