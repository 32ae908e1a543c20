"""Accepting a release of the law: what it moves is listed, recorded, audited, and only then re-dated."""

from __future__ import annotations

from django.db import connection, transaction

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.facts import stamp
from audit.record import record
from cases import positions
from cases.errors import AuthorityRefused, FactRefused
from cases.law_accepted import is_waiting
from cases.law_preview import preview
from cases.models import LawAcceptance, LawMove
from cases.services.words import needed
from law.release import LAW_VERSION


@transaction.atomic
def accept_release(*, by: Officer, digest: str, reasons: str) -> LawAcceptance:
    """Accept the installed release with the list named by ``digest``, and re-date what is listed.

    The items whose answer does not move take the release over in the nightly verify. Raises AuthorityRefused
    for anybody but a legal reviewer; FactRefused without reasons, where nothing waits, and where the list is
    no longer the one that was read.
    """
    if Role.LEGAL_REVIEWER not in roles_on(by, clock.today()):
        raise AuthorityRefused("A legal reviewer accepts a release of the law.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", ["law release"])
    if not is_waiting():
        raise FactRefused(f"Release {LAW_VERSION} of the law waits for nobody.")
    read = preview()
    if read.digest != digest:
        raise FactRefused("What moves has changed since you read the list. Read it again, then decide.")
    words = needed(reasons, by, "Enter what you weighed, and who advised.")
    accepted = LawAcceptance.objects.create(
        law_version=LAW_VERSION,
        digest=digest,
        examined=read.examined,
        moved=len(read.moves),
        reasons=words,
        **stamp(by),
    )
    LawMove.objects.bulk_create(
        LawMove(
            acceptance=accepted,
            material_id=move.material_id,
            was_version=move.was_version,
            was_status=move.was_status,
            was_day=move.was_day,
            now_status=move.now_status,
            now_day=move.now_day,
            days=move.days,
            rule=move.rule,
        )
        for move in read.moves
    )
    record(
        Verb.LAW_ACCEPTED,
        subject_type="lawacceptance",
        subject_id=accepted.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"law": LAW_VERSION, "list": digest, "moved": accepted.moved, "examined": accepted.examined},
        row=accepted,
    )
    positions.refresh([move.material_id for move in read.moves])
    return accepted
