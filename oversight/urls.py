"""The addresses of the figures and their lists, of incidents of wrong dates, and of suspected lapses."""

from django.urls import path

from oversight import urls_desk
from oversight.views.alarms import AlarmsPage
from oversight.views.causes import CausePage, WhyKeptPage
from oversight.views.charts import ChartPage, RestatedPage, StaffingPage
from oversight.views.figures import ComparePage, FigureListPage, FiguresPage, MeasuresPage
from oversight.views.holdings import HoldingsPage
from oversight.views.idle import IdleFigurePage
from oversight.views.incidents import IncidentPage, IncidentsPage
from oversight.views.meetings import MeetingPage, MeetingsPage
from oversight.views.packs import PackFilePage, PackPage, PacksPage
from oversight.views.ports import PortsFigurePage
from oversight.views.questions import KeepPage, QuestionPage, QuestionsPage
from oversight.views.restatements import PublishedPage, RestatementPage, RestatementsPage
from oversight.views.sign_offs import SignOffsFigurePage
from oversight.views.suspected import SuspectedPage, VerifyPage

app_name = "oversight"
urlpatterns = [
    *urls_desk.urlpatterns,
    path("figures/", FiguresPage.as_view(), name="figures"),
    path("figures/alarms/", AlarmsPage.as_view(), name="alarms"),
    path("figures/measures/", MeasuresPage.as_view(), name="measures"),
    path("figures/ports/", PortsFigurePage.as_view(), name="ports"),
    path("figures/charts/", ChartPage.as_view(), name="charts"),
    path("figures/charts/restated/", RestatedPage.as_view(), name="restated"),
    path("figures/charts/staffing/", StaffingPage.as_view(), name="staffing"),
    path("figures/charts/<slug:chart>/", ChartPage.as_view(), name="chart"),
    path("figures/idle/", IdleFigurePage.as_view(), name="idle"),
    path("figures/sign-offs/", SignOffsFigurePage.as_view(), name="sign_offs"),
    path("figures/causes/<int:pk>/", CausePage.as_view(), name="cause"),
    path("figures/holdings/", HoldingsPage.as_view(), name="holdings"),
    path("figures/kept/<int:pk>/", WhyKeptPage.as_view(), name="why_kept"),
    path("figures/questions/", QuestionsPage.as_view(), name="questions"),
    path("figures/questions/keep/", KeepPage.as_view(), name="keep_question"),
    path("figures/questions/<int:pk>/", QuestionPage.as_view(), name="question"),
    path("figures/<slug:slug>/compare/", ComparePage.as_view(), name="compare"),
    path("figures/<slug:slug>/", FigureListPage.as_view(), name="figure"),
    path("packs/", PacksPage.as_view(), name="packs"),
    path("packs/meetings/", MeetingsPage.as_view(), name="meetings"),
    path("packs/meetings/<int:pk>/", MeetingPage.as_view(), name="meeting"),
    path("packs/restatements/", RestatementsPage.as_view(), name="restatements"),
    path("packs/restatements/<int:pk>/", RestatementPage.as_view(), name="restatement"),
    path("packs/figures/<int:pk>/", PublishedPage.as_view(), name="published"),
    path("packs/<int:pk>/", PackPage.as_view(), name="pack"),
    path("packs/<int:pk>/files/<str:name>/", PackFilePage.as_view(), name="pack_file"),
    path("incidents/", IncidentsPage.as_view(), name="incidents"),
    path("incidents/<int:pk>/", IncidentPage.as_view(), name="incident"),
    path("lapses/suspected/", SuspectedPage.as_view(), name="suspected"),
    path("lapses/suspected/<int:pk>/", VerifyPage.as_view(), name="verify_lapse"),
]
