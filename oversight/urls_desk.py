"""The addresses of the Commissioner's desk, of lost cases and of matches; part of ``oversight.urls``."""

from django.urls import path

from oversight.views import audit, desk, enquiries, lost, matches

urlpatterns = [
    path("oversight/", desk.DeskPage.as_view(), name="desk"),
    path("oversight/audit/", audit.AuditPage.as_view(), name="audit"),
    path("oversight/determinations/", desk.DeterminationsPage.as_view(), name="determinations"),
    path("oversight/determinations/<int:pk>/", desk.DeterminationPage.as_view(), name="determination"),
    path("oversight/copies/", desk.CopiesPage.as_view(), name="copies"),
    path("oversight/copies/<int:pk>/", desk.CopyPage.as_view(), name="copy"),
    path("oversight/asked/", enquiries.EnquiriesPage.as_view(), name="enquiries"),
    path("oversight/asked/ask/", enquiries.AskPage.as_view(), name="ask"),
    path("oversight/asked/<int:pk>/", enquiries.EnquiryPage.as_view(), name="enquiry"),
    path("oversight/items/", enquiries.ItemsPage.as_view(), name="items"),
    path("oversight/items/<int:pk>/", enquiries.ItemPage.as_view(), name="item"),
    path("oversight/assurances/", enquiries.AssurancesPage.as_view(), name="assurances"),
    path("oversight/mitigation/", lost.MitigationPage.as_view(), name="mitigation"),
    path("oversight/mitigation/<int:pk>/", lost.MitigateCasePage.as_view(), name="mitigate"),
    path("oversight/remedies/", lost.RemediesPage.as_view(), name="remedies"),
    path("oversight/remedies/<int:pk>/", lost.RemedyPage.as_view(), name="remedy"),
    path("oversight/actions/", lost.ActionsPage.as_view(), name="actions"),
    path("oversight/matches/", matches.MatchesPage.as_view(), name="matches"),
    path("oversight/matches/record/", matches.RecordMatchPage.as_view(), name="record_match"),
    path("oversight/matches/<int:pk>/", matches.MatchPage.as_view(), name="match"),
]
