"""The addresses of imports: handing in, an upload, its results, a row of a file, and one exception."""

from django.urls import path

from cases.views.exceptions import ExceptionPage
from cases.views.imports import HandInPage, ImportsPage, ResultsFile, RowPage, UploadPage

urlpatterns = [
    path("imports/", ImportsPage.as_view(), name="imports"),
    path("imports/new/", HandInPage.as_view(), name="hand_in"),
    path("imports/<int:pk>/", UploadPage.as_view(), name="upload"),
    path("imports/<int:pk>/results.<slug:ending>", ResultsFile.as_view(), name="results"),
    path("imports/rows/<int:pk>/", RowPage.as_view(), name="import_row"),
    path("exceptions/<int:pk>/", ExceptionPage.as_view(), name="exception"),
]
