"""The carriage over HTTP is signed too (RFC 9421): method, address, digest of the body, from when to when, once.

A message stays true for ever; its carriage is good for `LASTS`, and its nonce is taken once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, MappingKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from teriya.exchange.wire.engine.keys import Private
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine.tokens import decoded

LASTS = timedelta(minutes=5)
TAG = "teriya-wire"
COVERED = ("@method", "@target-uri", "content-digest", "content-type")
PARAMETERS = {"created", "expires", "nonce", "keyid", "tag", "alg"}


@dataclass
class Carried:
    """A request as the signature sees it; `url` is the public address of the receiver."""

    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    method: str = "POST"


def sign(carried: Carried, *, by: Private, nonce: str, now: datetime) -> None:
    """Write the digest of the body and the signature among the headers."""
    resolver = MappingKeyResolver(public_keys={}, private_keys={by.public.kid: by.signs})
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=resolver).sign(
        carried, key_id=by.public.kid, created=now, expires=now + LASTS, nonce=nonce, label="teriya", tag=TAG,
        covered_component_ids=COVERED, body=carried.body,
    )  # fmt: skip


def check(carried: Carried, known: Mapping[str, str]) -> tuple[str, str]:
    """(kid, nonce) of a carriage signed by a known key (kid → x), still good. Refuses `carriage_unsigned`."""
    public = {kid: Ed25519PublicKey.from_public_bytes(decoded(x)) for kid, x in known.items()}
    verifier = HTTPMessageVerifier(
        signature_algorithm=algorithms.ED25519, key_resolver=MappingKeyResolver(public_keys=public, private_keys={})
    )
    try:
        found = verifier.verify(carried, max_age=LASTS, expect_tag=TAG, require_components=COVERED, body=carried.body)
        (one,) = found
        if set(one.parameters) != PARAMETERS:
            raise ValueError("parameters")
        if int(one.parameters["expires"]) - int(one.parameters["created"]) > LASTS.total_seconds():
            raise ValueError("lasts too long")
        return str(one.parameters["keyid"]), str(one.parameters["nonce"])
    except (HTTPMessageSignaturesException, ValueError, TypeError, KeyError) as error:
        raise Refusal(
            "carriage_unsigned", "Ce transport n’est pas signé par une clé connue, ou sa signature n’est plus valable."
        ) from error
