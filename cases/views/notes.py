"""The page on which a note is added to a case.

What was done or noted since the page was opened is shown first, the words kept: who wrote them may find that
they say something else now.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.permissions import RoleRequired, officer_of
from audit import clock
from cases.errors import FactRefused, StaleCase
from cases.forms_holders import NoteForm
from cases.models import Case
from cases.querysets import CaseQuerySet
from cases.services.notes import MAY_NOTE, add_note, latest_note, notes_of
from cases.services.transition import moved_since

SALT = "cases.note.seen"


class NotePage(RoleRequired, TemplateView):
    """``/cases/<pk>/note/``"""

    allowed_roles = MAY_NOTE
    template_name = "cases/note.html"
    title = "Add a note"

    def case(self) -> Case | None:
        """The case, where this officer may know of it."""
        cases: CaseQuerySet = Case.objects.visible_to(officer_of(self.request), clock.today())
        return cases.with_subject_name().filter(pk=self.kwargs["pk"]).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An empty page."""
        case = self.case()
        if case is None:
            raise Http404
        return self._show(case, NoteForm(initial={"seen": _seen(case)}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the note, or say what has changed since."""
        version, note = _read(request.POST.get("seen", ""), self.kwargs["pk"])
        case, form = self.case(), NoteForm(request.POST)
        if case is None:
            return self._moved_out_of_sight(version)
        if not form.is_valid():
            return self._show(case, form)
        words = form.cleaned_data["text"]
        try:
            add_note(case.pk, words, by=officer_of(request), seen_version=version, seen_note=note)
        except StaleCase as stale:
            return self._show(case, NoteForm({"text": words, "seen": _seen(case)}), stale=stale)
        except FactRefused as refused:
            form.add_error("text", str(refused))
            return self._show(case, form)
        messages.success(request, f"{case.ref}: your note was added.")
        return HttpResponseRedirect(reverse("desk:case", args=[case.pk]))

    def _show(self, case: Case, form: NoteForm, *, stale: StaleCase | None = None) -> HttpResponse:
        context = self.get_context_data(
            case=case,
            form=form,
            stale=stale,
            notes=notes_of(case),
            title=self.title,
            today=clock.today(),
            back_to=reverse("desk:case", args=[case.pk]),
        )
        return self.render_to_response(context)

    def _moved_out_of_sight(self, version: int) -> HttpResponse:
        stale = moved_since(self.kwargs["pk"], version)
        if stale is None:
            raise Http404
        kept = self.request.POST.get("text", "").strip()
        context = {"title": self.title, "stale": stale, "kept": kept, "back_to": reverse("desk:home")}
        return self.response_class(
            self.request, ["cases/moved_on.html"], context, using=self.template_engine, status=409
        )


def _seen(case: Case) -> str:
    return signing.dumps([case.pk, case.version, latest_note(case.pk)], salt=SALT)


def _read(text: str, pk: int) -> tuple[int, int]:
    """The version and the latest note that the page showed. Raises Http404 where it was not ours."""
    try:
        case_id, version, note = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as not_ours:
        raise Http404 from not_ours
    if case_id != pk:
        raise Http404
    return version, note
