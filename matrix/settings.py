"""The settings, and the only reader of the environment: every variable that the project knows stands in this file.

A value that can't be read stops the start with a message that names its variable. None is needed to run.
"""

import logging
import os
import re
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Reading the environment -------------------------------------------------------------------------------------
SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def text(name: str, default: str = "") -> str:
    """The variable's value; an empty one counts as not given."""
    return os.environ.get(name, "").strip() or default


def switch(name: str) -> bool:
    """Off unless given. "flase" must not switch anything on, nor off without a word."""
    value = text(name, "off")
    try:
        return SWITCH[value.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name}: {value!r} is not one of {', '.join(SWITCH)}.") from None


def number(name: str) -> int:
    """0 unless given."""
    value = text(name, "0")
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name}: {value!r} is not a whole number.")
    return int(value)


def names(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def secret_key() -> str:
    """SECRET_KEY, else the key in .secret-key, which the first process to need it makes."""
    if key := text("SECRET_KEY"):
        return key
    file = BASE_DIR / ".secret-key"
    try:
        if not file.exists():
            # Written aside and linked into place: of several processes at once one wins, and none reads half a key.
            handle, aside = tempfile.mkstemp(dir=BASE_DIR, prefix=".secret-key-")  # made with mode 0600
            try:
                os.write(handle, secrets.token_urlsafe(64).encode())
                os.close(handle)
                os.link(aside, file)
            except FileExistsError:
                pass
            finally:
                Path(aside).unlink()
        key = file.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"SECRET_KEY is not set, and {file.name} can't be made or read: {error}") from error
    if not key:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set, and {file.name} is empty; remove it to have a new one made."
        )
    return key


def database() -> dict[str, Any]:
    """DATABASE_URL, by default SQLite in the project's folder. Messages leave the value out: it may hold a password."""
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(text("DATABASE_URL", "sqlite:///db.sqlite3")))
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL can't be read; say sqlite:///FILE or postgres://USER@HOST/NAME."
        ) from error
    # A connection is kept for a minute: opening one costs more than the page's queries.
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    match config["ENGINE"]:
        case "django.db.backends.sqlite3":
            if config["NAME"] != ":memory:":
                config["NAME"] = BASE_DIR / config["NAME"]
            config["ENGINE"] = "matrix.databases.sqlite"
            config["TEST"] = {"NAME": ":memory:"}  # pytest-django knows Django's own engine by name
            config["OPTIONS"] = {
                # A writer takes its lock at the start and waits for it, rather than fail when it upgrades a read.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # WAL: readers go on while an import writes.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            }
        case "django.db.backends.postgresql":
            config["ENGINE"] = "matrix.databases.postgresql"
        case other:
            raise ImproperlyConfigured(f"DATABASE_URL: SQLite and PostgreSQL are supported, {other} is not.")
    return config


def log_level() -> str:
    level = text("LOG_LEVEL", "INFO").upper()
    if level not in LOG_LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL: {level!r} is not one of {', '.join(LOG_LEVELS)}.")
    return level


def allowed_hosts() -> tuple[list[str], list[str]]:
    """ALLOWED_HOSTS, and the ports that stand there (``example.org:8080``) beside the server's own and the web's; by
    default this machine's own names and the one that HOST asks the server to listen on."""
    if given := names("ALLOWED_HOSTS"):
        found = [re.fullmatch(r"(.+?)(?::(\d+))?", host) for host in given]
        return [it[1] for it in found if it], [it[2] for it in found if it and it[2]]
    host = text("HOST", "localhost")
    return list(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host])), []


def without_traceback(record: logging.LogRecord) -> bool:
    """A filter: what has a known cause is one line."""
    record.exc_info = record.exc_text = None
    return True


# --- Security ----------------------------------------------------------------------------------------------------

SECRET_KEY = secret_key()
DEBUG = switch("DEBUG")
ALLOWED_HOSTS, ALLOWED_PORTS = allowed_hosts()
CSRF_TRUSTED_ORIGINS = names("CSRF_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "matrix.web.errors.csrf_failure"

# The one switch for everything that only works behind TLS. The proxy in front must set X-Forwarded-Proto itself.
TLS = switch("TLS")
SECURE_SSL_REDIRECT = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if TLS else 0
# What binds other hosts of a domain, and cannot be taken back for months, somebody has to choose.
SECURE_HSTS_INCLUDE_SUBDOMAINS = switch("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = switch("HSTS_PRELOAD")
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS

# Answers computed for one address in a minute, by each worker; 0 for any number. Behind proxies an address is what the
# last of so many have added to X-Forwarded-For.
RATE_LIMIT = number("RATE_LIMIT")
PROXIES = number("PROXIES")

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # speaks of documents alone: matrix.web.middleware sends it with those
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# W002 asks for a middleware that sends X-Frame-Options; matrix.web.middleware.SecurityHeaders does. W005 and W021 ask
# for HSTS of subdomains and for its preload list, which are a choice.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W005", "security.W021"]

# --- The application ---------------------------------------------------------------------------------------------

ROOT_URLCONF = "matrix.urls"
WSGI_APPLICATION = "matrix.wsgi.application"

INSTALLED_APPS = [
    "matrix",
    "matrix.apps.MatrixAdminConfig",  # django.contrib.admin, with this project's own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # before staticfiles: static files come the same way under runserver
    "django.contrib.staticfiles",
    "django_tables2",
    "axes",
]

MIDDLEWARE = [
    "matrix.web.middleware.SecurityHeaders",  # outermost: redirects, errors and static files carry the headers too
    "matrix.web.probes.Probes",  # before whatever looks at the host
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "matrix.web.compression.Compression",
    "matrix.web.faults.DatabaseFaults",  # before whatever asks the database
    "django.contrib.sessions.middleware.SessionMiddleware",
    "matrix.web.middleware.known_port",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "matrix.web.middleware.plain_headers",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it looks at what the view's login came to
]

TEMPLATES = [
    {
        # The site's own pages: compiled, a fifth of the time that Django's would take (docs/decisions/0004-jinja2.md).
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "OPTIONS": {"environment": "matrix.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# A grid that opens can be sent, whatever was ticked in it: three times what matrix.editing.sheet lets it open with.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000
# The longest body there is (matrix.server.guard): a publisher's page of 1 MB; a form may send each byte as three.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4_000_000
# So a file is never written to disk before somebody has looked at who sends it.
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

# --- Data --------------------------------------------------------------------------------------------------------

DATABASES = {"default": database()}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOGIN_REDIRECT_URL = "admin:index"  # also where ``next`` leads elsewhere, and is refused
# First the one that refuses a client who guesses; then who knows accounts.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "matrix.admin.doors.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of accounts from before: read, and hashed anew at the login
]
# Of an account *and* an address: a third party can't lock an editor out, who comes from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who goes on guessing waits no longer, and is told so
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "matrix.web.rates.address_of"
AXES_LOCKOUT_CALLABLE = "matrix.admin.doors.locked_out"

# --- Language and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files ------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles" / "served"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # the pages are their only readers, as their other headers say
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Hashed names, and beside each file its brotli and gzip copies, made once by collectstatic.
    "staticfiles": {"BACKEND": "matrix.web.static.Storage"},
}

# --- Logging -----------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "line": {"()": "django.utils.log.CallbackFilter", "callback": without_traceback},
        "outage": {"()": "matrix.databases.log.OneASecond"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["outage"]}},
    "root": {"handlers": ["console"], "level": log_level()},
    # Django's own handlers would mail the admins and keep silent with DEBUG off; the console hears all of it.
    "loggers": {
        "django": {"handlers": ["console"], "level": log_level(), "propagate": False},
        "django.security": {"filters": ["line"]},
        "django.security.DisallowedHost": {"filters": ["line"]},
        "axes": {"level": "ERROR"},  # a failed login is one line, by matrix.admin.doors
    },
}
