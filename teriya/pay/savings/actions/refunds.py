"""Savings given back: asked by one person, approved by a second, paid by a third; never more than what was saved."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.money import split
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.queries import owner_of
from teriya.pay.savings import posting, queries
from teriya.pay.savings.actions.heirs import is_dead
from teriya.pay.savings.models import Heir, HeirsAct, Refund, RefundPayment, SavingsAccount
from teriya.pay.savings.policies import require_not_own
from teriya.pay.savings.states import LIVE, REFUND_LIFE, AccountState, HeirsState, Means
from teriya.people.models import Person


@transaction.atomic
def ask_refund(*, person: Person, amount: int, means: str, number: str, by: User, on: date) -> Refund:
    """Ask to give a volunteer back some or all of the savings, once no mission runs.

    Refuses `heirs_needed` after a death, `still_serving`, `not_refundable` where the country's rule keeps the savings,
    `above_savings`, `refund_under_way`, `number_required`.
    """
    require(by, P.SAVINGS_ASK)
    require_date(by, on)
    require_not_own(person, by)
    owner = _locked(person)
    if is_dead(owner):
        raise Refusal("heirs_needed", _("Ce volontaire est décédé : son épargne va à ses héritiers, sur leur acte d’hérédité."))  # fmt: skip
    why, rule = _right(owner, on)
    _require_saved(owner, amount)
    _require_number(means, number)
    return _ask(owner, [(None, amount, means, number)], why, rule, by=by, on=on)[0]


@transaction.atomic
def ask_refunds_of_heirs(*, act: HeirsAct, by: User, on: date) -> list[Refund]:
    """Share what a volunteer who died has saved between the heirs of an approved act, to the franc, by largest remainder.

    An heir whose telephone is known is paid by mobile money, another in cash. Refuses `act_not_approved`, `above_savings`
    when nothing is left, `refund_under_way`.
    """
    require(by, P.SAVINGS_ASK)
    require_date(by, on)
    owner = _locked(act.person)
    require_not_own(owner, by)
    if HeirsAct.objects.get(pk=act.pk).state != HeirsState.APPROVED:
        raise Refusal("act_not_approved", _("Une autre personne approuve d’abord l’acte d’hérédité."))
    why, rule = _right(owner, on)
    total = queries.balance(owner) - queries.reserved(owner)
    _require_saved(owner, total)
    heirs = list(act.heirs.order_by("pk"))
    parts = zip(heirs, split(total, [heir.parts for heir in heirs]), strict=True)
    rows = [(heir, francs, Means.MOBILE if heir.phone else Means.CASH, heir.phone) for heir, francs in parts if francs]
    return _ask(owner, rows, why, rule, by=by, on=on)


@transaction.atomic
def decide_refund(*, refund: Refund, step: str, by: User, on: date, reason: str = "") -> Refund:
    """Approve what another person asked, or refuse it: its francs are savings as before."""
    row = _refund(refund)
    require_other_person(by, row.asked_by_id)
    require_not_own(row.person, by)
    REFUND_LIFE.check(step, row.state)
    if step == "approve":
        row.approved_by_id, row.approved_on = by.pk, on
        row.save(update_fields=["approved_by_id", "approved_on"])
    _move(row, step, P.SAVINGS_DECIDE, by=by, on=on, reason=reason)
    return row


@transaction.atomic
def pay_refund(*, refund: Refund, account: SavingsAccount, voucher: str, by: User, on: date) -> RefundPayment:
    """Hand an approved refund over, out of an account, against a numbered receipt; `on` is the day of the receipt.

    Never by who asked or approved it. Refuses `not_carried` while the account does not hold the sum, `above_savings`,
    `voucher_known`.
    """
    row = _refund(refund)
    require_date(by, on)
    require_other_person(by, row.asked_by_id, row.approved_by_id)
    require_not_own(row.person, by)
    REFUND_LIFE.check("pay", row.state)
    source = SavingsAccount.objects.select_for_update().get(pk=account.pk)
    holds = queries.held(source) if source.state == AccountState.IN_USE else 0
    if holds < row.amount:
        sentence = _("Ce compte tient %(held)s : versez-y d’abord ce que les états ont retenu.")
        raise Refusal("not_carried", sentence % {"held": in_francs(holds)}, field="account")
    _require_saved(row.person, row.amount, but=row.pk)
    payment = RefundPayment(refund=row, account=source, amount=row.amount, means=row.means, number=row.number,
                            voucher=voucher.strip(), on=on, by_id=by.pk)  # fmt: skip
    try:
        with transaction.atomic():
            payment.save()
    except IntegrityError as error:
        raise Refusal("voucher_known", _("Ce numéro de reçu a déjà servi."), field="voucher") from error
    posting.give_back(payment, on=on)
    _move(row, "pay", P.SAVINGS_KEEP, by=by, on=on, voucher=payment.voucher, account=source.pk)
    return payment


@transaction.atomic
def come_back(*, refund: Refund, reason: str, by: User, on: date) -> Refund:
    """A refund that did not reach its payee: its francs are savings again. Refuses `bad_dates` before its payment."""
    row = _refund(refund)
    REFUND_LIFE.check("come_back", row.state)
    payment = row.payments.get(returned_on=None)
    if on < payment.on:
        raise Refusal("bad_dates", _("Un remboursement revient après son paiement."), field="on")
    _move(row, "come_back", P.SAVINGS_KEEP, by=by, on=on, reason=reason)
    payment.returned_on, payment.returned_because = on, reason.strip()[:200]
    payment.save(update_fields=["returned_on", "returned_because"])
    posting.take_in_again(payment, on=on)
    return row


@transaction.atomic
def ask_again(*, refund: Refund, means: str, number: str, by: User, on: date) -> Refund:
    """What came back is asked again, to the same payee, where the payee says; another person approves it anew."""
    row = _refund(refund)
    require_not_own(row.person, by)
    REFUND_LIFE.check("ask_again", row.state)
    _require_number(means, number)
    _require_saved(row.person, row.amount)
    row.means, row.number = means, number.strip()
    row.asked_by_id, row.asked_on, row.approved_by_id, row.approved_on = by.pk, on, None, None
    _move(row, "ask_again", P.SAVINGS_ASK, by=by, on=on)
    row.save(update_fields=["means", "number", "asked_by_id", "asked_on", "approved_by_id", "approved_on"])
    return row


def _locked(person: Person) -> Person:
    """The person for life, held: two refunds of one person never count the same francs."""
    return Person.objects.select_for_update(of=("self",)).get(pk=owner_of(person))


def _refund(refund: Refund) -> Refund:
    _locked(refund.person)
    return Refund.objects.select_for_update(of=("self",)).select_related("person", "heir").get(pk=refund.pk)


def _right(person: Person, on: date) -> tuple[str, str]:
    """(reason of end, source of the rule that gives savings back for it); refuses where it is not yet or not given."""
    if queries.is_running(person):
        raise Refusal("still_serving", _("Une mission court encore : l’épargne se rend à la fin."))
    mission = queries.last_mission(person)
    if mission is None:
        raise Refusal("above_savings", _("Cette personne n’a pas d’épargne."), field="amount")
    rule = rules.value("savings_refund_reasons", form=mission.form.code, on=on)
    if mission.end_reason not in rule.value:
        sentence = _("La règle du pays ne rend pas l’épargne pour ce motif de fin : %(source)s.")
        raise Refusal("not_refundable", sentence % {"source": rule.source})
    return mission.end_reason, rule.source


def _require_saved(person: Person, amount: int, but: int = 0) -> None:
    left = queries.balance(person) - queries.reserved(person, but=but)
    if not 0 < amount <= left:
        sentence = _("Il reste %(left)s d’épargne à rendre : ni plus, ni zéro.") % {"left": in_francs(left)}
        raise Refusal("above_savings", sentence, field="amount")


def _require_number(means: str, number: str) -> None:
    if (means == Means.CASH) == bool(number.strip()):
        raise Refusal(
            "number_required", _("Dites à quel numéro, ou choisissez les espèces sans numéro."), field="number"
        )


def _ask(
    owner: Person, rows: list[tuple[Heir | None, int, str, str]], why: str, rule: str, *, by: User, on: date
) -> list[Refund]:
    heirs = [heir for heir, *_rest in rows]
    live = Refund.objects.filter(person=owner, state__in=LIVE)
    if live.filter(heir=None).exists() or (heirs != [None] and live.filter(heir__in=heirs).exists()):
        raise Refusal("refund_under_way", _("Un remboursement est déjà en cours : finissez-le ou refusez-le d’abord."))
    found = Refund.objects.bulk_create(
        [Refund(person=owner, heir=heir, amount=francs, why=why, rule=rule[:200], means=means, number=number.strip(),
                asked_by_id=by.pk, asked_on=on) for heir, francs, means, number in rows]
    )  # fmt: skip
    journal.write("savings.ask_refund", "refund", found[0].pk, by=by, on=on, permission=P.SAVINGS_ASK,
                  person=owner.pk, amounts=[row.amount for row in found])  # fmt: skip
    return found


def _move(row: Refund, step: str, permission: P, *, by: User, on: date, reason: str = "", **facts: object) -> None:
    move(row, REFUND_LIFE, step, by=by, on=on, reason=reason)
    journal.write(f"savings.{step}_refund", "refund", row.pk, by=by, on=on, reason=reason, permission=permission,
                  amount=row.amount, **facts)  # fmt: skip
