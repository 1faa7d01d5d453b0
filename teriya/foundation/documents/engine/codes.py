"""Verification codes: short enough to be read on a telephone, long enough not to be guessed.

Twelve characters of Crockford's base 32 (no I, L, O, U): eleven carry 55 random bits, the last one checks them.
"""

import re

from teriya.foundation.core.refusals import Refusal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
RANDOM_BYTES = 7
_READ_AS = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s.\-‐-―·]+")


def new_code(random: bytes) -> str:
    """The code of these random bytes (7 at least; the first 55 bits count): the same bytes give the same code."""
    if len(random) < RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} random bytes needed, {len(random)} given")
    number = int.from_bytes(random[:RANDOM_BYTES], "big") >> 1
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(50, -1, -5))
    return body + _check_character(body)


def normalise(text: str) -> str:
    """The code as it was typed, without spaces, hyphens or case; O is 0, I and L are 1.

    Refuses with `code_malformed` what cannot be one of our codes: wrong length, letter or check character. One wrong
    character, or two neighbours swapped, is always seen.
    """
    code = _BETWEEN.sub("", text).upper().translate(_READ_AS)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET) or _check_character(code[:-1]) != code[-1]:
        raise Refusal(
            "code_malformed", f"Ce code n’a pas la forme attendue : relisez ses {LENGTH} caractères.", field="code"
        )
    return code


def grouped(code: str) -> str:
    """As printed on papers: 7K3M-9QXD-2R4V."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _check_character(body: str) -> str:
    """Weighted sum in the field of 32 elements (modulus x⁵ + x² + 1), each place weighing x times the next."""
    total = 0
    for character in body:
        total = (total ^ ALPHABET.index(character)) << 1
        if total & 32:
            total ^= 0b100101
    return ALPHABET[total]
