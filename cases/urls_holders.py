"""The addresses of who has a case, of notes, and of what is done to many cases at once."""

from django.urls import path

from cases.views.holders import GivePage, HandBackPage, TakePage
from cases.views.notes import NotePage

urlpatterns = [
    path("cases/<int:pk>/take/", TakePage.as_view(), name="take"),
    path("cases/<int:pk>/give/", GivePage.as_view(), name="give"),
    path("cases/<int:pk>/hand-back/", HandBackPage.as_view(), name="hand_back"),
    path("cases/<int:pk>/note/", NotePage.as_view(), name="note"),
]
