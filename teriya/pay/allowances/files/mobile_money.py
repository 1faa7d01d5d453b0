"""The bulk file of a mobile-money aggregator: at most 1 000 lines, numbers in digits without +, plain letters only."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.pay.allowances.files.payees import Payee, table

LIMIT = 1000
EXTENSION = "csv"
HEADS = ("msisdn", "amount", "name", "reference", "description")


def account(number: str) -> str:
    """An international number as digits: +228 90 00 00 01 → 22890000001; refuses what is not 8 to 15 digits."""
    digits = re.sub(r"[\s.()+-]", "", number).removeprefix("00")
    if not re.fullmatch(r"[1-9][0-9]{7,14}", digits):
        raise Refusal(
            "bad_wallet_number",
            _("« %(number)s » n’est pas un numéro de téléphone complet.") % {"number": number},
            field="number",
        )
    return digits


def write(payees: Sequence[Payee]) -> bytes:
    """Names and descriptions in unaccented capitals, 50 and 60 characters at most."""
    if len(payees) > LIMIT:
        raise ValueError(f"an aggregator takes {LIMIT} lines")
    rows = [(p.number, p.amount, fold(p.name).upper()[:50], p.reference, fold(p.label).upper()[:60]) for p in payees]
    return table(HEADS, rows, ",").encode("ascii")
