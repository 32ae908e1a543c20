"""Pages that tell and do nothing else: the glossary."""

from __future__ import annotations

from django.conf import settings
from django.views.generic import TemplateView

from accounts.permissions import EVERYONE, RoleRequired


class GlossaryPage(RoleRequired, TemplateView):
    """``/glossary/``: what the words mean, read from docs/glossary.md so that there is one glossary."""

    allowed_roles = EVERYONE
    template_name = "desk/glossary.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The terms in the order of the document."""
        lines = (settings.BASE_DIR / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
        rows = [line.strip("| ").split(" | ", 1) for line in lines if line.startswith("| **")]
        terms = [{"key": word.strip("*"), "value": meaning} for word, meaning in rows]
        return super().get_context_data(**kwargs) | {"terms": terms}
