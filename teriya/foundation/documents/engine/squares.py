"""QR codes for paper: a PNG of one pixel a module, without margin; the same text gives the same bytes."""

import struct
import zlib
from importlib import import_module
from typing import Literal

MOST = 2953  # bytes that the largest square holds at level L (ISO/IEC 18004, version 40)
BEST = -1  # of the eight masks, the one that serves a reader best
_BITS = bytes.maketrans(b"\x00\xff", b"01")  # a dark module is 0, as black is in a PNG


def square(text: str, *, level: Literal["L", "M"], mask: int = BEST) -> list[int]:
    """The bytes of its PNG, as JSON takes them. ValueError where no square can hold the text."""
    writer = import_module("zxingcpp")  # it comes with the first paper: most processes print nothing
    code = writer.create_barcode(text, writer.BarcodeFormat.QRCode, ec_level=level, data_mask=mask)
    drawn = code.to_image(add_quiet_zones=False)
    side, modules = drawn.shape[0], bytes(drawn).translate(_BITS)
    rows = (modules[at : at + side].ljust(-side % 8 + side, b"0") for at in range(0, side * side, side))
    lines = b"".join(b"\0" + int(row, 2).to_bytes(len(row) // 8) for row in rows)  # no filter, eight modules a byte
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # one bit of grey
    # not compressed: chance does not compress, and another zlib would write other bytes
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 0)), (b"IEND", b""))
    return list(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
