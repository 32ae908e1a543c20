"""The kind of trigger that guards what is recorded."""

from typing import Any

import pgtrigger
from django.db import models


class Guard(pgtrigger.Trigger):
    """A trigger that calls one of our own functions.

    pgtrigger's generated functions can be switched off by any session through a setting; ours cannot.
    """

    when = pgtrigger.Before
    func = "RAISE EXCEPTION 'The guard is another function.';"

    def __init__(self, *, calls: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.calls = calls

    def render_execute(self, model: models.Model) -> str:
        """The function that the trigger calls."""
        return f"{self.calls}()"


class WrittenOnce(Guard):
    """Refuses every change and every deletion of a row, whoever asks."""

    def __init__(self) -> None:
        super().__init__(
            name="written_once",
            operation=pgtrigger.Update | pgtrigger.Delete,
            calls="audit_refuse_change",
        )


class NeverEmptied(Guard):
    """Refuses that a table is emptied, whoever asks."""

    def __init__(self) -> None:
        super().__init__(
            name="never_emptied",
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            calls="audit_refuse_change",
        )
