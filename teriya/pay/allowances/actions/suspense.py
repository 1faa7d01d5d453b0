"""Answers that nothing explained: a person matches each to an order, or sets it aside; never the person who read the file."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_other_person
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.actions.hearing import Awaiting, awaiting, close, write
from teriya.pay.allowances.models import PaymentOrder, PayRun, ReturnLine, Suspense
from teriya.pay.allowances.policies import require_reader
from teriya.pay.allowances.states import SUSPENSE_LIFE, Said


@transaction.atomic
def match_line(*, suspense: Suspense, reference: str, said: str, reason: str, by: User, on: date) -> Suspense:
    """Say which order of the run an answer is about, and what it says of it: paid, returned, or its money back.

    A contested order becomes what the answer says. Refuses `unknown_order`, `other_order`, `other_amount`, `paid_again` when a later order pays the same
    line or its francs are the heirs’, and `already_answered` when the order has the contrary answer.
    """
    run, found = _locked(suspense, by)
    order = awaiting(PaymentOrder.objects.filter(line__run=run)).get(reference.strip())
    if order is None:
        sentence = _("Aucun ordre envoyé de l’état %(run)s ne porte la référence %(reference)s.")
        raise Refusal("unknown_order", sentence % {"run": run, "reference": reference}, field="reference")
    _check(order, found.line, said)
    found.order_id, found.said = order.payment.pk, said
    found.save(update_fields=["order", "said"])
    move(found, SUSPENSE_LIFE, "match", by=by, on=on, reason=reason)
    _become(order, _state(said), found.line, on=on, day=found.line.on, reason=found.line.reason or reason)
    return _done(run, found, "pay.match_line", by, on, reason)


@transaction.atomic
def set_aside_line(*, suspense: Suspense, reason: str, by: User, on: date) -> Suspense:
    """Keep an answer for what it is worth, and count nothing. An order that it contested has its former answer again."""
    run, found = _locked(suspense, by)
    move(found, SUSPENSE_LIFE, "set_aside", by=by, on=on, reason=reason)
    line = found.line
    if line.order_id and line.said in (Said.PAID, Said.RETURNED):
        [order] = awaiting(PaymentOrder.objects.filter(pk=line.order_id)).values()
        if order.state == "contested" and line.amount in (None, order.payment.amount):
            state = "returned" if line.said == Said.PAID else "paid"
            former = ReturnLine.objects.filter(order=line.order_id, said=state).order_by("pk").last()
            _become(
                order, state, line, on=on, day=former.on if former else None, reason=former.reason if former else ""
            )
    return _done(run, found, "pay.set_aside_line", by, on, reason)


def _locked(suspense: Suspense, by: User) -> tuple[PayRun, Suspense]:
    """The run is locked first, as whoever reads one of its files does."""
    require(by, P.PAY_RECONCILE)
    run = PayRun.objects.select_for_update().get(pk=suspense.line.file.run_id)
    rows = Suspense.objects.select_for_update(of=("self",)).select_related("line__file")
    found = rows.get(pk=suspense.pk)
    require_other_person(by, found.line.file.by_id)
    require_reader(by, run, read_by=found.line.file.by_id)
    return run, found


def _state(said: str) -> str:
    return "paid" if said == Said.PAID else "returned"


def _check(order: Awaiting, line: ReturnLine, said: str) -> None:
    where = {"reference": order.payment.reference}
    if line.order_id not in (None, order.payment.pk):
        sentence = _(
            "Cette ligne parle d’un autre ordre que %(reference)s : choisissez celui qu’elle nomme, ou écartez-la."
        )
        raise Refusal("other_order", sentence % where, field="reference")
    if line.amount is not None and line.amount != order.payment.amount:
        sentence = _("La somme de cette ligne n’est pas celle de l’ordre %(reference)s.")
        raise Refusal("other_amount", sentence % where, field="reference")
    if said == Said.PAID and order.is_replaced:
        sentence = _(
            "Cette paie a un autre ordre après %(reference)s, ou est mise de côté pour les héritiers : écartez la ligne, et faites reverser l’un des deux paiements."
        )
        raise Refusal("paid_again", sentence % where, field="reference")
    if said != Said.BACK and order.state not in ("sent", "contested", _state(said)):
        sentence = _(
            "L’ordre %(reference)s a la réponse contraire : écartez la ligne, ou demandez un relevé à l’institution."
        )
        raise Refusal("already_answered", sentence % where, field="reference")


def _become(order: Awaiting, state: str, line: ReturnLine, *, on: date, day: date | None, reason: str) -> None:
    if order.state != state:
        order.take(state, on=day, today=on, reason=reason)
        order.by = line
        write([order], on=on)


def _done(run: PayRun, found: Suspense, action: str, by: User, on: date, reason: str) -> Suspense:
    journal.write(action, "suspense", found.pk, by=by, on=on, reason=reason, permission=P.PAY_RECONCILE, run=run.pk)
    close(run, by, on)
    return found
