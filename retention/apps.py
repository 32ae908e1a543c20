"""Registers the retention room with Django, and joins what follows a move of a case."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """The retention room."""

    name = "retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A Stop-NSD confirmed, a refusal or the end of a determination opens deletion orders; a profile
        received ends its chase.
        """
        from accounts.services import after_ending
        from audit import erasure
        from cases.services import after_answer, after_check, after_end, after_move, after_receipt
        from retention import erasable
        from retention.services import chase, chase_waits, deletion_orders, leavers, recheck_pnc

        after_move.register(deletion_orders.after_move)
        after_move.register(leavers.after_move)
        after_ending.register(leavers.after_ending)
        after_receipt.register(chase.after_receipt)
        after_answer.register(chase_waits.after_answer)
        after_check.register(recheck_pnc.after_check)
        after_end.register(deletion_orders.after_end)
        erasure.register(erasable.declare)
