"""The sweep that tells everybody, once a day, what waits on them, and first sets free what cannot.

A digest is of its own day: one for a day that has passed would say what was not so on it, so a late run makes
none. What a person holds and may hold no longer, since a role of theirs ended, goes back to its queue.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import Officer, RoleHeld
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases import holders, selectors
from cases.models import Case
from cases.querysets import CaseQuerySet
from cases.services.holders import return_work
from retention.choices import Subject, SweepName
from retention.models import Digest, SweepRun
from retention.permissions import MAY_HAVE_ALERTS
from retention.services.sweeps import Sweep
from retention.waiting import leaver_alerts_for

MOST_NAMED = 5
GETS_ONE = MAY_HAVE_ALERTS | frozenset(selectors.STATES_OF_ROLE)


def make(officer: Officer, day: date) -> Digest:
    """The digest of a person for the business day, counted now; the caller sees to it that there is one."""
    from retention.selectors import alerts_for  # which asks how late each sweep is, and so for this one

    mine = selectors.work_of(officer, day)
    to_save: CaseQuerySet = selectors.still_to_save(mine, day)
    late = selectors.open_requests(officer, day).filter(due_on__lt=day, case__in=mine.order_by().values("pk"))
    return Digest(
        officer=officer,
        day=day,
        made_at=clock.moment(),
        waiting=to_save.count(),
        ended=selectors.cover_ended(mine, day).count(),
        alerts=len(alerts_for(officer, day)) + leaver_alerts_for(officer, day).count(),
        late=late.count(),
        top=list(to_save.values_list("pk", flat=True)[:MOST_NAMED]),
    )


def _ids_after(day: date, cursor: int, most: int) -> list[int]:
    if day != clock.today():
        return []
    roles = RoleHeld.objects.current().filter(
        Q(to_on=None) | Q(to_on__gte=day), officer=OuterRef("pk"), role__in=GETS_ONE, from_on__lte=day
    )
    has_work = Case.objects.filter(holder=OuterRef("pk"))
    people = Officer.objects.filter(Q(Exists(has_work)) | Q(Exists(roles), is_active=True), pk__gt=cursor)
    return list(people.order_by("pk").values_list("pk", flat=True)[:most])


def _look(day: date, ids: list[int]) -> list[int]:
    done = set(Digest.objects.filter(day=day, officer__in=ids).values_list("officer_id", flat=True))
    held: dict[int, list[Case]] = {}
    for case in Case.objects.filter(holder__in=ids).only("pk", "state", "holder"):
        held.setdefault(case.holder_id or 0, []).append(case)
    return [
        officer.pk
        for officer in Officer.objects.filter(pk__in=ids).order_by("pk")
        if (officer.pk not in done and _gets_one(officer, day))
        or any(not holders.may_still_have(case, officer, day) for case in held.get(officer.pk, ()))
    ]


def _act(run: SweepRun, officer_id: int) -> bool:
    officer = Officer.objects.get(pk=officer_id)
    returned = return_work(officer)
    if not _gets_one(officer, run.day) or Digest.objects.filter(officer=officer, day=run.day).exists():
        return bool(returned)
    digest = make(officer, run.day)
    if settings.DIGEST_MAIL_DOMAIN and digest.items:
        # Said before it is done: better none than two a day.
        digest.mailed_at = digest.made_at
        transaction.on_commit(lambda: _send(digest), robust=True)
    digest.save(force_insert=True)
    record(Verb.DIGEST_MADE, subject_type="officer", subject_id=officer.pk, payload={"items": digest.items})
    return True


def _gets_one(officer: Officer, day: date) -> bool:
    return bool(roles_on(officer, day) & GETS_ONE)


def _send(digest: Digest) -> None:
    """An e-mail that says how many items wait, and where to look; nothing of what they are."""
    number = f"{digest.items:,} item{'' if digest.items == 1 else 's'}"
    send_mail(
        subject=f"{number} wait{'s' if digest.items == 1 else ''} for you",
        message=f"{number} in Retention casework.\n{settings.DIGEST_MAIL_LINK}\n",
        from_email=None,
        recipient_list=[f"{digest.officer.username}@{settings.DIGEST_MAIL_DOMAIN}"],
    )


SWEEP = Sweep(SweepName.DIGEST, Subject.OFFICER, _ids_after, _look, _act)
