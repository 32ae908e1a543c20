"""The Security Service's files: out, in, and the answers that a person works to an end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from accounts.exporting import Exporting
from accounts.fields import DateField
from accounts.permissions import RoleRequired, officer_of
from accounts.sheets import Sheet
from audit import clock
from cases import batches
from cases.choices import Assessment
from cases.errors import CaseworkError
from cases.forms_requests import one_of
from cases.models import ImportException, RequestBatch
from cases.permissions import JFIT
from cases.services.answer_exceptions import Ending, end_exception
from cases.services.answers_file import MOST_BYTES, import_answers
from cases.services.batches import make_batch, taken_out
from cases.services.held_back import held_back

MAKE, TAKE_IN = "make", "take_in"


class UploadForm(forms.Form):
    """The file of answers."""

    file = forms.FileField(
        label="File of answers",
        help_text="Comma-separated text (CSV UTF-8), at most 2 MB",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv", "class": "govuk-file-upload"}),
        error_messages={"required": "Choose the file of answers", "empty": "The file is empty"},
    )

    def clean_file(self) -> Any:
        """Refuse what is too big before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is bigger than 2 MB. Send it in parts.")
        return file


class BatchesPage(Exporting, RoleRequired, TemplateView):
    """``/requests/security-service/``: what waits to go out, the files so far, and taking answers in."""

    allowed_roles = JFIT
    template_name = "cases/batches.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the next file, or take one in."""
        if request.POST.get("do") == MAKE:
            return self._make()
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        file = form.cleaned_data["file"]
        try:
            imported = import_answers(file.read(), file.name, by=officer_of(request))
        except CaseworkError as refused:
            form.add_error("file", str(refused))
            return self._show(form)
        messages.success(request, f"{file.name}: {imported.words}.")
        return HttpResponseRedirect(request.path)

    def _make(self) -> HttpResponse:
        try:
            batch = make_batch(by=officer_of(self.request))
        except CaseworkError as refused:
            messages.warning(self.request, str(refused))
        else:
            messages.success(
                self.request,
                f"File {batch.number} is made, with {_requests(batch.count)}. Download it below.",
            )
        return HttpResponseRedirect(self.request.path)

    def _show(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What waits, what went out and came in, and the open exceptions."""
        waiting = list(batches.waiting(officer_of(self.request), clock.today()))
        back = held_back([request.case_id for request in waiting])
        for request in waiting:
            request.held_back = back.get(request.case_id, "")  # type: ignore[attr-defined]
        context = {
            "form": UploadForm(),
            "today": clock.today(),
            "waiting": waiting,
            "batches": batches.made(),
            "files": batches.taken_in(),
            "exceptions": batches.open_exceptions(),
            "sheet": Sheet(
                "Requests waiting to go out",
                ("Case", "Asked for", "By", "Held back"),
                [
                    (each.case.ref, each.sent_on, each.asked_by and each.asked_by.display_name)
                    + (back.get(each.case_id, ""),)
                    for each in waiting
                ],
                waiting,
            ),
        }
        return super().get_context_data(**(context | kwargs))


class BatchFileView(RoleRequired, View):
    """``/requests/security-service/<number>.csv``: a file as it went out. Each download is audited."""

    allowed_roles = JFIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The bytes whose digest is recorded."""
        batch = get_object_or_404(RequestBatch.objects.select_related("file"), number=self.kwargs["number"])
        content = taken_out(batch, officer_of(request))
        name = f"security-service-requests-{batch.number:04}.csv"
        return HttpResponse(
            content.encode(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )


class EndForm(forms.Form):
    """How an exception ends, with what the row did not say."""

    how = one_of("What is to be done with this answer", Ending.choices, missing="Choose what is to be done")
    reference = forms.CharField(
        label="Our reference of the request",
        required=False,
        max_length=20,
        help_text="Needed to record it; like SSR-000417",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    assessment = one_of(
        "Assessment", Assessment.choices, hint="Where the row does not say it, or says it wrongly"
    )
    on = DateField(label="Day of the assessment", required=False)


class AnswerExceptionPage(RoleRequired, TemplateView):
    """``/requests/security-service/exceptions/<pk>/``: one answer that needs a person."""

    allowed_roles = JFIT
    template_name = "cases/answer_exception.html"

    @cached_property
    def exception(self) -> ImportException:
        """The exception with its row."""
        return get_object_or_404(batches.all_exceptions(), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The row, what stands on record, and the choices."""
        return self._show(EndForm(initial={"reference": self.exception.row.ref}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End it, or say why that cannot be."""
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            end_exception(self.exception.pk, by=officer_of(request), **form.cleaned_data)
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, f"Row {self.exception.row.number}: ended.")
        return HttpResponseRedirect(reverse("cases:batches"))

    def _show(self, form: EndForm) -> HttpResponse:
        exception = self.exception
        return self.render_to_response(
            self.get_context_data(
                form=form,
                exception=exception,
                cells=exception.row.cells.cells.items(),
                standing=batches.on_record(exception),
                today=clock.today(),
            )
        )


def _requests(number: int) -> str:
    return f"{number:,} request{'' if number == 1 else 's'}"
