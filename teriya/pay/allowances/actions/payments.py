"""Payment orders, and the files that carry them to the institutions."""

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Collate
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances import posting, queries
from teriya.pay.allowances.actions import papers
from teriya.pay.allowances.files.payees import Batch
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.filling import lacking, payee_of
from teriya.pay.allowances.models import Institution, PayFile, PayLine, PaymentOrder, PayRun, Transmission
from teriya.pay.allowances.policies import require_separation
from teriya.pay.allowances.states import RUN_LIFE
from teriya.pay.allowances.words import month_name, nature_name


def order_payments(lines: Sequence[PayLine], *, by: User, on: date) -> list[PaymentOrder]:
    """One order a line, to the wallet in use that day; its attempt follows the last one.

    Refuses `no_wallet` when a wallet was withdrawn since the run was prepared, `wallet_on_hold` when it was changed,
    `file_field_missing` when another one took its place whose institution needs more.
    """
    wallets = queries.wallets_in_use([line.mission for line in lines])
    tried = dict(
        PaymentOrder.objects.filter(line__in=lines).values_list("line").annotate(last=Max("attempt")).order_by()
    )
    orders = []
    for line, n in zip(lines, next_numbers("OP", on.year, len(lines)), strict=True):
        person = line.mission.person
        wallet = wallets.get(queries.owner_of(person))
        if wallet is None:
            raise Refusal(
                "no_wallet",
                _("%(matricule)s n’a plus de compte de paiement approuvé.") % {"matricule": person.matricule},
            )
        if wallet.is_held(on):
            raise Refusal(
                "wallet_on_hold",
                _("Le compte de %(matricule)s a changé : rien n’y part avant le %(day)s.")
                % {"matricule": person.matricule, "day": f"{wallet.held_until:%d/%m/%Y}"},
            )
        if lacks := lacking(person, wallet):
            raise Refusal("file_field_missing", lacks)
        orders.append(
            PaymentOrder(line=line, attempt=tried.get(line.pk, 0) + 1, wallet=wallet, amount=line.net,
                         reference=f"OP{on.year}{n:07}")
        )  # fmt: skip
    return PaymentOrder.objects.bulk_create(orders)


def send_orders(run: PayRun, *, by: User, on: date) -> list[PayFile]:
    """Write each institution's files with their bordereaux, send the orders they carry and tell the volunteers."""
    matricule = Collate("line__mission__person__matricule", "C")  # the same order on every server
    rows = run_orders(run).filter(state="ordered").order_by(matricule, "pk")
    orders = list(rows)
    by_institution: dict[Institution, list[PaymentOrder]] = {}
    for order in orders:
        by_institution.setdefault(order.wallet.institution, []).append(order)
    files = []
    for institution in sorted(by_institution, key=lambda institution: institution.code):
        files += _write_files(run, institution, by_institution[institution], by=by, on=on)
    posting.send(orders, on=on)
    _tell(orders)
    return files


def run_orders(run: PayRun) -> QuerySet[PaymentOrder]:
    """A run's orders with all that files, ledger and messages read."""
    return (
        PaymentOrder.objects.filter(line__run=run)
        .select_related("line__mission__person", "line__mission__host__commune", "wallet__institution")
        .prefetch_related("line__splits")
    )


@transaction.atomic
def reorder(*, lines: Sequence[PayLine], by: User, on: date) -> list[PayFile]:
    """Pay again lines that an institution returned: a new attempt, to the wallet approved since, in a follow-up file."""
    require(by, P.PAY_EXECUTE)
    require_date(by, on)
    rows = PayLine.objects.select_for_update(of=("self",)).filter(pk__in=[line.pk for line in lines])
    locked = list(rows.select_related("mission__person", "run").prefetch_related("splits").order_by("pk"))
    if not locked or any(line.state != "returned" for line in locked) or len({line.run_id for line in locked}) != 1:
        raise Refusal("not_returned", _("Seules les lignes revenues d’un même état se paient à nouveau."))
    run = PayRun.objects.select_for_update().get(pk=locked[0].run_id)
    require_separation(by, "send", run, run.visas.all())
    orders = order_payments(locked, by=by, on=on)
    posting.order_again(orders, on=on)
    PayLine.objects.filter(pk__in=[line.pk for line in locked]).update(state="ordered")
    if run.state == "settled":
        move(run, RUN_LIFE, "send_again", by=by, on=on)
    files = send_orders(run, by=by, on=on)
    journal.write(
        "pay.reorder", "pay_run", run.pk, by=by, on=on, permission=P.PAY_EXECUTE, rows=[line.pk for line in locked]
    )
    return files


def _write_files(
    run: PayRun, institution: Institution, orders: Sequence[PaymentOrder], *, by: User, on: date
) -> list[PayFile]:
    profile = PROFILES[institution.profile]
    size = profile.limit or len(orders)
    first = run.files.filter(institution=institution).count() + 1
    parts = [orders[start : start + size] for start in range(0, len(orders), size)]
    numbers = [f"FICHIER/{on.year}/{n:06}" for n in next_numbers("FICHIER", on.year, len(parts))]
    contents = [
        profile.write(_batch(run, institution, number, part, on)) for number, part in zip(numbers, parts, strict=True)
    ]
    drafts = [
        PayFile(run=run, institution=institution, part=place, number=number, content=content,
                filename=f"{institution.code}_{run.month:%Y-%m}_{number[-6:]}.{profile.extension}",
                sha256=hashlib.sha256(content).hexdigest(), total=sum(order.amount for order in part), count=len(part), on=on)
        for place, (number, part, content) in enumerate(zip(numbers, parts, contents, strict=True), start=first)
    ]  # fmt: skip
    papers.issue_bordereaux(drafts, by=by, on=on)
    files = PayFile.objects.bulk_create(drafts)
    if profile.provider:  # the worker carries them; their key is theirs for ever
        Transmission.objects.bulk_create(
            [Transmission(file=file, key=uuid5(NAMESPACE_URL, f"teriya:{file.number}:{file.sha256}"), by_id=by.pk) for file in files]
        )  # fmt: skip
    for file, part in zip(files, parts, strict=True):
        sent = PaymentOrder.objects.filter(pk__in=[order.pk for order in part])
        sent.update(state="sent", sent_on=on, file=file)
    return files


def _batch(run: PayRun, institution: Institution, number: str, orders: Sequence[PaymentOrder], on: date) -> Batch:
    return Batch(number, on, month_name(run.month), rules.agency()["short_name"], institution.name, institution.debit_account,
                 institution.bic, [payee_of(order) for order in orders])  # fmt: skip


def _tell(orders: Sequence[PaymentOrder]) -> None:
    agency = rules.agency()["short_name"]
    queue_many(
        [{"to": order.line.mission.person.phone, "key": f"pay_sent:{order.reference}", "about": f"order {order.pk}",
          "context": {"agency": agency, "what": nature_name(order.line), "month": month_name(order.line.month), "amount": in_francs(order.amount),
                      "institution": order.wallet.institution.name, "tail": order.wallet.number[-4:],
                      "reference": order.reference}}
         for order in orders],
        channel="sms", template="pay_sent",
    )  # fmt: skip
