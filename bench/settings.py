"""The product as it is served, and beside it Django alone: its own middleware, templates and pages (bare.py)."""

from config.settings.base import *  # noqa: F403
from config.settings.base import AUTHENTICATION_BACKENDS, INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]

ROOT_URLCONF = "bench.bare"
TEMPLATES = [
    *TEMPLATES,
    {
        "NAME": "bare",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": ["bench/templates"],
        "OPTIONS": {"context_processors": ["django.contrib.auth.context_processors.auth"]},
    },
]
BARE_BACKEND = "django.contrib.auth.backends.ModelBackend"
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, BARE_BACKEND]
BARE_MIDDLEWARE = [  # what `django-admin startproject` writes
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
