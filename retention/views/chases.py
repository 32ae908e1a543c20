"""``/chases/``: whom to press, by last lawful day; and a chase: who was reached, what they promised."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.selectors import roles_on
from cases.models import Case
from cases.permissions import SOFS
from cases.requests import Clock, clock_of
from retention import port_chases
from retention.choices import ChaseRule
from retention.errors import ChaseRefused
from retention.forms_chases import ContactForm, EscalateForm
from retention.models import ChaseTask, PortContact
from retention.permissions import CHASES, KEEPS_PORTS
from retention.services.port_chases import Contact, escalate, record_contact
from retention.tables_chases import ChaseTable
from retention.views.lists import ListPage, Page, by_choice

WORDS = (
    ("all", "All"),
    ("port", "Ports"),
    ("fsp", "Forensic provider"),
    ("third", "Third parties"),
    ("manager", "With the manager"),
)
REACHED, ESCALATE = "reached", "escalate"


class ChasesPage(ListPage):
    """Open chases of ports, the provider and third parties."""

    allowed_roles = CHASES
    template_name = "retention/chases.html"
    table_class = ChaseTable
    title = "Chases"
    empty_text = "Nobody is to be chased here."

    @cached_property
    def roles(self) -> frozenset[str]:
        """What the viewer is today."""
        return roles_on(self.officer, self.today)

    def get_queryset(self) -> QuerySet[ChaseTask]:
        """Those asked for; an unknown way of showing them shows all."""
        found = port_chases.chases_of(self.officer, self.today).filter(closed_on=None)
        self.counts = port_chases.counts(found)
        asked = self.request.GET.get("show", "all")
        self.show = asked if asked in self.counts else "all"
        self.total = self.counts[self.show]
        names = Case.objects.all().with_subject_name()
        rows = found.filter(port_chases.SHOWN[self.show])
        return rows.select_related(None).select_related("request").prefetch_related(Prefetch("case", names))

    def get_table(self, **kwargs: Any) -> ChaseTable:
        """The table, each row of its page with whom to contact."""
        table = super().get_table(**kwargs)
        contacts = port_chases.contacts_by_port(self.today)
        rows = [row.record for row in table.page.object_list]
        port_chases.mark(rows, self.roles)
        for chase in rows:
            chase.whom = contacts.get(chase.request.unit_name.lower(), [])
        return table

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The ways of showing them, each with its count."""
        choices = [(code, words, self.counts[code]) for code, words in WORDS]
        return super().get_context_data(**kwargs) | {
            "ways": by_choice("retention:chases", self.show, choices),
            "keeps_ports": bool(self.roles & KEEPS_PORTS),
        }


class ChasePage(Page):
    """``/chases/<pk>/``: the chase of a port or of the provider; whom to contact, and what became of it."""

    allowed_roles = CHASES
    template_name = "retention/chase.html"

    @cached_property
    def task(self) -> ChaseTask:
        """The chase, found among those that the viewer may see."""
        found = port_chases.chases_of(self.officer, self.today).filter(rule=ChaseRule.PORT_PROFILE)
        names = Case.objects.all().with_subject_name()
        rows = found.select_related(None).select_related("request").prefetch_related(Prefetch("case", names))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def contacts(self) -> list[PortContact]:
        """Whom to call there today."""
        port = port_chases.port_of(self.task)
        return list(port_chases.contacts_on(self.today).filter(port=port)) if port else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The chase with its request, and the two forms where it may be worked on."""
        asked: Clock = clock_of(self.task.request)  # type: ignore[arg-type]
        may = bool(roles_on(self.officer, self.today) & SOFS)
        context: dict[str, Any] = {
            "task": self.task,
            "clock": asked,
            "today": self.today,
            "contacts": self.contacts,
            "port": port_chases.port_of(self.task),
            "keeps_ports": bool(roles_on(self.officer, self.today) & KEEPS_PORTS),
            "may_chase": may and self.task.closed_on is None,
            "contact_form": ContactForm(contacts=self.contacts, initial={"on": self.today}),
            "escalate_form": EscalateForm(prefix=ESCALATE),
        }
        return super().get_context_data(**(context | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record the contact, or take it to the manager; what is refused comes back with what was typed."""
        forms: dict[str, Form] = {
            REACHED: ContactForm(request.POST, contacts=self.contacts),
            ESCALATE: EscalateForm(request.POST, prefix=ESCALATE),
        }
        wanted = request.POST.get("do", "")
        form = forms.get(wanted)
        if form is None or self.task is None:
            raise Http404
        name = "contact_form" if wanted == REACHED else "escalate_form"
        if form.is_valid():
            try:
                self._record(form)
            except ChaseRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"{self.task.case.ref}: recorded.")
                return HttpResponseRedirect(reverse("retention:chase", args=[self.task.pk]))
        return self.render_to_response(self.get_context_data(form=form, **{name: form}))

    def _record(self, form: Form) -> None:
        said = form.cleaned_data
        if isinstance(form, ContactForm):
            contact = Contact(
                how=said["how"],
                contact=form.chosen(),
                name=said["name"],
                words=said["words"],
                promised_for=said["promised_for"],
            )
            record_contact(self.task.pk, contact, by=self.officer, on=said["on"])
        else:
            escalate(self.task.pk, words=said["words"], by=self.officer)
