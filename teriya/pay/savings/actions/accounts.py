"""Where savings are held: accounts opened by one person and approved by another, deposits with their proof, balances compared."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.documents import actions as documents
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.models import Institution, PayRun
from teriya.pay.savings import queries
from teriya.pay.savings.models import Deposit, SavingsAccount, StatedBalance
from teriya.pay.savings.states import ACCOUNT_LIFE, AccountState


@transaction.atomic
def open_account(*, institution: Institution, title: str, number: str, by: User, on: date) -> SavingsAccount:
    """Enter an account of the agency for its volunteers; nothing goes there before another person approves it.

    Refuses `savings_account_known`: one number of an institution is one account.
    """
    require(by, P.SAVINGS_KEEP)
    require_date(by, on)
    row = SavingsAccount(
        institution=institution, title=title.strip(), number=number.strip(), entered_by_id=by.pk, entered_on=on
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(
            "savings_account_known", _("Ce compte d’épargne est déjà enregistré."), field="number"
        ) from error
    journal.write("savings.open_account", "savings_account", row.pk, by=by, on=on, permission=P.SAVINGS_KEEP,
                  institution=institution.code, number=row.number)  # fmt: skip
    return row


@transaction.atomic
def decide_account(*, account: SavingsAccount, step: str, by: User, on: date, reason: str = "") -> SavingsAccount:
    """Approve or refuse what another person entered; close an account that holds nothing. Refuses `account_not_empty`."""
    row = SavingsAccount.objects.select_for_update().get(pk=account.pk)
    require_other_person(by, row.entered_by_id)
    ACCOUNT_LIFE.check(step, row.state)
    if step == "close" and (left := queries.held(row)):
        raise Refusal("account_not_empty", _("Ce compte tient encore %(left)s.") % {"left": in_francs(left)})
    if step == "approve":
        row.approved_by_id, row.approved_on = by.pk, on
        row.save(update_fields=["approved_by_id", "approved_on"])
    move(row, ACCOUNT_LIFE, step, by=by, on=on, reason=reason)
    journal.write(
        f"savings.{step}_account", "savings_account", row.pk, by=by, on=on, reason=reason, permission=P.SAVINGS_DECIDE
    )
    return row


@transaction.atomic
def deposit(
    *, run: PayRun, account: SavingsAccount, amount: int, reference: str, by: User, on: date,
    proof: UploadedFile | None = None,
) -> Deposit:  # fmt: skip
    """Record what was carried to the account out of what a run retained: `on` and `reference` are those of the proof.

    Refuses `account_not_in_use`, `more_than_retained`: a run carries no franc that it did not retain, and
    `deposit_known` when the proof has served.
    """
    require(by, P.SAVINGS_KEEP)
    require_date(by, on)
    locked = PayRun.objects.select_for_update().get(pk=run.pk)
    _require_in_use(account)
    left = queries.retained([locked.pk]).get(locked.pk, 0) - queries.deposited([locked.pk]).get(locked.pk, 0)
    if not 0 < amount <= left:
        sentence = _("Il reste %(left)s à verser pour cet état : ni plus, ni zéro.") % {"left": in_francs(left)}
        raise Refusal("more_than_retained", sentence, field="amount")
    row = Deposit(account=account, run=locked, amount=amount, reference=reference.strip(), on=on, by_id=by.pk)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal("deposit_known", _("Un versement porte déjà ce numéro de preuve."), field="reference") from error
    if proof:
        row.proof = documents.keep(file=proof, kind="proof", subject="deposit", subject_id=row.pk, by=by, on=on)
        row.save(update_fields=["proof"])
    journal.write("savings.deposit", "deposit", row.pk, by=by, on=on, permission=P.SAVINGS_KEEP, run=locked.number,
                  account=account.pk, amount=amount, reference=row.reference)  # fmt: skip
    return row


@transaction.atomic
def cancel_deposit(*, deposit: Deposit, reason: str, by: User, on: date) -> Deposit:
    """A deposit written in error counts no more, by another person than who wrote it. Refuses `deposit_spent` once its francs have left."""
    require(by, P.SAVINGS_DECIDE)
    require_date(by, on)
    account = SavingsAccount.objects.select_for_update().get(pk=deposit.account_id)
    row = Deposit.objects.select_for_update(of=("self",)).get(pk=deposit.pk)
    require_other_person(by, row.by_id)
    if row.cancelled_on:
        raise Refusal("deposit_cancelled", _("Ce versement est déjà annulé."))
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de cette décision."), field="reason")
    if queries.held(account) < row.amount:
        raise Refusal("deposit_spent", _("Le compte n’a plus cette somme : elle a servi à rembourser."))
    row.cancelled_by_id, row.cancelled_on, row.cancelled_because = by.pk, on, reason.strip()[:200]
    row.save(update_fields=["cancelled_by_id", "cancelled_on", "cancelled_because"])
    journal.write(
        "savings.cancel_deposit", "deposit", row.pk, by=by, on=on, reason=reason, permission=P.SAVINGS_DECIDE
    )
    return row


@transaction.atomic
def state_balance(*, account: SavingsAccount, day: date, balance: int, by: User, on: date) -> StatedBalance:
    """Write what the institution's statement says that the account held at the end of a day. The last one of a day counts."""
    require(by, P.SAVINGS_KEEP)
    require_date(by, on)
    _require_in_use(account)
    if day > on:
        raise Refusal("day_to_come", _("Un relevé ne parle pas d’un jour à venir."), field="day")
    row = StatedBalance.objects.create(account=account, day=day, balance=balance, by_id=by.pk, on=on)
    journal.write("savings.state_balance", "savings_account", account.pk, by=by, on=on, permission=P.SAVINGS_KEEP,
                  day=day.isoformat(), balance=balance)  # fmt: skip
    return row


def _require_in_use(account: SavingsAccount) -> None:
    if account.state != AccountState.IN_USE:
        raise Refusal(
            "account_not_in_use", _("Ce compte n’est pas en service : une autre personne l’approuve d’abord.")
        )
