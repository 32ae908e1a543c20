"""The addresses of casework: one for each page on which a step is taken with a case."""

from django.urls import path

from cases.views.decisions import DecidePage, SignOffPage
from cases.views.steps import ApplyPage, ReferPage, RetainPage, StopPage

app_name = "cases"
urlpatterns = [
    path("cases/<int:pk>/refer/", ReferPage.as_view(), name="refer"),
    path("cases/<int:pk>/retain/", RetainPage.as_view(), name="retain"),
    path("cases/<int:pk>/apply/", ApplyPage.as_view(), name="apply"),
    path("cases/<int:pk>/stop/", StopPage.as_view(), name="stop"),
    path("cases/<int:pk>/decide/", DecidePage.as_view(), name="decide"),
    path("cases/<int:pk>/sign-off/", SignOffPage.as_view(), name="sign_off"),
]
