"""Where this installation keeps its data, its secrets and its servers.

Standard library only: settings, the demonstration and the tests all ask here, so that they agree.
Nothing here starts anything (servers.py does), and importing it makes no file.
"""

import os
import pwd
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from nsd.bootstrap import ROOT, base_folder

OWNER = "nsd_owner"
APPLICATION = "nsd_app"
DATABASE = "nsd"
# A socket's whole path must fit in 107 bytes; the longest name we add is "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 90

__all__ = ["APPLICATION", "DATABASE", "OWNER", "ROOT", "nsd_home"]


def nsd_home() -> Path:
    """The folder of all data: ``NSD_HOME``, else beside the environment."""
    named = os.environ.get("NSD_HOME")
    return Path(named).expanduser().resolve() if named else base_folder() / "data"


def secret(home: Path, name: str) -> str:
    """The secret of that name under ``home``, made once and readable by its owner only."""
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(40))
        try:
            # A link appears whole or not at all, so two processes cannot end with two secrets.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def server_folder(home: Path) -> Path:
    """Where PostgreSQL's files and sockets are: ``home``, or elsewhere where its user could not reach it.

    Only root has that trouble, since PostgreSQL then runs as another user; and no home directory is opened.
    """
    if os.geteuid() != 0 or _may_be_passed_through(home):
        return home
    return base_folder().parent / f"data-{secret(home, 'folder-name')[:16]}"


def _may_be_passed_through(home: Path) -> bool:
    if home in {Path(entry.pw_dir) for entry in pwd.getpwall() if entry.pw_dir != "/"}:
        return False
    return all(not above.exists() or above.stat().st_mode & 0o001 for above in home.parents)


def socket_folder(home: Path) -> Path:
    """The folder of the embedded servers' sockets: beside their files, or a short path if too long."""
    folder = server_folder(home) / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    return Path("/tmp") / f"nsd-{os.getuid()}-{sha256(os.fsencode(home)).hexdigest()[:12]}"


def embedded_database_url(home: Path) -> str:
    """The owner's URL of the server that servers.py starts for ``home``."""
    password = quote(secret(home, "owner-password"), safe="")
    folder = quote(str(socket_folder(home) / "postgres"), safe="/")
    return f"postgresql://{OWNER}:{password}@/{DATABASE}?host={folder}"


def embedded_redis_url(home: Path) -> str:
    """The broker's URL of the server that servers.py starts for ``home``."""
    return f"unix://{quote(str(socket_folder(home) / 'valkey' / 'valkey.sock'), safe='/')}?db=0"


def application_url(owner_url: str, home: Path) -> str:
    """The same database as ``owner_url``, joined as the application role, its password kept in ``home``."""
    parts = urlsplit(owner_url)
    place = parts.netloc.rpartition("@")[2]
    password = quote(secret(home, "application-password"), safe="")
    return urlunsplit(parts._replace(netloc=f"{APPLICATION}:{password}@{place}"))


def with_database(url: str, name: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name, safe='')}"))


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for a ``postgresql://role:password@host:port/name?option=…`` URL.

    A socket's folder goes in the option ``host``; other options (sslmode and the like) go to libpq as they
    are. Raises ValueError, without repeating the URL (it holds a password), where it is of another kind.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise ValueError(
            "A database URL must read postgresql://role:password@host:port/name; "
            f"this one begins {parts.scheme or 'with no scheme'}:// "
            f"and names {'a' if name else 'no'} database."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


def broker_url(redis_url: str) -> str:
    """Celery's spelling of a Redis URL (it writes a socket ``redis+socket://…?virtual_host=N``)."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={database}"
