"""Registers the audit room with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit room."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"
