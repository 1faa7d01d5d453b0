"""Numbers, amounts and dates in French words, as an accountant reads them on a paper."""

from datetime import date

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip
_UNITS = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
          "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")  # fmt: skip
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_NOUNS = ((10**9, "milliard"), (10**6, "million"))


def number_in_words(number: int) -> str:
    """A whole number below 10¹² in words, spelling of before 1990: 71 → soixante et onze, 80 → quatre-vingts."""
    if abs(number) >= 10**12:
        raise ValueError(f"{number}: no words from 10¹² on")
    if number < 0:
        return f"moins {number_in_words(-number)}"
    parts = []
    for size, noun in _NOUNS:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_below_thousand(count)} {noun}{'s' if count > 1 else ''}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        # "mille" is a numeral, not a noun: it takes no s and denies one to "cent" and "vingt" before it
        parts.append("mille" if thousands == 1 else f"{_below_thousand(thousands, plural=False)} mille")
    if rest:
        parts.append(_below_thousand(rest))
    return " ".join(parts) or "zéro"


def amount_in_words(francs: int) -> str:
    """An amount in CFA francs: 60 000 → soixante mille francs CFA, 1 000 000 → un million de francs CFA."""
    of = "de " if francs and francs % 10**6 == 0 else ""
    return f"{number_in_words(francs)} {of}franc{'s' if abs(francs) > 1 else ''} CFA"


def long_date(day: date) -> str:
    """1er janvier 2026."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def date_in_words(day: date) -> str:
    """The opening of a procès-verbal: l’an deux mille vingt-six et le premier janvier."""
    number = "premier" if day.day == 1 else number_in_words(day.day)
    return f"l’an {number_in_words(day.year)} et le {number} {MONTHS[day.month - 1]}"


def _below_thousand(number: int, *, plural: bool = True) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, plural=plural)
    cent = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent{'s' if plural and not rest else ''}"
    return f"{cent} {_below_hundred(rest, plural=plural)}".strip()


def _below_hundred(number: int, *, plural: bool) -> str:
    if number < 20:
        return _UNITS[number]
    ten, unit = divmod(number, 10)
    if ten in (7, 9):
        unit += 10
    if unit == 0:
        return "quatre-vingts" if ten == 8 and plural else _TENS[ten]
    link = " et " if unit in (1, 11) and ten < 8 else "-"
    return f"{_TENS[ten]}{link}{_UNITS[unit]}"
