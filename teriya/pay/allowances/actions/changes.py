"""A changed wallet: who was paid there until now is told at once, the money waits a cycle, and NON stops it.

In 2023 some 900 000 dollars meant for 1 700 families of Congo were taken after a change in how they were paid
(GiveDirectly): a change is the moment at which money is stolen.
"""

from collections.abc import Sequence
from datetime import date

import phonenumbers
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require
from teriya.foundation.core.periods import add_months
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue_many
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances import queries
from teriya.pay.allowances.models import Wallet
from teriya.pay.allowances.states import WALLET_LIFE
from teriya.pay.allowances.words import month_name


def warn(wallets: Sequence[Wallet]) -> list[Wallet]:
    """Say of each wallet what it replaces, and tell the numbers known until now; the changes, each told once."""
    former = queries.approved_before(wallets)
    changed = [wallet for wallet in wallets if wallet.pk in former]
    for wallet in changed:
        wallet.replaces = former[wallet.pk]
        numbers = [_telephone(wallet.replaces.number), wallet.person.phone]
        wallet.warned = list(dict.fromkeys([*wallet.warned, *filter(None, numbers)]))
    Wallet.objects.bulk_update(changed, ["replaces", "warned"], batch_size=1000)
    agency = rules.agency()
    queue_many(
        [{"to": number, "key": f"wallet_change:{wallet.pk}:{number}", "about": f"wallet {wallet.pk}",
          "context": {"agency": agency["short_name"], "tail": wallet.tail, "complaint": agency["complaint_phone"]}}
         for wallet in changed for number in wallet.warned],
        channel="sms", template="wallet_change",
    )  # fmt: skip
    return changed


def _telephone(number: str) -> str:
    """The telephone that a mobile wallet is, in E.164; empty for an account book."""
    try:
        found = phonenumbers.parse(f"+{number}")
    except phonenumbers.NumberParseException:
        return ""
    is_ours = phonenumbers.is_valid_number_for_region(found, settings.AGENCY.upper())
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164) if is_ours else ""


def require_no_pay_under_way(changed: Sequence[Wallet]) -> None:
    """An account never changes between what was signed and what is sent."""
    if not changed:
        return
    line = queries.under_way(changed).select_related("run", "mission__person").order_by("pk").first()
    if line is not None:
        raise Refusal(
            "pay_under_way",
            _("La paie de %(month)s de %(matricule)s est en chemin (%(run)s) : approuvez ce changement après son envoi.")
            % {"month": month_name(line.month), "matricule": line.mission.person.matricule, "run": line.run.number},
        )  # fmt: skip


def hold(changed: Sequence[Wallet], on: date) -> None:
    """Nothing is paid there before the pack's cycles have passed, from the approval on."""
    cycles = rules.amount("wallet_hold_cycles", on=on, default=1)
    for wallet in changed:
        wallet.held_until = add_months(on, cycles) if cycles else None
    Wallet.objects.bulk_update(changed, ["held_until"], batch_size=1000)


@transaction.atomic
def stop_change(*, wallet: Wallet, reason: str, by: Actor, on: date) -> Wallet:
    """The person says that the change is not theirs: the wallet of before is the one in use.

    By NON from a number that was told, or by the centre that took the call. Refuses `not_a_change`, and `hold_over` once
    money may go there.
    """
    locked = Wallet.objects.select_for_update(of=("self",)).select_related("person").get(pk=wallet.pk)
    require(by, P.WALLETS_ENTER, commune=locked.person.commune_id)
    if locked.replaces_id is None:
        raise Refusal(
            "not_a_change", _("C’est le premier compte de cette personne : il s’écarte avant son approbation.")
        )
    was_in_use = locked.state == "in_use"
    if was_in_use and not locked.is_held(on):
        raise Refusal("hold_over", _("Le délai d’opposition est passé : saisissez un autre compte."))
    move(locked, WALLET_LIFE, "stop", by=by, on=on, reason=reason)
    if was_in_use:
        former = Wallet.objects.select_for_update().get(pk=locked.replaces_id)
        move(former, WALLET_LIFE, "restore", by=by, on=on)
    journal.write("wallets.stop", "wallet", locked.pk, by=by, on=on, reason=reason, permission=P.WALLETS_ENTER)
    return locked
