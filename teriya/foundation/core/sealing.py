"""Content closed in the database: who reads the tables reads nothing of it."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(content: Mapping[str, Any], purpose: str) -> str:
    """`purpose` names what is closed: each has its own key."""
    return _box(purpose).encrypt(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).decode()


def unseal(sealed: str, purpose: str) -> dict[str, Any]:
    """What was sealed; a changed letter of it is refused (`InvalidToken`)."""
    return json.loads(_box(purpose).decrypt(sealed.encode()))


def _box(purpose: str) -> MultiFernet:
    """Under a key drawn from SECRET_KEY; those of SECRET_KEY_FALLBACKS still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    drawn = [salted_hmac(purpose, "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in drawn])
