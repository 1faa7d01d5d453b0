"""The number at which a payee may be asked and told of money: one that somebody else than the payer has verified."""

from collections.abc import Collection

import phonenumbers
from django.conf import settings

from teriya.pay.allowances.models import PaymentOrder
from teriya.pay.allowances.queries import last_checks
from teriya.pay.allowances.states import Outcome


def verified(orders: Collection[PaymentOrder]) -> dict[int, str]:
    """Order → E.164: the telephone of the own account, proven by a code; else the mobile wallet paid, whose holder was found to be the person.

    The telephone written in the register is not one: whoever writes it could give the own.
    """
    seen = last_checks([order.wallet for order in orders])
    found = {}
    for order in orders:
        account, check = order.line.mission.person.account, seen.get(order.wallet_id)
        if account and account.phone and account.phone_verified:
            found[order.pk] = account.phone
        elif check and check.outcome == Outcome.SAME and (phone := _telephone(order.wallet.number)):
            found[order.pk] = phone
    return found


def _telephone(number: str) -> str:
    """The telephone that a mobile wallet is; empty for an account book."""
    try:
        found = phonenumbers.parse(f"+{number.lstrip('+')}")
    except phonenumbers.NumberParseException:
        return ""
    is_ours = phonenumbers.is_valid_number_for_region(found, settings.AGENCY.upper())
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164) if is_ours else ""
