"""The two boxes of a group, month after month: what they should hold, beside what was counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """The totals of a month, francs but for `meetings` and `stamps`; the boxes as counted after the last meeting."""

    meetings: int
    stamps: int
    loans_given: int = 0
    loans_repaid: int = 0
    interest: int = 0
    fines: int = 0
    savings_box: int = 0
    solidarity_in: int = 0
    solidarity_out: int = 0
    solidarity_box: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a group stands after a month. `savings` and `loans`: all the stamps in francs, all that is lent and not yet back."""

    counted: Counted
    savings: int
    loans: int
    savings_due: int
    solidarity_due: int
    lent_before: int


def follow(months: Iterable[Counted], *, stamp: int, solidarity: int = 0) -> Iterator[Standing]:
    """Each month in order. `stamp`: francs a stamp; `solidarity`: francs that the solidarity box held at the opening.

    Savings box = what it held + stamps + loans repaid + interest + fines − loans given. Solidarity box = what it held +
    contributions − help given. Each starts from what was counted the month before: an error shows in its own month.
    """
    saved = loans = box = 0
    for month in months:
        saved += month.stamps * stamp
        lent_before = loans
        loans += month.loans_given - month.loans_repaid
        due = box + month.stamps * stamp + month.loans_repaid + month.interest + month.fines - month.loans_given
        helped = solidarity + month.solidarity_in - month.solidarity_out
        yield Standing(month, saved, loans, due, helped, lent_before)
        box, solidarity = month.savings_box, month.solidarity_box
