"""Tables in XLSX workbooks, on a streaming parser: three times as fast as openpyxl, and bounded in memory.

Source: ECMA-376, part 1, §18 (SpreadsheetML).
"""

import posixpath
from struct import error as StructError
from sys import getsizeof
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile
from zlib import error as ZlibError

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from teriya.foundation.intake.engine.archives import Archive, bomb, damaged
from teriya.foundation.intake.engine.cells import CellTexts, date_styles, local
from teriya.foundation.intake.engine.sheets import Limits, Sheet, too_many_columns

_DAMAGE = (
    BadZipFile,
    ZlibError,
    StructError,
    ExpatError,
    ParseError,
    LookupError,
    ValueError,
    EOFError,
    RuntimeError,
    OSError,
)
_LAST_ROW = 1_048_576
_EMPTY_ELEMENTS = 1_000_000  # elements borne beyond those of filled cells: blank cells with a border
_ELEMENTS_A_CELL = 20  # a cell in several fonts has as many
_MOST_TEXT = 60_000_000  # bytes of memory for the texts that cells share


def read(name: str, data: bytes, limits: Limits) -> Sheet:
    """The first visible worksheet that holds something; `others` names those left unread.

    Refuses zip_bomb, encrypted, macros, damaged, not_a_table and every limit.
    """
    try:
        return _read(Archive(name, data, limits))
    except _DAMAGE:
        raise damaged(name) from None


def _read(archive: Archive) -> Sheet:
    book = archive.tree("xl/workbook.xml")
    links = _links(archive.tree("xl/_rels/workbook.xml.rels"))
    texts = _cell_texts(archive, book, dict(links.values()))
    worksheets = [(title, links[link][1]) for title, link in _visible(book) if links[link][0] == "worksheet"]
    sheet = Sheet(archive.limits)
    for i, (title, part) in enumerate(worksheets, start=1):
        sheet = Sheet(archive.limits, title=title, others=[later for later, _ in worksheets[i:]])
        archive.walk(part, _Rows(sheet, texts))
        if sheet.rows:
            break
    return sheet


def _links(relations: Element) -> dict[str, tuple[str, str]]:
    """Link → (kind, part of the archive)."""
    return {
        link.get("Id", ""): (
            posixpath.basename(link.get("Type", "")),
            posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))[1:],
        )
        for link in relations
    }


def _visible(book: Element) -> list[tuple[str, str]]:
    """(title, link) of the sheets that the file shows."""
    sheets = [element for element in book.iter() if local(element.tag) == "sheet"]
    return [
        (sheet.get("name", ""), next(value for key, value in sheet.items() if local(key) == "id" and "}" in key))
        for sheet in sheets
        if sheet.get("state", "visible") == "visible"
    ]


def _cell_texts(archive: Archive, book: Element, parts: dict[str, str]) -> CellTexts:
    strings = _Strings(archive)
    if "sharedStrings" in parts:
        archive.walk(parts["sharedStrings"], strings)
    dates = date_styles(archive.tree(parts["styles"])) if "styles" in parts else frozenset()
    since_1904 = any(element.get("date1904") in ("1", "true") for element in book.iter())
    return CellTexts(strings.found, dates, MAC_EPOCH if since_1904 else WINDOWS_EPOCH)


class _Text:
    """The characters heard between two tags, up to the limit of a cell and one more."""

    def __init__(self, limit: int):
        self.limit = limit + 1
        self.clear()

    def clear(self) -> None:
        self.heard, self.size = False, 0
        self.pieces: list[str] = []

    def add(self, characters: str) -> None:
        if self.heard and self.size < self.limit:
            self.pieces.append(characters)
            self.size += len(characters)

    def __str__(self) -> str:
        return "".join(self.pieces)[: self.limit]


class _Strings:
    """Hears the part where texts shared by many cells stand: si / t."""

    def __init__(self, archive: Archive):
        self.archive, self.memory = archive, 0
        self.found: list[str] = []
        self.elements_left = _EMPTY_ELEMENTS
        self.written = _Text(archive.limits.cell_characters)
        self.text = self.written.add

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.written.clear()
        self.written.heard = name == "t"

    def end(self, name: str) -> None:
        self.written.heard = False
        if name == "si":
            self.found.append(str(self.written).replace("_x000D_", ""))
            self.elements_left += _ELEMENTS_A_CELL
            self.memory += getsizeof(self.found[-1]) + 8
            if self.memory > _MOST_TEXT:
                raise bomb(self.archive.name)


class _Rows:
    """Hears a worksheet: row / c / f, v or is / t."""

    def __init__(self, sheet: Sheet, texts: CellTexts):
        self.sheet, self.texts = sheet, texts
        self.columns: dict[str, int] = {}
        self.elements_left = _EMPTY_ELEMENTS
        self.written = _Text(sheet.limits.cell_characters)
        self.text = self.written.add
        self.number, self.column = 0, -1
        self.cells: list[str] = []
        self.kind = self.style = ""
        self.is_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            self.column = self._column(attributes["r"]) if "r" in attributes else self.column + 1
            self.is_formula = False
            self.written.clear()
        elif name == "f":
            self.is_formula = self.written.heard = True
        elif name == "v" or name == "t":
            self.written.heard = not self.is_formula
        elif name == "row":
            self._open_row(int(attributes.get("r", self.number + 1)))

    def _open_row(self, number: int) -> None:
        if not self.number < number <= _LAST_ROW:
            raise ValueError("rows out of order")
        self.number, self.cells, self.column = number, [], -1

    def end(self, name: str) -> None:
        if name == "c":
            self._close_cell()
        elif name == "row":
            self.sheet.add(self.number, self.cells)
        else:
            self.written.heard = False

    def _close_cell(self) -> None:
        raw = str(self.written)
        text = "=" + raw if self.is_formula else self.texts.text(self.kind, self.style, raw)
        if not text:
            return
        if self.column >= self.sheet.limits.columns:
            raise too_many_columns(self.number, self.sheet.limits)
        self.elements_left += _ELEMENTS_A_CELL
        self.cells += [""] * (self.column + 1 - len(self.cells))
        self.cells[self.column] = text

    def _column(self, place: str) -> int:
        """ "AB12" → 27."""
        letters = place.rstrip("0123456789")
        if letters not in self.columns:
            self.columns[letters] = column_index_from_string(letters) - 1
        return self.columns[letters]
