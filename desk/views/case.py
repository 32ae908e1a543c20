"""The case page, and the page that answers "why this date?"."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.permissions import RoleRequired, officer_of
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases import positions, requests, selectors, whereabouts
from cases.choices import PositionStatus
from cases.models import Case, Material, NotifiedExpiry
from cases.notified import Compared, compared
from cases.permissions import SOFS
from cases.process import template_on
from cases.querysets import CaseQuerySet
from cases.selectors import ItemOnFile
from cases.selectors.determinations import decided_in
from cases.selectors.on_paper import papers_of
from cases.services.notes import notes_of
from cases.services.on_paper import KEYS, why_not_key
from cases.uploads import SEES_ROWS
from cases.views.records import READS_RECORDS
from desk import law
from desk.budget import does_not_fit, drawn
from desk.ends import endings
from desk.frame import CASEWORK
from desk.holder import holder_panel
from desk.jfit import work_on
from desk.nexts import actions_for
from desk.sofs import checks_panel, recordings
from desk.templatetags.words import day, day_long, moment
from desk.timeline import timeline_of
from law.told import FactUsed
from law.working import Working
from oversight.permissions import SEES_OVERSIGHT
from retention.budget_of_case import budget_of
from retention.erasures import erasure_of
from retention.permissions import DELETES, SEES_WHAT_MUST_GO
from retention.selectors import deletion_orders, open_alert_of

PAGES = (("Summary", "desk:case"), ("Timeline", "desk:timeline"), ("Where the facts are from", "desk:facts"))
ENTRIES = 8  # of the timeline, on the summary


class OneCase(RoleRequired, TemplateView):
    """A page about one case among those the viewer may know of: another's is the same "not found"."""

    allowed_roles = CASEWORK
    page_name = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The case with its name, the day, and the identity bar. Looking is audited."""
        officer, today = officer_of(self.request), clock.today()
        cases: CaseQuerySet = Case.objects.visible_to(officer, today)
        case = get_object_or_404(
            cases.with_subject_name().select_related("force", "holder"), pk=self.kwargs["pk"]
        )
        record(
            Verb.CASE_VIEWED,
            actor_id=officer.pk,
            actor_name=officer.display_name,
            subject_type="case",
            subject_id=case.pk,
        )
        context = super().get_context_data(**kwargs)
        erasure = erasure_of(case)
        identity = identity_bar(case, erased=erasure is not None) | {"pages": pages_of(case, self.page_name)}
        return context | {"case": case, "today": today, "identity": identity, "erasure": erasure}


class CasePage(OneCase):
    """``/cases/<pk>/``: where the case stands, its items and why their dates, requests, and what happened."""

    template_name = "desk/case.html"
    page_name = "desk:case"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The file of the case, what can be done next, and the one banner."""
        context = super().get_context_data(**kwargs)
        case, today = context["case"], context["today"]
        officer = officer_of(self.request)
        roles = roles_on(officer, today)
        file = selectors.case_file(case, shows_hidden=bool(roles & DELETES))
        clocks = requests.clocks_seen_by(officer, today, case)
        spent = budget_of(case, today)
        entries = timeline_of(case, clocks, officer, today)
        first = next((item.material for item in file.items if item.material.status == case.status), None)
        return context | {
            "file": file,
            "sees_rows": bool(roles_on(officer, today) & SEES_ROWS),
            "sees_destroyed": bool(roles_on(officer, today) & SEES_WHAT_MUST_GO),
            "alert": open_alert_of(case),
            "decided": decided_in(case),
            "sees_reviews": bool(roles & SEES_OVERSIGHT),
            "papers": papers_of(case),
            "keys_papers": bool(roles & KEYS),
            "may_key": bool(roles & KEYS) and not why_not_key(case, officer),
            "reads_records": bool(roles_on(officer, today) & READS_RECORDS),
            "clocks": clocks,
            "jfit": work_on(case, clocks, officer, today),
            "entries": entries[:ENTRIES],
            "entries_count": len(entries),
            "holder": holder_panel(case, file.movements, officer, today),
            "notes": notes_of(case),
            "actions": [
                *actions_for(case, officer, today),
                *recordings(case, file.items, roles),
                *law.recordings(case, file.items, roles),
                *endings(case, officer, today),
            ],
            **checks_panel(case, today),
            "law": law.law_panel(case, file.items, roles, today),
            "banner": banner(case, today) or (does_not_fit(spent) if spent else None),
            "budget": drawn(spent) if spent else None,
            "orders": deletion_orders(officer_of(self.request), today)
            .filter(case=case)
            .select_related("material"),
            "process": template_on(case.nation, today),
            "ways": whereabouts.ways_of(case, today),
            "may_record": bool(roles_on(officer_of(self.request), today) & SOFS),
            "mismatches": [date for date in notified_dates(first, file.notified) if date.days],
        }


class WhyPage(OneCase):
    """``/cases/<pk>/why/<item>/``: the law's working for one item, in steps a person can redo by hand."""

    template_name = "desk/why.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The working, beside the notified date, which is compared and never used."""
        context = super().get_context_data(**kwargs)
        file = selectors.case_file(context["case"])
        item = next((each for each in file.items if each.material.pk == self.kwargs["material_pk"]), None)
        if item is None:
            raise Http404
        position = positions.position_of(item.material)
        working = position.working
        return context | {
            "item": item.material,
            "others": [each.material for each in file.items if each is not item],
            "working": working,
            "answer": _answer(working, context["today"]),
            "facts_used": [_sourced(fact, item) for fact in working.facts_used],
            "which_law": _which_law(working, item.material),
            "notified": compared(file.notified, position.facts),
        }


def notified_dates(item: Material | None, notified: list[NotifiedExpiry]) -> list[Compared]:
    """The notified dates beside the period of the power of an item."""
    if item is None or not notified:
        return []
    return compared(notified, positions.position_of(item).facts)


def _answer(working: Working, today: date) -> list[dict[str, str]]:
    last, first = working.last_lawful_day, working.first_unlawful_day
    if last is None or first is None:
        said = PositionStatus(working.status).label
        candidate = working.candidate_day
        shortest = f"On the shortest reading, {day_long(candidate)}" if candidate else ""
        return [
            {"key": "Last lawful day", "value": said, "small": shortest or working.unresolved_because},
            {"key": "Lawful basis", "value": working.basis, "small": working.basis_words},
        ]
    left = (last - today).days
    words = f"{left:,} days left" if left >= 0 else f"{-left:,} days over"
    if working.arguable:
        words += ". Arguable: see why"
    return [
        {
            "key": "Last lawful day",
            "value": day_long(last),
            "small": f"Lawful to the end of this day. {words}",
        },
        {
            "key": "First unlawful day",
            "value": day_long(first),
            "small": "From 00:00 UK time: not to be searched, used or held",
        },
        {"key": "Lawful basis", "value": working.basis, "small": working.basis_words},
    ]


def _sourced(fact: FactUsed, item: ItemOnFile) -> dict[str, str]:
    """A fact with where it came from; what the item itself says came with its taking."""
    if fact.fact_id:
        source = f"Record {fact.fact_id}"
    elif item.taking and item.row:
        source = f"{item.row.file.name}, row {item.row.number}, recorded {day(item.taking.recorded_at)}"
    elif item.taking:
        source = f"Recorded {day(item.taking.recorded_at)}"
    else:
        source = "No taking is recorded"
    return {"label": fact.label, "value": fact.value, "source": source}


def _which_law(working: Working, item: Material) -> list[dict[str, str]]:
    return [
        {"key": "Law version", "value": working.law_version},
        {
            "key": "Rule",
            "value": working.rule_id or "None",
            "small": f"In force from {day(working.rule_in_force_from)}" if working.rule_in_force_from else "",
        },
        {"key": "How sure", "value": working.rule_confidence or "Not stated"},
        {"key": "Worked out", "value": moment(item.computed_at) if item.computed_at else "Now"},
    ]


def pages_of(case: Case, current: str) -> list[dict[str, Any]]:
    """The pages about a case, for its sub navigation."""
    return [
        {"text": text, "href": reverse(name, args=[case.pk]), "current": name == current}
        for text, name in PAGES
    ]


def identity_bar(case: Case, *, erased: bool = False) -> dict[str, Any]:
    """What stands at the head of every page about a case."""
    held_by = case.holder.display_name if case.holder and case.holder.is_active else "Nobody yet"
    return {
        "reference": case.ref,
        "name": f"Subject {case.subject_id}, identity erased"
        if erased
        else getattr(case, "subject_name", "") or "Name not known",
        "tags": [
            {"text": "Legacy Material" if case.is_legacy else "New Material", "colour": ""},
            {"text": case.get_state_display(), "colour": "teal"},
        ],
        "facts": [
            {
                "label": "Last lawful day (earliest item)",
                "value": "" if case.last_lawful_day else case.get_status_display(),
                "day": case.last_lawful_day,
                "big": True,
            },
            {"label": "Days left", "chip": {"day": case.last_lawful_day, "status": _shown_status(case)}},
            {"label": "Power", "value": case.power or "No rule known", "small": case.place},
            {"label": "Who has it", "value": held_by, "small": case.get_state_display()},
            {"label": "Responsible force", "value": str(case.force) if case.force else "Not known"},
        ],
    }


def _shown_status(case: Case) -> str:
    return str(case.status) if case.is_held else "destroyed"


def banner(case: Case, today: date) -> dict[str, str] | None:
    """The one banner: red for what is held unlawfully, amber on the last lawful day; else none."""
    if not case.is_held:
        return None
    gone_by = list(Material.objects.unlawful_on(today).filter(case=case, last_lawful_day__isnull=False))
    if gone_by and Material.objects.to_save_on(today).filter(case=case).exists():
        return _partly_over(gone_by, today)
    if case.status == "must_destroy":
        return {
            "level": "red",
            "title": "Must be destroyed. The taking was unlawful.",
            "text": "Nothing saves this material. Its deletion orders are on the deletions page.",
        }
    if case.last_lawful_day and case.last_lawful_day < today:
        over = (today - case.last_lawful_day).days
        return {
            "level": "red",
            "title": f"Held unlawfully for {over:,} day{'' if over == 1 else 's'}.",
            "text": "Cover has ended: it must not be searched, used or kept. It is too late for an NSD.",
            "action_url": reverse("retention:deletions"),
            "action_text": "See the deletion orders",
        }
    if case.last_lawful_day == today:
        return {
            "level": "amber",
            "title": "The last lawful day is today.",
            "text": "A determination must be made today, or the material must be destroyed from tomorrow.",
        }
    return None


def _partly_over(over: list[Material], today: date) -> dict[str, str]:
    """Of what is over while something else of the case can still be saved: a sample, above all."""
    days = max((today - item.last_lawful_day).days for item in over if item.last_lawful_day)
    names = " and ".join(dict.fromkeys(str(item.get_kind_display()) for item in over))
    return {
        "level": "red",
        "title": f"{names} held unlawfully for {days:,} day{'' if days == 1 else 's'}.",
        "text": "It must not be searched, used or kept. What else is held can still be saved.",
        "action_url": reverse("retention:deletions"),
        "action_text": "See the deletion orders",
    }
