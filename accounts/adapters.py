"""How django-allauth signs people in here: administrators add people, attempts are recorded."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import Officer
from accounts.selectors import officer_by_username
from accounts.session import begin, just_signed_in
from audit.choices import Verb
from audit.record import record

# Said by the page that follows anyway.
NEEDLESS = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class AccountAdapter(DefaultAccountAdapter):
    """Names and passwords."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The username and password do not match an account that may sign in",
        "too_many_login_attempts": "Too many attempts. Wait 5 minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: administrators add people."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Show a message on the next page, unless that page says it anyway."""
        if message_template not in NEEDLESS:
            super().add_message(request, level, message_template, *args, **kwargs)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Officer | None:
        """The officer whose name and password these are; for one who left, the same as a wrong password."""
        officer = super().authenticate(request, **credentials)
        if officer and not officer.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return officer

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the attempt. A name that nobody has is not kept: people type passwords into that box."""
        officer = officer_by_username(str(credentials.get("username", "")))
        tell_sign_in_failed(officer, "password")

    def post_login(self, request: HttpRequest, user: Officer, **kwargs: Any) -> HttpResponse:
        """Record the sign-in and start the session's clock."""
        begin(request)
        record(
            Verb.SIGNED_IN, actor_id=user.pk, actor_name=str(user), subject_type="officer", subject_id=user.pk
        )
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask again who it is, before a change of how they sign in: not in the first minutes."""
        return not just_signed_in(self.request) and super().is_reauthentication_required(app=app, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        """Record the sign-out."""
        officer_id = request.user.pk
        record(Verb.SIGNED_OUT, subject_type="officer", subject_id=officer_id)
        super().logout(request)

    def set_password(self, user: Officer, password: str) -> None:
        """Change one's own password."""
        user.set_password(password)
        user.save(update_fields=["password"])
        record(Verb.PASSWORD_CHANGED, subject_type="officer", subject_id=user.pk)


class MfaAdapter(DefaultMFAAdapter):
    """The second factor. Its secrets are stored encrypted, with keys made of the secret key."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not the present one. Enter the 6 digits that your app shows now"
    }

    def encrypt(self, text: str) -> str:
        """What is stored of a secret."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret of what is stored. Raises InvalidToken where its key is no longer listed."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def tell_sign_in_failed(officer: Officer | None, factor: str) -> None:
    """Record a failed attempt with its factor, ``password`` or ``code``."""
    record(
        Verb.SIGN_IN_FAILED,
        subject_type="officer",
        subject_id=officer.pk if officer else None,
        payload={"factor": factor},
    )


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor {key}".encode()).digest()))
        for key in keys
    )
