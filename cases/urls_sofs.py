"""The addresses of SOFS's work: its lists, the facts that it records, and the steps that lead back."""

from django.urls import path

from cases.views import lists_sofs as lists
from cases.views import steps_sofs as steps
from cases.views.bars import BarPage, LiftBarPage
from cases.views.facts_sofs import CheckPage, ConcludedPage, ConvictionPage, EnrolPage

urlpatterns = [
    path("to-refer/", lists.ToReferPage.as_view(), name="to_refer"),
    path("dna-only/", lists.DnaOnlyPage.as_view(), name="dna_only"),
    path("undecided/", lists.UndecidedPage.as_view(), name="undecided"),
    path("basis-fell-away/", lists.FellAwayPage.as_view(), name="fell_away"),
    path("rechecks/", lists.RechecksPage.as_view(), name="rechecks"),
    path("unenrolled/", lists.UnenrolledPage.as_view(), name="unenrolled"),
    path("cases/<int:pk>/enrol/", EnrolPage.as_view(), name="enrol"),
    path("cases/<int:pk>/check/", CheckPage.as_view(), name="check"),
    path("cases/<int:pk>/bar/", BarPage.as_view(), name="bar"),
    path("cases/<int:pk>/bar/<int:bar_pk>/", LiftBarPage.as_view(), name="lift_bar"),
    path("cases/<int:pk>/concluded/", ConcludedPage.as_view(), name="concluded"),
    path("cases/<int:pk>/convictions/<int:conviction_pk>/", ConvictionPage.as_view(), name="conviction"),
    path("cases/<int:pk>/refer/", steps.ReferPage.as_view(), name="refer"),
    path("cases/<int:pk>/retain/", steps.RetainPage.as_view(), name="retain"),
    path("cases/<int:pk>/resume/", steps.ResumePage.as_view(), name="resume"),
    path("cases/<int:pk>/send-back/", steps.SendBackPage.as_view(), name="send_back"),
    path("cases/<int:pk>/withdraw/", steps.WithdrawPage.as_view(), name="withdraw"),
    path("cases/<int:pk>/reopen/", steps.ReopenPage.as_view(), name="reopen"),
    path("cases/<int:pk>/hand-over/", steps.HandOverPage.as_view(), name="hand_over"),
    path("cases/<int:pk>/close/", steps.ClosePage.as_view(), name="close"),
]
