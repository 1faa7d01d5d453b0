"""What the envelopes hold and what is to come into them: the ledger, the tranches of agreements, the shares of hosts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from teriya.foundation.core.periods import Month
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.partnerships.agreements import queries as agreements
from teriya.pay.cofinancing import foreseen
from teriya.pay.cofinancing import queries as cofinancing


@dataclass(frozen=True)
class Purse:
    """An envelope and where it stands, in francs. `takes_shares`: what hosts pay comes into it."""

    title: str
    funder: str
    kind: str
    granted: int
    received: int
    spent: int
    is_on_tranches: bool = False
    takes_shares: bool = False

    @property
    def cash(self) -> int:
        """Received and not spent; less than nothing where it was paid before it came."""
        return self.received - self.spent

    @property
    def credit(self) -> int:
        """Granted and not received, that no agreement brings by tranches: counted as there from the first month."""
        return 0 if self.is_on_tranches else max(self.granted - self.received, 0)

    @property
    def opening(self) -> int:
        return self.cash + self.credit


@dataclass(frozen=True)
class Coming:
    """Francs that are to come into an envelope on a day."""

    sort: str
    envelope: int
    on: date
    francs: int


def purses(on: date) -> dict[int, Purse]:
    """Envelope → what it holds, in two questions."""
    held, rows = ledger.standings(), list(Envelope.objects.annotate(agreement=F("agreement_envelope")))
    shares, found = cofinancing.shares_among(rows, on), {}
    for row in rows:
        one = held.get(row.pk, ledger.NOTHING)
        found[row.pk] = Purse(row.title, row.funder, row.kind, one.granted, one.received, one.spent,
                              is_on_tranches=row.agreement is not None, takes_shares=row == shares)  # fmt: skip
    return found


def coming(on: date, found: dict[int, Purse], months: int) -> Iterator[Coming]:
    """What is promised or called and not received yet, at its day; then what hosts are expected to give, at the rate that they really paid.

    Shares of hosts come into the envelope that receives them; while there is none, nothing of them is asked.
    """
    for envelope, day, francs in agreements.to_come(on):
        yield Coming("tranche", envelope, day, francs)
    for shares in (pk for pk, purse in found.items() if purse.takes_shares):
        for month, francs in foreseen.expected_by_month(Month.of(on), months).items():
            yield Coming("hosts", shares, month.last, francs)
