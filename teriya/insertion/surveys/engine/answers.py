"""What the SMS of a former volunteer says: a route by its number or its word, a month, a refusal. Anything else is not an answer."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

REFUSALS = {"REFUS", "STOP"}
MONTHS = (
    "JANVIER",
    "FEVRIER",
    "MARS",
    "AVRIL",
    "MAI",
    "JUIN",
    "JUILLET",
    "AOUT",
    "SEPTEMBRE",
    "OCTOBRE",
    "NOVEMBRE",
    "DECEMBRE",
)
_MONTH = re.compile(r"(\d{1,2})\s*[/. -]\s*(\d{4})")


@dataclass(frozen=True, slots=True)
class Heard:
    """`route`: its code; `month`: the first day of the month named. Nothing of either, and no refusal: not an answer."""

    route: str = ""
    month: date | None = None
    is_refusal: bool = False

    @property
    def is_answer(self) -> bool:
        return self.is_refusal or bool(self.route) or self.month is not None


def read(words: Sequence[str], routes: Mapping[str, Sequence[str]], on: date) -> Heard:
    """`routes`: code → its names, in the order of their numbers. « 4 », « 4. », « à mon compte », « 03/2025 », « 4 mars 2025 ».

    Two numbers of routes are no answer: nobody guesses which. A month to come is none either; a month without its year is the
    last one that has begun.
    """
    text = fold(" ".join(words))
    if text in REFUSALS:
        return Heard(is_refusal=True)
    month, rest = _month_of(text, on)
    return Heard(_route_of(rest, routes), month) if rest else Heard(month=month)


def fold(text: str) -> str:
    """Capitals without accents, one space between words, no point at the end."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode()
    return " ".join(plain.upper().split()).strip(" .,!)")


def _month_of(text: str, on: date) -> tuple[date | None, str]:
    """The month named, and the text without it."""
    if match := _MONTH.search(text):
        number, year = int(match[1]), int(match[2])
        found = date(year, number, 1) if 1 <= number <= 12 and 1900 < year <= on.year else None
        return (found if found and found <= on else None), f"{text[: match.start()]} {text[match.end() :]}".strip()
    words = text.split()
    for place, word in enumerate(words):
        if word in MONTHS:
            number, after = MONTHS.index(word) + 1, words[place + 1 : place + 2]
            has_year = bool(after) and re.fullmatch(r"\d{4}", after[0]) is not None
            year = int(after[0]) if has_year else on.year - (number > on.month)
            found = date(year, number, 1) if 1900 < year <= on.year else None
            return (found if found and found <= on else None), " ".join(words[:place] + words[place + 1 + has_year :])
    return None, text


def _route_of(text: str, routes: Mapping[str, Sequence[str]]) -> str:
    text = text.strip(" .,!)")
    if re.fullmatch(r"\d", text):
        place = int(text)
        return list(routes)[place - 1] if 1 <= place <= len(routes) else ""
    named = [code for code, names in routes.items() if text in {fold(name) for name in names}]
    return named[0] if len(named) == 1 else ""
