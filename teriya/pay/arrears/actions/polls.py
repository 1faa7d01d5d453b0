"""Asking payees whether the money came. The machine draws and asks: nobody chooses whom, nor when."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation

from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.models import PayFile, PaymentOrder, ReturnLine
from teriya.pay.allowances.queries import changes_told_to
from teriya.pay.arrears import numbers
from teriya.pay.arrears.engine import sample
from teriya.pay.arrears.models import Case, Poll, Question
from teriya.pay.arrears.states import Said

RECENT = 62  # days: a file older than that is no longer asked about


@transaction.atomic
def draw_polls(*, on: date) -> list[Poll]:
    """A sample for each file sent lately that has none; nothing where the pack asks nobody (`payee_sample_share` 0).

    The seed is the machine's own; its SHA-256 is journalled with the draw, and a file is drawn once.
    """
    share, least = (
        rules.amount("payee_sample_share", on=on, default=0),
        rules.amount("payee_sample_min", on=on, default=0),
    )
    if not share:
        return []
    answered = ReturnLine.objects.filter(order__file=OuterRef("pk"))
    files = PayFile.objects.filter(poll=None, on__gte=on - timedelta(RECENT)).annotate(is_answered=Exists(answered))
    return [
        poll
        for file in files.defer("content").select_for_update(of=("self",)).order_by("pk")
        if (poll := _draw(file, share, least, on))
    ]


def _draw(file: PayFile, share: int, least: int, on: date) -> Poll | None:
    orders = dict(PaymentOrder.objects.filter(file=file).values_list("reference", "pk"))
    if not orders:
        return None
    seed, number = secrets.token_hex(32), sample.size(len(orders), share, least)
    poll = Poll.objects.create(
        file=file, seed=seed, population=len(orders), size=number, is_before_answers=not file.is_answered, on=on
    )
    drawn = sample.draw(list(orders), seed, number)
    Question.objects.bulk_create(
        [Question(poll=poll, order_id=orders[reference], rank=n) for n, reference in enumerate(drawn, start=1)]
    )
    journal.write(
        "arrears.draw",
        "poll",
        poll.pk,
        by=None,
        on=on,
        commitment=poll.commitment,
        population=poll.population,
        size=number,
    )
    return poll


@transaction.atomic
def ask_payees(*, on: date) -> list[Question]:
    """Ask each payee drawn whose order is said paid, by SMS, once.

    Only at a verified number (`numbers.verified`). Who has another question open, or may still answer NON to a change of
    account, is asked later: one telephone never has two questions that the same word answers.
    """
    rows = Question.objects.filter(asked_on=None, order__state="paid", poll__on__gte=on - timedelta(2 * RECENT))
    due = list(
        rows.select_for_update(of=("self",))
        .select_related("order__wallet__institution", "order__line__mission__person__account")
        .order_by("pk")
    )
    known, asked, busy = numbers.verified([question.order for question in due]), [], _busy(on)
    for question in due:
        phone = known.get(question.order_id, "")
        if not phone or phone in busy or changes_told_to(phone, on).exists():
            continue
        busy.add(phone)
        question.phone, question.amount, question.asked_on = phone, question.order.amount, on
        asked.append(question)
    Question.objects.bulk_update(asked, ["phone", "amount", "asked_on"], batch_size=1000)
    _send(asked)
    if asked:
        journal.write("arrears.ask", "question", asked[0].pk, by=None, on=on, rows=[question.pk for question in asked])
    return asked


def answer_days(on: date) -> int:
    """How long a question waits for its answer; past that its payee is said silent."""
    return rules.amount("payee_answer_days", on=on, default=7)


def _busy(on: date) -> set[str]:
    """Telephones with a question that may still be answered."""
    rows = Question.objects.filter(said="", asked_on__gte=on - timedelta(answer_days(on)))
    return set(rows.values_list("phone", flat=True))


def _send(asked: Iterable[Question]) -> None:
    by_language: dict[str, list[dict]] = {}
    for question in asked:
        order, person = question.order, question.order.line.mission.person
        language = person.account.language if person.account else "fr"
        with translation.override(language):
            context = {
                "agency": rules.agency()["short_name"], "amount": in_francs(order.amount), "month": order.line.month, "on": order.settled_on,
                "institution": order.wallet.institution.name,
            }  # fmt: skip
        message = {
            "to": question.phone,
            "key": f"payee_asked:{order.pk}",
            "about": f"pay_line {order.line_id}",
            "context": context,
        }
        by_language.setdefault(language, []).append(message)
    for language, messages in by_language.items():
        with translation.override(language):
            queue_many(messages, channel="sms", template="payee_asked", language=language)


@transaction.atomic
def hear_payee(*, phone: str, said: str, amount: int | None, on: date) -> Question | None:
    """Keep the answer to the question that this telephone was last asked; a disagreement opens a case. None where nothing was asked."""
    row = Question.objects.select_for_update().filter(phone=phone, said="").order_by("-asked_on", "-pk").first()
    if row is None:
        return None
    is_same = said == Said.OTHER and amount == row.amount
    row.said, row.said_amount = (Said.YES, None) if is_same else (Said(said), amount)
    row.answered_on = on
    row.save(update_fields=["said", "said_amount", "answered_on"])
    if row.said != Said.YES:
        Case.objects.create(question=row, opened_on=on)
    journal.write("arrears.hear", "question", row.pk, by=None, on=on, said=str(row.said))
    return row
