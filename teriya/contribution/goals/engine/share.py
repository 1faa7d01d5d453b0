"""The share of a facility's outputs that volunteers did: stated where the facility’s register is known, and nowhere else."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import NamedTuple

UNKNOWN, BEYOND, KNOWN = "unknown", "beyond", "known"


class Shown(NamedTuple):
    """Every number of a share together. `percent` is None where nothing is known, or where the register says less than volunteers."""

    own: int  # by volunteers, in the facility-months whose register is known
    whole: int  # by everybody, there
    percent: int | None
    covered: int  # facility-months whose register is known
    told: int  # facility-months that volunteers told


@dataclass(frozen=True, slots=True)
class Share:
    """Volunteers’ validated outputs over the facility’s total, for the same facilities and months only.

    `told` counts the facility-months of the volunteers’ reports; `covered`, those of them with a confirmed register.
    """

    own: int
    whole: int
    covered: int
    told: int

    @property
    def state(self) -> str:
        """`unknown`: no register, or nothing in it; `beyond`: volunteers told more than the whole facility; else `known`."""
        if not self.covered or not self.whole:
            return UNKNOWN
        return BEYOND if self.own > self.whole else KNOWN

    @property
    def shown(self) -> Shown:
        is_known = self.state == KNOWN
        percent = floor(100 * Fraction(self.own, self.whole) + Fraction(1, 2)) if is_known else None
        return Shown(self.own, self.whole, percent, self.covered, self.told)
