"""Reading what institutions send back: in any order, twice, in part, the balances end the same."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances import posting
from teriya.pay.allowances.actions.chain import sign
from teriya.pay.allowances.actions.payments import run_orders
from teriya.pay.allowances.files import returns
from teriya.pay.allowances.models import Institution, PayLine, PaymentOrder, PayRun, ReturnFile
from teriya.pay.allowances.policies import current_round, require_separation
from teriya.pay.allowances.states import RUN_LIFE


@transaction.atomic
def settle(*, run: PayRun, institution: Institution, content: bytes, filename: str, by: User, on: date) -> ReturnFile:
    """Take in one return file: paid → received, returned → owed again, the rest in suspense with its reason.

    The same bytes again give the same answer and change nothing. The run is settled when no order is left without answer.
    """
    require(by, P.PAY_RECONCILE)
    require_date(by, on)
    locked = PayRun.objects.select_for_update().get(pk=run.pk)
    digest = hashlib.sha256(f"{locked.number}|{institution.code}|".encode() + content).hexdigest()
    if known := ReturnFile.objects.filter(digest=digest).first():
        return known
    require_separation(by, "settle", locked, locked.visas.all())
    answers = returns.read(content)
    orders = {
        order.reference: order
        for order in run_orders(locked).filter(wallet__institution=institution).exclude(state="ordered")
    }
    paid, back, unknown = _sort(answers, orders, on)
    _receive(paid, on)
    _take_back(back, on)
    file = ReturnFile.objects.create(
        digest=digest, run=locked, institution=institution, filename=filename[:200], on=on, paid=len(paid), returned=len(back),
        unknown=unknown,
    )  # fmt: skip
    journal.write("pay.settle", "pay_run", locked.pk, by=by, on=on, permission=P.PAY_RECONCILE, digest=digest,
                  paid=len(paid), returned=len(back), unknown=len(unknown))  # fmt: skip
    _close(locked, by, on)
    return file


def _sort(
    answers: Iterable[returns.Answer], orders: dict[str, PaymentOrder], on: date
) -> tuple[list[PaymentOrder], list[PaymentOrder], list[dict]]:
    """Orders newly paid, newly returned, and the lines that nothing explains. What is known already changes nothing."""
    paid, back, unknown = [], [], []
    for answer in answers:
        order = orders.get(answer.reference)
        wanted = "paid" if answer.is_paid else "returned"
        if order is None:
            why = "référence inconnue chez cette institution"
        elif answer.is_paid is None:
            why = "statut non compris"
        elif order.state not in ("sent", wanted):
            why = f"contredit une réponse déjà lue : {order.get_state_display()}"
        else:
            if order.state == "sent":
                order.state, order.settled_on = wanted, _settled(answer, order, on)
                order.returned_because = "" if answer.is_paid else (answer.reason or "motif non donné")[:200]
                (paid if answer.is_paid else back).append(order)
            continue
        unknown.append({"line": answer.line, "reference": answer.reference[:40], "why": why})
    return paid, back, unknown


def _settled(answer: returns.Answer, order: PaymentOrder, on: date) -> date:
    """The day that the institution gives, when it is possible."""
    return answer.on if answer.on and order.sent_on <= answer.on <= on else on


def _receive(orders: list[PaymentOrder], on: date) -> None:
    for day in sorted({order.settled_on for order in orders}):
        paid = PaymentOrder.objects.filter(pk__in=[order.pk for order in orders if order.settled_on == day])
        paid.update(state="paid", settled_on=day)
    PayLine.objects.filter(pk__in=[order.line_id for order in orders]).update(state="paid")
    posting.receive(orders, on=on)


def _take_back(orders: list[PaymentOrder], on: date) -> None:
    if orders:
        PaymentOrder.objects.bulk_update(orders, ["state", "settled_on", "returned_because"], batch_size=1000)
        PayLine.objects.filter(pk__in=[order.line_id for order in orders]).update(state="returned")
        posting.take_back(orders, on=on)


def _close(run: PayRun, by: User, on: date) -> None:
    """Settled when every order has its answer; a returned line stays to be paid again."""
    if run.state != "sent" or PaymentOrder.objects.filter(line__run=run, state="sent").exists():
        return
    move(run, RUN_LIFE, "settle", by=by, on=on)
    visas = list(run.visas.all())
    if not any(visa.step == "settle" and visa.round == current_round(visas) for visa in visas):
        sign(run, "settle", by=by, on=on, round=current_round(visas))
