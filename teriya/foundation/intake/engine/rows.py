"""Rows read field by field: every error of every row, so that a file is mended in one go."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.formulas import FIRST_SIGNS, is_formula
from teriya.foundation.intake.engine.headings import Field, match
from teriya.foundation.intake.engine.sheets import Row
from teriya.foundation.intake.engine.tables import Table

Reader = Callable[[str], Any]

# Signs that nobody sees, left by copying from a telephone or a web page; some turn the direction of reading.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANK = frozenset("-–—./")  # what people write in a cell to say that it is empty


@dataclass(frozen=True, slots=True)
class RowError:
    field: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """`values`: field → value, None where the cell is blank, the column absent, or the text refused."""

    number: int
    values: dict[str, Any]
    errors: list[RowError]


def check(table: Table, fields: Sequence[Field], readers: Mapping[str, Reader]) -> list[RowResult]:
    """Read each row with the reader of each field; a reader says no by a `Refusal`, which becomes the row's error.

    A field without reader keeps its text. Row errors beyond the readers': formula_cell,
    missing_value, too_many_cells. Refuses what `headings.match` refuses.
    """
    columns = match(table.headings, fields).columns
    plan = [_Column(field, columns, table.headings, readers) for field in fields]
    return [_check_row(row, plan, table.headings) for row in table.rows]


class _Column:
    """How one field is read."""

    def __init__(self, field: Field, columns: dict[str, int], headings: list[str], readers: Mapping[str, Reader]):
        self.name, self.filled = field.name, field.filled
        self.position = columns.get(field.name)
        self.heading = field.labels[0] if self.position is None else headings[self.position]
        self.reader = readers.get(field.name, str)

    def read(self, text: str) -> Any:
        if not text or _BLANK.issuperset(text):
            if self.filled:
                raise Refusal("missing_value", "la case est vide. Remplissez-la.")
            return None
        return self.reader(text)


def _check_row(row: Row, plan: list[_Column], headings: list[str]) -> RowResult:
    cells = row.cells
    texts = [_clean(cell) for cell in cells]
    errors = _dangers(cells, texts, plan, headings)
    refused = {error.field for error in errors}
    values: dict[str, Any] = {}
    for column in plan:
        values[column.name] = None
        if column.position is None or column.name in refused:
            continue
        try:
            values[column.name] = column.read(texts[column.position])
        except Refusal as refusal:
            errors.append(RowError(column.name, refusal.code, f"{column.heading} : {refusal.sentence}"))
    return RowResult(row.number, values, errors)


def _clean(cell: str) -> str:
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    return unicodedata.normalize("NFC", _UNSEEN.sub("", cell)).strip()


def _dangers(cells: list[str], texts: list[str], plan: list[_Column], headings: list[str]) -> list[RowError]:
    """What is wrong with a row before any reader, in columns read or unread: formulas, cells too many."""
    errors = [
        _formula(position, plan, headings)
        for position, (cell, text) in enumerate(zip(cells, texts, strict=True))
        if (cell[:1] in FIRST_SIGNS or text[:1] in FIRST_SIGNS) and (is_formula(cell) or is_formula(text))
    ]
    if len(cells) > len(headings):
        sentence = f"La ligne a {len(cells)} cases pour {len(headings)} colonnes. Ôtez le séparateur de trop."
        errors.append(RowError("", "too_many_cells", sentence))
    return errors


def _formula(position: int, plan: list[_Column], headings: list[str]) -> RowError:
    name = next((column.name for column in plan if column.position == position), "")
    heading = "".join(headings[position : position + 1]) or f"Colonne {position + 1}"
    return RowError(name, "formula_cell", f"{heading} : la case contient une formule. Collez-y sa valeur.")
