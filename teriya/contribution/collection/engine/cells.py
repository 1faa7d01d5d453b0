"""The cells of an indicator: by sex, age and disability, as its reference sheet asks."""

from collections.abc import Collection
from itertools import product
from typing import NamedTuple

SEXES = ("F", "M")
AGE_BANDS = ("under_15", "15_24", "25_35", "over_35")
DISABILITY = ("yes", "no")


class Cell(NamedTuple):
    """One part of a count; an empty one is not split that way."""

    sex: str = ""
    age: str = ""
    disability: str = ""


WHOLE = Cell()  # a count that its register does not split


def cells_of(breakdown: Collection[str]) -> list[Cell]:
    """Every cell that a sheet asks: their product, in the order in which people read them."""
    parts = (("sex", SEXES), ("age", AGE_BANDS), ("disability", DISABILITY))
    return [Cell(*found) for found in product(*(values if name in breakdown else ("",) for name, values in parts))]


def is_complete(given: Collection[Cell], breakdown: Collection[str]) -> bool:
    """Every cell asked, or the whole alone: a count split in part would be summed as if it were all."""
    return set(given) in ({WHOLE}, set(cells_of(breakdown)))
