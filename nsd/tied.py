"""Children that never outlive the process that started them, even if that one is killed outright.

Run by path it is the launcher: it gives up root if told, asks the kernel for a signal on its parent's death,
and becomes the program. Standard library only.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from pwd import struct_passwd
from typing import IO, Any

PR_SET_PDEATHSIG = 1


def start(
    command: Sequence[str | Path],
    *,
    output: IO[Any] | int,
    on_parent_death: signal.Signals = signal.SIGTERM,
    user: struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own (Ctrl-C is ours to pass on), tied to this process."""
    launcher = [sys.executable, "-I", "-S", __file__, str(os.getpid()), str(int(on_parent_death))]
    ids = [str(user.pw_uid), str(user.pw_gid)] if user else ["-", "-"]
    return subprocess.Popen(
        [*launcher, *ids, *map(str, command)],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env=dict(env) if env is not None else None,
        cwd=cwd,
    )


def stop(child: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM, within: float = 20) -> None:
    """Ask the child to end, wait ``within`` seconds, then end it and whatever it started."""
    if child.poll() is None:
        child.send_signal(by)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(within)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def wait_for(child: subprocess.Popen[bytes], ready: Any, *, within: float) -> bool:
    """Whether ``ready()`` came true before the child ended or the seconds ran out."""
    until = time.monotonic() + within
    while time.monotonic() < until and child.poll() is None:
        if ready():
            return True
        time.sleep(0.05)
    return False


def _become(parent: str, on_death: str, uid: str, gid: str, *command: str) -> None:
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    # After the change of user, which would clear it.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(on_death))
    if os.getppid() != int(parent):
        sys.exit(1)
    os.execvp(command[0], command)


if __name__ == "__main__":
    _become(*sys.argv[1:])
