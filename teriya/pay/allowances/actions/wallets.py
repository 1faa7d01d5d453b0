"""Where people are paid: entered by one person, approved by another, never one number for two people."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
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
from teriya.pay.allowances.actions import changes
from teriya.pay.allowances.files.accounts import bank
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.models import HolderCheck, Institution, Wallet
from teriya.pay.allowances.states import WALLET_LIFE, Means, Outcome
from teriya.people.models import Person

_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")  # ISO 9362


class NewWallet(NamedTuple):
    person: Person
    institution: Institution
    number: str
    holder: str


@transaction.atomic
def open_institution(
    *, code: str, name: str, profile: str, by: User, on: date, debit_account: str = "", bic: str = ""
) -> Institution:
    """Declare who hands money over, and which kind of file it takes; the same code again changes nothing.

    Refuses `unknown_profile`; `debit_account_missing` or `bad_bic` when orders would not say which account pays; `operator_not_set`.
    """
    require(by, P.PAY_EXECUTE)
    if profile not in PROFILES:
        raise Refusal(
            "unknown_profile",
            _("Aucun modèle de fichier ne s’appelle « %(profile)s ».") % {"profile": profile},
            field="profile",
        )
    if PROFILES[profile].provider and code not in settings.PAYOUTS:
        sentence = _("L’adresse et la clé de « %(code)s » ne sont pas données : voyez « Brancher un opérateur ».")
        raise Refusal("operator_not_set", sentence % {"code": code}, field="code")
    facts = {"name": name, "profile": profile} | _payer(profile, debit_account, bic)
    institution, is_new = Institution.objects.get_or_create(code=code, defaults=facts)
    if is_new:
        journal.write(
            "pay.open_institution", "institution", institution.pk, by=by, on=on, permission=P.PAY_EXECUTE, code=code
        )
    return institution


def _payer(profile: str, debit_account: str, bic: str) -> dict[str, str]:
    """What a bank’s file, or an operator’s order, says of the payer; nothing for the others."""
    kind = PROFILES[profile]
    if not kind.is_bank and not kind.provider:
        return {}
    if not debit_account.strip():
        sentence = _("Un ordre dit quel compte paie : écrivez le compte de l’agence dans cette institution.")
        raise Refusal("debit_account_missing", sentence, field="debit_account")
    if kind.provider:
        return {"debit_account": debit_account.strip()}
    code = bic.replace(" ", "").upper()
    if not _BIC.fullmatch(code):
        sentence = _("Le code BIC de la banque a 8 ou 11 signes, comme ECOCTGTG.")
        raise Refusal("bad_bic", sentence, field="bic")
    return {"debit_account": bank(debit_account), "bic": code}


@transaction.atomic
def enter_wallets(*, rows: Sequence[NewWallet], by: User, on: date) -> list[Wallet]:
    """Write wallets for approval; one already there for the person changes nothing. Refuses an impossible number.

    Where the person had another one approved, it is a change: the numbers known until then are told at once.
    """
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
    changes.warn(fresh)
    if fresh:
        journal.write("wallets.enter", "wallet", fresh[0].pk, by=by, on=on, permission=P.WALLETS_ENTER,
                      rows=[w.pk for w in fresh])  # fmt: skip
    return wallets


@transaction.atomic
def approve_wallets(*, wallets: Sequence[Wallet], by: User, on: date) -> list[Wallet]:
    """Put wallets in use, each by another person than who entered it; the person's former one is retired.

    A change is paid after the pack's `wallet_hold_cycles` only. Refuses `duplicate_wallet` for a number that somebody else
    holds, `other_holder` for an account that is not the person's, `pay_under_way` for a change in the middle of a run.
    """
    locked = _locked(wallets, by)
    _require_own_numbers(locked)
    _check_names(locked, by, on)
    changed = changes.warn(locked)
    changes.require_no_pay_under_way(changed)
    former = Wallet.objects.select_for_update().filter(queries.of_owners(locked), state="in_use")
    move_all(list(former.order_by("pk")), WALLET_LIFE, "retire", by=by, on=on)
    changes.hold(changed, on)
    Wallet.objects.filter(pk__in=[w.pk for w in locked]).update(approved_by_id=by.pk, approved_on=on)
    move_all(locked, WALLET_LIFE, "approve", by=by, on=on)
    if locked:
        journal.write("wallets.approve", "wallet", locked[0].pk, by=by, on=on, permission=P.WALLETS_APPROVE,
                      rows=[w.pk for w in locked])  # fmt: skip
    return locked


@transaction.atomic
def refuse_wallet(*, wallet: Wallet, reason: str, by: User, on: date) -> Wallet:
    """Set an entered wallet aside, with the reason."""
    [locked] = _locked([wallet], by)
    move(locked, WALLET_LIFE, "refuse", by=by, on=on, reason=reason)
    journal.write("wallets.refuse", "wallet", locked.pk, by=by, on=on, reason=reason, permission=P.WALLETS_APPROVE)
    return locked


@transaction.atomic
def check_holder(
    *, wallet: Wallet, means: str, holder: str, is_person: bool, note: str, by: User, on: date
) -> HolderCheck:
    """Note what a paper seen, or the institution, says of the holder; another person than who entered the wallet.

    An account that is said to be somebody else's is paid no more, until a later check says the contrary.
    """
    require_date(by, on)
    locked = Wallet.objects.select_for_update(of=("self",)).select_related("person").get(pk=wallet.pk)
    _require_other_hands([locked], by)
    if locked.state == "retired":
        raise Refusal("wallet_retired", _("Ce compte ne sert plus : rien n’est à vérifier."))
    outcome = Outcome.SAME if is_person else Outcome.OTHER
    check = HolderCheck.objects.create(wallet=locked, means=means, holder=holder.strip(), outcome=outcome, note=note.strip(),
                                       by_id=by.pk, on=on)  # fmt: skip
    journal.write(
        "wallets.check", "wallet", locked.pk, by=by, on=on, permission=P.WALLETS_APPROVE, means=means, outcome=outcome
    )
    return check


def _locked(wallets: Sequence[Wallet], by: User) -> list[Wallet]:
    rows = Wallet.objects.select_for_update(of=("self",)).filter(pk__in=[wallet.pk for wallet in wallets])
    locked = list(rows.select_related("person", "institution").order_by("pk"))
    _require_other_hands(locked, by)
    for wallet in locked:
        WALLET_LIFE.check("approve", wallet.state)
    return locked


def _require_other_hands(wallets: Sequence[Wallet], by: User) -> None:
    """Of one's perimeter, entered by another, and never one's own."""
    for commune in {wallet.person.commune_id for wallet in wallets}:
        require(by, P.WALLETS_APPROVE, commune=commune)
    require_other_person(by, *{wallet.entered_by_id for wallet in wallets})
    if any(wallet.person.account_id == by.pk for wallet in wallets):
        raise NotAllowed("own_file", _("Personne n’approuve son propre compte de paiement."))


def _require_own_numbers(wallets: Sequence[Wallet]) -> None:
    shared = queries.other_holders(wallets)
    for wallet in wallets:
        if other := shared.get(wallet.pk):
            raise Refusal(
                "duplicate_wallet",
                _("Le compte …%(number)s de %(matricule)s est aussi celui de %(other)s.")
                % {"number": wallet.tail, "matricule": wallet.person.matricule, "other": other.person.matricule},
                field="number",
            )


def _check_names(wallets: Sequence[Wallet], by: User, on: date) -> None:
    """Keep the comparison of the names, except where somebody has seen a paper since."""
    seen = queries.last_checks(wallets)
    fresh = [
        HolderCheck(wallet=wallet, means=Means.NAMES, holder=wallet.holder, outcome=queries.likeness_of(wallet),
                    by_id=by.pk, on=on)
        for wallet in wallets if wallet.pk not in seen
    ]  # fmt: skip
    for check in (*seen.values(), *fresh):
        if check.outcome == Outcome.OTHER:
            raise Refusal(
                "other_holder",
                _("Le compte …%(number)s est au nom de « %(holder)s », pas de %(matricule)s : voyez le carnet ou la pièce, "
                  "puis notez-le, ou écartez ce compte.")
                % {"number": check.wallet.tail, "holder": check.holder, "matricule": check.wallet.person.matricule},
                field="holder",
            )  # fmt: skip
    HolderCheck.objects.bulk_create(fresh)
