"""Folded text: the one way this system compares names, headings and places written by hand."""

import re
import unicodedata

_APART = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ɖ": "d", "Ɖ": "d", "ɛ": "e", "Ɛ": "e", "ɔ": "o",
                        "Ɔ": "o", "ŋ": "n", "Ŋ": "n", "ƒ": "f", "Ƒ": "f", "ɣ": "g", "ʋ": "v", "ñ": "n", "’": "'"})  # fmt: skip
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Lower case, no accents (Ewe and Kabyè letters too), one space between words: "  Kpélé-1 " → "kpele 1"."""
    plain = unicodedata.normalize("NFKD", text.translate(_APART)).encode("ascii", "ignore").decode().lower()
    return _NOT_A_WORD.sub(" ", plain).strip()
