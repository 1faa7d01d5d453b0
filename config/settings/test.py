"""Tests: the real database in a cluster of their own; cheap password hashes; static files without a manifest."""

import atexit
import os

from config.postgres import ADMINISTRATOR, APPLICATION, OWNER, Cluster

os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 40)
os.environ.setdefault("JOURNAL_KEY", "tests-only-journal")
os.environ.setdefault("CERTIFICATE_KEY", "tests-only-certificates")
os.environ.setdefault("WIRE_KEY", "tests-only-wire")
if "TERIYA_TEST_OWNER" not in os.environ:  # pytest reads settings before any fixture could start the cluster
    _cluster = Cluster.temporary()
    _cluster.start()
    atexit.register(_cluster.stop)
    os.environ |= {"TERIYA_TEST_OWNER": _cluster.dsn(OWNER), "TERIYA_TEST_ADMIN": _cluster.dsn(ADMINISTRATOR)}
    os.environ["DATABASE_URL"] = _cluster.dsn(APPLICATION)

if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # two processes of tests share a cluster, and no file
    os.environ["TERIYA_DATA"] = os.path.join(os.environ.get("TERIYA_DATA", "var"), worker)

from config.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = ROOT / "teriya/foundation/ui/static"  # files as they lie: nothing is collected
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "«variable inconnue : %s»"
CACHES = CACHES | {
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
}  # a test reads what it has just done
ALLOWED_HOSTS = ["*"]
INBOUND_KEY = "tests-only-gateway"
