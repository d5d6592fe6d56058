"""Django's settings, from the environment. The public side has no login and sets no cookie; its only database holds drafts."""

from __future__ import annotations

import os
from pathlib import Path

from madoguchi.papers import Signer
from madoguchi.web.database_url import database_of
from madoguchi.web.desk.monthly.small_cells import limit_from
from madoguchi.web.desk.roles import roles_from
from madoguchi.web.kept_keys import kept_key
from madoguchi.web.operators import for_practice, operator_from
from madoguchi.web.practice import is_practice
from madoguchi.web.shield import MAX_WORDS

DATA = Path(os.environ.get("MADOGUCHI_DATA", "madoguchi-data")).absolute()
PRACTICE = is_practice(DATA)  # a folder for learning says so on every page and paper
OPERATOR = for_practice(operator_from(os.environ)) if PRACTICE else operator_from(os.environ)
# Cells of a report from 1 to this many are hidden in what goes out; a smaller limit than 2 hides nobody.
SMALL_CELLS = limit_from(os.environ)
# What the other side of a case may be: our own list, completed by the operator's.
COUNTERPART_ROLES = roles_from(os.environ)
# Where the administrator's backups go that are made by the pages; None: they are handed out alone.
BACKUPS = Path(os.environ["MADOGUCHI_BACKUPS"]).absolute() if os.environ.get("MADOGUCHI_BACKUPS") else None
DESKS = (
    Path(os.environ["MADOGUCHI_DESKS"]).absolute() if os.environ.get("MADOGUCHI_DESKS") else None
)  # the operator's own
# Where what `publish` made lies, a folder each; None: nothing is told of it.
PUBLICATIONS = (
    Path(os.environ["MADOGUCHI_PUBLICATIONS"]).absolute()
    if os.environ.get("MADOGUCHI_PUBLICATIONS")
    else None
)
# Where the mart, the narratives, the definitions and the drafts of the analysts lie; None: no room for them. Practice has its own.
ANALYSIS = (
    DATA / "analysis"
    if PRACTICE
    else Path(os.environ["MADOGUCHI_ANALYSIS"]).absolute()
    if os.environ.get("MADOGUCHI_ANALYSIS")
    else None
)
# Whose people may enter it, by the codes of their centres: it shows summaries of all.
ANALYSIS_CENTRES = frozenset(os.environ.get("MADOGUCHI_ANALYSIS_CENTRES", "").replace(",", " ").split())
# The case files of this site carry its signature, so that a desk can tell that nobody changed them since.
_KEY = Path((not PRACTICE and os.environ.get("MADOGUCHI_KEY")) or DATA / "case-key").absolute()
SIGNER = Signer.of_secret(OPERATOR.name, kept_key(_KEY.parent, _KEY.name))
MADOGUCHI_AT = os.environ.get("MADOGUCHI_AT")  # a fixed "now" (ISO with offset), for showing and for tests

DEBUG = False
# Seals and continue numbers hang on it: it outlives a restart, or the same form would give another number.
SECRET_KEY = os.environ.get("MADOGUCHI_SECRET") or kept_key(DATA, "site-key").hex()
ALLOWED_HOSTS = os.environ.get("MADOGUCHI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Proxies whose X-Forwarded-For is believed, by address; none by default.
TRUSTED_PROXIES = frozenset(filter(None, os.environ.get("MADOGUCHI_PROXIES", "").split(",")))
# A proxy in front speaks HTTPS (it is one of TRUSTED_PROXIES), or the program itself does (``serve --tls-cert``).
BEHIND_HTTPS = os.environ.get("MADOGUCHI_HTTPS") == "1"
SECURE = BEHIND_HTTPS or os.environ.get("MADOGUCHI_TLS") == "1"

ROOMS = frozenset(os.environ.get("MADOGUCHI_ROOMS", "public,desk").split(","))  # what this process opens
_DESK = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django_htmx",
    "madoguchi.web.accounts",
    "madoguchi.web.desk",
)
INSTALLED_APPS = ["django.contrib.staticfiles", "madoguchi.web.public", *(_DESK if "desk" in ROOMS else ())]
AUTH_USER_MODEL = "accounts.Staff" if "desk" in ROOMS else "auth.User"
MIDDLEWARE = [
    "madoguchi.web.shield.headers",
    "madoguchi.web.troubles.in_words",
    "madoguchi.web.shield.bytes_first",
    "madoguchi.web.shield.same_origin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    *(("madoguchi.web.accounts.sessions.for_the_desk",) if "desk" in ROOMS else ()),
]
ROOT_URLCONF = "madoguchi.web.urls"
WSGI_APPLICATION = "madoguchi.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "madoguchi.web.public.templatetags.telling",
                "madoguchi.web.practice_line",
                "madoguchi.web.quick_tags",
            ]
        },
    }
]
# Practice stays in its own folder, whatever database the environment names.
DATABASES = {"default": database_of("" if PRACTICE else os.environ.get("DATABASE_URL", ""), DATA)}
# Tables are made and changed by another role than the one that works with them (PostgreSQL).
if os.environ.get("DATABASE_OWNER_URL") and not PRACTICE:
    DATABASES["owner"] = database_of(os.environ["DATABASE_OWNER_URL"], DATA)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
USE_I18N = False
LANGUAGE_CODE = "ja"

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Uploads stay in memory and are counted while they are read: what a person brings touches no disk.
FILE_UPLOAD_HANDLERS = ["madoguchi.web.public.uploads.InMemory"]
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_WORDS
DATA_UPLOAD_MAX_NUMBER_FIELDS = 80
DATA_UPLOAD_MAX_NUMBER_FILES = 3

# The desk alone has sessions (decision 021). Who leaves the desk for half an hour, or stays for ten, signs in again.
SESSION_ENGINE = "madoguchi.web.accounts.session_store"
SESSION_COOKIE_NAME = "__Host-desk" if SECURE else "desk"
SESSION_COOKIE_AGE = 10 * 3_600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_AGE = None  # until the browser is closed
CSRF_FAILURE_VIEW = "madoguchi.web.accounts.troubles.stale_form"
PASSWORD_HASHERS = ["madoguchi.web.accounts.passwords.Scrypt"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options and frame-ancestors are set on every answer by shield.headers
    "security.W003",  # there is no cookie, so no authority to forge with; shield.same_origin refuses other sites' forms
    "security.W021",  # whether a domain joins the browsers' preload list is for its owner to say
]

# Only codes and ids are logged (faults.py): Django's own loggers would write addresses with what stands in them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"quiet": {"class": "logging.NullHandler"}},
    "loggers": {
        "django": {"handlers": ["quiet"], "propagate": False},
        "django.request": {"handlers": ["quiet"], "propagate": False},
        "django.security": {"handlers": ["quiet"], "propagate": False},
    },
}
