"""A report to take away: the agency's own workbook, or the funder's, filled. Data is never a formula; the bytes bear no hour."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.archives import Archive
from teriya.foundation.intake.engine.sheets import Limits
from teriya.pay.allowances.files.workbooks import workbook
from teriya.portals.partner.telling import sections, values

LIMITS = Limits(file_bytes=2_000_000, unpacked_bytes=20_000_000)
_PLACE = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
_NO_HOUR = rb"\g<1>1980-01-01T00:00:00Z\g<3>"


def own_workbook(facts: Mapping[str, Any]) -> bytes:
    """Each figure on its line, numbers as numbers; then the invoices and, where the agreement shows them, the names."""
    lines = [
        [title, one.label, one.value if one.value != "" else one.said]
        for title, found in sections(facts)
        for one in found
    ]
    for one in facts["evidence"]["expenses"]:
        lines.append([_("Factures"), f"{one['number']}, {one['on']}, {one['supplier']}, {one['what']}", one["francs"]])
    for one in facts["names"] or ():
        lines.append([_("Volontaires"), f"{one['matricule']}, {one['name']}, {one['host']}, {one['commune']}", one["started_on"]])  # fmt: skip
    heads = [_("Partie"), _("Ce qui est compté"), _("Valeur")]
    return workbook(f"{facts['reference']} · {facts['as_of']}", [34, 70, 24], heads, lines, ["", "", ""])


def filled(template: bytes, facts: Mapping[str, Any]) -> bytes:
    """The funder's workbook with each `{{place}}` written: a number alone in its cell stays a number. Its own formulas stay its own."""
    book, said = _opened(template), values(facts)
    for cell in _cells(book):
        whole = _PLACE.fullmatch(cell.value.strip())
        if whole and isinstance(said[whole[1]], int):
            cell.value = said[whole[1]]
        else:
            cell.value = _PLACE.sub(lambda found: str(said[found[1]]), cell.value)
            cell.data_type = "s"  # whatever the text begins with
    out = BytesIO()
    book.save(out)
    return _without_hours(out.getvalue())


def look_into(template: bytes, known: Mapping[str, Any]) -> int:
    """How many places a template has. Refuses `template_unreadable`, `template_without_place`, and `unknown_place` with its name."""
    places = [place for cell in _cells(_opened(template)) for place in _PLACE.findall(cell.value)]
    if not places:
        sentence = _("Ce modèle n’a aucune place à remplir : écrivez par exemple {{spent}} dans une cellule.")
        raise Refusal("template_without_place", sentence, field="template")
    if unknown := sorted(set(places) - set(known)):
        sentence = _("Le modèle demande « %(place)s », que personne ne connaît : voyez la liste des places.")
        raise Refusal("unknown_place", sentence % {"place": unknown[0]}, field="template")
    return len(places)


def _opened(content: bytes) -> Workbook:
    sentence = _("Ce modèle ne se lit pas : enregistrez-le en XLSX, sans macros, 2 Mo au plus.")
    if len(content) > LIMITS.file_bytes:
        raise Refusal("template_unreadable", sentence, field="template")
    try:
        Archive("modèle", content, LIMITS)
        return load_workbook(BytesIO(content), keep_links=False)
    except (Refusal, BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise Refusal("template_unreadable", sentence, field="template") from error


def _cells(book: Workbook) -> list[Cell]:
    """The cells of text that hold a place; a formula is the funder's and is left alone."""
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return [
        cell for cell in cells if cell.data_type == "s" and isinstance(cell.value, str) and _PLACE.search(cell.value)
    ]


def _without_hours(content: bytes) -> bytes:
    """The same parts, stored, without the hour at which they were written."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as read, ZipFile(out, "w", ZIP_STORED) as write:
        for name in read.namelist():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = entry.external_attr = 0
            write.writestr(entry, _MODIFIED.sub(_NO_HOUR, read.read(name)))
    return out.getvalue()
