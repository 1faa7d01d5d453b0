"""An installation as it is served, that also knows the words of these tests."""

from config.settings.base import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.servers.between"]
STATIC_ROOT = ROOT / "teriya/foundation/ui/static"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WIRE_TIMEOUT = 20
