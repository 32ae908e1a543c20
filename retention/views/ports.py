"""``/ports/``: the ports on record, and one of them with whom to call and its chases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.exporting import Exporting
from accounts.selectors import roles_on
from cases.models import Case
from retention import port_chases
from retention.choices import ChaseRule
from retention.errors import ContactRefused
from retention.forms_chases import EndForm, PersonForm, PortForm
from retention.models import Port, PortContact
from retention.permissions import KEEPS_PORTS
from retention.services import ports as service
from retention.tables_chases import ChaseOfPortTable, PortTable
from retention.views.lists import ListPage, Page


class PortsPage(ListPage):
    """Every port, and a form to put another on record. A chase puts its own on record by itself."""

    allowed_roles = KEEPS_PORTS
    template_name = "retention/ports.html"
    table_class = PortTable
    title = "Ports"
    empty_text = "No port is on record yet. The first chase of one puts it here."

    def get_queryset(self) -> QuerySet[Port]:
        """All of them, by name."""
        return port_chases.ports(self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        return super().get_context_data(**({"form": PortForm()} | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put a port on record."""
        form = PortForm(request.POST)
        if form.is_valid():
            try:
                port = service.add_port(
                    form.cleaned_data["name"], force=form.cleaned_data["force"], by=self.officer
                )
            except ContactRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"{port.name} is on record. Add whom to call there.")
                return HttpResponseRedirect(reverse("retention:port", args=[port.pk]))
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(form=form))


class PortPage(Exporting, Page):
    """``/ports/<pk>/``: whom to call at a port, adding and ending them, and the chases of the port."""

    allowed_roles = KEEPS_PORTS
    template_name = "retention/port.html"

    @cached_property
    def port(self) -> Port:
        """The port."""
        return get_object_or_404(Port.objects.select_related("force"), pk=self.kwargs["pk"])

    @cached_property
    def contacts(self) -> list[PortContact]:
        """Whom to call, and who was called before."""
        found = PortContact.objects.current().filter(port=self.port).select_related("who")
        return list(found.order_by("to_on", "who__name", "pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The contacts, each with its form to end it, and the chases."""
        context: dict[str, Any] = {
            "port": self.port,
            "today": self.today,
            "table": self._chases(),
            "person_form": PersonForm(initial={"from_on": self.today}),
            "ending": None,
        }
        context |= kwargs
        ending = context["ending"]
        context["contacts"] = [
            (contact, ending[1] if ending and ending[0] == contact.pk else self._end_form(contact))
            for contact in self.contacts
        ]
        return super().get_context_data(**context)

    def _end_form(self, contact: PortContact) -> EndForm | None:
        if contact.to_on:
            return None
        return EndForm(initial={"last_day": self.today}, prefix=f"end{contact.pk}")

    def _chases(self) -> ChaseOfPortTable:
        names = Case.objects.all().with_subject_name()
        found = (
            port_chases.chases_of(self.officer, self.today)
            .filter(rule=ChaseRule.PORT_PROFILE, request__unit_name__iexact=self.port.name)
            .select_related(None)
            .select_related("request")
            .prefetch_related(Prefetch("case", names))
            .order_by("-dated_on", "pk")
        )
        table = ChaseOfPortTable(found, empty_text="This port was never chased.")
        self.configured(table, 50)
        rows = [row.record for row in table.paginated_rows]
        port_chases.mark(rows, roles_on(self.officer, self.today))
        return table

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add somebody, or end a contact."""
        if request.POST.get("do") == "add":
            form: Form = PersonForm(request.POST)
            done = self._try(form, lambda said: service.add_contact(self.port.pk, by=self.officer, **said))
            return done or self.render_to_response(self.get_context_data(form=form, person_form=form))
        number = request.POST.get("end", "")
        contact = next((each for each in self.contacts if str(each.pk) == number), None)
        if contact is None:
            raise Http404
        form = EndForm(request.POST, prefix=f"end{contact.pk}")
        done = self._try(
            form, lambda said: service.end_contact(contact.pk, last_day=said["last_day"], by=self.officer)
        )
        return done or self.render_to_response(self.get_context_data(form=form, ending=(contact.pk, form)))

    def _try(self, form: Form, do: Any) -> HttpResponse | None:
        """The way back to the page, or None with the reason on the form."""
        if not form.is_valid():
            return None
        try:
            do(form.cleaned_data)
        except ContactRefused as refused:
            form.add_error(None, str(refused))
            return None
        messages.success(self.request, f"{self.port.name}: recorded.")
        return HttpResponseRedirect(reverse("retention:port", args=[self.port.pk]))
