"""Kannel over HTTP: its `sendsms` door. Source: Kannel User Guide 1.4.5, chapter 10 « Sending SMS »."""

import urllib.error
import urllib.request
from urllib.parse import urlencode

from django.conf import settings

from teriya.foundation.messages.channels.gateway import GatewayError, GatewaySilent

TAKEN = {202}  # « 0: Accepted for delivery » or « 3: Queued for later delivery »


class Gateway:
    def send(self, to: str, text: str) -> str:
        query = urlencode({
            "username": settings.KANNEL_USER, "password": settings.KANNEL_PASSWORD, "from": settings.SMS_SENDER,
            "to": to, "text": text, "charset": "UTF-8", "coding": 0,
        })  # fmt: skip
        try:
            with urllib.request.urlopen(f"{settings.KANNEL_URL}?{query}", timeout=settings.SMS_TIMEOUT) as answer:  # noqa: S310 the address is a setting
                body = answer.read(200).decode(errors="replace").strip()
                if answer.status not in TAKEN:
                    raise GatewayError(body[:120])
                return body[:80]
        except urllib.error.URLError as error:  # refused, or never reached
            raise GatewayError(str(error)[:120]) from error
        except OSError as error:  # reached, then silent or cut
            raise GatewaySilent(str(error)[:120]) from error
