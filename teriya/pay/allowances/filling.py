"""Payment orders as the file of their institution needs them, and what a person lacks for that file."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.pay.allowances.files.payees import Payee
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.models import PaymentOrder, Wallet
from teriya.pay.allowances.words import month_name, nature_name
from teriya.people.models import Person


def payees(orders: QuerySet[PaymentOrder]) -> dict[int, Payee]:
    """Order id → its payee, from the frozen line and the wallet of the order, in one query."""
    rows = orders.values_list(
        "pk", "reference", "line__mission__person__matricule", "line__mission__person__family", "line__mission__person__given",
        "wallet__number", "amount", "line__month", "line__mission__host__commune__name", "line__inputs__marks__present", "line__net",
        "line__retained", "line__nature", "line__corrects",
    )  # fmt: skip
    return {
        pk: Payee(reference, matricule, family, given, number, amount, f"{nature_name(nature, corrects).capitalize()} {month_name(month)}", commune, days or 0,
                  due=net + retained, retained=retained)
        for pk, reference, matricule, family, given, number, amount, month, commune, days, net, retained, nature, corrects in rows
    }  # fmt: skip


class Named(NamedTuple):
    """Of a person, what a file says."""

    matricule: str
    family: str
    given: str


def lacking(person: Person | Named, wallet: Wallet) -> str:
    """The sentence that names what this person lacks to be in the file of this wallet; empty when nothing. In French, as lines keep it."""
    shown = Payee("", person.matricule, person.family, person.given, wallet.number, 0, "")
    lacks = PROFILES[wallet.institution.profile].lacks(shown)
    if not lacks:
        return ""
    with override("fr"):
        return _("Il manque à %(matricule)s, pour le fichier de %(institution)s : %(what)s.") % {
            "matricule": person.matricule, "institution": wallet.institution, "what": ", ".join(map(str, lacks)),
        }  # fmt: skip
