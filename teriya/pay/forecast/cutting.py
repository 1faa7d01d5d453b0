"""Which missions would stop if an envelope pays no more than it holds, and the cash by month before and after. Nothing is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.pay.forecast.engine.balances import Account
from teriya.pay.forecast.engine.cut import Candidate, Outcome, cut
from teriya.pay.forecast.engine.flows import Outflow
from teriya.pay.forecast.engine.posts import CERTAIN, Assumptions, Span
from teriya.pay.forecast.reading import Forecast, compute, payers_of, read
from teriya.pay.forecast.rows import PaidRow, paid_by
from teriya.service.missions.states import LIVE

Months = tuple[int, ...]  # francs by month of the forecast


@dataclass(frozen=True)
class Proposal:
    """`before`, `after`: what is left in the envelope at the end of each month from `start`."""

    envelope: Envelope
    rule: str
    last_day: date
    outcome: Outcome
    rows: dict[int, PaidRow]
    start: int
    before: Sequence[int]
    after: Sequence[int]

    def ends(self, mission: int) -> date:
        """Its last day if nothing stops."""
        return self.rows[mission].last


def propose(envelope: Envelope, rule: str, stops_on: date, on: date) -> Proposal:
    """Only what is certain counts: neither open seats nor renewals, which the cut ends first."""
    found = compute(read(on), Assumptions(renewal=0, filling=0))
    account = found.accounts[envelope.pk]
    rows = {row.mission: row for row in paid_by(envelope.pk, stops_on, LIVE)}
    price = _prices(envelope, stops_on, found)
    saved = {pk: price(row) for pk, row in rows.items()}
    first = rules.amount("priority_domains", on=on, default=())
    candidates = [
        Candidate(pk, row.begun, row.last, first.index(row.domain) if row.domain in first else len(first), sum(saved[pk]))
        for pk, row in rows.items()
    ]  # fmt: skip
    outcome = cut(candidates, max(0, -min(account.balances)), rule)
    stopped = [saved[stop.mission] for stop in outcome.stops]
    spent = [francs - sum(less) for francs, *less in zip(account.spent, *stopped, strict=True)]
    after = Account(account.opening, account.received, spent)
    return Proposal(envelope, rule, stops_on, outcome, rows, found.start, account.balances, after.balances)


def _prices(envelope: Envelope, stops_on: date, found: Forecast) -> Callable[[PaidRow], Months]:
    """What gives the francs of the envelope that a mission would have cost after its last day: those alike are counted once."""
    outflow, known = Outflow(found.start, len(found.months), found.prices), {}

    def price(row: PaidRow) -> Months:
        payers, first = payers_of(row.envelope, row.shares), max(stops_on + timedelta(1), row.begun)
        key = (row.form, row.diploma, payers, first, row.last)
        if key not in known:
            span = Span("running", row.form, row.diploma, 0, payers, CERTAIN, first, row.last, 1, first, "", 0)
            months = [francs for cell, francs in outflow.francs([span]).items() if cell.envelope == envelope.pk]
            known[key] = tuple(map(sum, zip(*months, strict=True))) or (0,) * len(found.months)
        return known[key]

    return price
