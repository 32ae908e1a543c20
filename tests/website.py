"""The product as people meet it: a web server of its own on a copy of a database, and a browser before it.

Every page is listened to. A script's error, anything the security policy stops, a part of a page that cannot
be fetched and an answer of 500 or more are complaints, and a test with complaints fails.
"""

import io
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response

from accounts.selectors import officer_by_username
from accounts.services import demo
from nsd import places, tied
from tests import people
from tests.chromium import find as find_chromium
from tests.databases import Database, joined

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
# What the console says of any answer of 400 or more; ``_answered`` knows which of them matter.
REFUSED = "Failed to load resource"


@dataclass
class Site:
    """A running web server: its address, its database, and who has signed in to it."""

    url: str
    database: Database
    access: Callable[[], AbstractContextManager[None]] = nullcontext
    signed_in: dict[str, Any] = field(default_factory=dict)

    def answer(self, question: str, *values: object) -> Any:
        """The first column of the first row that the database answers."""
        with self.database.as_owner() as connection:
            row = connection.execute(question, values).fetchone()  # type: ignore[arg-type]
        return row[0] if row else None

    def manage(self, *words: str) -> None:
        """Run a command of the product on this site's data, as the application, in this process."""
        with self.access(), joined(self.database):
            call_command(*words, stdout=io.StringIO(), stderr=io.StringIO())

    def on_day(self, day: str, *sweeps: str) -> None:
        """Move the demonstration to a later day, and do these sweeps of it, as the worker does."""
        self.manage("demo_day", day)
        for name in sweeps:
            self.manage("sweep", name, "--for", day)


@contextmanager
def served(
    database: Database, access: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Iterator[Site]:
    """The product's web server on ``database``, as the demonstration runs it; gone afterwards.

    ``access`` lets this process at a database too, for the commands that a test runs on the site.
    """
    port, log = _free_port(), places.nsd_home() / f"{database.name}.log"
    command = [Path(sys.executable).parent / "gunicorn", "nsd.wsgi", "--bind", f"127.0.0.1:{port}"]
    with open(log, "wb") as output:
        server = tied.start(
            [*command, "--workers", "1", "--threads", "4", "--no-control-socket"],
            output=output,
            env=database.env,
            cwd=places.ROOT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        assert tied.wait_for(server, lambda: _answers(url), within=60), log.read_text()
        yield Site(url, database, access)
    finally:
        tied.stop(server)


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The machine's Chromium."""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
    yield browser
    browser.close()


class Visits:
    """The visits of one test to a site; ``complaints`` is what went wrong on any of their pages."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def anonymous(self) -> Page:
        """The first page, as somebody sees it who has not signed in."""
        page = self._page()
        page.goto(self.site.url)
        return page

    def sign_in(self, who: str) -> Page:
        """My work, as the demonstration's person with that role or username sees it.

        Past the pages of signing in, whose password alone takes a second to check; ``at_the_door`` uses them.
        """
        username = username_of(who)
        if username not in self.site.signed_in:
            with self.site.access(), joined(self.site.database):
                officer = officer_by_username(username)
                assert officer, f"the demonstration has no {who}"
                cookie = people.signed_in(officer).cookies[settings.SESSION_COOKIE_NAME]
            self.site.signed_in[username] = {"name": cookie.key, "value": cookie.value, "url": self.site.url}
        page = self._page()
        page.context.add_cookies([self.site.signed_in[username]])
        page.goto(self.site.url)
        return page

    def at_the_door(self, who: str) -> Page:
        """My work, once that person has signed in with password and one-time code on the real pages."""
        username = username_of(who)
        # A code serves once; another site's person of the same number may have used this one just now.
        cache.clear()
        page = self.anonymous()
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(demo.PASSWORD)
        page.get_by_role("button", name="Continue").click()
        page.get_by_label("Code").fill(present_code(username))
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{self.site.url}/")
        return page

    def end(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()

    def _page(self, **options: Any) -> Page:
        context = self.browser.new_context(viewport=WIDE, base_url=self.site.url, **options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._answered)
        return page

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(REFUSED):
            self.complaints.append(text)

    def _answered(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.complaints.append(f"{response.status} {response.url}")


def username_of(who: str) -> str:
    """The demonstration's person with that role or username."""
    return next((person.username for person in demo.PEOPLE if person.role == who), who)


def present_code(username: str) -> str:
    """The one-time code that the person's app shows now, with some seconds to type it in."""
    left = demo.PERIOD - time.time() % demo.PERIOD
    if left < demo.TOO_SHORT:
        time.sleep(left + 0.1)
    return format_hotp_value(hotp_value(demo.secret_of(username), int(time.time()) // demo.PERIOD))


def faults(page: Page, *, rules: Mapping[str, bool] | None = None) -> list[str]:
    """What is wrong with a page for people who see, hear or move differently, or who use a small screen."""
    said = violations(page, rules=rules)
    headings = page.locator("h1").count()
    if headings != 1:
        said.append(f"{headings} headings of the first level")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    if needed > NARROW["width"]:
        said.append(f"scrolls sideways: {needed} px wide on a screen of {NARROW['width']}")
    return said


def faults_by_the_way(page: Page) -> list[str]:
    """The same of a page that a journey passes, all but its colours.

    They come from one stylesheet, which every kind of page is looked at for; contrast takes half of the time.
    """
    return faults(page, rules={"color-contrast": False})


def violations(page: Page, *, rules: Mapping[str, bool] | None = None) -> list[str]:
    """What axe finds wrong with a page as it stands, under the rules of WCAG 2.2 AA and its best practice.

    ``rules`` may turn single rules of axe off.
    """
    page.wait_for_load_state()
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        # Only faults are asked for: telling all that is right as well takes three times as long.
        "resultTypes": ["violations"],
        "rules": {name: {"enabled": is_on} for name, is_on in (rules or {}).items()},
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"][:3]]


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=10).close()
    except urllib.error.HTTPError:
        return True  # a page says no; that is an answer
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])
