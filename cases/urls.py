"""The addresses of casework: takings, where items are, who is whom, and the steps taken with a case."""

from django.urls import include, path

from cases.views.intake import IntakePage, TakingRecordedPage
from cases.views.people import SamePersonPage, SuggestionsPage
from cases.views.policies import PoliciesPage, PolicyPage
from cases.views.sign_off import SignOffPage
from cases.views.steps import StopPage
from cases.views.whereabouts import WayPage, WhereaboutsPage

app_name = "cases"
urlpatterns = [
    path("intake/", IntakePage.as_view(), name="intake"),
    path("intake/<int:pk>/", TakingRecordedPage.as_view(), name="taking_recorded"),
    path("whereabouts/", WhereaboutsPage.as_view(), name="whereabouts"),
    path("cases/<int:pk>/whereabouts/", WayPage.as_view(), name="way"),
    path("people/suggestions/", SuggestionsPage.as_view(), name="suggestions"),
    path("people/same/", SamePersonPage.as_view(), name="same_person"),
    path("policies/", PoliciesPage.as_view(), name="policies"),
    path("policies/<slug:key>/", PolicyPage.as_view(), name="policy"),
    path("cases/<int:pk>/stop/", StopPage.as_view(), name="stop"),
    path("cases/<int:pk>/sign-off/", SignOffPage.as_view(), name="sign_off"),
    path("", include("cases.urls_decisions")),
    path("", include("cases.urls_ends")),
    path("", include("cases.urls_applications")),
    path("", include("cases.urls_law")),
    path("", include("cases.urls_jfit")),
    path("", include("cases.urls_sofs")),
    path("", include("cases.urls_imports")),
    path("", include("cases.urls_holders")),
]
