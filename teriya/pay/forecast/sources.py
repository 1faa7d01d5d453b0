"""What the envelopes hold and what is to come into them: the ledger, the tranches of agreements, the shares of hosts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from teriya.foundation.core.periods import Month
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ledger.models import Envelope, SourceKind
from teriya.partnerships.agreements import queries as agreements
from teriya.pay.cofinancing import queries as cofinancing


@dataclass(frozen=True)
class Purse:
    """An envelope and where it stands, in francs."""

    title: str
    funder: str
    kind: str
    granted: int
    received: int
    spent: int
    is_on_tranches: bool = False

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


def purses() -> dict[int, Purse]:
    """Envelope → what it holds, in two questions."""
    held = ledger.standings()
    found = {}
    rows = Envelope.objects.values_list("pk", "title", "funder", "kind", "agreement_envelope")
    for pk, title, funder, kind, agreement in rows:
        one = held.get(pk, ledger.NOTHING)
        found[pk] = Purse(title, funder, kind, one.granted, one.received, one.spent, is_on_tranches=bool(agreement))
    return found


def coming(on: date, found: dict[int, Purse], months: int) -> Iterator[Coming]:
    """What is promised or called and not received yet, at its day; then what hosts are expected to give, at the rate that they really paid.

    Shares of hosts come into the envelope that receives them; while there is none, nothing of them is asked.
    """
    for envelope, day, francs in agreements.to_come(on):
        yield Coming("tranche", envelope, day, francs)
    if not any(purse.kind == SourceKind.HOST for purse in found.values()):
        return
    shares = cofinancing.envelope_of_shares(on)
    if shares:
        for month, francs in cofinancing.expected_by_month(Month.of(on), months).items():
            yield Coming("hosts", shares.pk, month.last, francs)
