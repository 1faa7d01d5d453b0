"""Data brought to the shape of its paper: a missing or misspelt key is an error, never a hole in an official paper."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

from teriya.foundation.documents.engine.words import long_date

# What the fonts of the wheel can draw: Latin with the African letters, two tone marks a letter, punctuation, currencies,
# a few signs. Another sign, or a heap of marks, would stop the making of the PDF.
_LETTERS = "A-Za-z\u00c0-\u02af\u1e00-\u1eff"
_MARKS = "\u0300-\u0304\u0306-\u0308\u030a\u030c\u0323\u0327\u0328\u0330\u0331"
_OTHERS = "\n -@[-`{-~\u00a0-\u00bf\u02b0-\u02ff\u2010-\u2015\u2018-\u2022\u2026\u202f\u2030\u2032\u2033\u2039\u203a\u20a0-\u20bf\u2116←↑→↓−≈≠≤≥"
_NO_GLYPH = re.compile(f"[^{_LETTERS}{_MARKS}{_OTHERS}]")
_STRAY_MARKS = re.compile(f"(?<![{_LETTERS}{_MARKS}])[{_MARKS}]+|(?<=[{_MARKS}]{{2}})[{_MARKS}]+")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_ENDLESS_WORD = re.compile(r"[^\W\d_]{24}(?=\w)")  # no word of ours; it may break there rather than leave the page
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def printable(text: str) -> str:
    """Text that our fonts can draw: composed accents, no unseen or direction sign, � for a letter they lack."""
    seen = _UNSEEN.sub(" ", unicodedata.normalize("NFC", text))
    drawn = _STRAY_MARKS.sub("", _NO_GLYPH.sub("\ufffd", seen))
    return _ENDLESS_WORD.sub("\\g<0>\u200b", drawn)


def fitted(value: Any, kind: Any, where: str) -> Any:
    """The value checked against its type and ready for JSON: clean text, dates written out in both ways.

    Raises ValueError with the path of what is missing, unknown or of another type.
    """
    if is_typeddict(kind):
        return _fitted_record(value, kind, where)
    if get_origin(kind) is list:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{where}: a list is needed, not {value!r}")
        (item,) = get_args(kind)
        return [fitted(one, item, f"{where}[{place}]") for place, one in enumerate(value)]
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{where}: one of {get_args(kind)}, not {value!r}")
        return value
    choices = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    if isinstance(value, str) and date in choices and _ISO_DATE.fullmatch(value):
        value = date.fromisoformat(value)  # data frozen as JSON
    if type(value) not in choices:  # a datetime is not a date here, True is not an amount
        raise ValueError(f"{where}: {kind} is needed, not {value!r}")
    if isinstance(value, date):
        return {"long": long_date(value), "short": f"{value:%d/%m/%Y}"}
    return printable(value) if isinstance(value, str) else value


def _fitted_record(value: Any, kind: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: {kind.__name__} is needed, not {value!r}")
    types = _types(kind)
    for missing in sorted(kind.__required_keys__ - value.keys()):
        raise ValueError(f"{where}.{missing} is missing")
    for unknown in sorted(value.keys() - types.keys()):
        raise ValueError(f"{where}.{unknown} is not part of {kind.__name__}")
    return {key: fitted(one, types[key], f"{where}.{key}") for key, one in value.items()}


@cache
def _types(kind: Any) -> dict[str, Any]:
    """`get_type_hints` without extras takes NotRequired away."""
    return get_type_hints(kind)
