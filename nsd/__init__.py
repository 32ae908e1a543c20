"""Configuration: settings, urls, the Celery app with the whole timetable. It holds no rule."""

from nsd.celery import app as celery_app

__all__ = ["celery_app"]
