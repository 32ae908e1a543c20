"""The addresses of applications: written, sent, allocated, read, recommended on, and those that wait."""

from django.urls import path

from cases.views import applications as writing
from cases.views import applications_read as reading

urlpatterns = [
    path("applications/", reading.PendingPage.as_view(), name="applications"),
    path("cases/<int:pk>/apply/", writing.ApplyPage.as_view(), name="apply"),
    path("cases/<int:pk>/apply/asked/", writing.AskedPage.as_view(), name="application_asked"),
    path("cases/<int:pk>/apply/send/", writing.SendPage.as_view(), name="application_send"),
    path("cases/<int:pk>/apply/<slug:section>/", writing.SectionPage.as_view(), name="application_section"),
    path("cases/<int:pk>/allocate/", writing.AllocatePage.as_view(), name="reallocate"),
    path("cases/<int:pk>/application/", reading.ApplicationPage.as_view(), name="application"),
    path("cases/<int:pk>/recommend/", reading.RecommendPage.as_view(), name="recommend"),
]
