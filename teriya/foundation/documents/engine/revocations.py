"""A year of revocations as bits, in one small signed file (W3C Bitstring Status List 1.0)."""

import gzip
import zlib
from collections.abc import Collection

from teriya.foundation.documents.engine.tokens import decoded, encoded

LEAST = 131_072  # bits: so large a list does not say of whom a visitor asks


def packed(revoked: Collection[int]) -> str:
    """`encodedList`: bit n is set where paper n is revoked, the first bit being the highest of its byte."""
    bits = bytearray(max(LEAST, -(-(max(revoked, default=0) + 1) // LEAST) * LEAST) // 8)
    for place in revoked:
        bits[place // 8] |= 128 >> place % 8
    return "u" + encoded(gzip.compress(bytes(bits), mtime=0))


def is_set(packed_list: str, place: int) -> bool:
    """Whether bit `place` is set. ValueError for a list that cannot be read or that is too short to say."""
    if not packed_list.startswith("u") or place < 0:
        raise ValueError("not a list of bits")
    reader = zlib.decompressobj(wbits=31)
    try:
        bits = reader.decompress(decoded(packed_list[1:]), max_length=64 * LEAST // 8)
    except zlib.error as error:
        raise ValueError("not a list of bits") from error
    if place // 8 >= len(bits):
        raise ValueError(f"the list ends before {place}")
    return bool(bits[place // 8] & 128 >> place % 8)
