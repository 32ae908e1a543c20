"""The database's own guard of the workflow, made from the transitions that ``Case`` declares.

The edges are the argument of the trigger, so a change of a declaration changes its SQL and ``makemigrations
--check`` fails until a migration carries it. The function it calls is made in the first migration.
"""

from typing import Any

import pgtrigger

from audit.facts import Guard
from cases import workflow


class OnlyDeclaredEdges(Guard):
    """Refuses a change of state that is not an edge, and a new case in any state but the first, whoever
    makes it.
    """

    def __init__(self) -> None:
        super().__init__(
            name="only_declared_edges",
            operation=pgtrigger.Insert | pgtrigger.Update,
            calls="cases_guard_state",
        )

    def render_execute(self, model: Any) -> str:
        """The guard's function with the first state and every edge, as ``source>target``."""
        # ``model`` may be a migration's picture of Case, which declares no transitions; the workflow asks
        # Case itself.
        edges = ",".join(f"{source}>{target}" for source, target in workflow.pairs())
        return f"{self.calls}('{workflow.FIRST_STATE}', '{edges}')"
