"""Django's settings, from the environment. The public side has no login and sets no cookie; its only database holds drafts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from madoguchi.web.operators import operator_from

OPERATOR = operator_from(os.environ)
DATA = Path(os.environ.get("MADOGUCHI_DATA", "madoguchi-data")).absolute()
MADOGUCHI_AT = os.environ.get("MADOGUCHI_AT")  # a fixed "now" (ISO with offset), for showing and for tests

DEBUG = False
SECRET_KEY = os.environ.get("MADOGUCHI_SECRET") or secrets.token_urlsafe(48)
ALLOWED_HOSTS = os.environ.get("MADOGUCHI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Proxies whose X-Forwarded-For is believed, by address; none by default.
TRUSTED_PROXIES = frozenset(filter(None, os.environ.get("MADOGUCHI_PROXIES", "").split(",")))
SECURE = os.environ.get("MADOGUCHI_HTTPS") == "1"

INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "madoguchi.web.public"]
MIDDLEWARE = [
    "madoguchi.web.shield.headers",
    "madoguchi.web.shield.bytes_first",
    "madoguchi.web.shield.same_origin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "madoguchi.web.urls"
WSGI_APPLICATION = "madoguchi.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"builtins": ["madoguchi.web.public.templatetags.telling"]},
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "madoguchi.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON;"
            ),
        },
    }
}
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

# Uploads stay in memory: what a person brings touches no disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60
DATA_UPLOAD_MAX_NUMBER_FILES = 3

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
X_FRAME_OPTIONS = "DENY"

# Only codes and ids are logged (security.md, rule 16): Django's own loggers would write addresses with what stands in them.
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
