"""Orders as their institutions’ answers find them, and writing what the answers make of them: once, in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Max, QuerySet

from teriya.foundation.core.actors import Actor
from teriya.foundation.core.states import move
from teriya.pay.allowances import posting
from teriya.pay.allowances.actions.chain import sign
from teriya.pay.allowances.engine.hearing import heard
from teriya.pay.allowances.models import PaymentOrder, PayRun, ReturnLine, Split, Suspense
from teriya.pay.allowances.policies import current_round
from teriya.pay.allowances.posting import Payment
from teriya.pay.allowances.states import RUN_LIFE, LineState, Said

_LINES = {"paid": "paid", "returned": "returned", "contested": "ordered"}  # what the order’s state makes of its line
# Two statements for any number of rows: `bulk_update` writes a CASE as long as the set, and takes eight times as long.
_ORDERS = """
UPDATE allowances_paymentorder AS o SET state = v.state, settled_on = v.day, returned_because = v.why
FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[]) AS v(id, state, day, why) WHERE o.id = v.id
"""
_PAY_LINES = """
UPDATE allowances_payline AS l SET state = v.state FROM unnest(%s::bigint[], %s::text[]) AS v(id, state) WHERE l.id = v.id
"""


@dataclass(slots=True)
class Awaiting:
    """An order that may be answered. `was`: its state before; `by`: the answer that changed it last."""

    payment: Payment
    line: int
    file: int
    sent_on: date
    state: str
    is_replaced: bool
    is_money_back: bool
    was: str = field(init=False)
    settled_on: date | None = None
    because: str = ""
    by: ReturnLine | None = None

    def __post_init__(self) -> None:
        self.was = self.state

    def hear(self, said: str, *, on: date | None, today: date, reason: str) -> str:
        """What becomes of the answer. The institution’s day is taken when it is possible."""
        state, outcome = heard(self.state, said, is_money_back=self.is_money_back, is_replaced=self.is_replaced)
        self.is_money_back |= said == Said.BACK
        if state != self.state:
            self.take(state, on=on, today=today, reason=reason)
        return outcome

    def take(self, state: str, *, on: date | None, today: date, reason: str) -> None:
        """Become paid, returned or contested."""
        self.state = state
        self.because = (reason or "motif non donné") if state == "returned" else ""
        is_possible = on is not None and self.sent_on <= on <= today
        self.settled_on = None if state == "contested" else on if is_possible else today


def awaiting(orders: QuerySet[PaymentOrder]) -> dict[str, Awaiting]:
    """By reference: orders that left, with what was heard of them, in four queries."""
    rows = list(
        orders.exclude(state="ordered").values_list(
            "pk", "reference", "amount", "state", "sent_on", "attempt", "file", "line", "line__state",
            "line__mission__person", "line__mission__person__merged_into",
        )
    )  # fmt: skip
    lines = PaymentOrder.objects.filter(line__in=orders.values("line"))
    last = dict(lines.values_list("line").annotate(last=Max("attempt")).order_by())
    seen = ReturnLine.objects.filter(order__in=orders, said=Said.BACK, outcome__in=("counted", "known"))
    matched = Suspense.objects.filter(order__in=orders, said=Said.BACK)
    back = {*seen.values_list("order", flat=True), *matched.values_list("order", flat=True)}
    shares: dict[int, list[tuple[int, int]]] = {}
    parts = Split.objects.filter(line__in=orders.values("line")).order_by("pk")
    for line, envelope, francs in parts.values_list("line", "envelope", "amount"):
        shares.setdefault(line, []).append((envelope, francs))
    return {
        reference: Awaiting(
            payment=Payment(pk, reference, amount, merged or person, shares[line]), line=line, file=file, sent_on=sent_on, state=state,
            is_replaced=last[line] > attempt or standing == LineState.SET_ASIDE, is_money_back=pk in back,
        )
        for pk, reference, amount, state, sent_on, attempt, file, line, standing, person, merged in rows
    }  # fmt: skip


def write(orders: Sequence[Awaiting], *, on: date) -> None:
    """Keep the new states of orders and lines, and move the francs from where they stood."""
    changed = [order for order in orders if order.state != order.was]
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, [
            [order.payment.pk for order in changed], [order.state for order in changed],
            [order.settled_on for order in changed], [order.because[:200] for order in changed],
        ])  # fmt: skip
        cursor.execute(_PAY_LINES, [[order.line for order in changed], [_LINES[order.state] for order in changed]])
    posting.answered(
        [(order.payment, order.was, order.state, order.by.pk if order.by else 0) for order in changed], on=on
    )


def close(run: PayRun, by: Actor, on: date) -> None:
    """Settled when every order has its answer; a returned line stays to be paid again."""
    waiting = PaymentOrder.objects.filter(line__run=run, state__in=("sent", "contested"))
    if run.state != "sent" or waiting.exists():
        return
    move(run, RUN_LIFE, "settle", by=by, on=on)
    visas = list(run.visas.all())
    if not any(visa.step == "settle" and visa.round == current_round(visas) for visa in visas):
        sign(run, "settle", by=by, on=on, round=current_round(visas))
