"""What surrounds the work at hand: the request or run it belongs to, who acts, what was looked up.

Set by the middleware for a request and by ``acting`` for a sweep or a command; read when an event is
recorded, so that bulk work deep inside a service is as well attributed as a click.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Surroundings:
    """Who acts in what; ``actor`` gives (id, name) when asked, so that it costs nothing until needed."""

    request_id: str = ""
    run_id: str = ""
    actor: Callable[[], tuple[int | None, str]] = lambda: (None, "")
    memory: dict[Hashable, Any] = field(default_factory=dict)


_NOWHERE = Surroundings()
_surroundings: ContextVar[Surroundings | None] = ContextVar("surroundings", default=None)


def current() -> Surroundings:
    """The surroundings; empty ones outside any request or run."""
    return _surroundings.get() or _NOWHERE


@contextmanager
def acting(
    *,
    actor_id: int | None = None,
    actor_name: str = "",
    actor: Callable[[], tuple[int | None, str]] | None = None,
    request_id: str = "",
    run_id: str = "",
) -> Iterator[Surroundings]:
    """Work inside belongs to this request or run and is done by this actor."""
    surroundings = Surroundings(request_id, run_id, actor or (lambda: (actor_id, actor_name)))
    token = _surroundings.set(surroundings)
    try:
        yield surroundings
    finally:
        _surroundings.reset(token)


def once_a_request(key: Hashable, look_up: Callable[[], Answer]) -> Answer:
    """``look_up()``, asked once in a web request; elsewhere each time, since runs outlive changes."""
    here = current()
    if not here.request_id:
        return look_up()
    if key not in here.memory:
        here.memory[key] = look_up()
    return here.memory[key]


def forget() -> None:
    """Look everything up anew: something that is looked up once a request has changed."""
    current().memory.clear()
