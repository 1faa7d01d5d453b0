"""Lists of payees as rows of text: CSV, which no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from teriya.pay.allowances.files.payees import Batch, Payee, safe

Cell = str | int


@dataclass(frozen=True)
class Column:
    """One column: its heading and what stands in it. `missing`: what a line that has nothing here lacks; it is then not paid."""

    head: str
    cell: Callable[[Payee], Cell]
    missing: str | Promise = ""
    is_summed: bool = False
    width: int = 14


def rows(batch: Batch, columns: Sequence[Column]) -> list[list[Cell]]:
    """The payees in their order."""
    return [[column.cell(payee) for column in columns] for payee in batch.payees]


def numbered(lines: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    """Each line after its rank."""
    return [[rank, *line] for rank, line in enumerate(lines, start=1)]


def text(heads: Sequence[str], lines: Iterable[Sequence[Cell]], delimiter: str) -> str:
    """CSV, amounts without separators."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    return out.getvalue()
