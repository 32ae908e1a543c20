"""Settings, one file, from the environment.

``NSD_MODE`` is ``production`` unless it says ``demo`` or ``test``. Production refuses to start with anything
unsafe; a demonstration makes its own secrets under ``NSD_HOME``. No rule of law and no policy is set here.
Every name read from the environment is listed in ENVIRONMENT, which a test compares with docker-compose.yml.
"""

import os
from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from nsd import places

ENVIRONMENT = frozenset(
    {
        *("NSD_MODE", "NSD_HOME", "NSD_DEBUG", "NSD_DEMO_DAY", "NSD_SECRET_KEY", "NSD_HOSTS", "NSD_ORIGINS"),
        *("NSD_PROBE_TOKEN", "NSD_STATIC_ROOT", "NSD_LOG_LEVEL", "NSD_TLS_PROXY", "NSD_DATABASE_ROLE"),
        *("NSD_DIGEST_MAIL_DOMAIN", "NSD_DIGEST_MAIL_LINK", "NSD_MAIL_HOST", "NSD_MAIL_FROM"),
        *("NSD_GATEWAY", "NSD_EXCHANGE_FOLDER", "NSD_EXCHANGE_KEY", "NSD_EXTRACTS_FOLDER"),
        *("DATABASE_URL", "APP_DATABASE_URL", "REDIS_URL", "NSD_JOURNAL", "NSD_AUDIT_HEADS"),
    }
)
UNSAFE_SECRETS = frozenset({"", "change-me", "changeme", "secret", "insecure", "django-insecure"})

MODE = os.environ.get("NSD_MODE", "production")
PRODUCTION = MODE == "production"
HOME = places.nsd_home()
BASE_DIR = places.ROOT


def _words(name: str, default: str = "") -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


def _needed(name: str, made: Any) -> str:
    """The environment's value; elsewhere than in production, one that is made."""
    value = os.environ.get(name, "")
    if not value and PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is not set, and NSD_MODE is production (the default). Set {name}; "
            "or, for a demonstration or development, NSD_MODE=demo."
        )
    return value or made()


def _refuse_unsafe() -> None:
    if MODE not in ("production", "demo", "test"):
        raise ImproperlyConfigured(f"NSD_MODE is {MODE!r}; it is production, demo or test.")
    if not PRODUCTION:
        return
    if DEBUG:
        raise ImproperlyConfigured("NSD_DEBUG is set; production never runs with it. Unset NSD_DEBUG.")
    if SECRET_KEY in UNSAFE_SECRETS or SECRET_KEY.startswith("django-insecure") or len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "NSD_SECRET_KEY is a default or shorter than 50 characters. Make one: "
            'python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if len(PROBE_TOKEN) < 32:
        raise ImproperlyConfigured(
            "NSD_PROBE_TOKEN is shorter than 32 characters: whoever guesses it reads /metrics. Make one: "
            'python -c "import secrets; print(secrets.token_urlsafe(40))"'
        )
    if os.environ.get("NSD_DEMO_DAY"):
        raise ImproperlyConfigured(
            "NSD_DEMO_DAY is a demonstration's day; production has the real one. Unset it."
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("NSD_HOSTS must name the hosts that serve this installation, without *.")


DEBUG = os.environ.get("NSD_DEBUG", "") not in ("", "0", "no", "false")
SECRET_KEY = _needed("NSD_SECRET_KEY", lambda: places.secret(HOME, "secret-key"))
# What a probe must bring to be answered at /healthz, /readyz and /metrics.
PROBE_TOKEN = _needed("NSD_PROBE_TOKEN", lambda: places.secret(HOME, "probe-token"))
ALLOWED_HOSTS = _words("NSD_HOSTS", "" if PRODUCTION else "localhost 127.0.0.1 [::1] testserver")
CSRF_TRUSTED_ORIGINS = _words("NSD_ORIGINS")
# A day in ISO form that a demonstration opens on; audit.clock keeps the day from then on.
DEMO_DAY = os.environ.get("NSD_DEMO_DAY", "")
_refuse_unsafe()

# Databases and broker ------------------------------------------------------------------------------------

# manage.py asks for the owner for migrations alone; everything else joins as the application role.
DATABASE_ROLE = os.environ.get("NSD_DATABASE_ROLE", "application")
OWNER_DATABASE_URL = (
    _needed("DATABASE_URL", lambda: places.embedded_database_url(HOME))
    if DATABASE_ROLE == "owner" or not PRODUCTION
    else ""
)
APP_DATABASE_URL = _needed("APP_DATABASE_URL", lambda: places.application_url(OWNER_DATABASE_URL, HOME))
DATABASES = {
    "default": places.database_settings(OWNER_DATABASE_URL if DATABASE_ROLE == "owner" else APP_DATABASE_URL)
}
# What was destroyed and erased, told outside the database, so that no backup brings it back.
JOURNAL = os.environ.get("NSD_JOURNAL") or str(HOME / "journal" / "journal.jsonl")
# The heads of the sealed audit, told outside the database. Tests make many chains, and name a file for one.
AUDIT_HEADS = os.environ.get("NSD_AUDIT_HEADS") or (
    "" if MODE == "test" else str(HOME / "journal" / "audit-heads.jsonl")
)
REDIS_URL = _needed("REDIS_URL", lambda: places.embedded_redis_url(HOME))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "nsd",
    }
}

CELERY_BROKER_URL = places.broker_url(REDIS_URL)
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# A killed worker's task is given out again: every task is idempotent, and none runs as long as the timeout
# below.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = int(timedelta(hours=2).total_seconds())
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": int(timedelta(hours=6).total_seconds())}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The timetable is fixed and missed days are caught up from the database, so beat remembers nothing.
CELERY_BEAT_SCHEDULER = "nsd.beat:Scheduler"

# Applications --------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "audit.apps.AuditConfig",
    "accounts.apps.AccountsConfig",
    "cases.apps.CasesConfig",
    "retention.apps.RetentionConfig",
    "oversight.apps.OversightConfig",
    "desk.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_fsm",
    "django_tables2",
    "pgtrigger",
]
MIDDLEWARE = [
    "nsd.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.middleware.RequestContext",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.DeclaredAudience",
]
ROOT_URLCONF = "nsd.urls"
WSGI_APPLICATION = "nsd.wsgi.application"
FORM_RENDERER = "nsd.forms.GovukRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.frame.frame",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time: dates on paper are British, statutory days are days in London -------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Sign-in -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.PasswordForm",
    "reauthenticate": "accounts.forms.PasswordAgain",
}
MFA_ADAPTER = "accounts.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.EnrolForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "NSD"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A session lasts no longer than this, and less without a click: accounts/session.py.
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())

# Headers and cookies: nothing inline, nothing from elsewhere ----------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0  # a year
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
# Only where a proxy that always sets this header ends TLS in front of us.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("NSD_TLS_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Static files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = os.environ.get("NSD_STATIC_ROOT") or str(HOME / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        # Tests read the files where they lie; one test collects them as production does.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"

# What the databases and we lay down for one another ------------------------------------------------------

# By which way deletions are instructed: "worklist" (a person does it), or "files".
GATEWAY = os.environ.get("NSD_GATEWAY") or "worklist"
EXCHANGE_FOLDER = os.environ.get("NSD_EXCHANGE_FOLDER") or str(HOME / "exchange")
EXCHANGE_KEY = (
    _needed("NSD_EXCHANGE_KEY", lambda: places.secret(HOME, "exchange-key"))
    if GATEWAY == "files"
    else os.environ.get("NSD_EXCHANGE_KEY", "")
)
EXTRACTS_FOLDER = os.environ.get("NSD_EXTRACTS_FOLDER") or str(HOME / "extracts")

# E-mail: the digest alone, and only where a domain is named -----------------------------------------------

DIGEST_MAIL_DOMAIN = os.environ.get("NSD_DIGEST_MAIL_DOMAIN", "")
DIGEST_MAIL_LINK = os.environ.get("NSD_DIGEST_MAIL_LINK", "")
EMAIL_HOST = os.environ.get("NSD_MAIL_HOST") or "localhost"
DEFAULT_FROM_EMAIL = os.environ.get("NSD_MAIL_FROM", "")
if DIGEST_MAIL_DOMAIN and not (DIGEST_MAIL_LINK and DEFAULT_FROM_EMAIL):
    raise ImproperlyConfigured(
        "NSD_DIGEST_MAIL_DOMAIN is set, so NSD_DIGEST_MAIL_LINK (the address of this installation) and "
        "NSD_MAIL_FROM (who sends) are needed too. Set both, or unset it: no e-mail is sent then."
    )

# Logs go to the error output: the standard output belongs to commands that machines read ------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "nsd.logs.JsonLines"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if PRODUCTION else "line"}
    },
    "root": {"handlers": ["console"], "level": os.environ.get("NSD_LOG_LEVEL", "WARNING")},
}
