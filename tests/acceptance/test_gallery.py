"""The parts of a page in a real browser: accessible, no sideways scroll, nothing the policy stops."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests import gallery, website

pytestmark = pytest.mark.browser

NAMES = ["list", "case", "form", "figures", "done"]
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; " + "; ".join(
    f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return gallery.pages()


def opened(browser: Browser, pages: dict[str, str], name: str, width: int, **options: bool) -> Page:
    """A page of the gallery, served from memory and disk under the product's security policy."""
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, **options)

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("http://gallery.test/")
        if path.startswith("static/"):
            file: Path = settings.BASE_DIR / path
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=pages[path], headers=headers)

    context.route("http://gallery.test/**", serve)
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"http://gallery.test/{name}")
    return page


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_is_accessible_and_fits_the_screen(
    browser: Browser, pages: dict[str, str], name: str, width: int
) -> None:
    page = opened(browser, pages, name, width)
    assert website.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []  # type: ignore[attr-defined]
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_summary_of_errors_takes_the_focus_with_and_without_scripts(
    browser: Browser, pages: dict[str, str], scripts: bool
) -> None:
    page = opened(browser, pages, "form", 1280, java_script_enabled=scripts)
    assert page.locator(".govuk-error-summary:focus").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    # The second error's link leads to the wrong box: scripts focus it, the browser alone goes there.
    if scripts:
        assert page.locator("#id_taken_on_day:focus").count() == 1
    else:
        assert page.url.endswith("#id_taken_on_day")
    page.context.close()


def test_a_date_pasted_into_one_box_spreads_over_the_three(browser: Browser, pages: dict[str, str]) -> None:
    page = opened(browser, pages, "form", 1280)
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData('text', '31 October 2015');
            const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector('#id_pnc_checked_day').dispatchEvent(paste);
        }"""
    )
    boxes = [page.input_value(f"#id_pnc_checked_{part}") for part in ("day", "month", "year")]
    assert boxes == ["31", "10", "2015"]
    page.context.close()
