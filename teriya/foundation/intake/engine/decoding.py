"""The encoding of a text file that nobody labelled."""

import re
from collections import Counter

from teriya.foundation.core.refusals import Refusal

_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_ONE_BYTE = ("cp1252", "cp850", "mac_roman")  # Windows, then Excel's "MS-DOS" and "Macintosh" text
_ALL_ASCII = bytes(range(128))
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_HEAD = 4096  # bytes or characters that tell a text from another kind of file

# How much a letter beyond ASCII speaks for an encoding in a French text; any letter not named here speaks against it.
_WEIGHT = dict.fromkeys("éèêàçÉ", 3) | dict.fromkeys("ëâäîïôöùûüœŒÈÊÀÇËÂÎÏÔÙÛ°º²’‘“”«»–—…€ñ\xa0", 1)
_AGAINST = -3


def detect_encoding(name: str, data: bytes) -> str:
    """The byte order mark's, else UTF-16 by its zeros, else UTF-8, else the likeliest of three for a French text.

    The whole of `data` is known to be readable in it. Refuses `binary` and `bad_encoding`.
    """
    encoding = next((known for mark, known in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)
    encoding = encoding or _unmarked_utf16(data) or _utf8(name, data) or _likeliest(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(name, data, error.start) from None
    if "\0" in text or _CONTROLS.search(text, 0, _HEAD):
        raise Refusal("binary", f"« {name} » n’est pas un texte. Enregistrez le tableau en CSV ou XLSX.", field="file")
    return encoding


def _unmarked_utf16(data: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in most second bytes, always on the same side."""
    head = data[:_HEAD]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = len(head) * 2 // 5
    if odd > most and not even:
        return "utf-16-le"
    return "utf-16-be" if even > most and not odd else None


def _utf8(name: str, data: bytes) -> str | None:
    """UTF-8, or nothing. A file that is mostly UTF-8 is refused at its broken letter: no other reading would be right."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data[: error.start + _HEAD].decode("utf-8", "replace")
        broken = text.count("\ufffd")
        letters = len(text) - len(text.encode("ascii", "ignore"))
        if letters > 2 * broken:
            raise _unreadable(name, data, error.start) from None
        return None
    return "utf-8"


def _likeliest(data: bytes) -> str:
    beyond_ascii = Counter(data.translate(None, _ALL_ASCII))

    def weight(encoding: str) -> int:
        return sum(
            count * _WEIGHT.get(bytes([byte]).decode(encoding, "replace"), _AGAINST)
            for byte, count in beyond_ascii.items()
        )

    return max(_ONE_BYTE, key=weight)


def _unreadable(name: str, data: bytes, position: int) -> Refusal:
    line = data.count(b"\n", 0, position) + 1
    return Refusal(
        "bad_encoding",
        f"« {name} », ligne {line} : une lettre est illisible. Enregistrez le fichier en « CSV UTF-8 ».",
        field="file",
    )
