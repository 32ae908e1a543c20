"""``take_pictures``: the pictures of the README, taken of the running demonstration."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.choices import Role
from accounts.errors import AccountRefused
from accounts.services import demo
from cases.models import Case, Material

if TYPE_CHECKING:
    from playwright.sync_api import Page, Playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
# Shown to the manager of JFIT, who sees the whole.
VIEWER = Role.JFIT_MANAGER
CASE = "S/50006"


class Command(BaseCommand):
    """Takes the pictures."""

    help = "Takes the README's pictures of the running demonstration (make demo), with a Chromium."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it runs, where the pictures go, and how wide they are."""
        parser.add_argument("--url", default="http://localhost:8000", help="where the demonstration runs")
        parser.add_argument("--out", type=Path, default=FOLDER, help="the folder of the pictures")
        parser.add_argument("--width", type=int, default=1280, help="of the window, in pixels")
        parser.add_argument(
            "--browser", default="", help="the program, where none of the known names is found"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Sign in as people do, then take one picture after another."""
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError as missing:
            raise CommandError("Playwright is not installed here; make setup installs it.") from missing
        program = options["browser"] or next(filter(None, map(shutil.which, BROWSERS)), None)
        if not program:
            raise CommandError("No Chromium was found. Install one, or name it: --browser=/path/to/chromium")
        pages = dict(_pages())
        options["out"].mkdir(parents=True, exist_ok=True)
        try:
            with sync_playwright() as playwright:
                page = _opened(playwright, program, options["url"].rstrip("/"), options["width"])
                for name, path in pages.items():
                    page.goto(path, wait_until="networkidle")
                    page.screenshot(path=options["out"] / f"{name}.png", animations="disabled")
        except Error as problem:
            raise CommandError(f"{options['url']}: {problem.message}") from problem
        except AccountRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["verbosity"]:
            self.stdout.write(f"{len(pages)} pictures in {options['out']}")


def _pages() -> Iterator[tuple[str, str]]:
    """The pictures by name, and the addresses of their pages. Raises CommandError for an empty database."""
    case = Case.objects.filter(ref=CASE).first()
    if case is None:
        raise CommandError(f"There is no case {CASE} here; the pictures are of the demonstration: make demo")
    item = Material.objects.filter(case=case).order_by("pk").first()
    yield "my-work", reverse("desk:home")
    yield "case", reverse("desk:case", args=[case.pk])
    if item:
        yield "why-this-date", reverse("desk:why", args=[case.pk, item.pk])
    yield "figures", reverse("oversight:figures")
    yield "charts", reverse("oversight:chart", args=["lapses"])


def _opened(playwright: Playwright, program: str, url: str, width: int) -> Page:
    """A page of a browser in which the viewer has signed in."""
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    context = browser.new_context(base_url=url, viewport={"width": width, "height": width * 4 // 5})
    page = context.new_page()
    page.goto("/")
    username = next(person.username for person in demo.PEOPLE if person.role == VIEWER)
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Continue").click()
    # Playwright's event loop stands in this thread, so the database is asked from another.
    with ThreadPoolExecutor(1) as other:
        code = other.submit(demo.present_code, username).result()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/")
    return page
