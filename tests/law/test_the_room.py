"""The room itself: what it imports, what it documents, and that its examples run."""

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import law
from law import document, release
from law.cover import position
from law.rules import REGIMES, RULES, Rule, book
from tests.law.building import Facts, day, item

ROOT = Path(law.__file__).parents[1]
MODULES = sorted(module.name for module in pkgutil.walk_packages(law.__path__, "law."))
SOURCES = sorted((ROOT / "law").rglob("*.py"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_law_imports_nothing_but_the_standard_library_and_itself(path):
    assert imported(path) <= set(sys.stdlib_module_names) | {"law"}


def test_the_law_runs_where_nothing_is_installed():
    script = (
        "import sys; from law.explain import as_json; from law.scenarios import from_json; "
        "facts = from_json({'id': 'a', 'item': {'kind': 'fingerprints', 'power': 'TACT-S7', "
        "'taken_on': '2015-03-10', 'nation': 'EW'}, 'facts': []}); "
        "print(as_json('a', facts)['last_lawful_day']); "
        "assert 'django' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {script}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("2015-09-09", "")


def test_the_law_reads_no_clock():
    for path in SOURCES:
        called = {
            node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
        }
        assert not called & {"today", "now", "utcnow", "time"}, path.name


def test_months_are_counted_in_one_module_alone():
    for path in SOURCES:
        names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        if path.name != "periods.py":
            assert not names & {"monthrange", "timedelta", "relativedelta"}, path.name


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_public_thing_has_a_docstring():
    missing = []
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        public = [
            node
            for outer in (tree, *(each for each in tree.body if isinstance(each, ast.ClassDef)))
            for node in outer.body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
        ]
        missing += [f"{path.name}: {node.name}" for node in public if not ast.get_docstring(node)]
        assert ast.get_docstring(tree), path.name
    assert missing == []


def test_the_page_about_the_law_is_what_the_declarations_say():
    assert (ROOT / "docs" / "law.md").read_text() == document.document(), (
        "Run: python -m law.document > docs/law.md"
    )


def test_the_page_is_written_by_running_the_module():
    done = subprocess.run(
        [sys.executable, "-m", "law.document"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == document.document()


def test_the_law_version_is_raised_when_a_declaration_changes():
    assert release.rules_digest() == release.RULES_DIGEST, (
        "A declaration changed. Raise LAW_VERSION in law/release.py and set RULES_DIGEST to "
        f"{release.rules_digest()}."
    )
    assert position(Facts(item("TACT-S7", "1 Mar 2015"))).law_version == release.LAW_VERSION


def test_every_rule_says_where_it_comes_from_and_why_if_it_is_not_applied():
    for rule in RULES:
        assert rule.provision and rule.cite and rule.asks and rule.gives and rule.sources, rule.id
        assert not rule.disabled_because or rule.questions or rule.role == "sample", rule.id


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.id} from {rule.known}")
def test_every_rule_is_named_in_the_tests_of_its_regime(rule: Rule):
    words = {"LEGACY": "transition", "CORONAVIRUS": rule.id, "BARS": rule.id}.get(rule.regime, "")
    tests = ROOT / "tests" / "law" / document.TESTS[rule.regime]
    assert tests.is_file()
    assert words in tests.read_text() or rule.id in (ROOT / "tests" / "law" / "test_working.py").read_text()


def test_the_page_names_every_regime():
    assert set(REGIMES) <= set(document.TITLES)


def test_a_book_hides_what_was_known_only_later():
    assert "BORDER-S3" not in book(day("12 Aug 2020")).powers
    assert "BORDER-S3" in book(day("13 Aug 2020")).powers
    assert book(day("14 Aug 2020")) is book(day("13 Aug 2020"))


def test_a_position_costs_little_and_its_working_is_made_only_when_asked_for():
    """Counted in calls, not in time, so that a busy machine cannot fail it."""
    facts = Facts(item("TACT-S7", "1 Mar 2015"))
    position(facts)
    calls: list[str] = []

    def count(frame, event, argument):
        if event == "call":
            calls.append(frame.f_code.co_name)

    sys.setprofile(count)
    try:
        position(facts)
    finally:
        sys.setprofile(None)
    assert len(calls) <= 5, calls
