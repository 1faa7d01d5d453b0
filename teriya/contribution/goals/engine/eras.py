"""Which goals a month is read by: those of the Millennium up to December 2015, those of sustainable development since."""

from datetime import date
from typing import NamedTuple

MDG, SDG = "mdg", "sdg"
TURN = date(2016, 1, 1)  # A/RES/70/1: in force on 1 January 2016


class Era(NamedTuple):
    """A kind of goals, and the part of the period that it reads."""

    kind: str
    first: date
    last: date


def eras(first: date, last: date) -> list[Era]:
    """The period cut where the goals changed, each part with its own."""
    before = [Era(MDG, first, min(last, date(2015, 12, 31)))] if first < TURN else []
    return before + ([Era(SDG, max(first, TURN), last)] if last >= TURN else [])
