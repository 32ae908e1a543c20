"""Finding cases by what identifies them: a reference, a PNC ID, a name. Only narrows what it is given."""

from __future__ import annotations

from django.db.models import Q

from cases.models import ErasableIdentity
from cases.names import fold_name
from cases.querysets import CaseQuerySet


def find(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """By the start of a reference or PNC ID, or any part of a name, accents and apostrophes apart."""
    typed = text.strip()
    people = ErasableIdentity.objects.current().filter(
        Q(pnc_id__istartswith=typed) | Q(search_name__contains=fold_name(typed))
    )
    return cases.filter(
        Q(ref__istartswith=typed) | Q(jfit_ref__istartswith=typed) | Q(subject__in=people.values("subject"))
    )
