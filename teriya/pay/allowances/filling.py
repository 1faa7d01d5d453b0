"""A payment order as the file of its institution needs it, and what a person lacks for that file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.pay.allowances.files.payees import Payee
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.models import PaymentOrder, Wallet
from teriya.pay.allowances.words import month_name, nature_name
from teriya.people.models import Person


def payee_of(order: PaymentOrder) -> Payee:
    """From the frozen line and the wallet of the order."""
    line = order.line
    return _payee(
        line.mission.person, order.wallet, reference=order.reference, amount=order.amount, due=line.net + line.retained,
        retained=line.retained, days=line.inputs.get("marks", {}).get("present", 0), label=f"{nature_name(line).capitalize()} {month_name(line.month)}",
        commune=line.mission.host.commune.name,
    )  # fmt: skip


def lacking(person: Person, wallet: Wallet) -> str:
    """The sentence that names what this person lacks to be in the file of this wallet; empty when nothing. In French, as lines keep it."""
    lacks = PROFILES[wallet.institution.profile].lacks(_payee(person, wallet))
    with override("fr"):
        return _("Il manque à %(matricule)s, pour le fichier de %(institution)s : %(what)s.") % {
            "matricule": person.matricule, "institution": wallet.institution, "what": ", ".join(map(str, lacks)),
        } if lacks else ""  # fmt: skip


def _payee(
    person: Person, wallet: Wallet, *, reference: str = "", amount: int = 0, label: str = "", **facts: Any
) -> Payee:
    return Payee(reference, person.matricule, person.family, person.given, wallet.number, amount, label, **facts)
