"""Sealed sheets: what a member gave is unreadable in the database until the three are there."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(content: Mapping[str, Any]) -> str:
    return _box().encrypt(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """What was sealed; a changed letter of it is refused (`InvalidToken`)."""
    return json.loads(_box().decrypt(sealed.encode()))


def _box() -> MultiFernet:
    """Under a key drawn from SECRET_KEY; those of SECRET_KEY_FALLBACKS still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    drawn = [salted_hmac("teriya.selection.sheets", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in drawn])
