"""``kpis``: writes docs/kpis.md from the register of measures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from oversight.kpis import as_markdown

PAGE = Path(settings.BASE_DIR) / "docs" / "kpis.md"


class Command(BaseCommand):
    """Writes the page of measures and figures."""

    help = "Writes docs/kpis.md from the register of measures."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        PAGE.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(f"{PAGE.name}: written.")
