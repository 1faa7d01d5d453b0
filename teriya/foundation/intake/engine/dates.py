"""Dates written by hand. Day before month; the year comes first only when it has four digits."""

import re
from dataclasses import dataclass
from datetime import date

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold

FORMS = "28/04/1992, 1992-04-28 ou 28-04-92"
_OLDEST, _YOUNGEST = 100, 14  # whole years of age: outside, the birth was not written right

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s?[-/. ]\s?([0-9]{1,2})\s?[-/. ]\s?([0-9]{4}|[0-9]{2})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:er)? ([a-z]+) ([0-9]{4}|[0-9]{2})")  # folded: "1er janvier 1995", "28-avr.-92"
_BORN_ON = re.compile(r"n[ée]e?(?:\(e\))? le ", re.IGNORECASE)
_YEAR = re.compile(r"(?:(?:ne|nee|ne e) )?(?:vers |en |env |environ )?([0-9]{4})(?: environ)?")  # folded
_SERIAL = re.compile(r"[1-9][0-9]{4}")
_MONTHS = {
    name: month
    for month, names in enumerate(
        "janvier janv jan|fevrier fevr fev|mars mar|avril avr|mai|juin jun|juillet juil|aout|septembre sept sep"
        "|octobre oct|novembre nov|decembre dec".split("|"),
        start=1,
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Birth:
    """A day of birth, or a year alone, which counts as its 31 December."""

    day: date | None
    year: int

    @property
    def approximate(self) -> bool:
        return self.day is None

    @property
    def reference_date(self) -> date:
        return self.day or date(self.year, 12, 31)

    def age_on(self, day: date) -> int:
        """Whole years; negative before the birth."""
        born = self.reference_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def read_birth(text: str, *, on: date) -> Birth:
    """A day, or a year alone ("né(e) vers 1994"). A two-digit year is the latest one past on that day.

    Refuses `bad_date`: an unknown form, or a day that no calendar has.
    """
    written = _BORN_ON.sub("", text.strip(), count=1)
    if parts := _parts(written):
        year, month, day = parts
        born = _day(text, _full(year, on.year // 100), month, day)
        if len(year) == 2 and born > on:
            born = _day(text, born.year - 100, month, day)
        return Birth(born, born.year)
    alone = _YEAR.fullmatch(fold(written))
    if alone and alone[1] != "0000":
        return Birth(None, int(alone[1]))
    raise _unknown(text, f"{FORMS}, ou « né(e) vers 1994 »")


def read_date(text: str) -> date:
    """An ordinary day; a two-digit year is of this century. Refuses `bad_date`."""
    parts = _parts(text.strip())
    if parts is None:
        raise _unknown(text, FORMS)
    year, month, day = parts
    return _day(text, _full(year, 20), month, day)


def is_impossible(birth: Birth, on: date) -> bool:
    """Under 14 or over 100 on that day: no volunteer was born then."""
    return not _YOUNGEST <= birth.age_on(on) <= _OLDEST


def _parts(text: str) -> tuple[str, int, int] | None:
    """(year as written, month, day)."""
    if found := _DAY_FIRST.fullmatch(text):
        return found[3], int(found[2]), int(found[1])
    if found := _ISO.fullmatch(text):
        return found[1], int(found[2]), int(found[3])
    found = _IN_WORDS.fullmatch(fold(text))
    if found and found[2] in _MONTHS:
        return found[3], _MONTHS[found[2]], int(found[1])
    return None


def _full(year: str, century: int) -> int:
    return int(year) if len(year) == 4 else century * 100 + int(year)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal("bad_date", f"« {text} » n’existe dans aucun calendrier. Écrivez par exemple {FORMS}.") from None


def _unknown(text: str, forms: str) -> Refusal:
    if _SERIAL.fullmatch(text.strip()):  # 33722 counts days from 1900 or from 1904: never a guess
        return Refusal("bad_date", f"« {text} » est un nombre de tableur. Mettez la colonne au format Date ({FORMS}).")
    return Refusal("bad_date", f"« {text[:40]} » n’est pas une date. Écrivez par exemple {forms}.")
