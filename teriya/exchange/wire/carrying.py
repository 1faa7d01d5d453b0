"""Over HTTP: how a bundle goes to another agency, and how its answer is read."""

import json
import urllib.error
import urllib.request
from secrets import token_urlsafe
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from teriya.exchange.wire import own
from teriya.exchange.wire.actions.sending import Undelivered
from teriya.exchange.wire.engine import carriage
from teriya.exchange.wire.models import Agency

DOOR = "/echange/v1/messages"
ANSWER = 4_000_000  # bytes


def post(agency: Agency, body: bytes) -> bytes:
    """What the other agency answers to a bundle, carried under our signature. Undelivered when it cannot be reached or refuses."""
    carried = carriage.Carried(f"{agency.address}{DOOR}", body)
    carriage.sign(carried, by=own.key(agency.knows), nonce=token_urlsafe(24), now=timezone.now())
    url, host = _reached(carried.url)
    request = urllib.request.Request(url, data=body, headers=carried.headers | host, method="POST")  # noqa: S310 http or https, from its card
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=settings.WIRE_TIMEOUT) as answer:
            return answer.read(ANSWER)
    except urllib.error.HTTPError as error:
        raise Undelivered(_problem(error)) from error
    except (OSError, ValueError) as error:
        raise Undelivered(f"injoignable : {error}"[:300]) from error


def _reached(url: str) -> tuple[str, dict[str, str]]:
    """Where to knock: a name under « localhost » is this machine (RFC 6761), which not every resolver knows."""
    parts = urlsplit(url)
    if not (parts.hostname or "").endswith(".localhost"):
        return url, {}
    return parts._replace(netloc=f"127.0.0.1:{parts.port or 80}").geturl(), {"Host": parts.netloc}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is signed for one address is not carried to another."""

    def redirect_request(self, *_: object) -> None:
        return None


def _problem(error: urllib.error.HTTPError) -> str:
    """What an RFC 9457 problem says, or the bare status."""
    try:
        told = json.loads(error.read(10_000))
        return f"{error.code} {told['code']} : {told['detail']}"[:300]
    except (ValueError, KeyError, TypeError, OSError):
        return f"{error.code} {error.reason}"
