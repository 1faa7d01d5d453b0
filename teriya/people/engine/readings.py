"""A record made ready for comparing: everything folded once, empty where it says nothing."""

from dataclasses import dataclass

from teriya.foundation.core.words import fold

from .names import Name, maiden_and_married, read_name
from .records import Record

# Togo, Burkina Faso and Mali all number their subscribers with eight digits, after the country code.
_PHONE_DIGITS = 8
# A shorter number ("acte n° 45") is only unique in its office and year, and identifies nobody.
_PAPER_CHARACTERS = 5
# Days that an office writes when it knows the year alone.
_UNKNOWN_DAYS = ((1, 1), (12, 31))


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """`birth` is YYYYMMDD; `years` those the birth may fall in; `sounds` the words of all names as they sound."""

    id: int
    family: tuple[Name, ...]
    given: Name
    sex: str
    birth: str
    day_known: bool
    year: int
    years: tuple[int, ...]
    phone: str
    papers: dict[str, str]
    commune: str
    sounds: tuple[str, ...]


def read(record: Record) -> Reading:
    """A record reads the same whatever its case, accents, spaces, order of given names or country code."""
    maiden, married = maiden_and_married(record.family)
    family = tuple(read_name(text) for text in (maiden, record.married or married) if fold(text))
    given = read_name(record.given)
    birth = record.birth
    year = birth.year if birth else record.birth_year or 0
    sex = fold(record.sex)[:1]
    return Reading(
        id=record.id,
        family=family,
        given=given,
        sex="m" if sex == "h" else sex,
        birth=birth.strftime("%Y%m%d") if birth else "",
        day_known=birth is not None and (birth.month, birth.day) not in _UNKNOWN_DAYS,
        year=year,
        years=(year,) if birth else (year - 1, year, year + 1) if year else (),
        phone=_phone(record.phone),
        papers=_papers(record.papers),
        commune=fold(record.commune),
        sounds=tuple(sorted({s for name in (*family, given) for s in name.part_sounds if s})),
    )


def counted(reading: Reading) -> frozenset[str]:
    """The values whose rarity the register knows, each with the name of what it is a value of."""
    names = (*reading.family, reading.given)
    values = {f"name {w}" for name in names for w in (name.whole, *name.parts)}
    values |= {f"sound {w}" for name in names for w in (name.sound, *name.part_sounds)}
    values |= {f"paper {number}" for number in reading.papers}
    values |= {
        f"birth {reading.birth}",
        f"year {reading.year}",
        f"phone {reading.phone}",
        f"commune {reading.commune}",
    }
    return frozenset(values)


def _phone(text: str) -> str:
    digits = "".join(c for c in text if c.isdecimal())[-_PHONE_DIGITS:]
    return digits if len(digits) == _PHONE_DIGITS and len(set(digits)) > 1 else ""


def _papers(papers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Number → kind. Offices mistake the kind of a paper more often than its number, so the number alone identifies."""
    numbers = ((fold(number).replace(" ", ""), kind.strip()) for kind, number in sorted(papers))
    return {n: kind for n, kind in numbers if len(n) >= _PAPER_CHARACTERS and len(set(n)) > 1}
