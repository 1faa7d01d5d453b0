"""Typed readers of the environment. A secret may come as NAME or as NAME_FILE; a missing one stops the start."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} manque : donnez-le dans l’environnement (voir docs/operate/installer.md).")
    return value


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "oui"}


def secret(name: str) -> str:
    file = os.environ.get(f"{name}_FILE")
    return Path(file).read_text().strip() if file else text(name)
