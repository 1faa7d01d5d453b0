"""Reading what institutions send back: in any order, twice, in part, the balances end the same."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import write_many
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.actions.hearing import Awaiting, awaiting, close, write
from teriya.pay.allowances.files import returns
from teriya.pay.allowances.files.answers import Answer
from teriya.pay.allowances.models import Institution, PayFile, PaymentOrder, PayRun, ReturnFile, ReturnLine, Suspense
from teriya.pay.allowances.policies import require_reader
from teriya.pay.allowances.states import Heard, Said

_PART = 5_000  # answers read at once: the order of answers changes nothing, and memory stays small


@transaction.atomic
def settle(*, run: PayRun, institution: Institution, content: bytes, filename: str, by: Actor, on: date) -> ReturnFile:
    """Take in one return file: paid → received, returned → owed again, the rest in suspense with its reason.

    A table (CSV), a bank’s report (pain.002) or statement (camt.053). The same bytes again give the same answer and change nothing.
    The run is settled when no order is left without answer. Refuses `unreadable_return`, and `nothing_sent` before the file has left.
    """
    require(by, P.PAY_RECONCILE)
    require_date(by, on)
    locked = PayRun.objects.select_for_update().get(pk=run.pk)
    digest = hashlib.sha256(f"{locked.number}|{institution.code}|".encode() + content).hexdigest()
    if known := ReturnFile.objects.filter(digest=digest).first():
        return known
    if by.id:  # a person, not the operator by its interface
        require_reader(by, locked)
    reading = returns.read(content)
    if not reading.answers:
        raise Refusal("unreadable_return", _("Ce fichier ne parle d’aucun paiement : rien n’a été lu."), field="file")
    file = ReturnFile.objects.create(
        digest=digest, sha256=hashlib.sha256(content).hexdigest(), run=locked, institution=institution, filename=filename[:200], kind=reading.kind, by_id=by.id, on=on
    )  # fmt: skip
    answers = _each(file, reading.answers)
    while part := list(islice(answers, _PART)):
        file.suspended += _hear(file, part, on)
    _count(file)
    journal.write("pay.settle", "pay_run", locked.pk, by=by, on=on, permission=P.PAY_RECONCILE, digest=digest,
                  paid=file.paid, returned=file.returned, unknown=file.suspended)  # fmt: skip
    close(locked, by, on)
    return file


def _hear(file: ReturnFile, answers: Sequence[Answer], on: date) -> int:
    """Each answer kept as a line, its order told and written; returns how many nothing explains."""
    named = {answer.reference for answer in answers}
    ours = PaymentOrder.objects.filter(line__run=file.run_id, wallet__institution=file.institution_id)
    orders = awaiting(ours.filter(reference__in=named))
    others = _elsewhere(file, named - orders.keys())
    lines, doubtful = [], []
    for answer in answers:
        order = orders.get(answer.reference)
        line = ReturnLine(file=file, place=answer.place, reference=answer.reference, said=answer.said, on=answer.on,
                          amount=answer.amount, reason=answer.reason)  # fmt: skip
        if order is None:
            line.outcome, why = _nobody(answer, others)
        else:
            line.order_id = order.payment.pk
            line.outcome, why = _weigh(answer, order, on, line)
        lines.append(line)
        if line.outcome == Heard.SUSPENSE:
            doubtful.append((line, why))
    write_many(lines)
    Suspense.objects.bulk_create([Suspense(line=line, why=why) for line, why in doubtful])
    write(list(orders.values()), on=on)
    return len(doubtful)


def _weigh(answer: Answer, order: Awaiting, on: date, line: ReturnLine) -> tuple[str, str]:
    """What becomes of an answer about one of our orders."""
    if answer.amount is not None and answer.amount != order.payment.amount:
        said = in_francs(answer.amount) if answer.amount >= 0 else "une somme qui n’est pas en francs entiers"
        return Heard.SUSPENSE, f"{said} au lieu de {in_francs(order.payment.amount)}"
    before = order.state
    outcome = order.hear(answer.said, on=answer.on, today=on, reason=answer.reason)
    if order.state != before:
        order.by = line
    if outcome != Heard.SUSPENSE:
        return outcome, ""
    if answer.said == Said.UNCLEAR:
        return outcome, N_("statut non compris")
    if order.is_replaced:
        return outcome, N_("dit payé, mais cette paie a déjà un autre ordre, ou est mise de côté pour les héritiers")
    return outcome, N_("contredit une réponse déjà lue : l’ordre est contesté")


def _each(file: ReturnFile, answers: Sequence[Answer]) -> Iterator[Answer]:
    """An answer about a whole pay file is one about each of its orders."""
    sent = {}
    if any(answer.is_whole for answer in answers):
        files = PayFile.objects.filter(run=file.run_id, institution=file.institution_id)
        sent = {number.replace("/", "-"): (pk, total) for number, pk, total in files.values_list("number", "pk", "total")}  # fmt: skip
    for answer in answers:
        pk, total = sent.get(answer.reference, (None, 0)) if answer.is_whole else (None, 0)
        if pk is None or (answer.amount is not None and answer.amount != total):
            yield answer
            continue
        for reference in PaymentOrder.objects.filter(file=pk).values_list("reference", flat=True):
            yield replace(answer, reference=reference, amount=None, is_whole=False)


def _elsewhere(file: ReturnFile, references: set[str]) -> set[str]:
    """The references of the same institution’s orders that another run pays: the file is read there too."""
    rows = PaymentOrder.objects.filter(reference__in=references, wallet__institution=file.institution_id)
    return set(rows.exclude(line__run=file.run_id).values_list("reference", flat=True))


def _nobody(answer: Answer, others: set[str]) -> tuple[str, str]:
    """An answer that is about none of the run’s orders."""
    if answer.reference in others or (answer.is_whole and not answer.reference):  # or an operation that is no payment
        return Heard.ELSEWHERE, ""
    return Heard.SUSPENSE, N_("référence inconnue chez cette institution")


def _count(file: ReturnFile) -> None:
    """Orders that this file made what they now are."""
    told = PaymentOrder.objects.filter(answers__file=file, answers__outcome=Heard.COUNTED)
    counts = dict(told.values_list("state").annotate(number=Count("pk", distinct=True)).order_by())
    file.paid, file.returned = counts.get("paid", 0), counts.get("returned", 0)
    file.save(update_fields=["paid", "returned", "suspended"])
