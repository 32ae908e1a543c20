"""The root of all addresses; each room adds its own include."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("accounts.sign_in_urls")),
    path("accounts/", include("accounts.urls")),
    path("", include("cases.urls")),
    path("", include("desk.urls")),
    path("", include("oversight.urls")),
    path("", include("retention.urls")),
]
