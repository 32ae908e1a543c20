"""``demo_code WHO``: a present one-time code of a demonstration person, alone on the output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.errors import AccountRefused
from accounts.services import demo


class Command(BaseCommand):
    """Shows a one-time code."""

    help = "Shows the present one-time code of a demonstration person, by role or username."

    def add_arguments(self, parser: CommandParser) -> None:
        """WHO."""
        parser.add_argument("who", help="a role such as jfit_manager, or a username such as jfit.a")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the code."""
        try:
            self.stdout.write(demo.present_code(options["who"]))
        except AccountRefused as refused:
            raise CommandError(str(refused)) from refused
