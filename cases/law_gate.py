"""Until a release of the law is accepted: the web serves only sign-in and the page where it is accepted.

Wrapped round the application when it is loaded, so that it costs nothing once the release counts.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.checks import CheckMessage, Error, Info, register
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError
from django.template.loader import render_to_string

from cases.law_accepted import WAITS, is_waiting

# The last two answer only to whoever brings the token of the probes; /readyz is not ready meanwhile.
OPEN_TO = ("/accounts/", "/static/", "/law/", "/healthz", "/metrics")
ASK_AGAIN_SECONDS = 20
log = logging.getLogger(__name__)


class LawGate:
    """A WSGI application that stands before another until the installed release of the law counts."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self.is_open = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass on; or say, with status 503, what is waited for."""
        if not self.is_open:
            try:
                self.is_open = not _waits()
            except OperationalError:  # the application says in its own way that it has no database
                return self.application(environ, start_response)
        if self.is_open or str(environ.get("PATH_INFO", "")).startswith(OPEN_TO):
            return self.application(environ, start_response)
        page = render_to_string("law_waits.html").encode()
        start_response(
            "503 Service Unavailable",
            [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))],
        )
        return [page]


def _waits() -> bool:
    """Whether it waits, asked outside any request: the connection is not kept."""
    try:
        return is_waiting()
    finally:
        if not connection.in_atomic_block:
            connection.close()


def wait_until_accepted(sleep: Callable[[float], object] = time.sleep) -> int:
    """Return once the installed release counts; how many times it was asked in vain. For a worker's start."""
    asked = 0
    while _waits():
        log.warning(WAITS)
        asked += 1
        sleep(ASK_AGAIN_SECONDS)
    return asked


@register("law", deploy=True)
def check_law(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """``check --deploy``: an error while the installed release waits to be accepted."""
    try:
        waits = is_waiting()
    except (OperationalError, ProgrammingError) as error:
        return [Info(f"The database could not be asked about the law: {error}", id="cases.I001")]
    return [Error(WAITS, id="cases.E001")] if waits else []
