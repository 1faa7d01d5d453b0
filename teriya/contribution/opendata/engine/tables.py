"""A dataset as rows of plain values, written the same everywhere: CSV that no spreadsheet runs, JSON that says the same."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from teriya.foundation.intake.engine.formulas import is_formula

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Text:
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column as the data dictionary tells it. `type`: string, integer, date (ISO 8601), month (2026-03), quarter (2026-Q1)."""

    name: str
    type: str
    label: Text
    definition: Text
    source: Text
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`hidden`: how many of its values are not shown."""

    code: str
    title: Text
    description: Text
    fields: Sequence[Field]
    rows: Sequence[tuple[Cell, ...]]
    hidden: int = 0


DICTIONARY = ("dataset", "column", "type", "unit_fr", "unit_en", "label_fr", "label_en", "definition_fr", "definition_en", "source_fr", "source_en")  # fmt: skip


def as_csv(names: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> bytes:
    """UTF-8 with its mark, semicolons, as the other files of the house; nothing is an empty cell."""
    text = StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(names)
    table.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_json(code: str, names: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> bytes:
    """One object a line, in the order of the columns."""
    data = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps({"dataset": code, "data": data}, ensure_ascii=False, separators=(",", ":")).encode()


def dictionary(tables: Sequence[Table]) -> list[tuple[Cell, ...]]:
    """Every column of every dataset, in `DICTIONARY`’s order."""
    return [
        (table.code, field.name, field.type, field.unit.fr if field.unit else "", field.unit.en if field.unit else "", field.label.fr,
         field.label.en, field.definition.fr, field.definition.en, field.source.fr, field.source.en)
        for table in tables
        for field in table.fields
    ]  # fmt: skip


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell
