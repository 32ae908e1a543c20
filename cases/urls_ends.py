"""The addresses of what ends, undoes or borrows from a determination."""

from django.urls import path

from cases.views.ends import HoldingPage, RevokePage, VoidPage
from cases.views.further import FurtherPage, TakeBackPage

ONE = "cases/<int:pk>/determinations/<int:determination_pk>"
urlpatterns = [
    path(f"{ONE}/void/", VoidPage.as_view(), name="find_void"),
    path(f"{ONE}/revoke/", RevokePage.as_view(), name="revoke"),
    path(f"{ONE}/review/", HoldingPage.as_view(), name="review_holding"),
    path("cases/<int:pk>/further/", FurtherPage.as_view(), name="further"),
    path("cases/<int:pk>/further/<int:further_pk>/", TakeBackPage.as_view(), name="further_taken_back"),
]
