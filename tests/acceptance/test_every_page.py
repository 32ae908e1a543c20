"""Every page that somebody reaches by following links is sound: for people who see, hear or move differently,
on a small screen, and under the security policy.

Of pages that differ in what they are about and not in kind, one is looked at.
"""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Page, Response, expect

from accounts.choices import Role
from tests import website
from tests.architecture.test_every_url import ADDRESSES, Address

pytestmark = pytest.mark.browser

# Kinds of page, by the name of their address, that a role must reach from its first page at the least.
REACHED = {
    "jfit_manager": {"desk:home", "desk:work", "desk:cases", "desk:case", "desk:why", "desk:exceptions"}
    | {"oversight:figures", "oversight:figure", "retention:alerts", "retention:unlawful"}
    | {"retention:holding", "retention:renewals"}
    | {"retention:deletions", "retention:sweeps", "cases:apply", "cases:stop", "mfa_index"},
    "sofs_officer": {"desk:home", "desk:case", "cases:refer", "cases:retain"},
    "p.whinfell": {"desk:home", "desk:case", "cases:decide"},
    "inspector": {"desk:home", "desk:case", "cases:sign_off"},
    "system_administrator": {"desk:home", "accounts:officers", "accounts:officer", "accounts:officer_add"},
}
# Of these the manager, who is first, has looked at every kind; others look at what differs by person.
EVERYBODYS = {"desk:home", "desk:case"}
LINK = re.compile(r'<a\s[^>]*?\bhref="([^"]+)"')


def kind_of(url: str) -> str:
    """What kind of page an address leads to; empty where it leads out, to a file, or away by signing out."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    if match.view_name in ("account_logout", "mfa_download_recovery_codes", "mfa_totp_picture"):
        return ""
    # One list of a figure is like another, but for that of wrong dates, which has a chart.
    return f"{match.view_name} wrong-dates" if match.kwargs.get("slug") == "wrong-dates" else match.view_name


def looked_at(kind: str, who: str) -> bool:
    """Whether a kind of page is looked at closely as somebody sees it, rather than only opened."""
    name = kind.split()[0]
    managers = resolve_name(name).allowed & {Role.JFIT_MANAGER}
    return who == "jfit_manager" or name in EVERYBODYS or not managers


def resolve_name(name: str) -> Address:
    """The address of that name."""
    return next(address for address in ADDRESSES if address.name == name)


def links_of(answer: Response | APIResponse) -> list[str]:
    """The addresses of this site that the page of an answer leads to."""
    hrefs = (unescape(href) for href in LINK.findall(answer.text()))
    here = urlsplit(answer.url).netloc
    wholes = (urldefrag(urljoin(answer.url, href)).url for href in hrefs)
    return [whole for whole in wholes if urlsplit(whole).netloc == here]


@pytest.mark.parametrize("who", list(REACHED))
def test_every_page_is_accessible_and_fits_a_small_screen(sign_in: Callable[[str], Page], who: str) -> None:
    page = sign_in(who)
    ahead = {kind_of(page.url): page.url}
    wrong: dict[str, list[str]] = {}
    seen: set[str] = set()
    while ahead:
        kind, url = ahead.popitem()
        seen.add(kind)
        look = looked_at(kind, who)
        answer = page.goto(url) if look else page.request.get(url)
        assert answer is not None and answer.status == 200, (url, answer and answer.status)
        if look and (found := website.faults(page)):
            wrong[url] = found
        for link in links_of(answer):
            linked = kind_of(link)
            if linked and linked not in seen:
                ahead.setdefault(linked, link)
    assert wrong == {}
    assert {kind.split()[0] for kind in seen} >= REACHED[who]


def test_whoever_signs_in_at_the_door_arrives_at_work(visits: website.Visits) -> None:
    page = visits.at_the_door("jfit_manager")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")


def test_the_way_in_is_accessible_and_fits_a_small_screen(visits: website.Visits) -> None:
    page = visits.anonymous()
    assert website.faults(page) == []
    page.get_by_label("Username").fill("jfit.manager")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    assert website.faults(page) == []
