"""The addresses of decisions and what becomes of them: made, signed on paper, their records."""

from django.urls import path

from cases.views import on_paper, records
from cases.views.decisions import DecidePage

urlpatterns = [
    path("cases/<int:pk>/decide/", DecidePage.as_view(), name="decide"),
    path("cases/<int:pk>/paper/", on_paper.KeyPage.as_view(), name="paper_key"),
    path("cases/<int:pk>/paper/<int:paper_pk>/", on_paper.ComparePage.as_view(), name="paper_compare"),
    path("cases/<int:pk>/paper/<int:paper_pk>/scan/", on_paper.ScanFile.as_view(), name="paper_scan"),
    path("papers/", on_paper.ToComparePage.as_view(), name="papers"),
    path("records/<int:pk>/", records.RecordPage.as_view(), name="record"),
    path("records/<int:pk>/file/", records.RecordFile.as_view(), name="record_file"),
]
