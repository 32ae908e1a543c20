"""``demo_people``: who can sign in to the demonstration, as what, and with which password."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.choices import Rank
from accounts.services import demo


class Command(BaseCommand):
    """Lists the people of the demonstration."""

    help = "Lists the demonstration's people with their roles; the password is the same for all."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them in three columns."""
        if settings.PRODUCTION:
            raise CommandError("This is a production installation; it has no people of the demonstration.")
        self.stdout.write(f"Password of everybody: {demo.PASSWORD}")
        for person in demo.PEOPLE:
            rank = f", {Rank(person.rank).label} ({person.force})" if person.rank else ""
            self.stdout.write(f"  {person.username:22}{person.name:16}{person.role.value}{rank}")
