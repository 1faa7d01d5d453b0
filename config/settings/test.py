"""Tests: the real database, in a cluster of their own; cheap password hashes; static files without a manifest."""

import os

os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 40)
os.environ.setdefault("JOURNAL_KEY", "tests-only-journal")
os.environ.setdefault("DATABASE_URL", "postgres://unset@localhost/unset")  # tests/conftest.py starts a cluster and sets it

from config.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "«variable inconnue : %s»"
ALLOWED_HOSTS = ["*"]
