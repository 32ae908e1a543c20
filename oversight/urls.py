"""The addresses of the figures and their lists, of incidents of wrong dates, and of suspected lapses."""

from django.urls import path

from oversight import urls_desk
from oversight.views.figures import FigureListPage, FiguresPage
from oversight.views.idle import IdleFigurePage
from oversight.views.incidents import IncidentPage, IncidentsPage
from oversight.views.ports import PortsFigurePage
from oversight.views.sign_offs import SignOffsFigurePage
from oversight.views.suspected import SuspectedPage, VerifyPage

app_name = "oversight"
urlpatterns = [
    *urls_desk.urlpatterns,
    path("figures/", FiguresPage.as_view(), name="figures"),
    path("figures/ports/", PortsFigurePage.as_view(), name="ports"),
    path("figures/idle/", IdleFigurePage.as_view(), name="idle"),
    path("figures/sign-offs/", SignOffsFigurePage.as_view(), name="sign_offs"),
    path("figures/<slug:slug>/", FigureListPage.as_view(), name="figure"),
    path("incidents/", IncidentsPage.as_view(), name="incidents"),
    path("incidents/<int:pk>/", IncidentPage.as_view(), name="incident"),
    path("lapses/suspected/", SuspectedPage.as_view(), name="suspected"),
    path("lapses/suspected/<int:pk>/", VerifyPage.as_view(), name="verify_lapse"),
]
