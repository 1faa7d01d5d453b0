"""What each envelope still holds month after month, when it runs dry, and which regions it leaves without money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from teriya.foundation.core.money import split
from teriya.pay.forecast.engine.flows import Cell


@dataclass
class Account:
    """Months of one envelope, or of several together: what it holds on the first day, what comes in, what leaves."""

    opening: int
    received: list[int]
    spent: list[int]

    @property
    def balances(self) -> list[int]:
        """At the end of each month."""
        changes = (came - left for came, left in zip(self.received, self.spent, strict=True))
        return list(accumulate(changes, initial=self.opening))[1:]

    @property
    def uncovered(self) -> list[int]:
        """Of what leaves in each month, the francs that are not there."""
        return [min(left, max(-balance, 0)) for left, balance in zip(self.spent, self.balances, strict=True)]

    @property
    def dry(self) -> int | None:
        """The first month that it cannot pay whole; None: it pays every month of the forecast."""
        return next((place for place, francs in enumerate(self.uncovered) if francs), None)

    @property
    def lowest(self) -> int:
        return min([self.opening, *self.balances])


@dataclass
class Reach:
    """How far a region is funded: the first month of which a part has no money, and the francs without money after it."""

    spent: list[int] = field(default_factory=list)
    uncovered: list[int] = field(default_factory=list)

    @property
    def dry(self) -> int | None:
        return next((place for place, francs in enumerate(self.uncovered) if francs), None)


def accounts(
    openings: Mapping[int, int], ins: Mapping[Cell, list[int]], outs: Mapping[Cell, list[int]], months: int
) -> dict[int, Account]:
    """Envelope → its months. What no envelope pays is an account of its own, that nothing comes into."""
    ids = dict.fromkeys([*openings, *(cell.envelope for cell in (*ins, *outs))])
    found = {envelope: Account(openings.get(envelope, 0), [0] * months, [0] * months) for envelope in ids}
    for cell, row in ins.items():
        _add(found[cell.envelope].received, row)
    for cell, row in outs.items():
        _add(found[cell.envelope].spent, row)
    return found


def _add(to: list[int], row: Sequence[int]) -> None:
    for place, francs in enumerate(row):
        to[place] += francs


def together(several: Sequence[Account], months: int) -> Account:
    return Account(
        sum(one.opening for one in several),
        [sum(one.received[place] for one in several) for place in range(months)],
        [sum(one.spent[place] for one in several) for place in range(months)],
    )


def reaches(found: Mapping[int, Account], outs: Mapping[Cell, list[int]], months: int) -> dict[int, Reach]:
    """Region → how far it is funded. What an envelope cannot pay in a month is shared between its regions to the franc."""
    spent: dict[int, dict[int, list[int]]] = {}  # envelope → region → months
    for cell, row in outs.items():
        _add(spent.setdefault(cell.envelope, {}).setdefault(cell.region, [0] * months), row)
    regions: dict[int, Reach] = {}
    for envelope, shares in spent.items():
        for region, row in shares.items():
            _add(regions.setdefault(region, Reach([0] * months, [0] * months)).spent, row)
        ids = sorted(shares)
        for place, lacks in enumerate(found[envelope].uncovered):
            if lacks:
                parts = split(lacks, [max(shares[region][place], 0) for region in ids])
                for region, francs in zip(ids, parts, strict=True):
                    regions[region].uncovered[place] += francs
    return regions
