"""The pages of a case's steps in a real browser: accessible, no sideways scroll, nothing the policy stops."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Route, sync_playwright

from accounts.choices import Rank, Role
from tests import casework, website
from tests.casework import DAY, at, step
from tests.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
WHY = "Because the intelligence says so."


class Pages:
    """Pages as a person gets them, by name, with the security policy that came with each."""

    def __init__(self, client):
        self.client = client
        self.kept: dict[str, tuple[bytes, str]] = {}

    def keep(self, name, person, address, case, **posted):
        url = reverse(f"cases:{address}", args=[case.pk])
        with at(DAY):
            signed_in(person, self.client)
            opened = self.client.get(url)
            if posted:
                posted = {"seen": opened.context["form"]["seen"].value()} | posted
                opened = self.client.post(url, posted)
        assert opened.status_code == 200
        self.kept[name] = (opened.content, opened.headers["Content-Security-Policy"])
        return opened


@pytest.fixture
def pages(client):
    kept = Pages(client)
    sofs, jfit = casework.officer(Role.SOFS_OFFICER), casework.officer(Role.JFIT_OFFICER)
    chief = casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_CONSTABLE)
    inspector = casework.officer(Role.INSPECTOR, rank=Rank.INSPECTOR)
    casework.officer(Role.CHIEF_OFFICER, rank=Rank.CHIEF_SUPERINTENDENT, force="06")
    one, other = (
        casework.case(by=sofs, kinds=("fingerprints", "dna_profile", "dna_sample")) for _ in range(2)
    )
    kept.keep("refer", sofs, "refer", one)
    kept.keep("retain", sofs, "retain", one)
    step(one, "refer", sofs)
    step(other, "refer", sofs)
    kept.keep("apply", jfit, "apply", one)
    kept.keep("asked_wrong", jfit, "application_asked", one, months="99")
    with at(DAY):
        casework.write_application(one, jfit, months=24)
    kept.keep("send", jfit, "application_send", one)
    stale = kept.keep("stop", jfit, "stop", other).context["form"]["seen"].value()
    step(other, "stop", jfit, reasons=WHY)
    kept.keep("stale", jfit, "stop", other, seen=stale, reasons=WHY, do="do")
    kept.keep("sign_off", inspector, "sign_off", other)
    kept.keep("refer_up", inspector, "sign_off", other, outcome="refer_up", reasons=WHY)
    step(one, "apply", jfit, reasons=WHY, to_force=casework.force_of("13"), months=24)
    kept.keep("application", chief, "application", one)
    kept.keep("allocate", jfit, "reallocate", one)
    kept.keep("decide", chief, "decide", one)
    ticked = {"items": casework.items_of(one)[:2], "decision": "approve", "months": "24", "reasons": WHY}
    kept.keep("decide_check", chief, "decide", one, **ticked)
    return kept.kept


def test_each_page_is_accessible_and_fits_the_screen(pages):
    with sync_playwright() as playwright, website.chromium(playwright) as chromium:
        found = {name: _look_at(chromium, name, *page) for name, page in pages.items()}
    assert found == dict.fromkeys(pages, [])


def _look_at(chromium, name, content, policy):
    """What is wrong with a page: axe's findings, what the policy stopped, and whether it is too wide."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("http://pages.test/")
        if path.startswith("static/"):
            file: Path = settings.BASE_DIR / path
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=content, headers=headers)

    context = chromium.new_context(viewport=website.WIDE)
    context.route("http://pages.test/**", serve)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"http://pages.test/{name}")
    wrong += website.faults(page)
    context.close()
    return wrong
