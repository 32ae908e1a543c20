"""One import exception: what is wrong, where, how to mend it, and the ways to end it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import officers_with_any_role
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases import suggestions, uploads
from cases.choices import ExceptionCode, ExceptionEnd, ImportKind
from cases.errors import CaseworkError
from cases.forms_imports import CorrectForm, GiveForm, ReasonForm
from cases.hidden import shown_cells
from cases.models import Case, ErasableIdentity, ErasableImportRow, ImportException, Material
from cases.services import exceptions as work

CORRECT, ACCEPT, SETTLE, GIVE = "correct", "accept", "settle", "give"


class ExceptionPage(RoleRequired, TemplateView):
    """``/exceptions/<pk>/``: another's case is the same "not found"; its owner always finds it."""

    allowed_roles = uploads.SEES_ROWS
    template_name = "cases/exception.html"

    @cached_property
    def officer(self) -> Officer:
        """Who is looking."""
        return officer_of(self.request)

    @cached_property
    def exception(self) -> ImportException:
        """The exception, among those that the officer may see."""
        visible = Case.objects.visible_to(self.officer, clock.today())
        found = ImportException.objects.filter(Q(case=None) | Q(case__in=visible) | Q(owner=self.officer))
        related = ("row", "row__file", "case", "owner", "ended_by")
        return get_object_or_404(found.select_related(*related), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; an answer of the Security Service is worked on where JFIT works on those."""
        if self.exception.row.file.kind == ImportKind.SECURITY_SERVICE:
            return HttpResponseRedirect(reverse("cases:answer_exception", args=[self.exception.pk]))
        return self._show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do the one thing that was pressed; what is refused comes back onto the page."""
        wanted = request.POST.get("do", "")
        form = self._form(wanted, request.POST)
        if form is None or not form.is_valid():
            return self._show(wanted, form)
        try:
            self._do(wanted, form)
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(wanted, form)
        return HttpResponseRedirect(self._next())

    def _do(self, wanted: str, form: Any) -> None:
        said, pk = form.cleaned_data, self.exception.pk
        if wanted == CORRECT:
            ended = work.correct(
                pk, by=self.officer, days=form.days(), power=said["power"], reason=said["reason"]
            )
            self._tell_corrected(any(each.pk == pk for each in ended), len(ended))
        elif wanted == GIVE:
            work.give(pk, to=said["to"], by=self.officer)
            messages.success(self.request, f"Given to {said['to'].display_name}.")
        else:
            how: dict[str, Callable[..., ImportException]] = {ACCEPT: work.accept, SETTLE: work.settle}
            how[wanted](pk, by=self.officer, reason=said["reason"])
            messages.success(self.request, "Ended. Your reason is recorded.")

    def _tell_corrected(self, is_ended: bool, count: int) -> None:
        case = self.exception.case
        assert case is not None
        case.refresh_from_db()
        now = (
            f"last lawful day {case.last_lawful_day:%-d %B %Y}"
            if case.last_lawful_day
            else str(case.get_status_display()).lower()
        )
        also = f" {count} exceptions of the case ended by it." if count > 1 else ""
        still = "" if is_ended else " This exception stays open: something it asks for is still missing."
        messages.success(self.request, f"{case.ref} corrected: {now}.{also}{still}")

    def _next(self) -> str:
        """The page again, where it is still to be seen."""
        return reverse("cases:exception", args=[self.exception.pk])

    # What is shown -----------------------------------------------------------------------------------------

    def _ways(self) -> list[str]:
        """The ways to end it that are open to this officer, the usual one first."""
        exception = self.exception
        if exception.ended_at or not work.may_work_on(exception, self.officer):
            return []
        ways = [CORRECT] if work.can_correct(exception) else []
        if exception.is_warning:
            ways.append(ACCEPT)
        elif not (exception.code in work.ABOUT_A_TAKING and work.leaves_open(exception)):
            ways.append(SETTLE)
        return [*ways, GIVE]

    def _form(self, way: str, data: Any = None) -> Form | None:
        if way not in self._ways():
            return None
        if way == CORRECT:
            return CorrectForm(data, items=self._items, prefix=way)
        if way == GIVE:
            roles = work.WORKS_ON[self.exception.row.file.kind]
            officers = officers_with_any_role(roles, clock.today()).exclude(pk=self.exception.owner_id)
            return GiveForm(data, officers=officers, prefix=way)
        label = "Why it may stay as it is" if way == ACCEPT else "How it was settled"
        return ReasonForm(data, label=label, prefix=way)

    @cached_property
    def _items(self) -> list[Material]:
        return list(Material.objects.filter(case=self.exception.case).order_by("pk"))

    def _show(self, wanted: str = "", sent: Form | None = None) -> HttpResponse:
        exception = self.exception
        ways = self._ways()
        forms = {way: sent if way == wanted else self._form(way) for way in ways}
        sees_cells = exception.case_id is None or bool(
            uploads.visible_among(self.officer, clock.today(), [exception.case_id])
        )
        if sees_cells:
            self._audit()
        takings = work.takings_of(self._items) if exception.case_id else {}
        context = self.get_context_data(
            exception=exception,
            today=clock.today(),
            ended_how=_ended_how(exception),
            forms=forms,
            form=sent if wanted in ways else None,
            sees_cells=sees_cells,
            cells=_cells(exception, self.officer) if sees_cells else [],
            items=[(item, takings.get(item.pk)) for item in self._items] if exception.case_id else [],
            pairs=self._pairs() if sees_cells else [],
            steps=exception.steps.select_related("recorded_by", "owner", "reason").order_by("pk"),
            may_work=work.may_work_on(exception, self.officer),
        )
        return self.render_to_response(context)

    def _audit(self) -> None:
        record(
            Verb.CASE_VIEWED if self.exception.case_id else Verb.LIST_VIEWED,
            subject_type="case" if self.exception.case_id else "import_row",
            subject_id=self.exception.case_id or self.exception.row_id,
            actor_id=self.officer.pk,
            actor_name=self.officer.display_name,
            payload={"exception": self.exception.pk},
        )

    def _pairs(self) -> list[dict[str, Any]]:
        """The people of whom somebody must decide whether they are this one."""
        exception = self.exception
        if exception.code != ExceptionCode.POSSIBLE_DUPLICATE or exception.case is None:
            return []
        subject = exception.case.subject_id
        identity = ErasableIdentity.objects.current().filter(subject=subject).first()
        if identity is None:
            return []
        alike = suggestions.suggest(
            surname=identity.surname,
            forenames=identity.forenames,
            date_of_birth=identity.date_of_birth,
            pnc_id=identity.pnc_id,
            cro_number=identity.cro_number,
        )
        return [
            {
                "refs": each.refs,
                "why": each.why,
                "href": f"{reverse('cases:same_person')}?one={subject}&other={each.identity.subject_id}",
            }
            for each in alike
            if each.identity.subject_id != subject
        ]


def _ended_how(exception: ImportException) -> str:
    known = dict(ExceptionEnd.choices)
    return str(known.get(exception.ended_how, exception.ended_how))


def _cells(exception: ImportException, officer: Officer) -> list[dict[str, Any]]:
    """The cells of the row, the one in question marked."""
    cells = ErasableImportRow.objects.filter(row=exception.row_id).values_list("cells", flat=True).first()
    return [
        {"key": key, "value": value or "(empty)", "wrong": key == exception.column}
        for key, value in shown_cells(cells or {}, officer).items()
    ]
