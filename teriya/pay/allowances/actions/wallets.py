"""Where people are paid: entered by one person, approved by another, never one number for two people."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date, require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.core.states import move, move_all
from teriya.foundation.core.words import fold
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances import queries
from teriya.pay.allowances.files import PROFILES
from teriya.pay.allowances.models import Institution, Wallet
from teriya.pay.allowances.states import WALLET_LIFE
from teriya.people.models import Person


class NewWallet(NamedTuple):
    person: Person
    institution: Institution
    number: str
    holder: str


@transaction.atomic
def open_institution(*, code: str, name: str, profile: str, by: User, on: date) -> Institution:
    """Declare who hands money over, and which module writes its file; the same code again changes nothing."""
    require(by, P.PAY_EXECUTE)
    if profile not in PROFILES:
        raise Refusal(
            "unknown_profile",
            _("Aucun modèle de fichier ne s’appelle « %(profile)s ».") % {"profile": profile},
            field="profile",
        )
    institution, is_new = Institution.objects.get_or_create(code=code, defaults={"name": name, "profile": profile})
    if is_new:
        journal.write(
            "pay.open_institution", "institution", institution.pk, by=by, on=on, permission=P.PAY_EXECUTE, code=code
        )
    return institution


@transaction.atomic
def enter_wallets(*, rows: Sequence[NewWallet], by: User, on: date) -> list[Wallet]:
    """Write wallets for approval; one already there for the person changes nothing. Refuses an impossible number."""
    require_date(by, on)
    rows = [NewWallet(*row) for row in rows]
    for commune in {row.person.commune_id for row in rows}:
        require(by, P.WALLETS_ENTER, commune=commune)
    known = {
        (wallet.person_id, wallet.institution_id, wallet.folded): wallet
        for wallet in Wallet.objects.filter(person__in=[row.person.pk for row in rows]).exclude(state="retired")
    }
    wallets, fresh = [], []
    for person, institution, typed, holder in rows:
        number = PROFILES[institution.profile].account(typed)
        folded = fold(number).replace(" ", "")
        wallet = known.get((person.pk, institution.pk, folded))
        if wallet is None:
            wallet = Wallet(person=person, institution=institution, number=number, folded=folded, holder=holder.strip(),
                            entered_by_id=by.pk, entered_on=on)  # fmt: skip
            known[person.pk, institution.pk, folded] = wallet
            fresh.append(wallet)
        wallets.append(wallet)
    Wallet.objects.bulk_create(fresh)
    if fresh:
        journal.write(
            "wallets.enter",
            "wallet",
            fresh[0].pk,
            by=by,
            on=on,
            permission=P.WALLETS_ENTER,
            rows=[w.pk for w in fresh],
        )
    return wallets


@transaction.atomic
def approve_wallets(*, wallets: Sequence[Wallet], by: User, on: date) -> list[Wallet]:
    """Put wallets in use, each by another person than who entered it; the person's former one is retired.

    Refuses `duplicate_wallet` for a number that somebody else holds.
    """
    locked = _locked(wallets, by)
    shared = queries.other_holders(locked)
    for wallet in locked:
        if other := shared.get(wallet.pk):
            raise Refusal(
                "duplicate_wallet",
                _("Le compte …%(number)s de %(matricule)s est aussi celui de %(other)s.")
                % {
                    "number": wallet.number[-4:],
                    "matricule": wallet.person.matricule,
                    "other": other.person.matricule,
                },
                field="number",
            )
    former = Wallet.objects.select_for_update().filter(person__in=[w.person_id for w in locked], state="in_use")
    move_all(list(former), WALLET_LIFE, "retire", by=by, on=on)
    Wallet.objects.filter(pk__in=[w.pk for w in locked]).update(approved_by_id=by.pk, approved_on=on)
    move_all(locked, WALLET_LIFE, "approve", by=by, on=on)
    if locked:
        journal.write(
            "wallets.approve",
            "wallet",
            locked[0].pk,
            by=by,
            on=on,
            permission=P.WALLETS_APPROVE,
            rows=[w.pk for w in locked],
        )
    return locked


@transaction.atomic
def refuse_wallet(*, wallet: Wallet, reason: str, by: User, on: date) -> Wallet:
    """Set an entered wallet aside, with the reason."""
    [locked] = _locked([wallet], by)
    move(locked, WALLET_LIFE, "refuse", by=by, on=on, reason=reason)
    journal.write("wallets.refuse", "wallet", locked.pk, by=by, on=on, reason=reason, permission=P.WALLETS_APPROVE)
    return locked


def _locked(wallets: Sequence[Wallet], by: User) -> list[Wallet]:
    rows = Wallet.objects.select_for_update(of=("self",)).filter(pk__in=[wallet.pk for wallet in wallets])
    locked = list(rows.select_related("person", "institution").order_by("pk"))
    for commune in {wallet.person.commune_id for wallet in locked}:
        require(by, P.WALLETS_APPROVE, commune=commune)
    require_other_person(by, *{wallet.entered_by_id for wallet in locked})
    for wallet in locked:
        WALLET_LIFE.check("approve", wallet.state)
        if wallet.person.account_id == by.pk:
            raise NotAllowed("own_file", _("Personne n’approuve son propre compte de paiement."))
    return locked
