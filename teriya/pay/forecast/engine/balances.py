"""What each envelope still holds month after month, when it runs dry, and which regions it leaves without money."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from teriya.foundation.core.money import split
from teriya.pay.forecast.engine.flows import Line


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
    openings: dict[int, int], ins: Iterable[Line], outs: Iterable[Line], start: int, months: int
) -> dict[int, Account]:
    """Envelope → its months. What no envelope pays is an account of its own, that nothing comes into."""
    found: dict[int, Account] = {}

    def of(envelope: int) -> Account:
        if envelope not in found:
            found[envelope] = Account(openings.get(envelope, 0), [0] * months, [0] * months)
        return found[envelope]

    for envelope in openings:
        of(envelope)
    for line in ins:
        of(line.envelope).received[line.month - start] += line.francs
    for line in outs:
        of(line.envelope).spent[line.month - start] += line.francs
    return found


def together(several: Sequence[Account], months: int) -> Account:
    return Account(
        sum(one.opening for one in several),
        [sum(one.received[place] for one in several) for place in range(months)],
        [sum(one.spent[place] for one in several) for place in range(months)],
    )


def reaches(found: dict[int, Account], outs: Iterable[Line], start: int, months: int) -> dict[int, Reach]:
    """Region → how far it is funded. What an envelope cannot pay in a month is shared between its regions to the franc."""
    spent: dict[tuple[int, int], dict[int, int]] = {}
    regions: dict[int, Reach] = {}
    for line in outs:
        reach = regions.setdefault(line.region, Reach([0] * months, [0] * months))
        place = line.month - start
        reach.spent[place] += line.francs
        cell = spent.setdefault((line.envelope, place), {})
        cell[line.region] = cell.get(line.region, 0) + line.francs
    lacking = {envelope: account.uncovered for envelope, account in found.items()}
    for (envelope, place), cell in spent.items():
        lacks = lacking[envelope][place]
        if lacks:
            ids = sorted(cell)
            for region, francs in zip(ids, split(lacks, [cell[region] for region in ids]), strict=True):
                regions[region].uncovered[place] += francs
    return regions
