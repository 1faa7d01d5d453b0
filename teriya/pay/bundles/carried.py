"""The entries of the ledger of pay as the official accounts take them: by account of the pack, balanced to the franc."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.ledger.models import LedgerEntry, Leg
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.models import Correction, PayLine, PaymentOrder, PayRun, ReturnLine
from teriya.pay.bundles.models import ExportedEntry, RunReference

OPERATIONS = {  # what each kind of entry is, in the words of the accounts; another keeps its own label
    "pay_line_owed": gettext_lazy("Constatation du dû"), "pay_line_recovered": gettext_lazy("Reprise d’un trop-perçu"),
    "pay_line_ordered": gettext_lazy("Ordonnancement"), "pay_line_rejected": gettext_lazy("Rejet du comptable"),
    "pay_line_unrecovered": gettext_lazy("Reprise annulée"), "overpayment": gettext_lazy("Constatation d’un trop-perçu"),
    "payment_sent": gettext_lazy("Virement envoyé"), "payment_received": gettext_lazy("Virement reçu"),
    "payment_returned": gettext_lazy("Virement revenu"), "payment_reordered": gettext_lazy("Ordonnancement à nouveau"),
    "answer_paid": gettext_lazy("Réponse corrigée : payé"), "answer_returned": gettext_lazy("Réponse corrigée : revenu"),
    "answer_contested": gettext_lazy("Réponse contestée"),
}  # fmt: skip


@dataclass(frozen=True)
class Ready:
    """What the next export takes, and the runs whose entries wait for a reference."""

    entries: list[tuple[int, int | None]]
    waiting: list[PayRun]


def ready(until: date) -> Ready:
    """The entries up to a day that no export has taken; those of a run that lacks a reference wait."""
    taken = ExportedEntry.objects.filter(entry=OuterRef("pk"))
    rows = LedgerEntry.objects.filter(~Exists(taken), on__lte=until).order_by("on", "pk")
    found = list(rows.values_list("pk", "source", "source_id"))
    run_of = _runs(found)
    asked = {term.code for term in rules.terms("reference")}
    given: dict[int, set[str]] = {}
    for run, code in RunReference.objects.filter(run__in=set(run_of.values())).values_list("run", "code"):
        given.setdefault(run, set()).add(code)
    lacking = {run for run in set(run_of.values()) if asked - given.get(run, set())}
    entries = [(pk, run_of.get(pk)) for pk, _source, _id in found if run_of.get(pk) not in lacking]
    return Ready(entries, list(PayRun.objects.filter(pk__in=lacking).select_related("form").order_by("month", "pk")))


def _runs(entries: Iterable[tuple[int, str, int]]) -> dict[int, int]:
    """Entry id → its run, for those of a run."""
    by_source: dict[str, list[tuple[int, int]]] = {}
    for pk, source, about in entries:
        by_source.setdefault(source, []).append((pk, about))
    found = {}
    for source, rows in by_source.items():
        if source in OPERATIONS:
            run_of = _runs_of(source, [about for _pk, about in rows])
            found.update((pk, run_of[about]) for pk, about in rows if about in run_of)
    return found


def _runs_of(source: str, ids: Sequence[int]) -> dict[int, int]:
    if source == "overpayment":
        return dict(Correction.objects.filter(order__in=ids).values_list("order", "line__run"))
    if source.startswith("pay_line_"):
        return dict(PayLine.objects.filter(pk__in=ids).values_list("pk", "run"))
    if source.startswith("payment_"):
        return dict(PaymentOrder.objects.filter(pk__in=ids).values_list("pk", "line__run"))
    return dict(ReturnLine.objects.filter(pk__in=ids).values_list("pk", "file__run"))


def heads() -> list[str]:
    """The columns of an export, in French: the references are the pack's."""
    with override("fr"):
        return [_("Date"), _("État de paye"), *(term.fr for term in rules.terms("reference")), _("Opération"), _("Compte"),
                _("Intitulé"), _("Débit"), _("Crédit")]  # fmt: skip


def lines(entries: Iterable[tuple[int, int | None]]) -> list[list[str | int]]:
    """One line a day, run, operation, account and side, with its sum: a leg below zero is a debit, above a credit.

    Refuses `account_unknown` when the pack gives no number to an account that is moved.
    """
    run_of = dict(entries)
    numbers = dict(PayRun.objects.filter(pk__in={run for run in run_of.values() if run}).values_list("pk", "number"))
    said: dict[int, dict[str, str]] = {}
    for run, code, value in RunReference.objects.filter(run__in=numbers).values_list("run", "code", "value"):
        said.setdefault(run, {})[code] = value
    sums: dict[tuple, int] = {}
    asked = [term.code for term in rules.terms("reference")]
    legs = Leg.objects.filter(entry__in=run_of).order_by("entry__on", "entry", "pk")
    with override("fr"):
        for entry, on, source, label, account, amount in legs.values_list(
            "entry", "entry__on", "entry__source", "entry__label", "account", "amount"
        ):
            run = run_of[entry]
            references = [said.get(run, {}).get(code, "") for code in asked] if run else [""] * len(asked)
            key = (
                on,
                numbers.get(run, "") if run else "",
                *references,
                str(OPERATIONS.get(source, label)),
                account,
                amount < 0,
            )
            sums[key] = sums.get(key, 0) + abs(amount)
    accounts = {term.code: term for term in rules.terms("account")}
    found = []
    for (on, *words, account, is_debit), francs in sorted(
        sums.items(), key=lambda row: (row[0][:-2], not row[0][-1], row[0][-2])
    ):
        term = accounts.get(account)
        if term is None or not term.facts["number"]:
            sentence = _("Le paquet du pays ne donne pas le numéro du compte « %(name)s ».")
            raise Refusal("account_unknown", sentence % {"name": Leg.Account(account).label})
        found.append([f"{on:%d/%m/%Y}", *words, term.facts["number"], term.fr, francs if is_debit else 0, 0 if is_debit else francs])  # fmt: skip
    return found
