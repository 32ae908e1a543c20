"""What stops an import as a whole. A bad row never does: see ``cells.Problem``."""


class UnreadableFile(Exception):
    """The file cannot be read as a whole; the message says what is wrong, where, and how to mend it."""


class NotAllowed(Exception):
    """The officer may not run this import; the message says which right is needed."""


class ImportRunning(NotAllowed):
    """Another import is running at this moment; the message says to wait."""
