"""Certificates of completeness: SOFS's manager signs one for a whole extract; a later one may void it.

Source: further report of 22 April 2016, paragraph 34 a; R-146.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, QuerySet

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on, system_officer
from audit import clock
from audit.choices import Verb, WithdrawnBecause
from audit.facts import stamp, withdraw
from audit.record import record
from cases.services.words import kept
from retention.choices_reconciliation import INCOMPLETE, DifferenceEnd, ReconciliationState
from retention.errors import ReconciliationRefused
from retention.models import Certificate, CertificateVoid, Difference, Reconciliation
from retention.services.differences import BOTH


def wholes() -> QuerySet[Reconciliation]:
    """The extracts of everything that both databases hold, once compared; the latest first."""
    return (
        Reconciliation.objects.filter(
            state=ReconciliationState.DONE, is_whole=True, databases__contains=sorted(BOTH)
        )
        .select_related("handed_in_by")
        .order_by("-pk")
    )


def why_not(run: Reconciliation) -> str:
    """Why completeness cannot be certified by this run; empty where it can."""
    if run.state != ReconciliationState.DONE or not run.is_whole or not set(run.databases) >= BOTH:
        return "Only a reconciled extract of everything that both databases hold can show completeness."
    latest = wholes().first()
    if latest is None or latest.pk != run.pk:
        return "A later extract has been reconciled. Certify by that one."
    if Certificate.objects.current().filter(reconciliation=run).exists():
        return "It has been certified already."
    open_ = Difference.objects.filter(kind__in=INCOMPLETE, ended_at=None).count()
    if open_:
        many = "1 difference says" if open_ == 1 else f"{open_:,} differences say"
        return f"{many} that something is missing on one side. Work them to an end first."
    return ""


@transaction.atomic
def sign(run_id: int, *, method: str, by: Officer) -> Certificate:
    """Certify completeness as one run found it, with what is excepted.

    Raises ReconciliationRefused for want of the right, of a method, or of completeness.
    """
    if Role.SOFS_MANAGER not in roles_on(by, clock.today()):
        raise ReconciliationRefused("SOFS's manager signs the certificate of completeness.")
    if not method.strip():
        raise ReconciliationRefused("Say by which method completeness was established.")
    run = Reconciliation.objects.select_for_update(of=("self",)).get(pk=run_id)
    if refused := why_not(run):
        raise ReconciliationRefused(refused)
    moment = clock.moment()
    words = kept(method, by, moment)
    certificate = Certificate.objects.create(
        reconciliation=run,
        certified_on=clock.today(),
        method=words,
        counts={"records": run.counts["records"], "cases": run.counts["cases"], "excepted": excepted()},
        **stamp(by, at=moment),
    )
    record(
        Verb.COMPLETENESS_CERTIFIED,
        subject_type="certificate",
        subject_id=certificate.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"reconciliation": run.pk} | certificate.counts,
        row=certificate,
    )
    return certificate


def excepted() -> dict[str, dict[str, int]]:
    """What a certificate signed now would except: the open differences, and those that may stand; by kind."""
    rows = Difference.objects.order_by().values_list("kind").annotate(n=Count("pk"))
    return {
        "open": dict(rows.filter(ended_at=None)),
        "may_stand": dict(rows.filter(ended_how=DifferenceEnd.ACCEPTED)),
    }


def contradict(run: Reconciliation, count: int) -> None:
    """Void the certificates that stand where a run found ``count`` differences that deny completeness."""
    standing = list(Certificate.objects.current().select_for_update(of=("self",)).order_by("pk"))
    if not count or not standing:
        return
    system, moment = system_officer(), clock.moment()
    withdraw(
        Certificate.objects.filter(pk__in=[each.pk for each in standing]),
        by=system,
        because=WithdrawnBecause.CONTRADICTED,
        at=moment,
    )
    for each in standing:
        CertificateVoid.objects.create(
            certificate=each, reconciliation=run, differences=count, voided_at=moment
        )
        record(
            Verb.CERTIFICATE_VOIDED,
            subject_type="certificate",
            subject_id=each.pk,
            actor_id=system.pk,
            actor_name=system.display_name,
            payload={"reconciliation": run.pk, "differences": count},
            at=moment,
        )
