"""What people keep beside the casework: notes on a case, and the filters of lists that they saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.facts import RecordedFact
from cases.choices import FilteredList
from cases.models.case import Case
from cases.models.subjects import ErasableText


class CaseNote(RecordedFact):
    """A note that somebody wrote on a case; whoever may see the case sees it. One by mistake is withdrawn."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.ForeignKey(ErasableText, on_delete=models.PROTECT, related_name="+")


class SavedFilter(models.Model):
    """The filters of a list, saved under a name by one officer, for them alone.

    ``query`` is the list's query string. It may hold a name that was searched for, so it can be erased.
    """

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_filters"
    )
    of_list = models.CharField(max_length=10, choices=FilteredList.choices)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    saved_at = models.DateTimeField()

    app_may = ("SELECT", "INSERT", "UPDATE(query,saved_at)", "DELETE")

    class Meta:
        db_table = "erasable_saved_filter"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "of_list", "name"], name="one_saved_filter_a_person_list_and_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_a_name"),
            models.CheckConstraint(
                condition=Q(of_list__in=FilteredList.values), name="saved_filter_list_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
