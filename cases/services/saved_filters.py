"""The filters of lists that people save, each for themselves."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from accounts.models import Officer
from audit import clock
from audit.choices import Verb
from audit.record import record
from cases.choices import FilteredList
from cases.errors import FactRefused
from cases.models import SavedFilter

# What belongs to a place on a list, not to what it lists.
NOT_KEPT = frozenset({"page", "csrfmiddlewaretoken"})
LONGEST_NAME, LONGEST_QUERY, MOST = 60, 500, 50


def cleaned(query: str) -> str:
    """The filters of a query string: without the page, and without what is empty.

    >>> cleaned("q=&band=1-7&page=3")
    'band=1-7'
    """
    return urlencode([(name, value) for name, value in parse_qsl(query) if name not in NOT_KEPT])


@transaction.atomic
def save(of_list: str, name: str, query: str, *, by: Officer) -> SavedFilter:
    """Save the filters of a list under a name; the one saved under it before is replaced.

    Raises FactRefused without a name or a filter, for too long ones, and for more than 50 of one list.
    """
    called, kept = " ".join(name.split()), cleaned(query)
    if not called or len(called) > LONGEST_NAME:
        raise FactRefused(f"Give the filter a name of at most {LONGEST_NAME} characters.")
    if not kept:
        raise FactRefused("No filter is on. Choose some filters first, then save them.")
    if len(kept) > LONGEST_QUERY:
        raise FactRefused("These filters are too long to save. Shorten the words searched for.")
    mine = SavedFilter.objects.filter(officer=by, of_list=FilteredList(of_list))
    if mine.exclude(name=called).count() >= MOST:
        raise FactRefused(f"You have {MOST} saved filters of this list. Delete one first.")
    saved, _ = SavedFilter.objects.update_or_create(
        officer=by,
        of_list=FilteredList(of_list),
        name=called,
        defaults={"query": kept, "saved_at": clock.moment()},
    )
    _tell(Verb.FILTER_SAVED, saved, by)
    return saved


@transaction.atomic
def delete(pk: int, *, by: Officer) -> SavedFilter:
    """Delete one of ``by``'s own saved filters. Raises SavedFilter.DoesNotExist for another's."""
    saved = SavedFilter.objects.select_for_update().get(pk=pk, officer=by)
    _tell(Verb.FILTER_DELETED, saved, by)
    saved.delete()
    return saved


def _tell(verb: Verb, saved: SavedFilter, by: Officer) -> None:
    record(
        verb,
        subject_type="saved_filter",
        subject_id=saved.pk,
        actor_id=by.pk,
        actor_name=by.display_name,
        payload={"of_list": saved.of_list},
    )
