"""What every SMS gateway offers, and which one this installation uses."""

from importlib import import_module
from typing import Protocol

from django.conf import settings


class GatewayError(Exception):
    """The gateway did not take the message; it may be tried again later."""


class GatewaySilent(Exception):
    """The gateway was reached and did not answer: it may have taken the message, so no machine sends it again."""


class Gateway(Protocol):
    def send(self, to: str, text: str) -> str:
        """Hand one SMS over and return the gateway's own reference.

        Raises GatewayError when it was surely not taken, GatewaySilent when nobody knows.
        """


def sms_gateway() -> Gateway:
    """The gateway named by SMS_GATEWAY: one module of this folder each."""
    return import_module(f"teriya.foundation.messages.channels.{settings.SMS_GATEWAY}").Gateway()
