"""What the bank, the treasury or an operator says that hosts paid: its statement, each credit matched by the number of its call."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake import readers
from teriya.foundation.intake.kinds import Field, Judge, Kind, Line
from teriya.pay.cofinancing import actions
from teriya.pay.cofinancing.models import Call, Payment
from teriya.pay.cofinancing.states import Means, PaymentState

FIELDS = [
    Field("call", ["N° de l’appel", "Appel", "Libellé", "Objet", "Motif"], filled=True),
    Field("reference", ["Référence", "N° d’opération", "N° de quittance", "Référence bancaire"], filled=True),
    Field("amount", ["Crédit", "Montant", "Somme payée", "Somme"], filled=True),
    Field("paid_on", ["Date de valeur", "Date", "Payé le", "Date de paiement"], filled=True),
    Field("means", ["Par", "Moyen", "Moyen de paiement", "Canal"], required=False),
]
_NUMBER = re.compile(r"QUOTE-PART\s*/\s*(\d{4})\s*/\s*(\d{1,6})", re.IGNORECASE)
_FRANCS = re.compile(r"(?:\s*(?:F|FCFA|XOF|F CFA))$|[,.]0{1,2}$", re.IGNORECASE)
_MEANS = {
    Means.TREASURY: ("tresor", "treasury", "quittance"), Means.MOBILE_MONEY: ("mobile", "flooz", "tmoney", "mixx", "t money"),
    Means.BANK: ("banque", "bank", "virement", "cheque"),
}  # fmt: skip
MOST = 10**12  # francs


def read_call(written: str) -> str:
    """The number of a call, wherever it stands in what the bank prints. Refuses `no_call`."""
    found = _NUMBER.search(written)
    if found is None:
        raise Refusal("no_call", _("Aucun numéro d’appel ici : il s’écrit QUOTE-PART/2026/000123."))
    return f"QUOTE-PART/{found[1]}/{int(found[2]):06}"


def read_francs(written: str) -> int:
    """« 1 500 000 F », « 1500000,00 ». Refuses `bad_number`."""
    return readers.read_int(_FRANCS.sub("", _FRANCS.sub("", written.strip())), minimum=1, maximum=MOST)


def read_means(written: str) -> str:
    """The bank, the treasury, an operator. Refuses `unknown_means`."""
    said = fold(written)
    found = next((means for means, words in _MEANS.items() if any(word in said for word in words)), None)
    if found is None:
        raise Refusal("unknown_means", _("« %(found)s » n’est ni la banque, ni le Trésor, ni l’argent mobile.") % {"found": written[:30]})  # fmt: skip
    return found


def cells(context: Mapping[str, Any], on: date) -> dict:
    return {
        "call": read_call, "reference": readers.text(60), "amount": read_francs, "paid_on": readers.read_date, "means": read_means,
    }  # fmt: skip


def judge(context: Mapping[str, Any], by: User, on: date) -> Judge:
    """A line is known by its means and reference; the same again is already there, another sum under it is refused."""
    seen: dict[tuple, int] = {}

    def hear(lines: Sequence[Line]) -> None:
        calls = _calls(lines)
        known = _known(lines)
        for line in lines:
            said = line.values
            said["means"] = said["means"] or Means.BANK
            call, key = calls.get(said["call"]), (said["means"], said["reference"])
            if call is None:
                line.refuse("call", "unknown_call", _("Aucun appel ne porte ce numéro : relisez-le sur l’appel."))
                continue
            line.values["row"] = call
            line.shown = _shown(line, call)
            _weigh(line, call, known.get(key), on)
            if seen.setdefault(key, line.number) != line.number:
                line.refuse("reference", "line_twice", _("Cette référence est déjà à la ligne %(line)s.") % {"line": seen[key]})  # fmt: skip

    return hear


def _weigh(line: Line, call: Call, before: Payment | None, on: date) -> None:
    said = line.values
    if call.state != "issued":
        line.refuse("call", "not_its_call", _("Cet appel est annulé : voyez à quel appel ce paiement répond."))
    if said["paid_on"] > on:
        line.refuse("paid_on", "paid_later", _("Un paiement n’est pas daté d’un jour à venir."))
    if before:
        if (before.host_id, before.amount, before.paid_on) == (call.host_id, said["amount"], said["paid_on"]):
            line.outcome = "same"
        else:
            line.refuse("reference", "reference_known", _("Un autre paiement porte déjà cette référence."))
    elif said["amount"] > call.left:
        sentence = _("L’appel ne doit plus que %(left)s : le reste règle les autres appels de la structure, ou reste à son crédit.")  # fmt: skip
        line.remarks.append(sentence % {"left": in_francs(call.left)})


def _shown(line: Line, call: Call) -> dict[str, str]:
    said = line.values
    return {"Structure": call.host.name, "Appel": call.number, "Somme": in_francs(said["amount"]), "Payé le": f"{said['paid_on']:%d/%m/%Y}",
            "Par": str(Means(said["means"]).label), "Référence": said["reference"]}  # fmt: skip


def _calls(lines: Sequence[Line]) -> dict[str, Call]:
    numbers = {line.values["call"] for line in lines}
    rows = Call.objects.with_left().filter(document__number__in=numbers).select_related("host", "document")
    return {row.number: row for row in rows}


def _known(lines: Sequence[Line]) -> dict[tuple, Payment]:
    rows = Payment.objects.filter(
        reference__in={line.values["reference"] for line in lines}, state__in=[PaymentState.RECORDED, PaymentState.CONFIRMED]
    )  # fmt: skip
    return {(row.means, row.reference): row for row in rows}


def commit(lines: Sequence[Line], context: Mapping[str, Any], by: User, on: date) -> dict:
    """Each credit is recorded towards its call; another person confirms it."""
    fresh = [line.values for line in lines if line.outcome == "new"]
    for said in fresh:
        call = said["row"]
        actions.record(host=call.host, means=said["means"], reference=said["reference"], amount=said["amount"], paid_on=said["paid_on"],
                       towards=call, by=by, on=on)  # fmt: skip
    return {"new": len(fresh)}


KIND = Kind(
    "share_payments",
    gettext_lazy("Relevé des paiements de quote-part"),
    P.SHARES_PREPARE,
    FIELDS,
    cells,
    judge,
    commit,
)
