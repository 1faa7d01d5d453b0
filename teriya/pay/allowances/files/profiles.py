"""The kinds of file that institutions take, as data. An institution is opened with one of them.

To add one: a line of `PROFILES` with its columns, its limit and the number that it pays to; a new layout is a module beside this one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teriya.pay.allowances.files import accounts, batches, tables, transfers, workbooks
from teriya.pay.allowances.files.payees import Batch, Payee, capitals
from teriya.pay.allowances.files.tables import Column


@dataclass(frozen=True)
class Profile:
    """`account` checks a number as people type it; `write` gives the bytes; `columns` say what a line must have; `limit`: lines a file."""

    title: str | Promise
    account: Callable[[str], str]
    write: Callable[[Batch], bytes]
    columns: Sequence[Column]
    extension: str
    media_type: str
    limit: int = 0  # as many lines as wanted
    is_bank: bool = False  # the order says which of the agency’s accounts pays
    provider: str = ""  # the module of providers/ that carries it, instead of a person

    def lacks(self, payee: Payee) -> list[str | Promise]:
        """What this line lacks to be paid through this file. Nothing is ever put in its place."""
        return [column.missing for column in self.columns if not column.cell(payee) and column.missing]


_NAME = _("un nom que l’institution puisse lire")
_MATRICULE = Column("Matricule", lambda p: p.matricule, _("le matricule"), width=20)
_REFERENCE = Column("Référence", lambda p: p.reference, width=16)
_WORDS = Column("Libellé", lambda p: p.label, width=24)
_BOOK = Column("Carnet", lambda p: p.number, _("le numéro du carnet"), width=18)

LIST = (
    _MATRICULE, Column("Nom et prénoms", lambda p: p.name, _NAME), _BOOK, Column("Montant", lambda p: p.amount, is_summed=True),
    _REFERENCE, _WORDS,
)  # fmt: skip
SIGNED = (
    _MATRICULE, Column("Nom", lambda p: p.family, _("le nom"), width=20), Column("Prénoms", lambda p: p.given, width=24),
    Column("Commune", lambda p: p.commune, width=16), _BOOK, Column("Jours", lambda p: p.days, width=7),
    Column("Brut", lambda p: p.due, is_summed=True, width=11), Column("Retenues", lambda p: p.retained, is_summed=True, width=11),
    Column("Net", lambda p: p.amount, is_summed=True, width=11), Column("Signature ou empreinte", lambda p: "", width=26), _REFERENCE, _WORDS,
)  # fmt: skip
MOBILE = (
    Column("msisdn", lambda p: p.number, _("le numéro de téléphone")), Column("amount", lambda p: p.amount),
    Column("name", lambda p: capitals(p.name)[:50], _NAME), Column("reference", lambda p: p.reference),
    Column("description", lambda p: capitals(p.label)[:60]),
)  # fmt: skip
TRANSFER = (
    Column("CdtrAcct", lambda p: p.number, _("le numéro du compte")), Column("Cdtr", lambda p: capitals(p.name), _NAME),
)  # fmt: skip


def _list(batch: Batch) -> bytes:
    """Opened by hand in a French spreadsheet, hence semicolons and a byte-order mark."""
    lines = tables.numbered(tables.rows(batch, LIST))
    return tables.text(["N°", *(column.head for column in LIST)], lines, ";").encode("utf-8-sig")


def _signed(batch: Batch) -> bytes:
    """Printed and signed at the counter, line by line."""
    lines, heads = tables.numbered(tables.rows(batch, SIGNED)), ["N°", *(column.head for column in SIGNED)]
    sums: list[tables.Cell] = [
        sum(int(column.cell(payee)) for payee in batch.payees) if column.is_summed else "" for column in SIGNED
    ]
    title = f"{batch.agency} · {batch.institution} · {batch.month} · {batch.number}"
    return workbooks.workbook(title, [6, *(column.width for column in SIGNED)], heads, lines, ["Total", *sums])


def _mobile(batch: Batch) -> bytes:
    """Numbers in digits without +, names and descriptions in plain capitals."""
    return tables.text([column.head for column in MOBILE], tables.rows(batch, MOBILE), ",").encode("ascii")


_CSV = Profile(
    title=_("liste d’une institution de microfinance (CSV)"), account=accounts.book, write=_list,
    columns=LIST, extension="csv", media_type="text/csv; charset=utf-8",
)  # fmt: skip
_MOBILE = Profile(
    title=_("lot d’un agrégateur de monnaie mobile (CSV)"), account=accounts.phone, write=_mobile,
    columns=MOBILE, extension="csv", media_type="text/csv; charset=utf-8", limit=1000,
)  # fmt: skip
PROFILES: dict[str, Profile] = {
    "microfinance": _CSV,
    "signed_sheet": replace(
        _CSV, title=_("feuille à signer d’une institution de microfinance (XLSX)"), write=_signed, columns=SIGNED, extension="xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", limit=5000,
    ),
    "bank": Profile(
        title=_("virements d’une banque (ISO 20022, pain.001.001.09)"), account=accounts.bank,
        write=transfers.write, columns=TRANSFER, extension="xml", media_type="application/xml", limit=5000, is_bank=True,
    ),
    "mobile_money": _MOBILE,
    "mobile_api": replace(
        _MOBILE, title=_("interface d’un opérateur de monnaie mobile (GSMA 1.2)"), write=batches.write, extension="json",
        media_type="application/json", provider="gsma",
    ),
    "instant_api": replace(
        _MOBILE, title=_("paiement instantané (PI-SPI de la BCEAO)"), write=batches.write_grouped, extension="json",
        media_type="application/json", provider="pispi",
    ),
}  # fmt: skip
