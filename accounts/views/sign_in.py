"""Signing in and out, the second factor, and one's own account. The steps are django-allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts.permissions import EVERYONE, RoleRequired, officer_of, open_to_all, requires
from accounts.selectors import holdings_of
from audit import clock
from audit.choices import Verb
from audit.record import record

signed_in = requires(*EVERYONE)

sign_in = open_to_all(account.login)
code = open_to_all(mfa.authenticate)
sign_out = open_to_all(account.logout)
inactive = open_to_all(account.account_inactive)
password_again = signed_in(account.reauthenticate)
code_again = signed_in(mfa.reauthenticate)
see_recovery_codes = signed_in(recovery_codes.view_recovery_codes)
download_recovery_codes = signed_in(recovery_codes.download_recovery_codes)


class Enrol(RoleRequired, ActivateTOTPView):
    """A new authenticator app: its picture, its secret in letters, and a first code."""

    allowed_roles = EVERYONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Enrol those who have no app yet; an administrator takes a lost one away first."""
        if request.user.is_authenticated and is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("accounts:me")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the secret, and record that there is one."""
        response = super().form_valid(form)
        record(Verb.SECOND_FACTOR_ADDED, subject_type="officer", subject_id=self.request.user.pk)
        return response


class MakeRecoveryCodes(RoleRequired, recovery_codes.GenerateRecoveryCodesView):
    """New recovery codes; the old ones end."""

    allowed_roles = EVERYONE

    def form_valid(self, form: Any) -> HttpResponse:
        """Make them, and record that they were made."""
        response = super().form_valid(form)
        record(Verb.RECOVERY_CODES_MADE, subject_type="officer", subject_id=self.request.user.pk)
        return response


@signed_in
def change_password(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """One's own password, changed. Who signs in elsewhere has none, and only an administrator gives one."""
    if not officer_of(request).has_usable_password():
        messages.info(request, "You have no password here. The system administrator can give you one")
        return redirect("mfa_index")
    return account.password_change(request, *args, **kwargs)


@signed_in
@never_cache
def totp_picture(request: HttpRequest) -> HttpResponse:
    """The picture that an authenticator app scans, of the secret now being enrolled, and of no other."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404("No authenticator app is being enrolled.")
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")


@signed_in
def your_account(request: HttpRequest) -> HttpResponse:
    """One's own name, roles, rank and ways to sign in."""
    officer, today = officer_of(request), clock.today()
    held = {
        kind: [row for row in rows if row.from_on <= today and (row.to_on is None or row.to_on >= today)]
        for kind, rows in holdings_of(officer).items()
    }
    factors = Authenticator.objects.filter(user=officer)
    codes = next((f for f in factors if f.type == Authenticator.Type.RECOVERY_CODES), None)
    context = held | {
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "factors": [f for f in factors if f.type != Authenticator.Type.RECOVERY_CODES],
    }
    return render(request, "accounts/your_account.html", context)
