"""Addresses of people and of one's own account. Those of signing in are in sign_in_urls.py."""

from django.urls import path

from accounts.views import people, sign_in

app_name = "accounts"
urlpatterns = [
    path("you/", sign_in.your_account, name="me"),
    path("officers/", people.PeoplePage.as_view(), name="officers"),
    path("officers/add/", people.AddPerson.as_view(), name="officer_add"),
    path("officers/<int:pk>/", people.person, name="officer"),
    path("officers/<int:pk>/role/", people.GiveRole.as_view(), name="role_give"),
    path("officers/<int:pk>/rank/", people.RecordRank.as_view(), name="rank_record"),
    path("officers/<int:pk>/consent/", people.RecordConsent.as_view(), name="consent_record"),
    path("officers/<int:pk>/deputy/", people.RecordStanding.as_view(), name="deputy_record"),
    path("officers/<int:pk>/password/", people.SetPassword.as_view(), name="password_set"),
    path("officers/<int:pk>/second-factor/", people.RemoveSecondFactor.as_view(), name="factor_remove"),
    path("officers/<int:pk>/leave/", people.Leave.as_view(), name="leave"),
    path("officers/<int:pk>/return/", people.Return.as_view(), name="return"),
    *(
        path(
            f"officers/<int:pk>/{kind}/<int:held>/{change}/",
            view.as_view(),
            {"kind": kind},
            name=f"{kind}_{change}",
        )
        for kind in ("role", "rank", "consent", "deputy")
        for change, view in (("end", people.EndHeld), ("withdraw", people.WithdrawHeld))
    ),
]
