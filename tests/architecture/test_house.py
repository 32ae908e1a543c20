"""The house: the corridor, small files, one door for states, migrations that match, tests that hold."""

import ast
import re
import subprocess
import sys

from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from nsd import places
from tests.architecture.source import calls, product, sources

LONGEST_FILE = 400
ROOMS_WITH_TABLES = {"audit", "accounts", "cases", "retention", "oversight"}
# The one door, and the part of it that writes history in batches.
DOOR = ("cases/services/transition.py", "cases/services/recording.py")
# What would flush by TRUNCATE, past the guards, or run a task where no worker does.
FORBIDDEN_IN_TESTS = (
    *("transactional_db", "live_server", "django_db_reset_sequences", "fakeredis"),
    *("TransactionTestCase", "LiveServerTestCase", "StaticLiveServerTestCase"),
    *("task_always_eager", "CELERY_TASK_ALWAYS_EAGER"),
)
# The one place, and the whole caseload's positions, which some items' never use.
READS_IN_PARTS = ("audit/reading.py", "cases/positions.py")
CHECKED_HERE = "tests/architecture/test_house.py"


def test_a_room_imports_only_from_rooms_to_its_left() -> None:
    ask = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    told = subprocess.run(
        [sys.executable, "-c", ask, "--no-cache"], cwd=places.ROOT, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout
    assert re.search(r"Contracts: [2-9]\d* kept, 0 broken", told.stdout), told.stdout


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    files = [*product(), *sources("tests"), *(sources("bench") if (places.ROOT / "bench").exists() else ())]
    # A first migration lists every table and nobody reads it from end to end.
    lengths = {
        source.path: len(source.text.splitlines()) for source in files if "/migrations/" not in source.path
    }
    assert {path: lines for path, lines in lengths.items() if lines >= LONGEST_FILE} == {}


def test_states_are_changed_by_the_one_door_alone() -> None:
    found = [
        source.at(call)
        for source in product()
        if source.path not in DOOR
        for call, name in calls(source)
        if name.endswith(".update") and any(word.arg == "state" for word in call.keywords)
    ]
    found += [
        source.at(call)
        for source in product()
        if source.path not in DOOR
        for call, name in calls(source)
        if name.endswith(".bulk_update") and '"state"' in (ast.get_source_segment(source.text, call) or "")
    ]
    assert found == []


def test_every_step_of_our_migrations_can_be_taken_back() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    stuck = [
        f"{room} {name}: {step.describe()}"
        for (room, name), migration in loader.disk_migrations.items()
        if room in ROOMS_WITH_TABLES
        for step in migration.operations
        if not step.reversible
    ]
    assert {room for room, _ in loader.disk_migrations} >= ROOMS_WITH_TABLES
    assert stuck == []


def test_the_models_and_the_migrations_agree(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_no_test_flushes_the_database_or_runs_tasks_without_a_worker() -> None:
    found = [
        f"{source.path} {word}"
        for source in sources("tests")
        if source.path != CHECKED_HERE
        for word in FORBIDDEN_IN_TESTS
        if re.search(rf"\b{word}\b", _code_of(source.tree))
    ]
    found += [
        source.at(call)
        for source in sources("tests")
        for call, name in calls(source)
        if name.endswith("django_db") and any(word.arg == "transaction" for word in call.keywords)
    ]
    assert found == []


def _code_of(tree: ast.Module) -> str:
    """The code without comments and docstrings, where these words may be explained."""
    notes = {
        id(node.body[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    words = [
        getattr(node, name)
        for node in ast.walk(tree)
        if id(node) not in notes
        for name in ("id", "attr", "arg", "name", "value")
        if isinstance(getattr(node, name, None), str)
    ]
    return "\n".join(word for word in words if " " not in word)


def test_what_is_read_a_part_at_a_time_is_read_where_it_is_closed_again() -> None:
    found = [
        source.at(call)
        for source in product()
        if source.path not in READS_IN_PARTS
        for call, name in calls(source)
        if name.endswith(".iterator")
    ]
    assert found == []


def test_nothing_of_the_product_knows_an_admin_or_a_superuser() -> None:
    found = [
        f"{source.path} {word}"
        for source in product()
        if "/migrations/" not in source.path
        for word in ("django.contrib.admin", "is_superuser", "is_staff", "create_superuser")
        if word in source.text
    ]
    assert found == []
