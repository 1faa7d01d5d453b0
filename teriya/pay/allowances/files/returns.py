"""Return files: a table (reference; status; date; reason), or a bank’s message. In any order, any of their lines."""

import csv
import io
from datetime import date, datetime

from django.utils.translation import gettext as _

from teriya.foundation.core.words import fold
from teriya.pay.allowances.files import messages
from teriya.pay.allowances.files.answers import LARGEST, Answer, Reading, too_large, unreadable
from teriya.pay.allowances.states import Said

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
PENDING = {"en cours", "en attente", "pending"}
_WORDS = dict.fromkeys(PAID, Said.PAID) | dict.fromkeys(RETURNED, Said.RETURNED) | dict.fromkeys(PENDING, Said.PENDING)


def read(content: bytes) -> Reading:
    """The answers of a return file. Refuses `unreadable_return` when it is not one, or is made to harm."""
    if len(content) > LARGEST:
        raise too_large()
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return messages.read(content)
    return Reading("csv", _table(_text(content)))


def _table(text: str) -> list[Answer]:
    first = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    names = {name: HEADS[fold(name)] for name in table.fieldnames or () if name and fold(name) in HEADS}
    if not {"reference", "status"} <= set(names.values()):
        raise unreadable(_("Ce fichier n’a pas les colonnes attendues : référence ; statut ; date ; motif."))
    days: dict[str, date | None] = {}
    answers = []
    try:
        for row in table:
            found = {names[name]: (text or "").strip() for name, text in row.items() if name in names}
            written = found.get("on", "")
            if written not in days:
                days[written] = _day(written)
            said = _WORDS.get(fold(found["status"]), Said.UNCLEAR)
            answers.append(
                Answer(table.line_num, found["reference"], said, days[written], found.get("reason", "")[:200])
            )
    except csv.Error as error:
        raise unreadable(_("Ce fichier est abîmé : %(error)s.") % {"error": error}) from error
    return answers


def _text(content: bytes) -> str:
    if b"\0" in content:
        raise unreadable(_("Ce fichier n’est pas un fichier CSV."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _day(text: str) -> date | None:
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, shape).date()
        except ValueError:
            continue
    return None
