"""``make_demo_officers``: the demonstration's people, ready to sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import AccountRefused
from accounts.services import demo


class Command(BaseCommand):
    """Adds the people of the demonstration who are missing."""

    help = "Adds the demonstration's people, one for each role and those of the log; refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        """Add them, and say how many there are."""
        try:
            people = demo.make_people()
        except AccountRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["verbosity"]:
            self.stdout.write(f"{len(people)} people of the demonstration can sign in.")
