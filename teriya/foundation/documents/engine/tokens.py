"""Signed tokens: a JSON object, its issuer's key, an Ed25519 signature (JWS compact, RFC 7515, 8037 and 9864).

There is one way to write a token and one only: another spelling of the same content is refused before its signature is
looked at. A number with a decimal point is not written, for two machines may print it differently.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from teriya.foundation.core.refusals import Refusal

ALGORITHM = "Ed25519"
LARGEST = 100_000  # characters; a certificate has two thousand, a list of revocations a few hundred
SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}")

Json = dict[str, Any]


def private_key(secret: str) -> Ed25519PrivateKey:
    """The signing key of an installation, always the same from its secret."""
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(secret.encode(), b"teriya.certificates", "sha256"))


def public_part(key: Ed25519PrivateKey) -> str:
    """`x` of its public JWK: 32 bytes as 43 characters."""
    return encoded(key.public_key().public_bytes_raw())


def thumbprint(x: str) -> str:
    """The name of a key, from the key itself (RFC 7638)."""
    return encoded(hashlib.sha256(canonical({"crv": ALGORITHM, "kty": "OKP", "x": x})).digest())


def canonical(value: Json) -> bytes:
    """JSON with sorted names and no space. ValueError for a number that is not whole."""
    _refuse_fractions(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError(f"{value}: only whole numbers are signed")
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ():
        _refuse_fractions(one)


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """ValueError where the last character holds bits that nobody reads: another text would give the same bytes."""
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encoded(content) != text:
        raise ValueError("not the canonical base64url")
    return content


def sign(content: Json, *, key: Ed25519PrivateKey, kid: str, typ: str = "JWT") -> str:
    """The token of this content; the same content under the same key gives the same token. `typ` says what it is for."""
    head = {"alg": ALGORITHM, "kid": kid, "typ": typ}
    signed = f"{encoded(canonical(head))}.{encoded(canonical(content))}"
    return f"{signed}.{encoded(key.sign(signed.encode()))}"


def read(token: str, keys: Mapping[str, str], *, typ: str = "JWT", largest: int = LARGEST) -> Json:
    """The content of a token of this type signed by one of these keys (kid → x).

    Refuses `token_malformed` (not written as `sign` writes), `token_algorithm` (none, HS256, anything but Ed25519),
    `token_key_unknown` and `token_forged`. A key that the token carries or points at is never used.
    """
    if len(token) > largest or not SHAPE.fullmatch(token):
        raise _malformed()
    head_part, content_part, signature = token.split(".")
    head, content = _object(head_part), _object(content_part)
    if head.get("alg") != ALGORITHM:
        raise Refusal("token_algorithm", "Cette attestation n’est pas signée comme l’agence signe : refusez-la.")
    if head.keys() != {"alg", "kid", "typ"} or head["typ"] != typ:
        raise _malformed()
    if head["kid"] not in keys:
        raise Refusal(
            "token_key_unknown",
            "La clé qui a signé n’est pas dans votre fichier de clés : reprenez-le sur le site de l’agence, ou refusez.",
        )
    if not is_signed(f"{head_part}.{content_part}".encode(), signature, keys[head["kid"]]):
        raise Refusal("token_forged", "La signature ne tient pas : ce contenu n’est pas celui que l’agence a signé.")
    return content


def is_signed(content: bytes, signature: str, x: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(decoded(x)).verify(decoded(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _object(part: str) -> Json:
    """One part of a token, if it is written in the only way."""
    try:
        content = decoded(part)
        value = json.loads(content)
        if not isinstance(value, dict) or canonical(value) != content:
            raise _malformed()
    except (ValueError, RecursionError) as error:
        raise _malformed() from error
    return value


def _malformed() -> Refusal:
    return Refusal(
        "token_malformed", "Ce texte n’est pas une attestation entière : recopiez-la, ou lisez le carré à nouveau."
    )
