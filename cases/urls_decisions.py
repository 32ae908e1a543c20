"""The addresses of decisions and what becomes of them: made, their records."""

from django.urls import path

from cases.views import records
from cases.views.decisions import DecidePage

urlpatterns = [
    path("cases/<int:pk>/decide/", DecidePage.as_view(), name="decide"),
    path("records/<int:pk>/", records.RecordPage.as_view(), name="record"),
    path("records/<int:pk>/file/", records.RecordFile.as_view(), name="record_file"),
]
