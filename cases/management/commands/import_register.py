"""``import_register``: the SOFS registers, as kept by hand."""

from cases.choices import ImportKind
from cases.management.importing import ImportCommand


class Command(ImportCommand):
    """Imports registers."""

    help = "Imports SOFS registers. The same file twice changes nothing; a changed row is a correction."
    kind = ImportKind.REGISTER
