"""One question to an operator over HTTP, and what its silence or its refusal means for a batch."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from teriya.pay.allowances.providers.provider import ProviderError, ProviderSilent

LARGEST = 10_000_000  # bytes of an answer


class NotThere(ProviderError):
    """404."""


def call(method: str, address: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Any:
    """The answer in JSON, None when it is empty.

    An HTTP error goes up as it is: each interface says what it means. Raises ProviderError when nobody was reached,
    ProviderSilent when somebody was and nothing can be told.
    """
    told = {"Accept": "application/json"} | dict(headers)
    request = urllib.request.Request(address, data=body, headers=told, method=method)  # noqa: S310 the address is a setting
    try:
        with urllib.request.urlopen(request, timeout=settings.PAYOUT_TIMEOUT) as answer:  # noqa: S310
            content = answer.read(LARGEST)
            return json.loads(content) if content else None
    except urllib.error.HTTPError:
        raise
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise ProviderError("connection refused") from error
        raise ProviderSilent(str(error)[:200]) from error
    except (OSError, ValueError, EOFError) as error:  # reached, then silent, cut, or not in JSON
        raise ProviderSilent(str(error)[:200]) from error


def said_by(error: urllib.error.HTTPError) -> dict:
    """The object with which an operator explains its refusal; empty when there is none."""
    try:
        found = json.loads(error.read(LARGEST))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
