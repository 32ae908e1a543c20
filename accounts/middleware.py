"""Between a request and every view: the limits of a session, a declared audience, a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import auth, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from accounts import session
from accounts.services import before_limit
from audit.choices import Verb
from audit.record import record

# What one without a second factor may reach: the way to get one, and the way out.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "mfa_activate_totp",
        "mfa_totp_picture",
        "account_reauthenticate",
        "account_logout",
    }
)
ENDED = {
    "idle": "You were signed out after 30 minutes without a click. Sign in to go on",
    "longest": "You were signed out after 12 hours. Sign in to go on",
}
KEPT = ". What you typed is kept as your draft"


class SessionLimits:
    """Ends a session that has lasted or idled too long. Stands after messages and the audit's middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or sign out and ask to sign in again."""
        if request.user.is_authenticated and (why := session.limit_reached(request)):
            record(
                Verb.SESSION_ENDED,
                subject_type="officer",
                subject_id=request.user.pk,
                payload={"because": why},
            )
            is_kept = request.method == "POST" and before_limit.run(request)
            auth.logout(request)
            messages.info(request, ENDED[why] + (KEPT if is_kept else ""))
            back_to = request.get_full_path() if is_kept or request.method == "GET" else "/"
            return redirect_to_login(back_to)
        return self.get_response(request)


class DeclaredAudience:
    """Serves no view that does not say who may use it, and none to those without a second factor yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; ``process_view`` does the work, once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Raises ImproperlyConfigured for an undeclared view; leads those without a second factor to one."""
        if not getattr(view, "allowed_roles", None):
            name = f"{view.__module__}.{getattr(view, '__qualname__', view)}"
            raise ImproperlyConfigured(
                f"The view {name} does not declare who may use it (accounts/permissions.py)."
            )
        match = request.resolver_match
        named = match.url_name if match else None
        user = request.user
        if named in WITHOUT_SECOND_FACTOR or not user.is_authenticated:
            return None
        if session.has_second_factor(request, user):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
