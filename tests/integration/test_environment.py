"""The environment: made from nothing, made again when unfinished, refused in one line where it cannot be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nsd import bootstrap


@pytest.fixture
def few_requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of requirements that needs nothing from anywhere."""
    file = tmp_path / "requirements.txt"
    file.write_text("# nothing\n")
    monkeypatch.setattr(bootstrap, "REQUIREMENTS", file)
    return file


@pytest.fixture
def without_ensurepip(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python as Debian's without python3-venv, on a machine that has a pip."""
    if not bootstrap._a_pip_of_the_machine():
        pytest.skip("this machine has no pip but the environment's own")
    find, missing = bootstrap.importlib.util.find_spec, ("ensurepip", "virtualenv")
    seen = lambda name: name not in missing and find(name)  # noqa: E731
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", seen)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)


def _works(python: Path) -> bool:
    ask = "import sys; sys.exit(sys.prefix == sys.base_prefix)"
    return subprocess.run([python, "-c", ask]).returncode == 0


def test_an_environment_is_made_whole_with_a_pip_of_its_own(tmp_path: Path, few_requirements: Path) -> None:
    python = bootstrap.ensure_environment(tmp_path / "venv")
    assert _works(python)
    assert (python.parent / "pip").exists()


def test_a_python_without_ensurepip_is_worked_round_and_an_unfinished_environment_made_again(
    tmp_path: Path, few_requirements: Path, without_ensurepip: None
) -> None:
    folder = tmp_path / "venv"
    python = bootstrap.ensure_environment(folder)
    assert _works(python)
    (folder / "witness").touch()

    assert bootstrap.ensure_environment(folder) == python
    assert (folder / "witness").exists(), "a whole environment is left alone"

    (folder / "complete").unlink()
    python.unlink()
    assert _works(bootstrap.ensure_environment(folder))
    assert not (folder / "witness").exists()

    (folder / "witness").touch()
    few_requirements.write_text("# still nothing, but another nothing\n")
    assert _works(bootstrap.ensure_environment(folder))
    assert not (folder / "witness").exists(), "requirements that changed have it made again"


def test_a_python_with_neither_venv_nor_pip_is_told_what_to_install(
    tmp_path: Path, few_requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(bootstrap, "_a_pip_of_the_machine", lambda: [])
    with pytest.raises(bootstrap.CannotBuild, match=r"apt install python3\.\d+-venv") as refused:
        bootstrap.ensure_environment(tmp_path / "venv")
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_no_environment_is_not_taken_away(tmp_path: Path, few_requirements: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    with pytest.raises(bootstrap.CannotBuild, match="is no virtual environment"):
        bootstrap.ensure_environment(folder)
    assert (folder / "letter.txt").read_text() == "dear"


def test_a_python_too_old_is_named_with_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(bootstrap.CannotBuild, match=r"Python 3\.11 to 3\.13 is needed"):
        bootstrap.change_to_supported_python()


def test_run_as_root_the_environment_is_outside_any_home_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert bootstrap.base_folder().is_relative_to("/var/lib/nsd")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert bootstrap.base_folder() == bootstrap.ROOT / ".nsd"


def test_every_requirement_is_pinned_and_says_why() -> None:
    lines = (bootstrap.ROOT / "requirements.txt").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert len(wanted) > 50
    unfit = [line for line in wanted if "==" not in line or not line.partition("  # ")[2].strip()]
    assert [line for line in unfit if not line.partition(" # ")[2].strip()] == []
