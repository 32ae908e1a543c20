"""The folder of the tests' servers: a new one for a whole run, one that is kept for a few tests.

To make the templates of databases takes a minute, to use those of the last run seconds. A kept folder is this
checkout's alone, and one run's at a time; a template that other code made is made anew (``databases``).
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from nsd import places

PREFIX = "nsd-test-"
KEPT_FOR = 86_400
_held: list[int] = []


def folder_of_this_run() -> str:
    """Where the servers of this run keep their files."""
    if os.environ.get("NSD_WHOLE_SUITE"):
        return tempfile.mkdtemp(prefix=PREFIX)
    checkout = hashlib.sha256(str(Path(__file__).parents[1]).encode()).hexdigest()[:12]
    kept = Path(tempfile.gettempdir()) / f"{PREFIX}kept-{os.geteuid()}-{checkout}"
    kept.mkdir(mode=0o755, exist_ok=True)
    lock = os.open(kept / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)  # another run of this checkout has it
        return tempfile.mkdtemp(prefix=PREFIX)
    _held.append(lock)
    os.utime(kept)
    return str(kept)


def leave(home: Path) -> None:
    """Take the folder of this run away, unless it is kept."""
    if not _held:
        _remove(home)


def clear() -> None:
    """Take away folders that nobody has used for a day: of runs that were killed, and of old checkouts."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if time.time() - folder.stat().st_mtime > KEPT_FOR:
            _remove(folder)


def _remove(home: Path) -> None:
    shutil.rmtree(places.server_folder(home), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)
