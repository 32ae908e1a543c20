"""What a machine asks is answered to whoever brings the token, with no word about people."""

from __future__ import annotations

import json
import logging
import sys
from datetime import date
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client

from accounts.choices import Role
from audit import sealing
from audit.choices import Verb
from audit.context import acting
from audit.record import record
from nsd.logs import JsonLines
from retention.choices import SweepName
from tests import casework

pytestmark = pytest.mark.django_db
PAGES = ("/healthz", "/readyz", "/metrics")


def ask(page: str, token: str | None = None, **more: Any) -> Any:
    brought = settings.PROBE_TOKEN if token is None else token
    return Client().get(page, headers={"Authorization": f"Bearer {brought}"} if brought else {}, **more)


def numbers() -> dict[str, float]:
    lines = [line for line in ask("/metrics").content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.parametrize("page", PAGES)
def test_without_the_token_there_is_no_such_page(page: str) -> None:
    for token in ("", "guessed", settings.PROBE_TOKEN[:-1]):
        refused = ask(page, token)
        assert refused.status_code == 404 and b"nsd_" not in refused.content
    assert ask(page).status_code == 200
    assert Client().post(page, headers={"Authorization": f"Bearer {settings.PROBE_TOKEN}"}).status_code == 405


@pytest.mark.parametrize("page", PAGES)
def test_without_a_token_in_the_settings_nobody_is_answered(page: str, settings) -> None:
    settings.PROBE_TOKEN = ""
    assert ask(page, "").status_code == 404
    assert Client().get(page, headers={"Authorization": "Bearer "}).status_code == 404


def test_a_probe_needs_no_name_of_a_host_no_session_and_is_not_kept(broker: redis.Redis) -> None:
    answer = ask("/readyz", HTTP_HOST="10.0.0.7:8000")
    assert answer.status_code == 200
    assert answer.content.decode().splitlines() == ["database: ok", "migrations: ok", "broker: ok"]
    assert answer["Cache-Control"] == "no-store" and not answer.cookies


def test_not_ready_says_which_part_does_not_answer_and_nothing_of_why(settings, broker) -> None:
    settings.REDIS_URL = "redis://:a-password@127.0.0.1:1/0"
    answer = ask("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode().splitlines()[2] == "broker: does not answer"
    assert b"password" not in answer.content
    assert ask("/healthz").status_code == 200, "the process itself lives"
    assert numbers()['nsd_part_missing{part="queue"}'] == 1


def test_a_migration_that_is_not_applied_is_not_ready(monkeypatch: pytest.MonkeyPatch, broker) -> None:
    from nsd import probes

    monkeypatch.setattr(probes, "_known_migrations", lambda: frozenset({("cases", "9999_of_next_year")}))
    answer = ask("/readyz")
    assert answer.status_code == 503 and "migrations: 1 not applied" in answer.content.decode()


def test_the_numbers_say_what_is_held_unlawfully_what_waits_and_how_old_the_tail_is(broker) -> None:
    broker.rpush("celery", "a message", "another")
    sofs = casework.officer(Role.SOFS_OFFICER)
    casework.case(by=sofs, taken_on=date(2020, 1, 1))
    told = numbers()
    assert told['nsd_held_unlawfully{unit="cases"}'] == 1
    assert told['nsd_held_unlawfully{unit="individuals"}'] == 1
    assert told['nsd_held_unlawfully{unit="items"}'] == 2
    assert told["nsd_queue_depth"] == 2
    assert told["nsd_audit_unsealed"] > 5
    assert {f'nsd_sweep_days_behind{{sweep="{name}"}}' for name in SweepName.values} <= told.keys()
    assert "nsd_audit_sealed_seconds" not in told, "nothing is sealed yet"
    sealing.seal()
    told = numbers()
    assert told["nsd_audit_unsealed"] == 0 and told["nsd_audit_sealed_seconds"] > 0
    assert sofs.display_name not in ask("/metrics").content.decode()


def line(level: int, words: str, *values: Any, error: BaseException | None = None) -> dict[str, Any]:
    found = (type(error), error, error.__traceback__) if error else None
    entry = logging.LogRecord("cases.somewhere", level, __file__, 1, words, values, found)
    written = JsonLines().format(entry)
    assert "\n" not in written
    return json.loads(written)


def test_a_line_of_the_log_is_json_with_its_request_and_run() -> None:
    with acting(request_id="a-request", run_id="digest:2026-11-25:0"):
        told = line(logging.WARNING, "%s of %s", 3, "four")
    assert told["message"] == "3 of four" and told["level"] == "warning"
    assert (told["request_id"], told["run_id"]) == ("a-request", "digest:2026-11-25:0")


def test_an_error_in_the_log_says_its_kind_code_and_place_and_quotes_no_row() -> None:
    officer = casework.officer(Role.SOFS_OFFICER, name="Somebody Known")
    with pytest.raises(IntegrityError) as refused, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_officer SELECT * FROM accounts_officer WHERE id = %s", [officer.pk]
        )
    error = refused.value
    assert officer.username in str(error) or str(officer.pk) in str(error), "PostgreSQL quotes the row"
    told = line(logging.ERROR, "Task failed: %r\nand more of it", error, error=error)
    assert told["message"] == "Task failed: IntegrityError"
    assert "django.db.utils.IntegrityError" in told["error"] and told["sqlstate"] == ["23505"]
    assert any("test_probes.py" in place for place in told["places"])
    assert "Detail" not in json.dumps(told) and "DETAIL" not in json.dumps(told)


def test_the_access_log_has_neither_what_was_searched_for_nor_the_page_before() -> None:
    from nsd.access_log import access_log_format

    assert not {"%(r)s", "%(q)s", "%(f)s", "%(a)s", "%(u)s"} & set(_atoms(access_log_format))


def _atoms(text: str) -> list[str]:
    return [f"%({part.split(')s')[0]})s" for part in text.split("%(")[1:]]


def test_the_check_of_the_container_fails_where_nothing_listens(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nsd import alive

    monkeypatch.setattr(alive, "PORT", 1)
    monkeypatch.setattr(sys, "argv", ["alive", "ready"])
    assert alive.main() == 1
    assert "does not answer" in capsys.readouterr().out


def test_reading_the_numbers_is_few_queries(broker, django_assert_max_num_queries) -> None:
    record(Verb.CASE_VIEWED, subject_type="case", subject_id=1)
    with django_assert_max_num_queries(10):
        ask("/metrics")
