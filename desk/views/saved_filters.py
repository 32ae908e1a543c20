"""Saving the filters of a list under a name, and deleting them. Opening one is opening its address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views import View

from accounts.permissions import RoleRequired, officer_of
from cases.choices import FilteredList
from cases.errors import FactRefused
from cases.models import SavedFilter
from cases.services import saved_filters
from desk.frame import CASEWORK

LISTS = {FilteredList.CASES: "desk:cases", FilteredList.WORK: "desk:work"}


class SaveFilterView(RoleRequired, View):
    """``/saved-filters/``: POST ``of_list``, ``name`` and ``query``."""

    allowed_roles = CASEWORK
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, and go back to the list with the same filters on."""
        of_list, query = request.POST.get("of_list", ""), request.POST.get("query", "")
        if of_list not in FilteredList.values:
            raise Http404
        try:
            saved = saved_filters.save(of_list, request.POST.get("name", ""), query, by=officer_of(request))
        except FactRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Saved as “{saved.name}”.")
        return HttpResponseRedirect(f"{reverse(LISTS[FilteredList(of_list)])}?{saved_filters.cleaned(query)}")


class DeleteFilterView(RoleRequired, View):
    """``/saved-filters/<pk>/delete/``: POST. Another's is not found."""

    allowed_roles = CASEWORK
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete it, and go back to the list."""
        try:
            gone = saved_filters.delete(self.kwargs["pk"], by=officer_of(request))
        except SavedFilter.DoesNotExist as missing:
            raise Http404 from missing
        messages.success(request, f"“{gone.name}” was deleted.")
        return HttpResponseRedirect(reverse(LISTS[FilteredList(gone.of_list)]))


def saved_for(of_list: FilteredList, request: HttpRequest) -> list[dict[str, Any]]:
    """The viewer's saved filters of a list, by name, each with its address; one query."""
    mine = SavedFilter.objects.filter(officer=officer_of(request), of_list=of_list).order_by("name")
    now = saved_filters.cleaned(request.GET.urlencode())
    return [
        {
            "pk": saved.pk,
            "name": saved.name,
            "href": f"{reverse(LISTS[of_list])}?{saved.query}",
            "current": saved.query == now,
        }
        for saved in mine
    ]
