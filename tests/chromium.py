"""Which browser the page tests use: a Chromium of the machine's own; none is ever downloaded."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "No Chromium was found, and the pages are tested in one. "
    "Install it (Debian, Ubuntu: apt install chromium) or name one: NSD_CHROMIUM=/path/to/chromium"
)


def find() -> str | None:
    """The program's path: ``NSD_CHROMIUM``, or the first known name on the path."""
    named = os.environ.get("NSD_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    return next(filter(None, map(shutil.which, NAMES)), None)
