"""``import_jfit_log``: JFIT's log, as kept by hand."""

from cases.choices import ImportKind
from cases.management.importing import ImportCommand


class Command(ImportCommand):
    """Imports logs."""

    help = (
        "Imports JFIT logs. A row whose case is not there is rejected until the register that has it is in."
    )
    kind = ImportKind.JFIT_LOG
