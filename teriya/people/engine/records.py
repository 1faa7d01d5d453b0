"""What the finder of double records reads and what it answers: plain data."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a register or of an office's file, already read: texts as written, dates parsed.

    `birth_year` stands alone when only "né(e) vers 1993" is known. `papers` holds (kind, number).
    `family` may still carry "X épse Y"; a known married name goes in `married`.
    """

    id: int
    family: str
    given: str
    sex: str = ""
    birth: date | None = None
    birth_year: int | None = None
    phone: str = ""
    papers: tuple[tuple[str, str], ...] = ()
    commune: str = ""
    married: str = ""


class Reason(NamedTuple):
    """One thing compared: its points are decibans, what it multiplies the odds by (10 = ten times, −10 = a tenth)."""

    code: str
    sentence: str
    points: int


class Pair(NamedTuple):
    """Two records that may be one person. `score` is the chance per thousand, `points` the sum it comes from."""

    a: int
    b: int
    score: int
    points: int
    reasons: tuple[Reason, ...]


class SharedPaper(NamedTuple):
    """One paper number held by several persons; `ids` names every holder, a person's second record included."""

    number: str
    kinds: tuple[str, ...]
    ids: tuple[int, ...]
