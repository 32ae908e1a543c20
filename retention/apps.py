"""Registers the retention room with Django."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """The retention room."""

    name = "retention"
    default_auto_field = "django.db.models.BigAutoField"
