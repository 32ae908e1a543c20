"""Recording assurances; what came of them is measured by ``oversight.assurances``, never written."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import Officer
from audit.choices import Verb
from audit.facts import stamp
from oversight.choices import Party
from oversight.errors import OversightRefused
from oversight.models import Assurance
from oversight.permissions import RECORDS_ASSURANCES
from oversight.services.words import check_past, check_role, tell, written


@transaction.atomic
def record_assurance(party: str, given_by: str, *, given_on: date, words: str, by: Officer) -> Assurance:
    """Record that a party assured the Commissioner of something on a day.

    Raises OversightRefused without the right, without saying who gave it and of what, or for a day that has
    not come.
    """
    check_role(
        by, RECORDS_ASSURANCES, "The Commissioner's office, JFIT or a senior manager records assurances."
    )
    if party not in Party.values:
        raise OversightRefused("Choose who gave it.")
    if not given_by.strip():
        raise OversightRefused("Enter who gave it, by office.")
    check_past(given_on, "The assurance")
    made = Assurance.objects.create(
        party=party,
        given_by=given_by.strip(),
        given_on=given_on,
        words=written(words, by, "Enter what was assured."),
        **stamp(by),
    )
    tell(Verb.ASSURANCE_RECORDED, made, by, {"party": party, "on": given_on})
    return made
