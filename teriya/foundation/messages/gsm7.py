"""The alphabet of a plain SMS (GSM 03.38): 160 of these fit, one other letter and only 70 do."""

import unicodedata

_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = set("^{}\\[~]|€\f")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "…": "...", "«": '"', "»": '"', "œ": "oe", "\u202f": " ",
                        "\u00a0": " ", "−": "-", "×": "x", "ɖ": "d", "ɛ": "e", "ɔ": "o", "ŋ": "n", "Ɖ": "D", "Ɛ": "E", "Ɔ": "O", "Ŋ": "N"})  # fmt: skip
LIMIT = 160


def plain(text: str) -> str:
    """The same text in GSM-7 letters only: é stays, ê becomes e, ’ becomes '."""
    kept = []
    for letter in text.translate(_PLAIN):
        if letter not in _BASIC and letter not in _EXTENDED:
            letter = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"
        kept.append(letter)
    return "".join(kept)


def length(text: str) -> int:
    """What the network counts: letters of the extension table take two places."""
    return sum(2 if letter in _EXTENDED else 1 for letter in text)


def cut(text: str, limit: int = LIMIT) -> str:
    """The text in one SMS: what is too long loses its end."""
    while length(text) > limit:
        text = text[:-1]
    return text
