"""The addresses of the figures: the page, and the list that makes each number."""

from django.urls import path

from oversight.views.figures import FigureListPage, FiguresPage

app_name = "oversight"
urlpatterns = [
    path("figures/", FiguresPage.as_view(), name="figures"),
    path("figures/<slug:slug>/", FigureListPage.as_view(), name="figure"),
]
