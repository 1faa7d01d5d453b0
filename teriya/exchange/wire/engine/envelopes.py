"""A message between two agencies: what is said, signed (JWS), its personal part closed for the receiver alone (JWE inside).

It has no expiry: a month on a USB stick does not make it false. It is taken once, by its id and its rank.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from teriya.exchange.wire.engine.keys import Keys, Private
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine import tokens
from teriya.foundation.documents.engine.tokens import Json, canonical, encoded

MESSAGE, RECEIPT = "teriya-message+jwt", "teriya-receipt+jwt"
VERSIONS = (1,)  # of the protocol; the highest that both know is spoken
LARGEST = 1_000_000  # characters
SEALING = ["ECDH-ES", "A256GCM"]
NAMES = {
    "iss": str,
    "aud": str,
    "jti": str,
    "seq": int,
    "kind": str,
    "about": str,
    "on": str,
    "iat": int,
    "v": int,
    "said": dict,
}
RECEIPT_NAMES = {"iss": str, "aud": str, "jti": str, "seq": int, "sha256": str, "outcome": str, "iat": int}
REASONS = {
    "token_malformed": "Ce message n’est pas entier, ou n’est pas écrit comme il doit l’être.",
    "token_algorithm": "Ce message n’est pas signé en Ed25519.",
    "token_key_unknown": "La clé qui a signé ce message n’est pas une clé connue de cette agence.",
    "token_forged": "La signature de ce message ne tient pas.",
}


@dataclass(frozen=True)
class Message:
    """`said` is plain JSON for both; `person` is for the receiver alone. `iat` is in seconds since 1970; `on`, ISO."""

    issuer: str
    audience: str
    id: str
    sequence: int
    kind: str
    about: str
    on: str
    at: int
    said: Mapping[str, Any]
    person: Mapping[str, Any] | None = None
    version: int = 1


@dataclass(frozen=True)
class Receipt:
    """What became of a message: `applied`, or the code of the refusal. `digest` is that of the message as it came."""

    issuer: str
    audience: str
    id: str
    sequence: int
    digest: str
    outcome: str
    at: int


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def wrap(message: Message, *, by: Private, to: Keys) -> str:
    """The message signed by its sender; its personal part can be read by the receiver alone, not by the sender again."""
    content: Json = {
        "iss": message.issuer, "aud": message.audience, "jti": message.id, "seq": message.sequence, "kind": message.kind,
        "about": message.about, "on": message.on, "iat": message.at, "v": message.version, "said": dict(message.said),
    }  # fmt: skip
    if message.person is not None:
        content["person"] = _seal(message.person, to, message.id)
    return tokens.sign(content, key=by.signs, kid=by.public.kid, typ=MESSAGE)


def unwrap(
    token: str, *, known: Mapping[str, str], opened_by: Mapping[str, Private], issuer: str, audience: str
) -> Message:
    """The message of a token signed by one of the keys known of this agency (kid → x), for us.

    Refuses what `tokens.read` refuses, `wrong_sender`, `wrong_audience`, `version_unsupported`, `message_unfit` and
    `person_unreadable` (closed for a key that we no longer have, or moved from another message).
    """
    content = _read(token, known, MESSAGE)
    _check(content, NAMES)
    if content["iss"] != issuer:
        raise Refusal("wrong_sender", "Ce message est au nom d’une autre agence que celle qui l’a signé.")
    if content["aud"] != audience:
        raise Refusal("wrong_audience", "Ce message est pour une autre agence.")
    if content["v"] not in VERSIONS:
        raise Refusal(
            "version_unsupported", f"Nous parlons les versions {VERSIONS} ; ce message est en version {content['v']}."
        )
    person = _open(content["person"], opened_by, content["jti"]) if "person" in content else None
    return Message(
        content["iss"], content["aud"], content["jti"], content["seq"], content["kind"], content["about"], content["on"],
        content["iat"], content["said"], person, content["v"],
    )  # fmt: skip


def acknowledge(receipt: Receipt, *, by: Private) -> str:
    content = {
        "iss": receipt.issuer, "aud": receipt.audience, "jti": receipt.id, "seq": receipt.sequence, "sha256": receipt.digest,
        "outcome": receipt.outcome, "iat": receipt.at,
    }  # fmt: skip
    return tokens.sign(content, key=by.signs, kid=by.public.kid, typ=RECEIPT)


def read_receipt(token: str, *, known: Mapping[str, str], issuer: str, audience: str) -> Receipt:
    """Refuses what `tokens.read` refuses, `wrong_sender`, `wrong_audience`, `message_unfit`."""
    content = _read(token, known, RECEIPT)
    _check(content, RECEIPT_NAMES)
    if content["iss"] != issuer:
        raise Refusal("wrong_sender", "Cet accusé est au nom d’une autre agence que celle qui l’a signé.")
    if content["aud"] != audience:
        raise Refusal("wrong_audience", "Cet accusé est pour une autre agence.")
    return Receipt(*(content[name] for name in RECEIPT_NAMES))


def _read(token: str, known: Mapping[str, str], typ: str) -> Json:
    try:
        return tokens.read(token, known, typ=typ, largest=LARGEST)
    except Refusal as no:
        raise Refusal(no.code, REASONS[no.code]) from no


def _check(content: Json, names: Mapping[str, type]) -> None:
    """The names that must be there, each of its type; others may stand beside them."""
    for name, kind in names.items():
        if type(content.get(name)) is not kind:
            raise Refusal("message_unfit", f"« {name} » manque à ce message, ou n’est pas du bon type.")


def _seal(person: Mapping[str, Any], to: Keys, id: str) -> str:
    """Closed together with the message's own id, so that it opens in no other message."""
    key = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": to.seals})
    head = {"alg": SEALING[0], "enc": SEALING[1], "kid": to.kid}
    return jwe.encrypt_compact(head, canonical({"jti": id, "person": dict(person)}), key, algorithms=SEALING)


def _open(sealed: Any, opened_by: Mapping[str, Private], id: str) -> Json:
    try:
        private = opened_by[json.loads(tokens.decoded(sealed.split(".")[0]))["kid"]]
        key = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": private.public.seals, "d": encoded(private.opens.private_bytes_raw())})  # fmt: skip
        content = json.loads(jwe.decrypt_compact(sealed, key, algorithms=SEALING).plaintext or b"")
        if content["jti"] != id or not isinstance(content["person"], dict):
            raise ValueError("sealed for another message")
        return content["person"]
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Refusal(
            "person_unreadable", "La partie personnelle de ce message ne s’ouvre pas avec nos clés."
        ) from error
