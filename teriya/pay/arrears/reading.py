"""The months of the volunteers and how far their money is: earned, owed, ordered, sent, received, and what they wait for.

Everything is read from the rows each time and nothing is kept: a figure cannot grow old. The number of questions asked does
not depend on the number of months.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from teriya.foundation.core.money import split
from teriya.foundation.core.periods import Month
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.rules.models import Form
from teriya.pay.allowances.actions.prepare import due_day
from teriya.pay.allowances.estimates import Estimator
from teriya.pay.allowances.models import PayRun
from teriya.pay.allowances.policies import next_step
from teriya.pay.arrears import rows
from teriya.pay.arrears.engine.causes import Facts, cause_of
from teriya.pay.arrears.rows import LineRow, MonthRow, Scope

LIQUIDATED = ("liquidated", "ordered", "in_charge", "sent", "settled")
Shares = tuple[tuple[int, int], ...]  # (envelope, francs)


class Owed(NamedTuple):
    """One line of a month, or a month that no line counts yet (`line` None: `earned` is then an estimate; `is_unrated`: no text gives its rate).

    `owed`, `ordered`, `sent`, `received`: francs that came at least so far. `shares`: what each envelope gives of what was earned.
    """

    mission: int
    person: int
    form: str
    region: int
    month: date
    due_on: date
    earned: int
    shares: Shares = ()
    cause: str = ""
    turn: str = ""
    line: int | None = None
    nature: str = "allowance"
    is_complement: bool = False
    owed: int = 0
    ordered: int = 0
    sent: int = 0
    received: int = 0
    received_on: date | None = None
    step: str = ""
    codes: tuple[str, ...] = ()
    institution: str = ""
    because: str = ""
    is_unrated: bool = False

    @property
    def is_estimate(self) -> bool:
        return self.line is None

    @property
    def is_month(self) -> bool:
        """Whether it is a month’s allowance: neither a sum due once nor what a correction still owes."""
        return self.nature == "allowance" and not self.is_complement

    @property
    def missing(self) -> int:
        return self.earned - self.received

    def late(self, on: date) -> int:
        """Whole days after the due day; none before it."""
        return max((on - self.due_on).days, 0) if self.missing else 0


class _Book:
    """What every month is read with: due days, each counted once, and what the envelopes still hold."""

    def __init__(self) -> None:
        self._forms = {form.code: form for form in Form.objects.all()}
        self._days: dict[tuple[str, date], date] = {}
        self._left = {envelope: one.granted - one.spent for envelope, one in ledger.standings().items()}

    def due(self, form: str, month: date) -> date:
        """The pack’s due day of the month itself, not of the run that pays it."""
        if (form, month) not in self._days:
            self._days[form, month] = due_day(Month.of(month), self._forms[form])
        return self._days[form, month]

    def is_short(self, shares: Shares) -> bool:
        """An envelope that no longer has this month’s part (granted less ordered) cannot pay it."""
        return any(self._left.get(envelope, 0) < francs for envelope, francs in shares)


def read(scope: Scope) -> list[Owed]:
    """Every month within the scope, the oldest first."""
    book = _Book()
    return sorted(
        [*_of_lines(scope, book), *_of_months(scope, book)],
        key=lambda owed: (owed.due_on, owed.month, owed.mission, owed.line or 0),
    )


def _of_lines(scope: Scope, book: _Book) -> Iterator[Owed]:
    found = list(rows.lines(scope))
    steps = _steps({row.run for row in found})
    return (_line(row, steps, book) for row in found)


def _line(row: LineRow, steps: dict[int, str], book: _Book) -> Owed:
    net, order, state, shares = row.net, row.order or "", row.state, _of_net(row.net, row.splits)
    is_paid, is_sent = state == "paid", state in ("ordered", "paid") and order in ("sent", "contested", "paid")
    facts = Facts(line=state, order=order, codes=row.codes, is_short=state == "due" and book.is_short(shares))
    cause, turn = ("", "") if is_paid else cause_of(facts)
    return Owed(
        mission=row.mission, person=row.person, form=row.form, region=row.region, month=row.month, due_on=book.due(row.form, row.month),
        earned=net, shares=shares, cause=cause, turn=turn, line=row.line, nature=row.nature, is_complement=row.is_complement,
        owed=net if row.run_state in LIQUIDATED and state != "blocked" else 0, ordered=net if state in ("ordered", "paid") else 0,
        sent=net if is_sent else 0, received=net if is_paid else 0, received_on=row.received_on if is_paid else None,
        step=steps.get(row.run, ""), codes=tuple(row.codes) if state == "blocked" else (), institution=row.institution or "",
        because=row.because or "" if state == "returned" else "",
    )  # fmt: skip


def _of_months(scope: Scope, book: _Book) -> Iterator[Owed]:
    found = list(rows.months(scope))
    rate = Estimator()
    return (_month(row, rate, book) for row in found)


def _month(row: MonthRow, rate: Estimator, book: _Book) -> Owed:
    counted = (row.present, row.absent) if row.sheet in ("attested", "confirmed") else None
    earned = rate.francs(row.form, row.diploma, row.first, row.last, counted)
    payers = row.shares or ([[row.envelope, 1]] if row.envelope else [])
    shares = _of_net(earned, payers)
    cause, turn = cause_of(
        Facts(
            sheet=row.sheet,
            has_funder=bool(payers),
            is_short=book.is_short(shares),
            has_facilitator=row.has_facilitator,
        )
    )
    return Owed(
        mission=row.mission, person=row.person, form=row.form, region=row.region, month=row.month, due_on=book.due(row.form, row.month),
        earned=earned, shares=shares, cause=cause, turn=turn, is_unrated=not earned and not rate.francs(row.form, row.diploma, row.first, row.last, None),
    )  # fmt: skip


def _of_net(francs: int, weights: Sequence[Sequence[int]]) -> Shares:
    """What each envelope gives of the francs that the volunteer receives."""
    if len(weights) < 2 or not francs:
        return ((weights[0][0], francs),) if weights and francs else ()
    parts = split(francs, [weight for _envelope, weight in weights])
    return tuple((envelope, part) for (envelope, _weight), part in zip(weights, parts, strict=True))


def _steps(runs: set[int]) -> dict[int, str]:
    """Run → the step of the chain that it waits at, while it is not sent."""
    waiting = PayRun.objects.filter(pk__in=runs).exclude(state__in=("sent", "settled")).prefetch_related("visas")
    steps = {run.pk: next_step(sorted(run.visas.all(), key=lambda visa: visa.pk)) for run in waiting}
    return {run: step["code"] for run, step in steps.items() if step}
