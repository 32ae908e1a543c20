"""The addresses of what the law depends on beside takings, convictions and determinations."""

from django.urls import path

from cases.views.court import CourtApplicationPage, CourtOutcomePage, WithdrawCourtPage
from cases.views.law_facts import LawEventPage, UnlawfulTakingPage, WithdrawEventPage, WithdrawUnlawfulPage
from cases.views.law_release import LawPage

urlpatterns = [
    path("law/", LawPage.as_view(), name="law"),
    path("cases/<int:pk>/court/", CourtApplicationPage.as_view(), name="court"),
    path("cases/<int:pk>/court/<int:application_pk>/", CourtOutcomePage.as_view(), name="court_outcome"),
    path(
        "cases/<int:pk>/court/<int:application_pk>/withdraw/",
        WithdrawCourtPage.as_view(),
        name="court_withdraw",
    ),
    path(
        "cases/<int:pk>/law/<int:event_pk>/withdraw/", WithdrawEventPage.as_view(), name="law_event_withdraw"
    ),
    path("cases/<int:pk>/law/<slug:kind>/", LawEventPage.as_view(), name="law_event"),
    path("cases/<int:pk>/unlawful-taking/", UnlawfulTakingPage.as_view(), name="unlawful_taking"),
    path(
        "cases/<int:pk>/unlawful-taking/<int:decision_pk>/",
        WithdrawUnlawfulPage.as_view(),
        name="unlawful_taking_withdraw",
    ),
]
