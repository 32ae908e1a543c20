"""The addresses of the figures: the page, and the list that makes each number."""

from django.urls import path

from oversight.views.figures import FigureListPage, FiguresPage
from oversight.views.ports import PortsFigurePage

app_name = "oversight"
urlpatterns = [
    path("figures/", FiguresPage.as_view(), name="figures"),
    path("figures/ports/", PortsFigurePage.as_view(), name="ports"),
    path("figures/<slug:slug>/", FigureListPage.as_view(), name="figure"),
]
