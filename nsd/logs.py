"""Logs as lines of JSON, with the request or run that they belong to, and without what may name a person.

Error texts are left out: those of a database quote the values of rows. In their place stand the kinds of the
errors and where they happened, which is what somebody needs who mends them.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from audit import context


class JsonLines(logging.Formatter):
    """One JSON object a line: when, how bad, who says it, the words, the request and the run."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        around = context.current()
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            "request_id": around.request_id,
            "run_id": str(around.run_id),
        }
        if record.exc_info and record.exc_info[1] is not None:
            said |= _error(record.exc_info[1])
        return json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """The words; of a line that tells of an error, the first line without the error's own text."""
    words = record.getMessage()
    if not record.exc_info or record.exc_info[1] is None:
        return words
    error = record.exc_info[1]
    first = words.split("\n")[0]
    for own in filter(None, (repr(error), str(error), str(error).split("\n")[0])):
        first = first.replace(own, type(error).__name__)
    return first


def _error(error: BaseException) -> dict[str, Any]:
    """The kinds of an error and of its causes, the code of a database's, and the places, innermost last."""
    kinds: list[str] = []
    codes: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < 5:
        kinds.append(f"{type(one).__module__}.{type(one).__qualname__}")
        if code := getattr(one, "sqlstate", None):
            codes.append(str(code))
        one = one.__cause__ or one.__context__
    frames = traceback.extract_tb(error.__traceback__)[-25:]
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": kinds, "sqlstate": codes, "places": places}
