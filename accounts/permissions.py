"""Who may use a view. Every view says so, and one that does not is never served.

``requires(Role.JFIT_OFFICER, …)`` over a function, or ``RoleRequired`` before other classes with
``allowed_roles``; ``EVERYONE`` is whoever is signed in, and ``open_to_all`` marks the few views that are
for anybody. Roles are those held on the business day. Whether somebody may do a thing to a particular case
is not asked here but by the one door.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from accounts.choices import Role
from accounts.models import Officer
from accounts.selectors import roles_on
from audit import clock
from audit.choices import Verb
from audit.record import record

View = Callable[..., HttpResponseBase]
ANYBODY = "anybody"
EVERYONE: frozenset[str] = frozenset(Role.values)


def requires(*roles: str) -> Callable[[View], View]:
    """The view is for holders of one of ``roles``. Raises ImproperlyConfigured for none or an unknown one."""
    allowed = _checked(roles)

    def decorate(view: View) -> View:
        if isinstance(view, type):
            raise ImproperlyConfigured(f"{view.__name__} is a class: give it RoleRequired and allowed_roles.")

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _refusal(request, allowed) or view(request, *args, **kwargs)

        guarded.allowed_roles = allowed  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(view: View) -> View:
    """The view is for anybody, signed in or not."""

    @wraps(view)
    def unguarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    unguarded.allowed_roles = frozenset({ANYBODY})  # type: ignore[attr-defined]
    return unguarded


class RoleRequired:
    """Before other classes of a class-based view, with ``allowed_roles``."""

    allowed_roles: ClassVar[Collection[str]] = frozenset()

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view, marked with who may use it. Raises ImproperlyConfigured where the class does not say."""
        allowed = _checked(cls.allowed_roles, cls.__name__)
        view = super().as_view(**initkwargs)  # type: ignore[misc]
        view.allowed_roles = allowed
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, for those who may. What only acts has no page: who comes to read it goes to their first."""
        refusal = _refusal(request, frozenset(self.allowed_roles))
        if not refusal and request.method == "GET" and not self._is_read():
            return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
        return refusal or super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def _is_read(self) -> bool:
        return hasattr(self, "get") and "get" in getattr(self, "http_method_names", ())


def officer_of(request: HttpRequest) -> Officer:
    """Whoever is signed in. Raises PermissionDenied where nobody is, which a declared view never sees."""
    if not request.user.is_authenticated:
        raise PermissionDenied("Nobody is signed in.")
    return request.user


def _checked(roles: Collection[str], of: str = "requires()") -> frozenset[str]:
    unknown = set(roles) - EVERYONE
    if not roles or unknown:
        raise ImproperlyConfigured(
            f"{of} must name the roles that may use the view; it names {sorted(unknown) or 'none'}. "
            "For whoever is signed in: EVERYONE."
        )
    return frozenset(str(role) for role in roles)


def _refusal(request: HttpRequest, allowed: frozenset[str]) -> HttpResponseBase | None:
    """None for those who may; the sign-in page for the anonymous; PermissionDenied for others."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if allowed != EVERYONE and not allowed & roles_on(user, clock.today()):
        name = request.resolver_match.view_name if request.resolver_match else ""
        record(Verb.ACCESS_REFUSED, subject_type="officer", subject_id=user.pk, payload={"view": name})
        raise PermissionDenied("Your roles do not include this page.")
    return None
