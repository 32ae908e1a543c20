"""Makes the virtual environment from nothing, then hands over to it.

Run by path (``python3 nsd/bootstrap.py VENV-COMMAND …``) by whatever Python the machine has, so it uses the
standard library only, imports nothing of ours, and is written so that an old Python can still read it and be
told.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements.txt"
OLDEST, NEWEST = (3, 11), (3, 13)


class CannotBuild(Exception):
    """The environment cannot be made; the message is one line that says how to mend it."""


def base_folder() -> Path:
    """The folder of environment and data: ``.nsd`` in the checkout, or for root one outside any home.

    The embedded PostgreSQL never runs as root but as another user, who must be able to reach its programs; a
    checkout in a home directory would have to be opened to everybody for that.
    """
    if os.geteuid() != 0:
        return ROOT / ".nsd"
    name = f"{ROOT.name}-{hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]}"
    return Path("/var/lib/nsd") / name


def venv_folder() -> Path:
    """The virtual environment: ``NSD_VENV``, else in the base folder."""
    named = os.environ.get("NSD_VENV")
    return Path(named).expanduser().resolve() if named else base_folder() / "venv"


def say(line: str) -> None:
    """Tell people one line; the standard output belongs to the command that follows."""
    print(line, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Make sure of the environment, then become its Python with ``arguments``, if there are any."""
    try:
        change_to_supported_python()
        python = ensure_environment(venv_folder())
    except CannotBuild as problem:
        say(f"nsd: {problem}")
        return 1
    if not arguments:
        return 0
    os.environ["PATH"] = f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    os.environ.pop("PYTHONHOME", None)
    os.chdir(ROOT)
    os.execv(str(python), [str(python), *arguments])


def change_to_supported_python() -> None:
    """Go on under a Python this product supports, if ours is not one and the machine has one."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and subprocess.run([other, "-c", ""], capture_output=True).returncode == 0:
            os.execv(other, [other, *sys.argv])
    raise CannotBuild(
        f"Python 3.11 to 3.13 is needed and this is {sys.version.split()[0]}; "
        "install one (Debian 12: apt install python3 python3-venv) or name one: PYTHON=/path/to/python3.12"
    )


def ensure_environment(folder: Path) -> Path:
    """The environment's Python; the environment is made, or made again, where it must be."""
    python = folder / "bin" / "python"
    stamp = folder / "complete"
    wanted = (
        f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()}"
    )
    if _is_sound(python, stamp, wanted):
        return python
    if os.geteuid() == 0:
        # The user who runs PostgreSQL must be able to read what is installed, whatever root's umask.
        os.umask(0o022)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with open(folder.parent / f"{folder.name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is_sound(python, stamp, wanted):
                _build(folder, python)
                stamp.write_text(wanted)
    except OSError as problem:
        raise CannotBuild(
            f"{problem.filename}: {problem.strerror}; name another folder: NSD_VENV=DIR"
        ) from None
    return python


def _is_sound(python: Path, stamp: Path, wanted: str) -> bool:
    # The stamp is written last, so a half-made environment has none; the Python it was made from may have
    # gone.
    return stamp.is_file() and stamp.read_text() == wanted and os.access(python, os.X_OK)


def _build(folder: Path, python: Path) -> None:
    if folder.exists():
        if any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists() and not (folder / "bin").exists():
            raise CannotBuild(
                f"{folder} exists and is no virtual environment; name another folder: NSD_VENV=DIR"
            )
        say(f"The environment in {folder} is unfinished or out of date; making it again.")
        shutil.rmtree(folder)
    if os.geteuid() == 0:
        say(
            f"Running as root: the environment is kept in {folder}, so that no home directory need be opened."
        )
    say(f"Making the environment in {folder} (a minute or two, once) …")
    pip = _make_empty_environment(folder, python)
    command = [
        *pip,
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--no-input",
        "-r",
        str(REQUIREMENTS),
    ]
    if subprocess.run(command, cwd=ROOT, stdout=sys.stderr).returncode != 0:
        raise CannotBuild("the packages of requirements.txt could not be installed; see pip's lines above")


def _make_empty_environment(folder: Path, python: Path) -> list[str]:
    """Make the environment and return the command that is its pip.

    Debian and Ubuntu leave ensurepip (and so a plain ``python3 -m venv``) to another package; then any pip on
    the machine can fill an environment made without one.
    """
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        _run([sys.executable, "-m", "venv", str(folder)], "python3 -m venv failed; see its lines above")
        return [str(python), "-m", "pip"]
    if shutil.which("virtualenv") or importlib.util.find_spec("virtualenv"):
        program = (
            [sys.executable, "-m", "virtualenv"] if importlib.util.find_spec("virtualenv") else ["virtualenv"]
        )
        _run(
            [*program, "--quiet", "-p", sys.executable, str(folder)], "virtualenv failed; see its lines above"
        )
        return [str(python), "-m", "pip"]
    pip = _a_pip_of_the_machine()
    if not importlib.util.find_spec("venv") or not pip:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise CannotBuild(
            "this Python has no venv module and no pip; install them "
            f"(Debian, Ubuntu: apt install python{version}-venv)"
        )
    say("This Python's venv has no pip of its own; using the machine's.")
    _run(
        [sys.executable, "-m", "venv", "--without-pip", str(folder)],
        "python3 -m venv failed; see its lines above",
    )
    return [*pip, "--python", str(python)]


def _a_pip_of_the_machine() -> list[str]:
    """A command that is some pip able to install for another Python (22.3 or later), or none."""
    candidates = [[sys.executable, "-m", "pip"]]
    candidates += [
        [sys.executable, f"{wheel}/pip"] for wheel in Path("/usr/share/python-wheels").glob("pip-*.whl")
    ]
    candidates += [[program] for program in [shutil.which("pip3"), shutil.which("pip")] if program]
    for command in candidates:
        told = subprocess.run([*command, "--python", sys.executable, "--version"], capture_output=True)
        if told.returncode == 0:
            return command
    return []


def _run(command: list[str], otherwise: str) -> None:
    if subprocess.run(command, stdout=sys.stderr).returncode != 0:
        raise CannotBuild(otherwise)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
