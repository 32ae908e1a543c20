"""A percentage on the error output, so that the standard output belongs to the result."""

from __future__ import annotations

from django.core.management.base import OutputWrapper


class Progress:
    """Tells how far a file is; on a terminal in one line that is written over, elsewhere at its end alone."""

    def __init__(self, output: OutputWrapper) -> None:
        self._output = output
        self._is_terminal = output.isatty()

    def __call__(self, file_name: str, done: int, total: int) -> None:
        """``done`` of ``total`` rows of a file are in."""
        percent = 100 * done // total
        line = f"{file_name}: {percent:3} % of {total:,} rows"
        if self._is_terminal:
            self._output.write(f"\r{line}", ending="\n" if done == total else "")
            self._output.flush()
        elif done == total:
            self._output.write(line)
