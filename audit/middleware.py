"""Gives every request an id, and tells the audit whose request it is."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from audit.context import acting


class RequestContext:
    """Stands directly after authentication: all that a request does is recorded as its user's.

    The id is ours alone (a client cannot choose it) and is given back in ``X-Request-ID``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request within its surroundings."""

        def actor() -> tuple[int | None, str]:
            user = request.user
            return (user.pk, str(user)[:150]) if user.is_authenticated else (None, "")

        request_id = str(uuid4())
        with acting(request_id=request_id, actor=actor):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
