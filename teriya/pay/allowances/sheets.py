"""The pay list of another programme, as it gives it (listes de paie d’ailleurs): who, and by what to know them again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake import readers
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import OtherPay
from teriya.pay.allowances.words import month_name

FIELDS = [
    Field("programme", ["Programme", "Nom du programme", "Projet"], filled=True),
    Field("month", ["Mois payé", "Mois", "Mois de paie", "Période"], filled=True),
    Field("name", ["Nom et prénoms", "Nom", "Bénéficiaire", "Nom complet"], filled=True),
    Field("birth", ["Date de naissance", "Naissance", "Né(e) le"], required=False),
    Field("number", ["Téléphone ou compte", "Téléphone", "Compte", "Numéro de compte"], required=False),
    Field("paper", ["N° de pièce", "Pièce d’identité", "N° CNI", "Carte d’identité"], required=False),
]


def read_number(written: str) -> str:
    """Digits of a telephone with its country, or of an account as it is."""
    try:
        return readers.phone(written).e164.lstrip("+")
    except Refusal:
        return "".join(filter(str.isdecimal, readers.text(40)(written)))


def cells(context: Mapping[str, Any], on: date) -> dict:
    return {
        "programme": readers.text(80), "month": readers.read_month, "name": readers.text(160), "number": read_number,
        "birth": lambda written: readers.read_birth(written, on=on), "paper": readers.text(40),
    }  # fmt: skip


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A line is known by its programme, month, name and all that it says; one that nothing allows to compare is refused."""
    seen: dict[tuple, int] = {}

    def hear(lines: Sequence[Line]) -> None:
        known = _known(lines)
        for line in lines:
            row = line.values["row"] = _row(line.values)
            line.shown = _shown(row)
            key = _key(row)
            if not (row.born_on or row.paper or row.numbers):
                line.refuse("number", "nothing_to_compare", _("Il manque la date de naissance, le compte ou la pièce : rien ne permet de comparer."))  # fmt: skip
            elif seen.setdefault(key, line.number) != line.number:
                line.refuse(
                    "name", "line_twice", _("Cette personne est déjà à la ligne %(line)s.") % {"line": seen[key]}
                )
            elif key in known:
                line.outcome = "same"

    return hear


def _row(values: Mapping[str, Any]) -> OtherPay:
    birth = values["birth"]
    return OtherPay(
        programme=values["programme"], month=values["month"], name=values["name"], folded=fold(values["name"])[:160],
        born_on=birth.day if birth else None, numbers=values["number"] or "", paper=fold(values["paper"] or ""),
    )  # fmt: skip


def _shown(row: OtherPay) -> dict[str, str]:
    born = f"{row.born_on:%d/%m/%Y}" if row.born_on else ""
    return {"Programme": row.programme, "Mois": month_name(row.month), "Nom": row.name, "Naissance": born, "Compte": row.numbers, "Pièce": row.paper}  # fmt: skip


def _key(row: OtherPay) -> tuple:
    return row.programme, row.month, row.folded, row.born_on, row.paper, row.numbers


def _known(lines: Sequence[Line]) -> set[tuple]:
    names = {fold(line.values["name"])[:160] for line in lines}
    rows = OtherPay.objects.filter(folded__in=names, withdrawn_on=None)
    return set(rows.values_list("programme", "month", "folded", "born_on", "paper", "numbers"))


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict:
    fresh = [line.values["row"] for line in lines if line.outcome == "new"]
    return {"new": len(actions.note_other_pay(fresh, by=by, on=on))} if fresh else {"new": 0}


KIND = Kind(
    "other_pay", gettext_lazy("Liste de paie d’un autre programme"), P.PAY_PREPARE, FIELDS, cells, judge, commit
)
