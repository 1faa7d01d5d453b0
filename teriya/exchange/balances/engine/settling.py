"""Who owes whom between two agencies: real costs against the shares of their convention, in whole units of one currency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from teriya.foundation.core.money import split

Weights = tuple[int, int, int]  # what the sending agency, the receiving one and a third party plan to give
NOBODY: Weights = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Paid:
    """What one agency paid for a volunteer whom `sender` sends: `uid` is what both call it; `weights` those of its line."""

    uid: str
    line: str
    sender: str
    payer: str
    amount: int
    weights: Weights = field(default=NOBODY)


@dataclass(frozen=True, slots=True)
class Borne:
    """A cost with what each agency bears of it, by code."""

    paid: Paid
    shares: Mapping[str, int]

    def owed(self, agency: str) -> int:
        """What that agency owes to the one that paid."""
        return 0 if agency == self.paid.payer else self.shares[agency]


@dataclass(frozen=True)
class Settled:
    """Lines in the order of their uid: the same on both sides. `owed`: what each owes the other; the net is one sum."""

    lines: tuple[Borne, ...]
    owed: Mapping[str, int]
    debtor: str
    creditor: str
    net: int


def bear(paid: Paid, between: tuple[str, str]) -> Borne:
    """Split by the weights of the line, to the unit, the sender's part rounded first.

    What a third party gives is not a debt between agencies: it stays with who paid, as does a line that the convention does
    not have.
    """
    other = next(code for code in between if code != paid.sender)
    parts = split(paid.amount, paid.weights) if any(paid.weights) else [0, 0, paid.amount]
    shares = {paid.sender: parts[0], other: parts[1]}
    shares[paid.payer] += parts[2]
    return Borne(paid, shares)


def settle(costs: Iterable[Paid], between: tuple[str, str]) -> Settled:
    """Each agency ends up with what it bears, once the debtor has paid the net. No debtor where nothing is owed."""
    lines = tuple(bear(one, between) for one in sorted(costs, key=lambda one: one.uid))
    first, second = sorted(between)
    owed = {code: sum(line.owed(code) for line in lines) for code in (first, second)}
    net = owed[first] - owed[second]
    debtor, creditor = ("", "") if not net else (first, second) if net > 0 else (second, first)
    return Settled(lines, owed, debtor, creditor, abs(net))
