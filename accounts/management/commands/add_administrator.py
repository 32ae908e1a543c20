"""``add_administrator``: the first system administrator, who then adds everybody else on a page."""

from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.choices import Role
from accounts.errors import AccountRefused
from accounts.selectors import officers_with_role
from accounts.services import officers
from audit import clock


class Command(BaseCommand):
    """Adds the first administrator; refused where there is one, who can add another."""

    help = "Adds the first system administrator, asking for a password; a one-time code is set up at sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        """USERNAME and NAME."""
        parser.add_argument("username")
        parser.add_argument("name", help="the person's name, as colleagues know them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the person and give the role."""
        today = clock.today()
        if officers_with_role(Role.SYSTEM_ADMINISTRATOR, today).exists():
            raise CommandError(
                "There is a system administrator already, who can add others on the page Officers."
            )
        try:
            with transaction.atomic():
                person = officers.create_officer(
                    options["username"], options["name"], password=getpass("Password: ")
                )
                officers.give_role(person, Role.SYSTEM_ADMINISTRATOR, from_on=today)
        except (AccountRefused, ValidationError) as refused:
            said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
            raise CommandError(" ".join(said)) from refused
        self.stdout.write(f"{person} can sign in and sets up a one-time code then.")
