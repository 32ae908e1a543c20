"""``/oversight/matches/``: matches against material without cover; none is said in words."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import Officer
from accounts.selectors import roles_on
from cases.models import Material
from oversight import lost
from oversight.choices import MatchStatus
from oversight.errors import OversightRefused
from oversight.figures import MATCHES
from oversight.forms_desk import EndForm
from oversight.forms_lost import LegalForm, MatchForm, ToldForm
from oversight.models import MatchIncident
from oversight.permissions import OFFICE, RECORDS_MATCHES, REVIEWS_MATCHES, SEES_MATCHES
from oversight.services.matches import (
    TELLS,
    Reported,
    end_match,
    record_match,
    review_in_law,
    tell_commissioner,
)
from oversight.tables_lost import MatchTable
from oversight.views.work import Work, WorkPage
from retention.views.lists import ListPage


class MatchesPage(ListPage):
    """``/oversight/matches/``: every match recorded, or in words that there is none."""

    allowed_roles = SEES_MATCHES
    template_name = "oversight/desk/list.html"
    table_class = MatchTable
    title = "Matches against material without cover"
    lede = (
        "A match against material that may not be held is an incident: its result is quarantined at once, "
        "nothing of it is disclosed until it was reviewed in law, and the Commissioner is told."
    )
    empty_text = MATCHES.none

    def get_queryset(self) -> Any:
        """All of them."""
        return lost.matches()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The way to record one."""
        may = roles_on(self.officer, self.today) & RECORDS_MATCHES
        return super().get_context_data(**kwargs) | {
            "begin_url": reverse("oversight:record_match") if may else "",
            "begin_text": "Record a match",
        }


class RecordMatchPage(WorkPage):
    """``/oversight/matches/record/``: a match that was reported, found to have been without cover."""

    allowed_roles = RECORDS_MATCHES
    template_name = "oversight/desk/form.html"
    works = {"record": Work(MatchForm, "The match", "Record it")}
    made: MatchIncident | None = None

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Find the item and record the match."""
        items = Material.objects.filter(case__ref__iexact=said["ref"].strip(), kind=said["kind"])
        item = items.order_by("pk").first()
        if item is None:
            raise OversightRefused(f"There is no such item in a case {said['ref'].strip()}. Check it.")
        told = Reported(matched_on=said["matched_on"], reported_by=said["reported_by"], words=said["words"])
        self.made = record_match(item.pk, told, by=by)
        return f"{self.made.ref}: recorded, quarantined, disclosure blocked."

    def next_url(self) -> str:
        """The incident."""
        return reverse("oversight:match", args=[self.made.pk]) if self.made else self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words of the page."""
        return super().get_context_data(**kwargs) | {
            "title": "Record a match",
            "lede": "Against material that had no cover on the day. Never write down its result here.",
            "back_to": reverse("oversight:matches"),
            "back_text": "Matches",
        }


class MatchPage(WorkPage):
    """``/oversight/matches/<pk>/``: one match, what was done about it, and what is next."""

    allowed_roles = SEES_MATCHES
    template_name = "oversight/desk/match.html"
    works = {
        "law": Work(LegalForm, "Legal review", "Record the review"),
        "told": Work(ToldForm, "Tell the Commissioner", "Record that the Commissioner was told"),
        "end": Work(EndForm, "End the incident", "End it"),
    }

    @cached_property
    def match(self) -> MatchIncident:
        """The match."""
        return get_object_or_404(lost.matches(), pk=self.kwargs["pk"])

    def offered(self) -> list[str]:
        """What is next, to those who do it."""
        roles = self.roles()
        nexts = {
            MatchStatus.QUARANTINED: ("law", REVIEWS_MATCHES),
            MatchStatus.REVIEWED: ("told", TELLS),
            MatchStatus.TOLD: ("end", OFFICE),
        }
        do, may = nexts.get(MatchStatus(self.match.status), ("", frozenset()))
        return [do] if do and roles & may else []

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Record it."""
        pk, words = self.match.pk, said["words"]
        if do == "law":
            review_in_law(pk, words=words, may_disclose=said["may_disclose"] == "yes", by=by)
        elif do == "told":
            tell_commissioner(pk, words=words, by=by)
        else:
            end_match(pk, words=words, by=by)
        return f"{self.match.ref}: recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The match and its steps."""
        steps = self.match.steps.select_related("recorded_by", "words").order_by("pk")
        return super().get_context_data(**kwargs) | {"match": self.match, "steps": steps}
