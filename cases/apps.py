"""Registers the cases room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases room.

    Other rooms add what follows a move in their own ``ready`` (``cases.services.after_move``).
    """

    name = "cases"
    verbose_name = "Casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Work of whoever leaves goes back to its queues at once; what a late page carries is kept."""
        from accounts.services import after_ending, before_limit
        from cases import law_gate  # noqa: F401  registers its check
        from cases.services import (
            after_move,
            application_drafts,
            applications,
            holders,
            revoking,
            taking_drafts,
        )

        after_move.register(applications.follow)
        after_move.register(revoking.after_move)
        after_ending.register(holders.after_ending)
        before_limit.register(taking_drafts.before_limit)
        before_limit.register(application_drafts.before_limit)
