"""Deletion work: the orders that wait for a step, taken with one or many, and what is done at each place."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.choices import Role
from accounts.exporting import Exporting
from accounts.selectors import officers_with_role, roles_on
from accounts.sheets import Sheet
from audit import clock
from cases.models import Case
from cases.permissions import RECORDS_BARS
from retention import deletion_work, selectors
from retention.choices_deletion import HoldKind, ReceiptOutcome
from retention.deletion_policy import version_on
from retention.deletion_targets import targets_on
from retention.errors import HoldRefused, OrderStepRefused, ReceiptRefused
from retention.forms_deletion import EvidenceForm, HoldForm, ReasonForm
from retention.gateways.base import Receipt
from retention.models import DeletionHold, DeletionOrder, Instruction, InstructionReceipt
from retention.orders import CAN_BE_HALTED
from retention.permissions import DELETES, SEES_WHAT_MUST_GO
from retention.services import deletion_steps as steps
from retention.services.deletion_gate import (
    APPROVES,
    CARRIES_OUT,
    Passed,
    Stage,
    each_found_lawful,
    holds_now,
    why_not_now,
    why_not_person,
)
from retention.services.deletion_holds import place_hold, release_hold
from retention.services.deletion_notices import mark_seen
from retention.services.receipts import take_receipt
from retention.tables_deletion import WorklistTable
from retention.views.lists import ListPage, Page

MOST = 50
BUTTONS = {
    Stage.ACKNOWLEDGE: "Acknowledge",
    Stage.ASK: "Ask for approval",
    Stage.APPROVE: "Approve the deletion",
    Stage.BEGIN: "Instruct every place",
    Stage.VERIFY: "Verified: gone from every place",
}
GIVES_REASONS = frozenset({Stage.ASK, Stage.APPROVE})
HOLDS_UP = RECORDS_BARS


class DeletionWorkPage(Exporting, Page):
    """``/deletions/work/<stage>/``: choose orders, look at what speaks against each, then take the step."""

    allowed_roles = CARRIES_OUT | APPROVES
    template_name = "retention/deletion_work.html"

    @cached_property
    def stage(self) -> Stage:
        """The step of this page."""
        try:
            stage = Stage(self.kwargs["stage"])
        except ValueError:
            raise Http404 from None
        if stage not in BUTTONS:
            raise Http404
        return stage

    @cached_property
    def waiting(self) -> QuerySet[DeletionOrder]:
        """The orders that wait for it."""
        found = deletion_work.waiting_for(self.stage, self.officer, self.today)
        return selectors.orders_on_list(found).select_related("asked_by", "asked_why")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; ``order`` ticks one."""
        return self.render_to_response(self.get_context_data(chosen=set(request.GET.getlist("order"))))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look once more at those chosen, or take the step with them."""
        wanted = request.POST.get("do", "check")
        name = "shown" if wanted == "check_all" else "order"
        ids = [int(pk) for pk in request.POST.getlist(name) if pk.isdecimal()][:MOST]
        if not ids or wanted == "change":
            why = "" if ids else "Choose at least one order"
            chosen = {str(pk) for pk in ids}
            return self.render_to_response(self.get_context_data(chosen=chosen, nothing_chosen=why))
        form = self._form(request.POST if wanted == "do" else None)
        if wanted != "do" or (form is not None and not form.is_valid()):
            return self._check(ids, form)
        why = form.cleaned_data["why"] if form else ""
        visible = selectors.deletion_orders(self.officer, self.today)
        seen = set(visible.filter(pk__in=ids).values_list("pk", flat=True))
        results = steps.for_each([pk for pk in ids if pk in seen], lambda pk: self._take(pk, why))
        return self.render_to_response(self.get_context_data(results=results))

    def _take(self, order_id: int, why: str) -> Passed:
        if self.stage == Stage.ASK:
            return steps.ask(order_id, by=self.officer, why=why)
        if self.stage == Stage.APPROVE:
            return steps.approve(order_id, by=self.officer, why=why)
        without_reasons = {
            Stage.ACKNOWLEDGE: steps.acknowledge,
            Stage.BEGIN: steps.begin,
            Stage.VERIFY: steps.verify,
        }
        return without_reasons[self.stage](order_id, by=self.officer)

    def _form(self, data: Any) -> Form | None:
        if self.stage not in GIVES_REASONS:
            return None
        return ReasonForm(data, checklist=version_on(self.today).checklist)

    def _check(self, ids: list[int], form: Form | None) -> HttpResponse:
        rows: list[dict[str, Any]] = []
        # Those that have moved on since the page was opened are shown too, with the reason.
        visible = selectors.orders_on_list(selectors.deletion_orders(self.officer, self.today))
        chosen = list(visible.filter(pk__in=ids).select_related("asked_by", "asked_why"))
        lawful_because = each_found_lawful([order.material_id for order in chosen])
        for order in chosen:
            lawful = lawful_because[order.material_id] if order.state in CAN_BE_HALTED else None
            against = [f"It will be halted: {lawful.label}."] if lawful else []
            against += why_not_person(order, self.stage, self.officer) + why_not_now(order, self.stage)
            places = selectors.order_file(order, self.today).places
            rows.append({"order": order, "against": against, "places": places})
        able = any(not row["against"] or "halted" in str(row["against"][0]) for row in rows)
        context = self.get_context_data(checking=rows, form=form, able=able)
        return self.render_to_response(context)

    def _to_choose(self, chosen: set[str]) -> list[DeletionOrder]:
        """Those chosen already, however far down they stand, then the longest due."""
        first = list(self.waiting.filter(pk__in=[pk for pk in chosen if pk.isdecimal()])[:MOST])
        rest = self.waiting.exclude(pk__in=[order.pk for order in first])
        return first + list(rest[: MOST - len(first)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The orders with their targets, and how many more there are."""
        context = super().get_context_data(**kwargs)
        targets = targets_on(self.today)
        rows = [] if {"checking", "results"} & kwargs.keys() else self._listed(kwargs["chosen"])
        late_by = targets.verify_by if self.stage in (Stage.BEGIN, Stage.VERIFY) else targets.approve_by
        return context | {
            "title": deletion_work.WORDS[self.stage],
            "button": BUTTONS[self.stage],
            "stage": self.stage.value,
            "rows": [{"order": order, "by": late_by(order)} for order in rows],
            "total": deletion_work.waiting_for(self.stage, self.officer, self.today).count(),
            "policy": version_on(self.today),
            "enters_checks": self.stage == Stage.BEGIN and bool(roles_on(self.officer, self.today) & DELETES),
            "today": self.today,
            "sheet": Sheet(
                deletion_work.WORDS[self.stage],
                ("Order", "Case", "Name", "Item", "Due since", "Because", "To be done by"),
                [
                    (order.ref, order.case.ref, getattr(order.case, "subject_name", ""))
                    + (order.material.get_kind_display(), order.due_on)
                    + (order.get_opened_because_display(), late_by(order))
                    for order in rows
                ],
                rows,
            ),
        }

    def _listed(self, chosen: set[str]) -> list[DeletionOrder]:
        """All that wait, where the list is taken out; else those to choose from."""
        return list(self.waiting) if self.is_export else self._to_choose(chosen)


class WorklistPage(ListPage):
    """``/deletions/worklist/``: what is to be done at the places, each a row with its own evidence."""

    allowed_roles = DELETES
    template_name = "retention/worklist.html"
    table_class = WorklistTable
    title = "To do at the databases and stores"
    empty_text = "No instruction is open."

    def get_queryset(self) -> QuerySet[Instruction]:
        """The open instructions whose day has come."""
        return deletion_work.worklist(self.officer, self.today)


class InstructionPage(Page):
    """``/deletions/instructions/<pk>/``: the last check, then the evidence of what was done at one place."""

    allowed_roles = DELETES
    template_name = "retention/instruction.html"

    @cached_property
    def instruction(self) -> Instruction:
        """The instruction, found among the cases that the viewer may see."""
        seen = Case.objects.visible_to(self.officer, self.today)
        found = Instruction.objects.select_related("holding", "material__case", "order", "sent_by")
        return get_object_or_404(found, pk=self.kwargs["pk"], material__case__in=seen)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand it on, or record what became of it."""
        if request.POST.get("do") == "hand_on":
            return self._hand_on()
        form = EvidenceForm(request.POST, instruction=self.instruction)
        key = f"page:{request.POST.get('once', '')[:40]}"
        if InstructionReceipt.objects.filter(key=key, instruction=self.instruction).exists():
            return self._done("It was recorded before.")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        said = form.cleaned_data
        receipt = Receipt(
            key=key,
            instruction=self.instruction.key,
            outcome=ReceiptOutcome(said["outcome"]),
            at=datetime.combine(said["on"], time(), clock.LONDON),
            evidence=said["words"],
            reference=said["reference"],
            witness=said.get("witness", ""),
            minutes=said["minutes"],
        )
        try:
            take_receipt(receipt, by=self.officer)
        except ReceiptRefused as refused:
            form.add_error(None, str(refused))
            return self.render_to_response(self.get_context_data(form=form))
        return self._done(f"{self.instruction.holding.get_place_display()}: {receipt.outcome.label}.")

    def _hand_on(self) -> HttpResponse:
        try:
            passed = steps.hand_on(self.instruction.pk, by=self.officer)
        except OrderStepRefused as refused:
            messages.error(self.request, str(refused))
        else:
            if passed.halted:
                messages.error(self.request, f"Do not do it. Halted: {passed.halted.label}.")
        return HttpResponseRedirect(self.request.path)

    def _done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return HttpResponseRedirect(reverse("retention:worklist"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The instruction, its answers so far, and what it waits for."""
        context = super().get_context_data(**kwargs)
        context.setdefault("form", EvidenceForm(instruction=self.instruction))
        receipts = self.instruction.receipts.select_related("evidence", "witness", "taken_by")
        return context | {
            "instruction": self.instruction,
            "receipts": receipts.order_by("pk"),
            "once": self.request.POST.get("once") or uuid4().hex,
            "today": self.today,
        }


class HoldsPage(Page):
    """``/deletions/<pk>/holds/``: what holds an order's destruction up, placed and released."""

    allowed_roles = HOLDS_UP
    template_name = "retention/deletion_holds.html"

    @cached_property
    def order(self) -> DeletionOrder:
        """The order, found among those that the viewer may see."""
        found = selectors.deletion_orders(self.officer, self.today).select_related("case", "material")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Place one, or release one of this order's item."""
        release = request.POST.get("release", "")
        if release.isdecimal():
            hold = get_object_or_404(DeletionHold, pk=int(release), material=self.order.material_id)
            release_hold(hold.pk, by=self.officer)
            messages.success(request, f"{hold.get_kind_display()}: released.")
            return HttpResponseRedirect(request.path)
        form = HoldForm(request.POST, signers=self._signers())
        if form.is_valid():
            said = form.cleaned_data
            try:
                kind = HoldKind(said["kind"])
                signed_by, until = form.signer(), said["until"]
                if kind == HoldKind.ADVISORY:
                    signed_by = until = None
                place_hold(
                    self.order.pk,
                    kind,
                    by=self.officer,
                    reason=said["reason"],
                    until=until,
                    signed_by=signed_by,
                )
                messages.success(request, f"{kind.label}: recorded. Holding stays as lawful as it was.")
                return HttpResponseRedirect(reverse("retention:deletion", args=[self.order.pk]))
            except HoldRefused as refused:
                form.add_error(None, str(refused))
        return self.render_to_response(self.get_context_data(form=form))

    def _signers(self) -> list[Any]:
        return list(officers_with_role(Role.CHIEF_OFFICER, self.today).order_by("display_name"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The order and what stands."""
        context = super().get_context_data(**kwargs)
        context.setdefault("form", HoldForm(signers=self._signers()))
        return context | {
            "order": self.order,
            "holds": holds_now(self.order.material_id, self.today),
            "today": self.today,
        }


class NoticePage(Page):
    """``/deletions/notices/<pk>/seen/``: takes a notice off somebody's first page."""

    allowed_roles = SEES_WHAT_MUST_GO
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Seen."""
        mark_seen(self.kwargs["pk"], by=self.officer)
        return HttpResponseRedirect(reverse("desk:home"))


def what_next(order: DeletionOrder, roles: frozenset[str]) -> list[dict[str, str]]:
    """The steps that somebody with these roles can take with an order now: words and address."""
    found = []
    for stage, words in BUTTONS.items():
        who = APPROVES if stage == Stage.APPROVE else CARRIES_OUT
        if roles & who and not why_not_now(order, stage):
            address = reverse("retention:deletion_work", args=[stage.value])
            found.append({"text": words, "href": f"{address}?order={order.pk}"})
    return found
