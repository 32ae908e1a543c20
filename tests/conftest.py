"""What every test may ask for: a database, a broker, processes of the product, a stopped clock.

``db``                    a transaction that is rolled back, on an empty migrated database
``caseload``              the same, on a database with the whole 2016 caseload
``committing_db``         a database of the test's own, for what commits, serves pages or runs workers
``committing_caseload``   the same with the 2016 caseload
``broker``                a Valkey with nothing in it
``chromium``              the path of a browser; without one the test fails and says how to get it

All are joined as the application role, so that the guards hold in tests too. Nothing of a test is left
behind. What runs a few tests keeps the servers' folder for the next time (``homes``).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import homes

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

# Before Django's settings are read: our own servers in a folder of this run, whatever the shell names.
if not IS_WORKER:
    for name in ("DATABASE_URL", "APP_DATABASE_URL", "REDIS_URL", "NSD_DEBUG", "NSD_DEMO_DAY"):
        os.environ.pop(name, None)
    os.environ |= {
        "NSD_HOME": homes.folder_of_this_run(),
        "NSD_MODE": "test",
        "NSD_DATABASE_ROLE": "application",
    }

from nsd import places  # noqa: E402

HOME = places.nsd_home()
if IS_WORKER:
    # A Valkey has 16 databases: one for each process of the tests.
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = places.embedded_redis_url(HOME).replace("db=0", f"db={number}")
os.environ["DJANGO_SETTINGS_MODULE"] = "nsd.settings"

import django  # noqa: E402
import redis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402

from nsd.servers import Servers  # noqa: E402
from tests import chromium as browsers  # noqa: E402
from tests import databases  # noqa: E402

# One machine's slow moment is no fault; the same examples on every run of CI.
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")

# Here rather than by an ini file, which would have the settings read before the environment above is set; and
# now rather than when pytest-django would, so that a conftest of a folder below may import models.
django.setup()

_servers: Servers | None = None


def pytest_configure(config: pytest.Config) -> None:
    """With several test processes, the one above them starts the servers and outlives them."""
    global _servers
    if os.environ.get("NSD_WHOLE_SUITE") and not browsers.find():
        pytest.exit(browsers.HOW_TO_GET_ONE, returncode=pytest.ExitCode.USAGE_ERROR)
    if not IS_WORKER and getattr(config.option, "numprocesses", None):
        _servers = Servers(HOME, durable=False)
        _servers.start()
        # Where it is inherited, the settings are read before this file can name the process's own Valkey.
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_sessionstart() -> None:
    """Take away folders of runs that were killed before they could; their servers went with them."""
    if not IS_WORKER:
        homes.clear()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs no caseload is read second, while the first file of journeys has the caseload loaded.

    Files are handed out in this order, each whole to one process: journeys, which take longest, before the
    rest. Last of the plugins, as that of Django sorts by what a test does to its database.
    """
    here = Path(__file__).parent
    first = min((item.path for item in items), default=None)

    def place(item: pytest.Item) -> tuple[int, Path]:
        is_quick = item.path.relative_to(here).parts[0] in ("law", "unit", "architecture")
        return (0 if item.path == first else 1 if is_quick else 2, item.path)

    items.sort(key=place)


def pytest_unconfigure() -> None:
    """Stop the servers and take away the folder of this run, unless it is kept."""
    if IS_WORKER:
        return
    if _servers:
        _servers.stop()
    homes.leave(HOME)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """A real PostgreSQL and a real Valkey, started when the first test needs them."""
    with Servers(HOME, durable=False) as ours:
        if not IS_WORKER:
            databases.drop_leftovers()
        yield ours


@pytest.fixture(scope="session")
def migrated(servers: Servers, django_db_blocker: DjangoDbBlocker) -> str:
    """The template of an empty database."""
    with django_db_blocker.unblock():
        return databases.ensure_migrated()


@pytest.fixture(scope="session")
def loaded(migrated: str, django_db_blocker: DjangoDbBlocker) -> str:
    """The template that holds the 2016 caseload."""
    with django_db_blocker.unblock():
        return databases.ensure_loaded()


@pytest.fixture(scope="session")
def django_db_setup(migrated: str) -> Iterator[None]:
    """What pytest-django's ``db`` runs on: one copy for this process, as the application role."""
    database = databases.clone(migrated)
    with databases.joined(database):
        yield
    databases.drop(database)


@pytest.fixture(scope="session")
def _loaded_copy(loaded: str) -> Iterator[databases.Database]:
    database = databases.clone(loaded)
    yield database
    databases.drop(database)


@pytest.fixture
def caseload(
    _loaded_copy: databases.Database, django_db_blocker: DjangoDbBlocker
) -> Iterator[databases.Database]:
    """The 2016 caseload, inside a transaction that is rolled back."""
    with django_db_blocker.unblock(), databases.joined(_loaded_copy):
        block = transaction.atomic()
        block._from_testcase = True  # as Django's own TestCase says it, for atomic(durable=True) within
        with block:
            yield _loaded_copy
            transaction.set_rollback(True)


@pytest.fixture
def committing_db(migrated: str, django_db_blocker: DjangoDbBlocker) -> Iterator[databases.Database]:
    """An empty database of this test's own, in which it may commit and which other processes may join."""
    yield from _own_database(migrated, django_db_blocker)


@pytest.fixture
def committing_caseload(loaded: str, django_db_blocker: DjangoDbBlocker) -> Iterator[databases.Database]:
    """The 2016 caseload in a database of this test's own."""
    yield from _own_database(loaded, django_db_blocker)


def _own_database(template: str, django_db_blocker: DjangoDbBlocker) -> Iterator[databases.Database]:
    database = databases.clone(template)
    try:
        with django_db_blocker.unblock(), databases.joined(database):
            yield database
    finally:
        databases.drop(database)


@pytest.fixture
def broker(servers: Servers) -> Iterator[redis.Redis]:
    """A real Valkey with nothing in it, the one that settings name; emptied again afterwards."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; the test fails where there is none."""
    return browsers.find() or pytest.fail(browsers.HOW_TO_GET_ONE)
