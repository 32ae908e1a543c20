"""Workers and beats of the product as processes of their own, on the database of a test."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from nsd import places, tied
from tests.databases import Database


@contextmanager
def celery(database: Database, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker or a beat of the product on ``database``; gone afterwards, killed or not."""
    log = places.nsd_home() / f"{database.name}-{words[0]}-{time.monotonic_ns()}.log"
    command = [Path(sys.executable).parent / "celery", "-A", "nsd.celery:app", *words]
    with open(log, "wb") as output:
        process = tied.start(command, output=output, env=database.env, cwd=places.ROOT)
    try:
        yield process
    except AssertionError:
        print(log.read_text()[-5000:])
        raise
    finally:
        tied.stop(process)


def worker(
    database: Database, name: str = "one", *, processes: int = 2
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A worker with so many processes."""
    words = ["--concurrency", str(processes), "--hostname", f"{name}@%h", "--without-mingle"]
    return celery(database, "worker", *words, "--loglevel", "INFO")
