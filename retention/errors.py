"""What can go wrong with the night's work and with deletion. Messages say what, and how to mend it."""

from __future__ import annotations


class RetentionError(Exception):
    """The night's work, or a step of it, could not be done."""


class UnknownSweep(RetentionError):
    """There is no sweep of this name."""


class SweepRefused(RetentionError):
    """The sweep cannot work on this day."""


class SweepRunning(RetentionError):
    """Somebody else is running this sweep at this moment."""


class OrderStepRefused(RetentionError):
    """The deletion order cannot take this step now."""


class ReceiptRefused(RetentionError):
    """What a place answered cannot be taken like this."""


class HoldRefused(RetentionError):
    """What holds a deletion up cannot be recorded like this."""


class AlertRefused(RetentionError):
    """The alert cannot be acknowledged like this."""


class ChaseRefused(RetentionError):
    """The step of a chase cannot be recorded like this."""


class ContactRefused(RetentionError):
    """The port, or its contact, cannot be recorded like this."""


class ReconciliationRefused(RetentionError):
    """The extract, the difference or the certificate cannot be taken like this."""


class ReconciliationRunning(RetentionError):
    """Another extract is being reconciled at this moment."""


class ErasureRefused(Exception):
    """A person cannot be erased, or kept longer, as asked; the message says why."""


class BackupRefused(Exception):
    """A backup cannot be made or restored as asked; the message says why, and how to mend it."""
