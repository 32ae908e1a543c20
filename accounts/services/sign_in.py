"""Changes to how somebody signs in."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.errors import AccountRefused, NotOwnAccount
from accounts.models import Officer
from audit.choices import Verb
from audit.record import record


@transaction.atomic
def remove_second_factor(officer: Officer, *, by: Officer) -> None:
    """Take an officer's second factor away, who lost it: at the next sign-in they enrol another.

    Raises NotOwnAccount, and AccountRefused where there is none.
    """
    if officer.pk == by.pk:
        raise NotOwnAccount("Nobody removes their own second factor; ask another administrator.")
    gone, _ = Authenticator.objects.filter(user=officer).delete()
    if not gone:
        raise AccountRefused(f"{officer} has no second factor.")
    record(
        Verb.SECOND_FACTOR_REMOVED,
        actor_id=by.pk,
        actor_name=str(by),
        subject_type="officer",
        subject_id=officer.pk,
    )
