"""``migrate`` as Django does it; then the audit's months, stamps on facts, the application's rights."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from audit import grants, partitions, stamping


class Command(Migrate):
    """Migrates as the owner, then grants."""

    help = f"{Migrate.help} Then makes the application's database role and grants it what each model says."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; grant, unless the schema was only looked at."""
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        connection = connections[options["database"]]
        partitions.ensure(connection)
        stamping.ensure(connection)
        try:
            grants.apply(connection)
        except grants.GrantRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["verbosity"] >= 1:
            self.stdout.write(f"The role {grants.role_name()} may do what each model says and no more.")
