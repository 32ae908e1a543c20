"""Registers the oversight room with Django, and joins what follows an import or goes out by file."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The oversight room."""

    name = "oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Dates that an import brought are looked at for a pattern; a blocked match lets nothing leave."""
        from accounts import exporting
        from cases.services import after_import, held_back
        from oversight import lost, withheld
        from oversight.services import incidents

        after_import.register(incidents.look_after_import)
        held_back.register(lost.held_back)
        exporting.register(withheld.withheld)
