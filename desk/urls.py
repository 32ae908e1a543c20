"""The addresses of the desk: home, the cases list, the case page and why its dates are what they are."""

from django.urls import path

from desk.views.case import CasePage, WhyPage
from desk.views.cases import CaseListPage, WorkListPage
from desk.views.exceptions import ExceptionListPage
from desk.views.facts import FactsPage
from desk.views.home import HomePage
from desk.views.many import ChooseManyPage, DoManyPage
from desk.views.pages import GlossaryPage
from desk.views.saved_filters import DeleteFilterView, SaveFilterView
from desk.views.timeline import TimelinePage

app_name = "desk"
urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("work/", WorkListPage.as_view(), name="work"),
    path("work/many/", ChooseManyPage.as_view(), name="many"),
    path("work/many/do/", DoManyPage.as_view(), name="many_do"),
    path("saved-filters/", SaveFilterView.as_view(), name="saved_filters"),
    path("saved-filters/<int:pk>/delete/", DeleteFilterView.as_view(), name="saved_filter_delete"),
    path("cases/", CaseListPage.as_view(), name="cases"),
    path("cases/<int:pk>/", CasePage.as_view(), name="case"),
    path("cases/<int:pk>/why/<int:material_pk>/", WhyPage.as_view(), name="why"),
    path("cases/<int:pk>/timeline/", TimelinePage.as_view(), name="timeline"),
    path("cases/<int:pk>/facts/", FactsPage.as_view(), name="facts"),
    path("exceptions/", ExceptionListPage.as_view(), name="exceptions"),
    path("glossary/", GlossaryPage.as_view(), name="glossary"),
]
