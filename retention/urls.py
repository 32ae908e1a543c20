"""The addresses of alerts, held unlawfully, deletions and sweeps."""

from django.urls import path

from retention.views.alerts import AlertPage, AlertsPage
from retention.views.chases import ChasePage, ChasesPage
from retention.views.deletion_work import (
    DeletionWorkPage,
    HoldsPage,
    InstructionPage,
    NoticePage,
    WorklistPage,
)
from retention.views.deletions import DeletionPage, DeletionsPage
from retention.views.determinations import HoldingListPage, RenewalsPage
from retention.views.differences import DifferencePage, DifferencesPage
from retention.views.digests import DigestPage
from retention.views.erasures import DestroyedPage, ErasurePage, ErasuresPage, TombstonePage
from retention.views.exchange import FaultPage, FaultsPage
from retention.views.leavers import LeaverPage
from retention.views.party_actions import ActionsPage
from retention.views.pnc_checks import PncChecksPage
from retention.views.ports import PortPage, PortsPage
from retention.views.reconciliation import (
    CertificatePage,
    CertifyPage,
    ExtractPage,
    ReconciledPage,
    ReconciliationPage,
)
from retention.views.sweeps import DefectPage, SweepPage, SweepsPage
from retention.views.unlawful import UnlawfulPage, UnresolvedPage

app_name = "retention"
urlpatterns = [
    path("alerts/", AlertsPage.as_view(), name="alerts"),
    path("alerts/<int:pk>/", AlertPage.as_view(), name="alert"),
    path("leavers/<int:pk>/", LeaverPage.as_view(), name="leaver"),
    path("digest/", DigestPage.as_view(), name="digest"),
    path("chases/", ChasesPage.as_view(), name="chases"),
    path("chases/<int:pk>/", ChasePage.as_view(), name="chase"),
    path("holding/", HoldingListPage.as_view(), name="holding"),
    path("renewals/", RenewalsPage.as_view(), name="renewals"),
    path("actions/", ActionsPage.as_view(), name="actions"),
    path("ports/", PortsPage.as_view(), name="ports"),
    path("ports/<int:pk>/", PortPage.as_view(), name="port"),
    path("unlawful/", UnlawfulPage.as_view(), name="unlawful"),
    path("unlawful/unresolved/", UnresolvedPage.as_view(), name="unresolved"),
    path("deletions/", DeletionsPage.as_view(), name="deletions"),
    path("deletions/work/<slug:stage>/", DeletionWorkPage.as_view(), name="deletion_work"),
    path("deletions/checks/", PncChecksPage.as_view(), name="pnc_checks"),
    path("deletions/worklist/", WorklistPage.as_view(), name="worklist"),
    path("deletions/instructions/<int:pk>/", InstructionPage.as_view(), name="instruction"),
    path("deletions/notices/<int:pk>/seen/", NoticePage.as_view(), name="deletion_notice"),
    path("deletions/<int:pk>/holds/", HoldsPage.as_view(), name="deletion_holds"),
    path("deletions/<int:pk>/", DeletionPage.as_view(), name="deletion"),
    path("destroyed/", DestroyedPage.as_view(), name="destroyed"),
    path("destroyed/<int:pk>/", TombstonePage.as_view(), name="tombstone"),
    path("erasures/", ErasuresPage.as_view(), name="erasures"),
    path("erasures/<int:pk>/", ErasurePage.as_view(), name="erasure"),
    path("reconcile/", ReconciliationPage.as_view(), name="reconciliation"),
    path("reconcile/new/", ExtractPage.as_view(), name="hand_in_extract"),
    path("reconcile/<int:pk>/", ReconciledPage.as_view(), name="reconciled"),
    path("reconcile/<int:pk>/certify/", CertifyPage.as_view(), name="certify"),
    path("reconcile/certificates/<int:pk>/", CertificatePage.as_view(), name="certificate"),
    path("reconcile/exchange/", FaultsPage.as_view(), name="faults"),
    path("reconcile/exchange/<int:pk>/", FaultPage.as_view(), name="fault"),
    path("reconcile/differences/", DifferencesPage.as_view(), name="differences"),
    path("reconcile/differences/<int:pk>/", DifferencePage.as_view(), name="difference"),
    path("sweeps/", SweepsPage.as_view(), name="sweeps"),
    path("sweeps/alarms/<int:pk>/", DefectPage.as_view(), name="defect"),
    path("sweeps/<int:pk>/", SweepPage.as_view(), name="sweep"),
]
