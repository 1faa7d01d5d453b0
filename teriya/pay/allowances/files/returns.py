"""What an institution sends back about a file: reference; status; date; reason. In any order, any of its lines."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold

HEADS = {
    "reference": "reference",
    "statut": "status",
    "status": "status",
    "date": "on",
    "motif": "reason",
    "reason": "reason",
}
PAID = {"paye", "payee", "paid", "ok", "succes", "success", "execute", "recu"}
RETURNED = {"revenu", "retourne", "returned", "rejete", "rejected", "echec", "failed", "non reclame"}
LARGEST = 5_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a return file; `is_paid` is None when its status is not understood."""

    line: int
    reference: str
    is_paid: bool | None
    on: date | None
    reason: str


def read(content: bytes) -> list[Answer]:
    """The lines of a return file. Refuses `unreadable_return` when its text or its headings are not what is expected."""
    if len(content) > LARGEST:
        raise Refusal(
            "unreadable_return", _("Ce fichier dépasse 5 Mo : ce n’est pas un retour de paiement."), field="file"
        )
    text = _text(content)
    first = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    names = {name: HEADS[fold(name)] for name in table.fieldnames or () if name and fold(name) in HEADS}
    if not {"reference", "status"} <= set(names.values()):
        raise Refusal(
            "unreadable_return",
            _("Ce fichier n’a pas les colonnes attendues : référence ; statut ; date ; motif."),
            field="file",
        )
    try:
        return [
            _answer(table.line_num, {names[k]: (v or "").strip() for k, v in row.items() if k in names})
            for row in table
        ]
    except csv.Error as error:
        raise Refusal(
            "unreadable_return", _("Ce fichier est abîmé : %(error)s.") % {"error": error}, field="file"
        ) from error


def _text(content: bytes) -> str:
    if b"\0" in content:
        raise Refusal("unreadable_return", _("Ce fichier n’est pas un fichier CSV."), field="file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _answer(line: int, row: dict[str, str]) -> Answer:
    status = fold(row["status"])
    is_paid = True if status in PAID else False if status in RETURNED else None
    return Answer(line, row["reference"], is_paid, _day(row.get("on", "")), row.get("reason", ""))


def _day(text: str) -> date | None:
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, shape).date()
        except ValueError:
            continue
    return None
