"""The web application, as gunicorn loads it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsd.settings")

inner = get_wsgi_application()
# Once the apps are loaded: it asks the database whether the installed release of the law counts.
from cases.law_gate import LawGate  # noqa: E402

application = LawGate(inner)
