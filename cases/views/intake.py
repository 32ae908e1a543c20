"""Recording a taking event: one page, a check of the whole, and a confirmation with each last lawful day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.permissions import RoleRequired, officer_of
from audit import clock
from cases import selectors, suggestions
from cases.choices import MaterialKind
from cases.errors import CaseworkError
from cases.forms_intake import NOT_SENT, OTHER, UNSURE, DraftForm, TakingForm
from cases.models import Case, ErasableIdentity
from cases.permissions import SOFS
from cases.powers import name_of, no_rule_because
from cases.services import taking_drafts
from cases.services.intake import record_taking, recorded_as
from cases.views.step import CHANGE, CHECK, DO
from law.identifiers import cro_number, pnc_id

SAVE, THROW_AWAY = "save", "throw_away"


class IntakePage(RoleRequired, TemplateView):
    """``/intake/``: the whole event on one page; whatever was typed stays until it is recorded."""

    allowed_roles = SOFS
    template_name = "cases/intake.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An empty page, or the draft as it was left."""
        draft = taking_drafts.draft_of(officer_of(request))
        if draft is None:
            return self._show(TakingForm())
        typed = QueryDict(mutable=True)
        for name, values in draft.said.items():
            typed.setlist(name, values)
        return self.render_to_response(self.get_context_data(form=DraftForm(typed), draft=draft))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check what was typed, show the whole of it once more, or record it."""
        wanted = request.POST.get("do", CHECK)
        if wanted == THROW_AWAY:
            taking_drafts.throw_away(officer_of(request))
            messages.success(request, "Your draft is thrown away.")
            return HttpResponseRedirect(reverse("cases:intake"))
        draft = taking_drafts.keep(dict(request.POST.lists()), by=officer_of(request))
        if wanted == SAVE:
            said = "Draft saved. It is yours alone." if draft else "There is nothing to save."
            messages.success(request, said)
            return HttpResponseRedirect(reverse("cases:intake"))
        form, known = self._form()
        earlier = recorded_as(form.cleaned_data.get("submission"))
        if wanted == DO and earlier is not None:
            return self._recorded(earlier)
        if not form.is_valid() or wanted == CHANGE:
            return self._show(form)
        if wanted != DO:
            return self._check(form, known)
        try:
            case = record_taking(form.entry(), by=officer_of(request))
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        return self._recorded(case)

    def _recorded(self, case: Case) -> HttpResponse:
        return HttpResponseRedirect(reverse("cases:taking_recorded", args=[case.pk]))

    def _form(self) -> tuple[TakingForm, ErasableIdentity | None]:
        """The form with those whom the person may be, and whom the PNC ID makes them by rule."""
        form = TakingForm(self.request.POST)
        form.is_valid()
        person = form.person
        known = suggestions.with_pnc_id(person.pnc_id)
        if known is not None:
            return form, known
        found = suggestions.suggest(
            surname=person.surname,
            forenames=person.forenames,
            date_of_birth=person.date_of_birth,
            pnc_id=person.pnc_id,
            cro_number=person.cro_number,
        )
        if found:
            form = TakingForm(self.request.POST, suggested=found)
            form.is_valid()
        return form, None

    def _show(self, form: TakingForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def _check(self, form: TakingForm, known: ErasableIdentity | None) -> HttpResponse:
        carried = [(name, value) for name, values in self.request.POST.lists() for value in values]
        context = self.get_context_data(
            rows=_rows(form, known),
            warnings=_warnings(form, known),
            carried=[pair for pair in carried if pair[0] not in ("csrfmiddlewaretoken", "do")],
        )
        return self.response_class(
            self.request, ["cases/intake_check.html"], context, using=self.template_engine
        )


class TakingRecordedPage(RoleRequired, TemplateView):
    """``/intake/<case>/``: the reference, and each item's last lawful day with the way to why."""

    allowed_roles = SOFS
    template_name = "cases/taking_recorded.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The confirmation; for a case that was not opened on the page, the case itself."""
        visible: Any = Case.objects.visible_to(officer_of(request), clock.today()).with_subject_name()
        case = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not hasattr(case, "taking_event"):
            return HttpResponseRedirect(reverse("desk:case", args=[case.pk]))
        items = selectors.items_on_file(case)
        return self.render_to_response(self.get_context_data(case=case, items=items))


def _day(day: Any) -> str:
    return f"{day:%A %-d %B %Y}" if day else ""


def _rows(form: TakingForm, known: ErasableIdentity | None) -> list[dict[str, str]]:
    """The whole event, to be read once more."""
    said = form.cleaned_data
    entry = form.entry()
    name = ", ".join(filter(None, [said["surname"], said["forenames"]])) or "Name not known"
    power = name_of(said["power"]) if said["power"] != OTHER else said["power_as_written"]
    time = f", {entry.taken_time:%H:%M} UK time" if entry.taken_time else ""
    rows = [
        ("Name", name),
        ("Date of birth", _day(said["date_of_birth"]) or "Not known"),
        ("PNC ID", said["pnc_id"] or "Not known"),
        ("CRO number", said["cro_number"] or "Not known"),
        ("On record as", _on_record(form, known)),
        ("Taken at", f"{said['place']}, {said['force']}"),
        ("Nation", dict(form.fields["nation"].choices)[said["nation"]]),  # type: ignore[attr-defined]
        ("Power", power),
        ("Day of taking", f"{_day(said['taken_on'])}{time}"),
        ("Fingerprints", _item(entry.prints_on, "SOFS", entry.prints_sent)),
    ]
    to = dict(form.fields["sample_route"].choices).get(said["sample_route"], "")  # type: ignore[attr-defined]
    rows.append(("DNA sample", _item(entry.sample_on, to[:1].lower() + to[1:], entry.sample_sent)))
    if entry.sample_on:
        rows.append(("DNA profile", f"Awaited. Its clock runs from {_day(entry.sample_on)}"))
    if entry.sample_reference:
        rows.append(("Seal or barcode", entry.sample_reference))
    return [{"key": key, "value": value} for key, value in rows]


def _item(taken_on: Any, to: str, sent: Any) -> str:
    if taken_on is None:
        return "Not taken"
    went = f"sent {_day(sent.on)}: {to}" if sent else "not sent yet"
    return f"Taken {_day(taken_on)}; {went}"


def _on_record(form: TakingForm, known: ErasableIdentity | None) -> str:
    chosen = form.cleaned_data.get("same_as") or ""
    if known is not None:
        return f"{known}: the same PNC ID is the same person"
    if form.chosen is not None:
        return next(str(each.identity) for each in form.suggested if each.identity.subject_id == form.chosen)
    return "A new person; the question is left for review" if chosen == UNSURE else "A new person"


def _warnings(form: TakingForm, known: ErasableIdentity | None) -> list[str]:
    """What looks odd and refuses nothing."""
    said, person = form.cleaned_data, form.person
    found = []
    if person.pnc_id:
        found.append(("PNC ID", pnc_id(person.pnc_id, clock.today().year).warning))
    if person.cro_number:
        found.append(("CRO number", cro_number(person.cro_number).warning))
    force = said["force"]
    if force.nation != said["nation"]:
        found.append(("Nation", f"{force} is not of that nation. Check both."))
    power = "" if said["power"] == OTHER else said["power"]
    because = no_rule_because(power, said["nation"]) if power else "the power is not on the list"
    if because:
        found.append(("Power", f"{because}. The dates stay unresolved until somebody settles it."))
    if known is not None and known.date_of_birth and person.date_of_birth not in (None, known.date_of_birth):
        born = f"{known.date_of_birth:%-d %B %Y}"
        found.append(("Date of birth", f"the record with this PNC ID says {born}. Both are kept."))
    if said.get("sample_route") == NOT_SENT and MaterialKind.DNA_SAMPLE in said["taken"]:
        found.append(("DNA sample", "it is not sent yet: no profile can come."))
    return [f"{name}: {text}" for name, text in found if text]
