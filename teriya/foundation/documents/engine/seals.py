"""The seal of a PDF: a signature over all its other bytes, in a place kept for it by the paper.

The place is in the metadata, which PDF/A keeps uncompressed, so that no PDF reader is needed to find it.
"""

import hashlib
import re
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine import jointly
from teriya.foundation.documents.engine.tokens import SHAPE, encoded, is_signed, public_part, thumbprint

PLACE = f"sceau:{'0' * 43}:{'0' * 86}"  # the name of the key, the signature
_SEAL = re.compile(rb"sceau:([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{86})")
_TOKEN = re.compile(rb"eyJ[A-Za-z0-9_-]*" + rb"\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}(?![A-Za-z0-9_-])")


def seal_of(pdf: bytes, key: Ed25519PrivateKey) -> str:
    """What to put in the place of `PLACE`; the same bytes under the same key give the same seal."""
    return f"sceau:{thumbprint(public_part(key))}:{encoded(key.sign(_digest(pdf)))}"


def sealed(pdf: bytes, seal: str) -> bytes:
    """The PDF with its seal. ValueError where the paper keeps no place for one."""
    if pdf.count(PLACE.encode()) != 1:
        raise ValueError("this paper keeps no place for a seal")
    return pdf.replace(PLACE.encode(), seal.encode())


def token_of(pdf: bytes, keys: Mapping[str, str]) -> str:
    """The token that a PDF carries, of one agency or of two, once its seal is known to hold for every byte.

    Refuses `pdf_without_token` (nothing to check in it) and `pdf_changed` (one byte at least is not the agency's).
    """
    tokens, shape = set(jointly.IN_PDF.findall(pdf)), jointly.SHAPE
    if not tokens:
        tokens, shape = set(_TOKEN.findall(pdf)), SHAPE
    if len(tokens) != 1 or not shape.fullmatch(token := next(iter(tokens)).decode()):
        raise Refusal(
            "pdf_without_token", "Ce PDF ne porte pas d’attestation signée : lisez le carré du papier, ou son code."
        )
    require_whole(pdf, keys)
    return token


def is_sealed(pdf: bytes) -> bool:
    """Whether the PDF bears a seal, whatever it is worth."""
    return _SEAL.search(pdf) is not None


def require_whole(pdf: bytes, keys: Mapping[str, str]) -> None:
    """Refuse `pdf_changed` unless the seal holds for every byte."""
    if not holds(pdf, keys):
        raise Refusal(
            "pdf_changed",
            "Ce PDF n’est plus celui que l’agence a fait : il a été modifié, ou enregistré par un autre programme. Demandez l’original.",
        )


def holds(pdf: bytes, keys: Mapping[str, str]) -> bool:
    """Whether the PDF bears one seal, of one of these keys, over every other byte of it."""
    seals = list(_SEAL.finditer(pdf))
    if len(seals) != 1:
        return False
    name, signature = (part.decode() for part in seals[0].groups())
    by_name = {thumbprint(x): x for x in keys.values()}
    plain = pdf[: seals[0].start()] + PLACE.encode() + pdf[seals[0].end() :]
    return name in by_name and is_signed(_digest(plain), signature, by_name[name])


def _digest(pdf: bytes) -> bytes:
    return b"teriya.sceau\n" + hashlib.sha256(pdf).digest()
