"""A web server on the 2016 caseload, a browser, and people signed in to it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from accounts.selectors import officer_by_username
from cases.models import Case
from tests import casework, databases, website
from tests.workers import worker

WriteApplication = Callable[..., None]

# Playwright keeps an event loop in the thread of the tests, and Django then refuses to touch its database
# there. Nothing of the product runs in that thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; for one file of tests, as its event loop is in the way of others."""
    with sync_playwright() as playwright, website.chromium(playwright) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def night(loaded: str, django_db_blocker: DjangoDbBlocker) -> str:
    """The template of the 2016 caseload after the first night's work."""
    with django_db_blocker.unblock():
        return databases.ensure_night()


@pytest.fixture(scope="session")
def reading_site(night: str, django_db_blocker: DjangoDbBlocker) -> Iterator[website.Site]:
    """The site that tests look at and leave as it was."""
    yield from site_of(night, django_db_blocker)


@pytest.fixture(scope="module")
def changing_site(night: str, django_db_blocker: DjangoDbBlocker) -> Iterator[website.Site]:
    """The site that the journeys of one file change; a file says so by naming it as its ``site``."""
    yield from site_of(night, django_db_blocker)


@pytest.fixture
def working_site(
    migrated: str, broker: redis.Redis, django_db_blocker: DjangoDbBlocker
) -> Iterator[website.Site]:
    """An empty demonstration on 6 April 2016, with a worker."""
    for site in site_of(migrated, django_db_blocker):
        site.manage("demo_day", "2016-04-06")
        site.manage("make_demo_officers")
        with worker(site.database, processes=1):
            yield site


@pytest.fixture
def site(reading_site: website.Site) -> website.Site:
    """The site of a test; a file of tests that change something has one of its own."""
    return reading_site


@pytest.fixture
def visits(browser: Browser, site: website.Site) -> Iterator[website.Visits]:
    """Visits to the site, whose pages must have given no cause for complaint."""
    visits = website.Visits(browser, site)
    yield visits
    visits.end()
    assert visits.complaints == []


@pytest.fixture
def sign_in(visits: website.Visits) -> Callable[[str], Page]:
    """Signs somebody in, by role or username, and answers with their first page."""
    return visits.sign_in


@pytest.fixture
def write_application(site: website.Site, django_db_blocker: DjangoDbBlocker) -> WriteApplication:
    """Writes an application of 24 months, or as asked, for a case of the site, as an officer of JFIT."""

    def write(ref: str, username: str, **asked: Any) -> None:
        with django_db_blocker.unblock(), databases.joined(site.database):
            officer = officer_by_username(username)
            assert officer
            casework.write_application(Case.objects.get(ref=ref), officer, **({"months": 24} | asked))

    return write


def site_of(template: str, access: DjangoDbBlocker) -> Iterator[website.Site]:
    """A site on a copy of a template, both gone afterwards."""
    database = databases.clone(template)
    try:
        with website.served(database, access.unblock) as site:
            yield site
    finally:
        databases.drop(database)
