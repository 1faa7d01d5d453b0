"""The forecast: what is read once, then counted month by month. Nothing of it is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from teriya.foundation.rules import queries as rules
from teriya.pay.forecast import prices, rows, sources
from teriya.pay.forecast.engine.balances import Account, Reach, accounts, reaches, together
from teriya.pay.forecast.engine.flows import Cell, Line, Outflow, Prices, added, in_cells, parts_of
from teriya.pay.forecast.engine.months import first_of, index, term
from teriya.pay.forecast.engine.posts import CERTAIN, Assumptions, Payers, Post, months_served, spans
from teriya.pay.forecast.sources import Purse

MONTHS = 24


@dataclass(frozen=True)
class Inputs:
    """Everything that a forecast depends on, besides what is assumed. `known`: sums that are already owed."""

    on: date
    posts: Sequence[Post]
    known: Sequence[Line]
    coming: Sequence[Line]
    purses: dict[int, Purse]
    months: int = MONTHS

    @property
    def start(self) -> int:
        return index(self.on)


@dataclass(frozen=True)
class Forecast:
    """Months of money, from the running one: what leaves and what comes in, cell by cell, and what each envelope holds."""

    inputs: Inputs
    assumed: Assumptions
    prices: Prices

    @property
    def start(self) -> int:
        return self.inputs.start

    @property
    def months(self) -> range:
        return range(self.start, self.start + self.inputs.months)

    @property
    def purses(self) -> dict[int, Purse]:
        return self.inputs.purses

    @cached_property
    def _outflow(self) -> Outflow:
        return Outflow(self.start, self.inputs.months, self.prices)

    @cached_property
    def outs(self) -> dict[Cell, list[int]]:
        known = in_cells(self.inputs.known, self.start, self.inputs.months)
        return added(known, self._outflow.francs(spans(self.inputs.posts, self.assumed)))

    @cached_property
    def ins(self) -> dict[Cell, list[int]]:
        return in_cells(self._coming(), self.start, self.inputs.months)

    @property
    def months_served(self) -> int:
        return months_served(spans(self.inputs.posts, self.assumed), self.start, self.inputs.months)

    def lines(self, month: int | None = None) -> list[Line]:
        """Every product behind the cells, of one month when it is asked."""
        known = [line for line in (*self.inputs.known, *self._coming()) if month in (None, line.month)]
        return [*known, *self._outflow.lines(spans(self.inputs.posts, self.assumed), month)]

    def _coming(self) -> Iterator[Line]:
        for line in self.inputs.coming:
            percent = self.assumed.hosts if line.sort == "hosts" else CERTAIN
            yield line._replace(francs=(line.francs * percent + CERTAIN // 2) // CERTAIN, percent=percent)

    @cached_property
    def accounts(self) -> dict[int, Account]:
        openings = {envelope: purse.opening for envelope, purse in self.purses.items()}
        return accounts(openings, self.ins, self.outs, self.inputs.months)

    @cached_property
    def whole(self) -> Account:
        return together(list(self.accounts.values()), self.inputs.months)

    @cached_property
    def regions(self) -> dict[int, Reach]:
        return reaches(self.accounts, self.outs, self.inputs.months)

    def of_funders(self) -> dict[tuple[str, str], Account]:
        """(kind, funder) → its envelopes together; what no envelope pays under empty names."""
        several: dict[tuple[str, str], list[Account]] = {}
        for envelope, account in self.accounts.items():
            purse = self.purses.get(envelope)
            several.setdefault((purse.kind, purse.funder) if purse else ("", ""), []).append(account)
        return {key: together(found, self.inputs.months) for key, found in several.items()}


def assumptions(on: date) -> Assumptions:
    """What the pack assumes that day."""
    return Assumptions(
        renewal=rules.amount("forecast_renewal", on=on, default=0), filling=rules.amount("forecast_filling", on=on, default=CERTAIN)
    )  # fmt: skip


def read(on: date, months: int = MONTHS) -> Inputs:
    """From the rows, as they stand."""
    held = sources.purses(on)
    return Inputs(on, [*_missions(on), *_seats(on)], [*_unpaid(on), *_counted(on)], list(_coming(on, held, months)), held, months)  # fmt: skip


def compute(inputs: Inputs, assumed: Assumptions, by: Prices | None = None) -> Forecast:
    return Forecast(inputs, assumed, by or prices.of_rules(assumed.rates))


def forecast(on: date) -> Forecast:
    return compute(read(on), assumptions(on))


def payers_of(envelope: int | None, shares: list[list[int]] | None) -> Payers:
    """Who pays a seat: its shares, else its one envelope."""
    return tuple((one, weight) for one, weight in shares) if shares else ((envelope, 1),) if envelope else ()


def _missions(on: date) -> Iterator[Post]:
    first = first_of(index(on))
    following = first_of(index(on) + 1)
    most: dict[str, int] = {}
    for row in rows.missions(first, on):
        if row.form not in most:
            most[row.form] = rules.amount("renewals_max", form=row.form, on=on, default=0)
        since = max(row.begun, following if row.is_counted else first)
        renewals = most[row.form] - row.renewed if row.renewed >= 0 else 0
        yield Post(row.state, row.form, row.diploma, row.region, payers_of(row.envelope, row.shares), row.begun, since, row.last,
                   row.months, renewals, row.reason, row.people)  # fmt: skip


def _seats(on: date) -> Iterator[Post]:
    for row in rows.seats(first_of(index(on) + 1)):
        last = min(term(row.begun, row.months), row.until or date.max)
        yield Post("seat", row.form, row.diploma, row.region, payers_of(row.envelope, row.shares), row.begun, row.begun, last,
                   row.months, 0, "term", row.people)  # fmt: skip


def _unpaid(on: date) -> Iterator[Line]:
    """Due at once."""
    first, by = first_of(index(on)), prices.of_rules()
    for row in rows.months(first, first_of(index(on) - rows.SINCE)):
        cost = by.allowance(row.form, row.diploma, row.first, row.last)
        for envelope, part in parts_of(cost, CERTAIN, payers_of(row.envelope, row.shares)):
            yield Line(index(on), "unpaid", row.form, row.region, envelope, row.people, part, CERTAIN, row.people * part, row.first, row.last)  # fmt: skip


def _counted(on: date) -> Iterator[Line]:
    for row in rows.lines():
        yield Line(index(on), "counted", row.form, row.region, row.envelope or 0, row.people, 0, CERTAIN, row.francs)  # fmt: skip


def _coming(on: date, held: dict[int, Purse], months: int) -> Iterator[Line]:
    """At its day; what is late is expected in the running month, what comes later than the forecast is left out."""
    for one in sources.coming(on, held, months):
        month = max(index(one.on), index(on))
        if month < index(on) + months and one.francs:
            yield Line(month, one.sort, "", 0, one.envelope, 0, 0, CERTAIN, one.francs)


def day_before(month: int) -> date:
    """The last day before a month that cannot be paid: until when there is money."""
    return first_of(month) - timedelta(1)
