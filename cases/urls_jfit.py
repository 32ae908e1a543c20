"""The addresses of JFIT's work on a case: the profile, requests to others, files out and in, shelving."""

from django.urls import path

from cases.views.batches import AnswerExceptionPage, BatchesPage, BatchFileView
from cases.views.profiles import ProfilePage, ProfilePartPage
from cases.views.requests import AwaitedPage, CaseRequestsPage, RequestPage, RequestStepPage
from cases.views.shelving import ShelvePage

urlpatterns = [
    path("cases/<int:pk>/profile/", ProfilePage.as_view(), name="profile"),
    path("cases/<int:pk>/profile/<slug:part>/", ProfilePartPage.as_view(), name="profile_part"),
    path("cases/<int:pk>/requests/", CaseRequestsPage.as_view(), name="requests"),
    path("cases/<int:pk>/shelve/", ShelvePage.as_view(), name="shelve"),
    path("requests/", AwaitedPage.as_view(), name="awaited"),
    path("requests/security-service/", BatchesPage.as_view(), name="batches"),
    path("requests/security-service/<int:number>.csv", BatchFileView.as_view(), name="batch_file"),
    path(
        "requests/security-service/exceptions/<int:pk>/",
        AnswerExceptionPage.as_view(),
        name="answer_exception",
    ),
    path("requests/<int:pk>/", RequestPage.as_view(), name="request"),
    path("requests/<int:pk>/<slug:step>/", RequestStepPage.as_view(), name="request_step"),
]
