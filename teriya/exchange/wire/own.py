"""Our own keys and name, as the other agencies know us."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from django.conf import settings
from django.utils import timezone

from teriya.exchange.wire.engine import envelopes
from teriya.exchange.wire.engine.keys import Private, drawn
from teriya.exchange.wire.models import OwnKey
from teriya.foundation.documents.engine.tokens import Json, sign
from teriya.foundation.rules import queries as rules

CARD = "teriya-card+jwt"


def code() -> str:
    return settings.AGENCY


@cache
def _drawn(secret: str, number: int) -> Private:
    return drawn(secret, number)


def key(number: int) -> Private:
    return _drawn(settings.WIRE_KEY, number)


def number() -> int:
    """Of the pair in use: the last one, or the first where none was ever changed."""
    return OwnKey.objects.order_by("-number").values_list("number", flat=True).first() or 1


def current() -> Private:
    return key(number())


def all_at(at: datetime) -> Mapping[str, Private]:
    """Those that still open what was closed for them: kid → pair."""
    numbers = list(OwnKey.objects.believed_at(at).values_list("number", flat=True)) or [1]
    return {pair.public.kid: pair for pair in map(key, numbers)}


def card() -> Json:
    """What another agency pins: who we are, where, our public keys, the versions that we speak."""
    pair, facts = current(), rules.agency()
    return {
        "teriya": "card", "agency": code(), "name": facts["name"]["fr"], "country": facts["country"], "address": settings.SITE,
        "x": pair.public.x, "seals": pair.public.seals, "versions": list(envelopes.VERSIONS), "iat": int(timezone.now().timestamp()),
    }  # fmt: skip


def signed_card() -> str:
    """The card signed by its own key: whoever made it holds the private half."""
    pair = current()
    return sign(card(), key=pair.signs, kid=pair.public.kid, typ=CARD)
