"""Registers the oversight room with Django."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The oversight room."""

    name = "oversight"
    default_auto_field = "django.db.models.BigAutoField"
