"""Rows as they stand in a file, within limits: what the readers of CSV and XLSX hand on."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from teriya.foundation.core.refusals import Refusal


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. Past a limit the whole file is refused, before it fills the memory."""

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 200_000_000
    rows: int = 200_000
    columns: int = 200
    cells: int = 3_000_000
    characters: int = 30_000_000
    cell_characters: int = 4_000


USUAL = Limits()
_BETWEEN = "\x1f"  # between the cells of a row: a sign that nobody sees, and that no reader keeps in a cell


class Row:
    """`number` is the one a spreadsheet shows beside the row; `cells` are as written, spaces included.

    One text a row holds the cells: a long file takes a quarter of what its lists would.
    """

    __slots__ = ("_text", "number")

    def __init__(self, number: int, cells: list[str]) -> None:
        text = _BETWEEN.join(cells)
        if text.count(_BETWEEN) >= len(cells):
            text = _BETWEEN.join(cell.replace(_BETWEEN, "") for cell in cells)
        self.number, self._text = number, text.encode("utf-8", "surrogatepass")

    @property
    def cells(self) -> list[str]:
        return self._text.decode("utf-8", "surrogatepass").split(_BETWEEN)


@dataclass
class Sheet:
    """The rows of one file or worksheet that hold something."""

    limits: Limits
    encoding: str = ""
    delimiter: str = ""
    title: str = ""
    others: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    cells_read: int = 0
    characters_read: int = 0

    def add(self, number: int, cells: list[str]) -> None:
        """Keep a row unless it is blank. Refuses too_many_rows, too_many_columns, cell_too_long and too_large."""
        if not "".join(cells).strip():
            return
        while not cells[-1]:
            cells.pop()
        if len(self.rows) >= self.limits.rows:
            raise _too_large("too_many_rows", f"{self.limits.rows} lignes")
        if len(cells) > self.limits.columns:
            raise too_many_columns(number, self.limits)
        sizes = list(map(len, cells))
        if max(sizes) > self.limits.cell_characters:
            raise cell_too_long(number, self.limits, sizes.index(max(sizes)) + 1)
        self.cells_read += len(cells)
        self.characters_read += sum(sizes)
        if self.cells_read > self.limits.cells or self.characters_read > self.limits.characters:
            raise _too_large("too_large", f"{self.limits.cells} cases ou {self.limits.characters} caractères")
        self.rows.append(Row(number, cells))


def _too_large(code: str, most: str) -> Refusal:
    return Refusal(code, f"Plus de {most} : envoyez le fichier en parties.", field="file")


def too_many_columns(number: int, limits: Limits) -> Refusal:
    return Refusal("too_many_columns", f"Ligne {number} : plus de {limits.columns} colonnes.", field="file")


def cell_too_long(number: int, limits: Limits, column: int | None = None) -> Refusal:
    place = f"Ligne {number}" if column is None else f"Ligne {number}, colonne {get_column_letter(column)}"
    return Refusal(
        "cell_too_long",
        f"{place} : une case dépasse {limits.cell_characters} caractères. Raccourcissez-la.",
        field="file",
    )


def not_a_table(name: str, kind: str) -> Refusal:
    return Refusal(
        "not_a_table", f"« {name} » est {kind}, pas un tableau. Enregistrez-le en CSV ou XLSX.", field="file"
    )


def encrypted(name: str) -> Refusal:
    return Refusal("encrypted", f"« {name} » est protégé par un mot de passe. Retirez-le.", field="file")
