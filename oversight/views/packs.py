"""Packs: freezing them, reading them as they were frozen, and their files, byte for byte."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.generic import View

from accounts.exporting import attachment
from accounts.models import Officer
from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from oversight.choices import PackKind
from oversight.forms_packs import CallForm, FreezeForm
from oversight.models import Pack, PackFile, PublishedFigure
from oversight.packs.render import HTML, MEDIA, fragment_of
from oversight.permissions import FREEZES_PACKS, KEEPS_MEETINGS, SEES_CASES_IN_PACKS, SEES_PACKS
from oversight.selectors import Days
from oversight.services.meetings import call
from oversight.services.publishing import freeze
from oversight.tables_packs import PackTable
from oversight.views.enquiries import WorkingList
from oversight.views.work import Work, WorkPage

WORDS = {
    "pack.html": "as a page",
    "pack.pdf": "as a PDF",
    "pack.xlsx": "as a workbook",
    "manifest.json": "the manifest with all digests",
}


def packs_for(officer: Officer) -> QuerySet[Pack]:
    """The packs that somebody may read: every one, or those that list no case."""
    rows = Pack.objects.select_related("frozen_by").order_by("-as_at", "-pk")
    sees_cases = roles_on(officer, clock.today()) & SEES_CASES_IN_PACKS
    return rows if sees_cases else rows.filter(kind=PackKind.MONTHLY)


class PacksPage(WorkingList):
    """``/packs/``: every pack, the latest first, and freezing one."""

    allowed_roles = SEES_PACKS
    template_name = "oversight/packs/packs.html"
    table_class = PackTable
    title = "Packs"
    lede = "Each is frozen with its figures, their definitions and the rows behind them, and never changes."
    empty_text = "No pack has been frozen."
    works = {"freeze": Work(FreezeForm, "Freeze a pack", "Freeze the pack")}
    workers = FREEZES_PACKS

    def get_queryset(self) -> QuerySet[Pack]:
        """Those that the viewer may read."""
        return packs_for(self.officer)

    def first(self, do: str) -> dict[str, Any]:
        """Both dates are today's unless another is given."""
        return {"as_at": self.today, "known_at": self.today}

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Freeze it."""
        self.made = freeze(said["kind"], Days(said["as_at"], said["known_at"]), by=by)
        return f"{self.made.ref} is frozen: {self.made.get_kind_display().lower()}."

    def next_url(self) -> str:
        """To the pack."""
        return reverse("oversight:pack", args=[self.made.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether meetings and restatements are for the viewer."""
        return super().get_context_data(**kwargs) | {"sees_cases": bool(self.roles() & SEES_CASES_IN_PACKS)}


class PackPage(WorkPage):
    """``/packs/<pk>/``: the pack as it was frozen, its files, its figures, and the meetings about it."""

    allowed_roles = SEES_PACKS
    template_name = "oversight/packs/pack.html"
    works = {"call": Work(CallForm, "Call the meeting that examines it", "Call the meeting")}

    @cached_property
    def pack(self) -> Pack:
        """The pack, among those that the viewer may read."""
        return get_object_or_404(packs_for(self.officer), pk=self.kwargs["pk"])

    def offered(self) -> list[str]:
        """To those who keep meetings."""
        return ["call"] if self.roles() & KEEPS_MEETINGS else []

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Call it."""
        offices = said["offices"].splitlines()
        self.made = call(self.pack, held_on=said["held_on"], offices=offices, by=by)
        return f"The meeting of {self.made.held_on:%-d %B %Y} is called."

    def next_url(self) -> str:
        """To the meeting."""
        return reverse("oversight:meeting", args=[self.made.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page as frozen, and what stands beside it."""
        files = list(self.pack.files.order_by("pk").only("name", "sha256", "pack_id"))
        page = get_object_or_404(PackFile, pack=self.pack, name=HTML)
        sees_cases = bool(self.roles() & SEES_CASES_IN_PACKS)
        figures = PublishedFigure.objects.filter(pack=self.pack).defer("content").order_by("as_at", "number")
        return super().get_context_data(**kwargs) | {
            "pack": self.pack,
            "files": [{"name": f.name, "words": WORDS[f.name], "sha256": f.sha256} for f in files],
            # Our own template wrote it, with everything escaped, when the pack was frozen.
            "frozen": mark_safe(fragment_of(page.content)),
            "figures": list(figures) if sees_cases else [],
            "meetings": list(self.pack.meetings.order_by("-held_on")) if sees_cases else [],
            "sees_cases": sees_cases,
        }


class PackFilePage(RoleRequired, View):
    """``/packs/<pk>/files/<name>/``: a file as it was frozen. Taking it out is audited."""

    allowed_roles = SEES_PACKS

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The file, to be saved."""
        officer = officer_of(request)
        pack = get_object_or_404(packs_for(officer), pk=pk)
        if name not in MEDIA:
            raise Http404
        file = get_object_or_404(PackFile, pack=pack, name=name)
        return attachment(
            bytes(file.content),
            name=f"{pack.ref.replace('/', '-')}-{file.name}",
            media=file.media_type,
            by=officer,
            about=("pack", pack.pk),
            said={"file": file.name, "sha256": file.sha256},
        )
