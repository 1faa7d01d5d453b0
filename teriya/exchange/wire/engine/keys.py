"""An agency's keys: one to sign, one to be written to; numbered, all drawn from one secret, so that a rotation is the next number."""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from teriya.foundation.documents.engine.tokens import decoded, encoded, public_part, thumbprint

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that a bad line confuses by its shape: 5 bits each
GROUPS, WIDTH = 5, 4


@dataclass(frozen=True)
class Keys:
    """The public halves: `x` signs (Ed25519), `seals` is what others encrypt to (X25519); 32 bytes in base64url each."""

    x: str
    seals: str

    @property
    def kid(self) -> str:
        """The name of the pair: that of its signing key (RFC 7638)."""
        return thumbprint(self.x)

    @property
    def fingerprint(self) -> str:
        """What two persons read to one another: 100 bits of SHA-256 over both halves, in five groups of four."""
        digest = int.from_bytes(hashlib.sha256(f"{self.x}.{self.seals}".encode()).digest(), "big") >> (256 - 100)
        letters = [LETTERS[digest >> 5 * place & 31] for place in reversed(range(GROUPS * WIDTH))]
        return "-".join("".join(letters[at : at + WIDTH]) for at in range(0, len(letters), WIDTH))


@dataclass(frozen=True)
class Private:
    """Both private halves of one number."""

    signs: Ed25519PrivateKey
    opens: X25519PrivateKey

    @property
    def public(self) -> Keys:
        return Keys(public_part(self.signs), encoded(self.opens.public_key().public_bytes_raw()))


def drawn(secret: str, number: int) -> Private:
    """The keys of this number, always the same from the secret."""

    def seed(use: str) -> bytes:
        return hmac.digest(secret.encode(), f"teriya.wire.{use}.{number}".encode(), "sha256")

    return Private(
        Ed25519PrivateKey.from_private_bytes(seed("signs")), X25519PrivateKey.from_private_bytes(seed("opens"))
    )


def is_key(text: object) -> bool:
    """Whether it is the public half of a key, as we write one."""
    try:
        return isinstance(text, str) and len(decoded(text)) == 32
    except ValueError:
        return False


def same_fingerprint(read_out: str, keys: Keys) -> bool:
    """Whatever the spaces, dashes and case in which it was typed."""
    typed = "".join(letter for letter in read_out.upper() if letter.isalnum())
    return typed == keys.fingerprint.replace("-", "")
