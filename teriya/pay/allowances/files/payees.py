"""What every pay file is made of: who is paid, where, how much; and cells that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Payee:
    """One payment order as an institution needs it. `amount` in whole francs, `label` what the transfer says."""

    reference: str
    matricule: str
    name: str
    number: str
    amount: int
    label: str


def safe(cell: str) -> str:
    """A cell that starts like a formula loses that sign: it is a name or a number, never a command."""
    return cell.lstrip("=+-@\t\r\n ")


def table(heads: Sequence[str], rows: Iterable[Sequence[str | int]], delimiter: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()
