"""The agency as a signer: its key, kept outside the database, and the public keys that it answers for."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from teriya.foundation.documents.engine.credentials import Issuer
from teriya.foundation.documents.engine.tokens import Json, private_key, public_part, sign, thumbprint
from teriya.foundation.rules import queries as rules


@cache
def _key(secret: str) -> Ed25519PrivateKey:
    return private_key(secret)


def key() -> Ed25519PrivateKey:
    return _key(settings.CERTIFICATE_KEY)


def issuer() -> Issuer:
    return Issuer(settings.SITE, rules.agency()["name"]["fr"])


def token(content: Json, *, typ: str = "JWT") -> str:
    """The content signed by the key in use."""
    return sign(content, key=key(), kid=_address(thumbprint(public_part(key()))), typ=typ)


def public_keys() -> Json:
    """What a verifier keeps: the issuer and its keys (JWK), the one in use first, then those that it has left."""
    parts = dict.fromkeys([public_part(key()), *settings.CERTIFICATE_KEYS_PAST])
    return {"issuer": settings.SITE, "name": issuer().name, "keys": [_jwk(x) for x in parts]}


def _jwk(x: str) -> Json:
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "use": "sig", "alg": "Ed25519", "kid": _address(thumbprint(x))}


def _address(name: str) -> str:
    return f"{settings.SITE}/attestations/cles/{name}"
