"""The workbook that a town hall fills: the headings that the intake reads, lists to choose from, the call's posts."""

from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.intake.blanks import LINES, lay_out
from teriya.foundation.places import queries as places
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.calls.sheets import CHOICES, FIELDS
from teriya.mobilisation.calls.words import never_pay

_CHOICES_SHOWN = 5


def workbook(wave: Wave, user: User) -> bytes:
    """Three sheets: the lines to fill, the words to choose from, the posts. Text everywhere: no date is turned round."""
    book = Workbook()
    lines, lists, posts = book.active, book.create_sheet("Listes"), book.create_sheet("Postes")
    lines.title = "Candidats"
    fields = [field for field in FIELDS if field.name not in CHOICES[_CHOICES_SHOWN:]]
    words = {
        "sex": ["F", "M"], "commune": _communes(user), "diploma": [term.fr for term in rules.terms("diploma")],
        "paper_kind": [term.fr for term in rules.terms("paper") if term.facts["kind"] == "identity"],
    }  # fmt: skip
    references = list(wave.needs.order_by("reference").values_list("reference", flat=True))
    words |= dict.fromkeys(CHOICES[:_CHOICES_SHOWN], references)
    lay_out(lines, fields)
    for place, field in enumerate(fields, start=1):
        if words.get(field.name):
            _offer(lines, lists, get_column_letter(place), words[field.name])
    _posts(posts, wave)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _communes(user: User) -> list[str]:
    mine = user.communes(P.APPLICATIONS_REGISTER)
    rows = places.communes(timezone.localdate()).order_by("name")
    return [place.name for place in (rows if mine is None else rows.filter(pk__in=mine))]


def _offer(lines, lists, column: str, words: list[str]) -> None:
    """A list to choose from; another word may still be typed, and the intake then says what it makes of it."""
    lists[f"{column}1"] = lines[f"{column}1"].value
    for row, word in enumerate(words, start=2):
        lists[f"{column}{row}"] = word
    rule = DataValidation(type="list", formula1=f"Listes!${column}$2:${column}${len(words) + 1}", allow_blank=True)
    rule.showErrorMessage = False
    lines.add_data_validation(rule)
    rule.add(f"{column}2:{column}{LINES + 1}")


def _posts(sheet, wave: Wave) -> None:
    rows = [("Réf", "Profil", "Structure", "Commune", "Places")]
    for need in wave.needs.select_related("host__commune").order_by("reference"):
        host = need.host
        rows.append(
            (need.reference, rules.label("profile", need.profile), host.name, host.commune.name, str(need.places))
        )
    rows.append((never_pay(),))
    for line, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            sheet.cell(line, place, text).data_type = "s"  # text, even where a name begins with =
