"""Payment orders, and the files that carry them to the institutions."""

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce, Collate
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.rows import Heard, parts, unheard, write_many
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances import posting, queries
from teriya.pay.allowances.actions import papers
from teriya.pay.allowances.files.payees import Batch, Payee
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.filling import Named, lacking, payees
from teriya.pay.allowances.models import Institution, PayFile, PayLine, PaymentOrder, PayRun, Transmission
from teriya.pay.allowances.policies import require_separation
from teriya.pay.allowances.states import RUN_LIFE
from teriya.pay.allowances.words import month_name, nature_name


def order_payments(lines: QuerySet[PayLine], *, by: User, on: date) -> Sequence[PaymentOrder]:
    """One order a line, to the wallet in use that day; its attempt follows the last one.

    Refuses `no_wallet` when a wallet was withdrawn since the run was prepared, `wallet_on_hold` when it was changed,
    `file_field_missing` when another one took its place whose institution needs more, `payee_died` after a death: nothing goes
    to the account of who is dead.
    """
    owner = Coalesce("mission__person__merged_into", "mission__person")
    names = ("mission__person__matricule", "mission__person__family", "mission__person__given")
    if dead := lines.filter(queries.of_the_dead()).values_list(names[0], flat=True).first():
        raise Refusal(
            "payee_died",
            _(
                "%(matricule)s est décédé depuis le calcul : rejetez l’état, et calculez à nouveau. Ce qui est dû va à ses héritiers."
            )
            % {"matricule": dead},
        )
    rows = list(lines.values_list("pk", "net", owner, *names))
    wallets = queries.wallets_in_use(owner for _pk, _net, owner, *_name in rows)
    tried = dict(
        PaymentOrder.objects.filter(line__in=[pk for pk, *_facts in rows])
        .values_list("line").annotate(last=Max("attempt")).order_by()
    )  # fmt: skip
    orders = []
    for (pk, net, person, *name), n in zip(rows, next_numbers("OP", on.year, len(rows)), strict=True):
        named, wallet = Named(*name), wallets.get(person)
        if wallet is None:
            raise Refusal(
                "no_wallet",
                _("%(matricule)s n’a plus de compte de paiement approuvé.") % {"matricule": named.matricule},
            )
        if wallet.is_held(on):
            raise Refusal(
                "wallet_on_hold",
                _("Le compte de %(matricule)s a changé : rien n’y part avant le %(day)s.")
                % {"matricule": named.matricule, "day": f"{wallet.held_until:%d/%m/%Y}"},
            )
        if lacks := lacking(named, wallet):
            raise Refusal("file_field_missing", lacks)
        orders.append(
            PaymentOrder(
                line_id=pk, attempt=tried.get(pk, 0) + 1, wallet=wallet, amount=net, reference=f"OP{on.year}{n:07}"
            )
        )
    return write_many(orders)


def send_orders(run: PayRun, *, by: User, on: date, heard: Heard = unheard) -> list[PayFile]:
    """Write each institution's files with their bordereaux, send the orders they carry and tell the volunteers.

    The order of who has died since it was taken in charge stays here, returned: its francs are owed again, for the heirs.
    """
    _hold_back(run, on=on)
    files = []
    waiting = PaymentOrder.objects.filter(line__run=run, state="ordered")
    matricule = Collate("line__mission__person__matricule", "C")  # the same order on every server
    for institution in Institution.objects.filter(pk__in=waiting.values("wallet__institution")).order_by("code"):
        mine = waiting.filter(wallet__institution=institution).order_by(matricule, "pk")
        ids, found = list(mine.values_list("pk", flat=True)), {}
        for part in parts(ids, heard):
            orders = PaymentOrder.objects.filter(pk__in=part)
            found |= payees(orders)
            posting.send(orders, on=on)
            _tell(orders, institution)
        files += _write_files(run, institution, [(pk, found[pk]) for pk in ids], by=by, on=on)
    return files


def _hold_back(run: PayRun, *, on: date) -> None:
    held = PaymentOrder.objects.filter(
        line__in=PayLine.objects.filter(queries.of_the_dead(), run=run).order_by().values("pk"), state="ordered"
    )
    ids = list(held.values_list("pk", flat=True))
    if not ids:
        return
    posting.hold_back(held, on=on)
    PayLine.objects.filter(orders__in=ids).update(state="returned")
    PaymentOrder.objects.filter(pk__in=ids).update(
        state="returned", settled_on=on, returned_because="Décès avant l’envoi"
    )


@transaction.atomic
def reorder(*, lines: Sequence[PayLine], by: User, on: date) -> list[PayFile]:
    """Pay again lines that an institution returned: a new attempt, to the wallet approved since, in a follow-up file."""
    require(by, P.PAY_EXECUTE)
    require_date(by, on)
    runs = {line.run_id for line in lines}  # locked before their lines, as whoever reads their returns does
    list(PayRun.objects.select_for_update().filter(pk__in=runs).order_by("pk"))
    rows = PayLine.objects.select_for_update(of=("self",)).filter(pk__in=[line.pk for line in lines])
    locked = list(rows.order_by("pk"))
    if not locked or any(line.state != "returned" for line in locked) or len({line.run_id for line in locked}) != 1:
        raise Refusal("not_returned", _("Seules les lignes revenues d’un même état se paient à nouveau."))
    run = PayRun.objects.get(pk=locked[0].run_id)
    require_separation(by, "send", run, run.visas.all())
    again = PayLine.objects.filter(pk__in=[line.pk for line in locked]).order_by("pk")
    orders = order_payments(again, by=by, on=on)
    posting.order_again(PaymentOrder.objects.filter(pk__in=[order.pk for order in orders]), on=on)
    again.update(state="ordered")
    if run.state == "settled":
        move(run, RUN_LIFE, "send_again", by=by, on=on)
    files = send_orders(run, by=by, on=on)
    journal.write(
        "pay.reorder", "pay_run", run.pk, by=by, on=on, permission=P.PAY_EXECUTE, rows=[line.pk for line in locked]
    )
    return files


def _write_files(
    run: PayRun, institution: Institution, orders: Sequence[tuple[int, Payee]], *, by: User, on: date
) -> list[PayFile]:
    """`orders`: (order id, what the file says of it), in the order of the lines."""
    profile = PROFILES[institution.profile]
    size = profile.limit or len(orders)
    first = run.files.filter(institution=institution).count() + 1
    shares = [orders[start : start + size] for start in range(0, len(orders), size)]
    numbers = [f"FICHIER/{on.year}/{n:06}" for n in next_numbers("FICHIER", on.year, len(shares))]
    drafts = []
    for place, (number, share) in enumerate(zip(numbers, shares, strict=True), start=first):
        batch = _batch(run, institution, number, [payee for _pk, payee in share], on)
        content = profile.write(batch)
        drafts.append(
            PayFile(run=run, institution=institution, part=place, number=number, content=content,
                    filename=f"{institution.code}_{run.month:%Y-%m}_{number[-6:]}.{profile.extension}",
                    sha256=hashlib.sha256(content).hexdigest(), total=batch.total, count=len(share), on=on)
        )  # fmt: skip
    papers.issue_bordereaux(drafts, by=by, on=on)
    files = PayFile.objects.bulk_create(drafts)
    if profile.provider:  # the worker carries them; their key is theirs for ever
        Transmission.objects.bulk_create(
            [Transmission(file=file, key=uuid5(NAMESPACE_URL, f"teriya:{file.number}:{file.sha256}"), by_id=by.pk) for file in files]
        )  # fmt: skip
    for file, share in zip(files, shares, strict=True):
        PaymentOrder.objects.filter(pk__in=[pk for pk, _payee in share]).update(state="sent", sent_on=on, file=file)
    return files


def _batch(run: PayRun, institution: Institution, number: str, payees: Sequence[Payee], on: date) -> Batch:
    return Batch(number, on, month_name(run.month), rules.agency()["short_name"], institution.name, institution.debit_account,
                 institution.bic, payees)  # fmt: skip


def _tell(orders: QuerySet[PaymentOrder], institution: Institution) -> None:
    agency = rules.agency()["short_name"]
    rows = orders.order_by("pk").values_list(
        "pk",
        "line__mission__person__phone",
        "line__nature",
        "line__corrects",
        "line__month",
        "amount",
        "wallet__number",
        "reference",
    )
    queue_many(
        [{"to": phone, "key": f"pay_sent:{reference}", "about": f"order {pk}",
          "context": {"agency": agency, "what": nature_name(nature, corrects), "month": month_name(month), "amount": in_francs(amount),
                      "institution": institution.name, "tail": number[-4:], "reference": reference}}
         for pk, phone, nature, corrects, month, amount, number, reference in rows],
        channel="sms", template="pay_sent",
    )  # fmt: skip
