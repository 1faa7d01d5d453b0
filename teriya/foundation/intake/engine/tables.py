"""Tables: what an office's file holds, whether it came as text or as a workbook."""

import hashlib
from dataclasses import dataclass

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.intake.engine import delimited, headings, workbooks
from teriya.foundation.intake.engine.sheets import USUAL, Limits, Row, Sheet, encrypted, not_a_table

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel before 2007, and any workbook under a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_KINDS = {
    b"%PDF": "un PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"{\\rtf": "un document Word",
    b"\x1f\x8b": "une archive",
    b"7z\xbc\xaf": "une archive",
    b"Rar!": "une archive",
}


@dataclass(frozen=True)
class Table:
    """Headings and rows. A row has a cell for each heading, and more only where the file overflows.

    `sheet` is the worksheet read and `other_sheets` those left unread; `encoding` and `delimiter` are a text's.
    `digest` is the SHA-256 of the file.
    """

    headings: list[str]
    rows: list[Row]
    encoding: str
    delimiter: str
    sheet: str
    other_sheets: list[str]
    digest: str


def read_table(name: str, data: bytes, *, limits: Limits = USUAL) -> Table:
    """Read a CSV or XLSX file, told apart by content. Lines above the headings, headings repeated and blank rows are left out.

    Refuses empty_file, too_large, not_a_table, old_excel, encrypted, macros, zip_bomb, damaged, binary, bad_encoding,
    unclosed_quote, too_many_rows, too_many_columns, cell_too_long, duplicate_headings, no_rows; field is "file".
    """
    _refuse_size(name, data, limits)
    _refuse_kind(name, data)
    reader = workbooks if data.startswith(_ZIP) else delimited
    sheet = reader.read(name, data, limits)
    position = headings.find([row.cells for row in sheet.rows[: headings.SAMPLE]])
    if position is None:
        raise not_a_table(name, "un fichier sans colonnes")
    titles = [" ".join(cell.split()) for cell in sheet.rows[position].cells]
    _refuse_duplicates(titles)
    del sheet.rows[: position + 1]
    _fit(sheet.rows, titles)
    if not sheet.rows:
        raise Refusal("no_rows", f"« {name} » a des titres de colonnes mais aucune ligne.", field="file")
    return _table(titles, sheet, data)


def _table(titles: list[str], sheet: Sheet, data: bytes) -> Table:
    return Table(
        headings=titles,
        rows=sheet.rows,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        sheet=sheet.title,
        other_sheets=sheet.others,
        digest=hashlib.sha256(data).hexdigest(),
    )


def _refuse_size(name: str, data: bytes, limits: Limits) -> None:
    if not data.strip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise Refusal("empty_file", f"« {name} » est vide. Choisissez le fichier rempli.", field="file")
    if len(data) > limits.file_bytes:
        raise too_large(name, limits)


def too_large(name: str, limits: Limits) -> Refusal:
    most = limits.file_bytes // 1_000_000
    return Refusal("too_large", f"« {name} » dépasse {most} Mo : envoyez-le en parties.", field="file")


def _refuse_kind(name: str, data: bytes) -> None:
    kind = next((kind for signature, kind in _OTHER_KINDS.items() if data.startswith(signature)), None)
    if kind:
        raise not_a_table(name, kind)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise encrypted(name)
        raise Refusal("old_excel", f"« {name} » vient d’un ancien Excel. Enregistrez-le en XLSX.", field="file")


def _refuse_duplicates(titles: list[str]) -> None:
    seen: set[str] = set()
    for title in filter(None, titles):
        key = fold(title) or title
        if key in seen:
            raise Refusal(
                "duplicate_headings", f"Deux colonnes s’appellent « {title} » : renommez-en une.", field="file"
            )
        seen.add(key)


def _repeats(cells: list[str], titles: list[str]) -> bool:
    """Headings written again in the middle of a list, at the head of each printed page."""
    return [" ".join(cell.split()) for cell in cells if cell.strip()] == [title for title in titles if title]


def _fit(rows: list[Row], titles: list[str]) -> None:
    """As many cells as headings, and no headings written again; in place: a long file is not held twice."""
    kept, width = 0, len(titles)
    for row in rows:
        cells = row.cells
        if _repeats(cells, titles):
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        rows[kept] = Row(row.number, cells + [""] * (width - len(cells)))
        kept += 1
    del rows[kept:]
