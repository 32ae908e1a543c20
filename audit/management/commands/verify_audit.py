"""``verify_audit``: the sealed chain, the heads told outside, the facts, the guards; ok, or what is wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import comparing, grants, heads, sealing, verifying
from audit.models import Seal


class Command(BaseCommand):
    """Recomputes the chain, compares it with the heads told outside and the facts with their stamps."""

    help = (
        "Recomputes the sealed chain, compares it with the heads told outside the database and every fact "
        "with its stamp, and looks at the guards: ok, or what is wrong first."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say ok and the head of the chain, or fail with what is wrong."""
        if broken := verifying.first_fault():
            raise CommandError(broken)
        if faults := list(verifying.missing_guards()):
            raise CommandError("\n".join(faults))
        tail = sealing.tail()
        self.stdout.write(f"ok: {Seal.objects.count()} seals, {tail.events} events not yet sealed")
        self.stdout.write(f"head {sealing.head()}")
        told = heads.last_told()
        where = heads.path() or "nowhere: NSD_AUDIT_HEADS names no file"
        last = f"seal {told.seal}, {told.at}" if told else "none"
        self.stdout.write(f"last head told outside: {last}; {where}")
        for role, count in comparing.recorded_by_others(grants.role_name()).items():
            self.stdout.write(f"note: {count} statements recorded facts as the database's role {role}")
