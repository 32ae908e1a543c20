"""Recording the Commissioner's order to destroy: the fact and its items, and the case back to JFIT."""

from __future__ import annotations

from django.db import transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases import positions
from cases.errors import AuthorityRefused, FactRefused
from cases.models import (
    Case,
    CommissionersOrder,
    CommissionersOrderItem,
    Determination,
    ErasableText,
)
from cases.orders import items_under, why_no_order
from cases.services.ends import back_to_jfit

TO_JFIT = (
    "The Biometrics Commissioner ordered destruction. The determination ends today; what it alone kept must "
    "go."
)


@transaction.atomic
def order_destruction(determination_id: int, *, by: Officer, reasons: ErasableText) -> CommissionersOrder:
    """Record that the Commissioner orders destroyed what a determination alone keeps; it ends today.

    Items that may lawfully be kept otherwise are not of the order and stay as they are. The case goes back to
    JFIT through the one door. Raises AuthorityRefused for anybody but the Commissioner; FactRefused where no
    item can be ordered destroyed, with why of each, or where an order is on record.
    """
    today = clock.today()
    if Role.COMMISSIONER not in roles_on(by, today):
        raise AuthorityRefused("The Biometrics Commissioner alone orders destruction, in person.")
    determination = Determination.objects.select_related("case").get(pk=determination_id)
    case = Case.objects.select_for_update(of=("self",)).get(pk=determination.case_id)
    if CommissionersOrder.objects.current().filter(determination=determination).exists():
        raise FactRefused(f"Case {case.ref}: destruction under this determination was ordered already.")
    under = items_under(determination, today)
    why_not = why_no_order(under)
    if why_not:
        raise FactRefused(f"Case {case.ref}: the law allows no order to destroy. {why_not}")
    listed = [each.item.pk for each in under if each.may_be_ordered]
    order = CommissionersOrder.objects.create(
        determination=determination, ordered_on=today, reasons=reasons, **stamp(by)
    )
    CommissionersOrderItem.objects.bulk_create(
        CommissionersOrderItem(order=order, material_id=pk) for pk in listed
    )
    record(
        Verb.DESTRUCTION_ORDERED,
        subject_type="case",
        subject_id=case.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"determination": determination.pk, "items": listed, "fact": order.pk},
        row=order,
    )
    positions.refresh(listed)
    back_to_jfit(case, TO_JFIT)
    return order
