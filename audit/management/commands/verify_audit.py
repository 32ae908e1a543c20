"""``verify_audit``: the sealed chain and the guards; ok, or the first broken link."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import sealing, verifying
from audit.models import Seal


class Command(BaseCommand):
    """Recomputes the chain and looks at the guards."""

    help = "Recomputes the sealed chain of events and looks at the guards: ok, or the first broken link."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say ok and the head of the chain, or fail with what is wrong."""
        if broken := verifying.first_broken_link():
            raise CommandError(broken)
        if faults := list(verifying.missing_guards()):
            raise CommandError("\n".join(faults))
        tail = sealing.tail()
        self.stdout.write(f"ok: {Seal.objects.count()} seals, {tail.events} events not yet sealed")
        self.stdout.write(f"head {sealing.head()}")
