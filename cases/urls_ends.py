"""The addresses of what ends or undoes a determination."""

from django.urls import path

from cases.views.ends import HoldingPage, RevokePage, VoidPage

ONE = "cases/<int:pk>/determinations/<int:determination_pk>"
urlpatterns = [
    path(f"{ONE}/void/", VoidPage.as_view(), name="find_void"),
    path(f"{ONE}/revoke/", RevokePage.as_view(), name="revoke"),
    path(f"{ONE}/review/", HoldingPage.as_view(), name="review_holding"),
]
