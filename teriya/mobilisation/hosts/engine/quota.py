"""How many volunteers stand together in a host, day by day: what an accreditation’s quota limits."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Stay(NamedTuple):
    """Some persons in a host, from a first to a last day, both included."""

    first: date
    last: date
    people: int


def peak(stays: Iterable[Stay], first: date, last: date) -> int:
    """The most persons who are there on one day between these two, both included; 0 when nobody is.

    Numbers only rise when a stay begins, so the days looked at are the first one and the beginnings that follow.
    """
    there = [stay for stay in stays if stay.first <= last and stay.last >= first]
    days = {first, *(stay.first for stay in there if stay.first > first)}
    return max(sum(stay.people for stay in there if stay.first <= day <= stay.last) for day in days)
