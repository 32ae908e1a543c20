"""Writing an application: what it asks for and its sections, saved as they go; sending and allocating it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from cases import selectors
from cases.application_choices import Section
from cases.choices import CaseEvent, DeterminationKind
from cases.determiners import determiners, eligible_forces
from cases.errors import CaseworkError, StaleDraft
from cases.forms_applications import KINDS, AllocateForm, AskedForm, SectionForm, SendForm
from cases.permissions import JFIT
from cases.selectors.application_drafts import Drafted, drafted, is_renewed, is_writable
from cases.selectors.applications import Content, Part, content_of
from cases.services.application_drafts import Asked, save_asked, save_text
from cases.services.applications import why_not_sent_by
from cases.views.requests import CasePart
from cases.views.step import StepPage


class DraftPart(CasePart):
    """A page about the draft of a case's application."""

    allowed_roles = JFIT

    @cached_property
    def found(self) -> Drafted:
        """The draft as it stands today."""
        return drafted(self.case, self.today)

    @property
    def overview(self) -> str:
        """The address of the application being written."""
        return reverse("cases:apply", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft, and whether it can be written now."""
        writable = is_writable(self.case)
        return super().get_context_data(**kwargs) | {"found": self.found, "is_writable": writable}


class ApplyPage(DraftPart):
    """``/cases/<pk>/apply/``: the application as it is written, and what is missing of it."""

    template_name = "cases/apply.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """From the queue, where too little time is left, what is asked for comes first: a holding NSD."""
        is_new = self.found.draft is None or not self.found.draft.version
        if request.GET.get("kind") == DeterminationKind.HOLDING and is_new and is_writable(self.case):
            return redirect(f"{reverse('cases:application_asked', args=[self.case.pk])}?kind=holding")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sections as tasks, with what is missing of each."""
        context = super().get_context_data(**kwargs)
        needed = self.found.content.needed
        done = sum(part.complete for part in needed) + (not self.found.asked_missing)
        return context | {
            "tasks": [self._asked(), *(self._task(part) for part in self.found.content.parts)],
            "done": done,
            "needed": len(needed) + 1,
            "why_not_mine": why_not_sent_by(self.found, self.officer, self.today),
        }

    def _asked(self) -> dict[str, Any]:
        content, missing = self.found.content, self.found.asked_missing
        draft = self.found.draft
        said = f"{KINDS[DeterminationKind(content.kind)]}. {content.months} months"
        return {
            "title": "What you ask for: kind, length, items",
            "href": reverse("cases:application_asked", args=[self.case.pk]),
            "hint": missing or said,
            "status": "can_start" if missing else "done",
            "words": ("Not complete" if draft and draft.version else "Not begun") if missing else "Complete",
        }

    def _task(self, part: Part) -> dict[str, Any]:
        name = "cases:profile_part" if part.is_of_profile else "cases:application_section"
        key = self._profile_part(part) if part.is_of_profile else part.key
        where = "From the intelligence profile. " if part.is_of_profile else ""
        hint = part.missing if part.missing and part.text else f"{where}{part.missing}"
        return {
            "title": part.label,
            "href": reverse(name, args=[self.case.pk, key]),
            "hint": hint or f"{where}{_by(part)}",
            "status": "done" if part.complete and part.text else "can_start",
            "words": _state(part),
        }

    def _profile_part(self, part: Part) -> str:
        guidance = self.found.content.guidance
        rule = guidance.rule(part.section) if guidance else None
        return str(rule.from_profile) if rule else ""


def _by(part: Part) -> str:
    return f"By {part.by}" if part.by else ""


def _state(part: Part) -> str:
    if part.missing:
        return "Not complete" if part.text else "Not begun"
    return "Complete" if part.text else "Not needed"


class AskedPage(DraftPart):
    """``/cases/<pk>/apply/asked/``: the kind, the items, the length, the day of review."""

    template_name = "cases/apply_asked.html"

    def form(self, *args: Any, **kwargs: Any) -> AskedForm:
        """The form, for what can be asked for in this case today."""
        words = {each.material.pk: each.words for each in selectors.items_on_file(self.case)}
        items = [(item.pk, words[item.pk]) for item in self.found.coverable]
        return AskedForm(
            *args,
            items=items,
            most_months=self.found.most_months,
            is_renewal=is_renewed(self.case),
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What stands; every item to begin with."""
        content, draft = self.found.content, self.found.draft
        first: dict[str, Any] = {
            "items": [str(item.material_id) for item in content.items],
            "seen": draft.version if draft else 0,
        }
        if draft and draft.version:
            first |= {"kind": content.kind, "months": content.months, "review_on": content.review_on}
            first["vulnerability"] = content.vulnerability
        elif request.GET.get("kind") in DeterminationKind.values:
            first["kind"] = request.GET["kind"]
        return self._show(self.form(initial=first))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep it; what is refused comes back onto the page."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self._show(form)
        said = form.cleaned_data
        asked = Asked(
            kind=said["kind"],
            months=said["months"],
            review_on=said["review_on"],
            vulnerability=said["vulnerability"],
            item_ids=[int(pk) for pk in said["items"]],
        )
        try:
            save_asked(self.case.pk, asked, by=self.officer, seen_version=said["seen"])
        except StaleDraft as stale:
            typed = request.POST.copy()
            typed["seen"] = str(stale.version)
            return self._show(self.form(typed), stale=str(stale))
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._show(form)
        messages.success(request, f"{self.case.ref}: what the application asks for is saved.")
        return HttpResponseRedirect(self.overview)

    def _show(self, form: Form, stale: str = "") -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, stale=stale))


class SectionPage(DraftPart):
    """``/cases/<pk>/apply/<section>/``: write a section; saved, it stands in the application."""

    template_name = "cases/apply_section.html"

    @cached_property
    def part(self) -> Part:
        """The section that is written."""
        part = self.found.content.part(self.kwargs["section"])
        if part is None or part.is_of_profile:
            raise Http404
        return part

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What stands."""
        return self._show({"text": self.part.text, "seen": self.part.version})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it, and say what is still missing; what a colleague wrote meanwhile stands beside it."""
        form = SectionForm(request.POST, label=self.part.label, hint=self.part.hint)
        if not form.is_valid():
            return self._render(form)
        part, text = self.part, form.cleaned_data["text"]
        try:
            save_text(
                self.case.pk, part.section, part.of, text, by=self.officer,
                seen_version=form.cleaned_data["seen"],
            )  # fmt: skip
        except StaleDraft as stale:
            self._forget()
            return self._show({"text": text, "seen": stale.version}, stale=str(stale))
        except CaseworkError as refused:
            form.add_error(None, str(refused))
            return self._render(form)
        self._forget()
        if request.POST.get("do") == "stay" or self.part.missing:
            if self.part.missing:
                messages.warning(request, f"Saved. {self.part.missing}.")
            else:
                messages.success(request, f"{self.case.ref}: {part.label.lower()} saved.")
            return HttpResponseRedirect(request.path)
        messages.success(request, f"{self.case.ref}: {part.label.lower()} saved and complete.")
        return HttpResponseRedirect(self.overview)

    def _forget(self) -> None:
        for name in ("found", "part"):
            self.__dict__.pop(name, None)

    def _show(self, initial: dict[str, Any], stale: str = "") -> HttpResponse:
        form = SectionForm(initial=initial, label=self.part.label, hint=self.part.hint)
        return self._render(form, stale)

    def _render(self, form: Form, stale: str = "") -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, stale=stale, part=self.part))


class Allocating(StepPage):
    """A step that gives an application to a force: who may decide today, and why the others may not."""

    allowed_roles = JFIT

    def form_arguments(self) -> dict[str, Any]:
        """The forces in which somebody may decide today."""
        return {"forces": eligible_forces(self.case, self.today)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who may decide today, first; then the others, each with the reason."""
        found = determiners(self.case, self.today)
        return super().get_context_data(**kwargs) | {
            "may_decide": [each for each in found if each.may],
            "may_not": [each for each in found if not each.may],
        }


class SendPage(Allocating):
    """``/cases/<pk>/apply/send/``: the whole application once more, to whom it goes, and sending it."""

    template_name = "cases/apply_send.html"
    form_class = SendForm
    event = CaseEvent.APPLY
    title, button = "Send the application", "Send the application"

    @cached_property
    def found(self) -> Drafted:
        """The draft as it stands today."""
        return drafted(self.case, self.today, self.papers)

    def details_of(self, form: Any) -> dict[str, Any]:
        """The force; why it is needed is the section of that name. What was read is what is sent."""
        why = self.found.content.part(Section.NATIONAL_SECURITY)
        return {
            "to_force": form.cleaned_data["to_force"],
            "reasons": why.text if why else "",
            "kind": self.found.content.kind,
            "seen_content": self.request.POST.get("content", ""),
        }

    def to_check(self, form: Any) -> list[dict[str, str]]:
        """The whole application, to be read once more."""
        to = f"The chief officer of {form.cleaned_data['to_force'].name}"
        return [
            {"key": "To", "value": to},
            *told(self.found.content),
            {"key": "Then", "value": "The case is with the Chief Officer. None who wrote it can decide it."},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The draft with what is missing, and why this person could not send it."""
        context = super().get_context_data(**kwargs)
        missing = self.found.missing
        not_yet = "The application is not complete." if missing else ""
        why_not = context["why_not"] or not_yet or why_not_sent_by(self.found, self.officer, self.today)
        return context | {
            "why_not": why_not,
            "found": self.found,
            "content": self.found.content,
            "missing": missing,
            "back_to": reverse("cases:apply", args=[self.case.pk]),
        }


class AllocatePage(Allocating):
    """``/cases/<pk>/allocate/``: give the application to another force, with the reason."""

    template_name = "cases/apply_allocate.html"
    form_class = AllocateForm
    event = CaseEvent.REALLOCATE
    title, button = "Allocate to another force", "Allocate it"
    lede = "The application stays as it was sent. The last lawful day stays the same."

    def form_arguments(self) -> dict[str, Any]:
        """The forces but the one that has it."""
        has_it = self.papers.application.to_force_id if self.papers.application else None
        return {"forces": [f for f in eligible_forces(self.case, self.today) if f.pk != has_it]}

    def details_of(self, form: Any) -> dict[str, Any]:
        """The force and the reasons."""
        return super().details_of(form) | {"to_force": form.cleaned_data["to_force"]}

    def to_check(self, form: Any) -> list[dict[str, str]]:
        """From whom it goes to whom, and why."""
        former = self.papers.application
        has_it = [{"key": "From", "value": str(former.to_force)}] if former else []
        return [
            *has_it,
            {"key": "To", "value": f"The chief officer of {form.cleaned_data['to_force'].name}"},
            *super().to_check(form),
            {"key": "Then", "value": "The former force does not see the case any more."},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The application as it was sent."""
        application = self.papers.application
        content = content_of(application.pk) if application else None
        return super().get_context_data(**kwargs) | {"application": application, "content": content}


def told(content: Content) -> list[dict[str, str]]:
    """An application in rows of ``key`` and ``value``."""
    rows = [
        {"key": "For", "value": content.kind_words},
        {"key": "Length asked for", "value": f"{content.months} months"},
        {"key": "Items", "value": "\n".join(item.words for item in content.items)},
        {"key": "Vulnerability", "value": content.vulnerability_words},
    ]
    if content.review_on:
        rows.append({"key": "Review by", "value": f"{content.review_on:%-d %B %Y}"})
    for warning in content.warnings:
        rows.append({"key": "Warning", "value": warning})
    for group in content.facts:
        lines = [f"{row.key}: {row.value}" + (f" ({row.small})" if row.small else "") for row in group.rows]
        rows.append({"key": group.title, "value": "\n".join(lines)})
    return rows + [{"key": part.label, "value": part.text} for part in content.written]
