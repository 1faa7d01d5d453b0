"""The list of a microfinance institution: opened by hand in a French spreadsheet, hence semicolons and a byte-order mark."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances.files.payees import Payee, table

LIMIT = 0  # as many lines as wanted
EXTENSION = "csv"
HEADS = ("N°", "Matricule", "Nom et prénoms", "Carnet", "Montant", "Référence", "Libellé")


def account(number: str) -> str:
    """The account book's number as written, without spaces around; refuses an empty one."""
    if not number.strip():
        raise Refusal("bad_wallet_number", _("Écrivez le numéro du carnet."), field="number")
    return number.strip()


def write(payees: Sequence[Payee]) -> bytes:
    """Numbered lines in the order given, amounts without separators."""
    rows = [(n, p.matricule, p.name, p.number, p.amount, p.reference, p.label) for n, p in enumerate(payees, start=1)]
    return table(HEADS, rows, ";").encode("utf-8-sig")
