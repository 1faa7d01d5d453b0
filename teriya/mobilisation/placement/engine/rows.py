"""The columns of a table, from CSV or .npz, each value checked where it stands: a refusal names the file and the place."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine.ids import ids_of

NUMBERS = {"seats", "ceiling", "floor", "places", "rank", "key", "cost", "budget", "tier", "points"}
MAY_BE_EMPTY = {
    ("cells", "ceiling"),
    ("regions", "floor"),
    ("regions", "ceiling"),
    ("cutoffs", "key"),
    ("cutoffs", "cause"),
}
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
EMPTY = -1

Columns = tuple[np.ndarray, ...]


def has_table(folder: Path, name: str) -> bool:
    return (folder / f"{name}.csv").exists() or (folder / f"{name}.npz").exists()


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = f"« {path.name} » manque dans « {path.parent} » ou ne se lit pas : ajoutez le fichier."
        raise Refusal("file_missing", sentence, field=path.stem) from error


def read_columns(folder: Path, name: str, columns: Sequence[str]) -> Columns:
    """The columns asked of a table, <name>.npz if it is there, else <name>.csv; an empty number is -1."""
    packed = folder / f"{name}.npz"
    return _unpacked(packed, columns) if packed.exists() else _parsed(folder / f"{name}.csv", columns)


def heading(folder: Path, name: str) -> list[str]:
    """The columns that a table has."""
    packed = folder / f"{name}.npz"
    if packed.exists():
        with _opened(packed) as file:
            return list(file.files)
    return _heading(_lines(folder / f"{name}.csv"))


@contextmanager
def _opened(path: Path) -> Iterator[np.lib.npyio.NpzFile]:
    """A .npz file, closed afterwards whatever it holds."""
    with path.open("rb") as file:
        try:
            arrays = np.load(file, allow_pickle=False)
        except (EOFError, ValueError, zipfile.BadZipFile) as error:
            raise _unreadable(path) from error
        if not isinstance(arrays, np.lib.npyio.NpzFile):
            raise _unreadable(path)
        with arrays:
            yield arrays


def _unreadable(path: Path) -> Refusal:
    return Refusal(
        "table_unreadable", f"« {path.name} » n’est pas un fichier .npz : enregistrez-le ainsi.", field=path.stem
    )


def _unpacked(path: Path, columns: Sequence[str]) -> Columns:
    with _opened(path) as file:
        try:
            found = [file[column] for column in columns]
        except KeyError as error:
            raise _column_missing(path.name, str(error.args[0]).split()[0]) from error
        except (EOFError, ValueError, zipfile.BadZipFile) as error:
            raise _unreadable(path) from error
    for column, values in zip(columns, found, strict=True):
        if values.ndim != 1 or len(values) != len(found[0]):
            raise Refusal("row_length", f"« {path.name} » : les colonnes n’ont pas la même longueur.", field=column)
        if column in NUMBERS and values.dtype.kind not in "iu":
            raise Refusal("not_an_integer", f"« {path.name} » : il faut des nombres entiers ({column}).", field=column)
    return tuple(values if values.dtype.kind in "iu" else ids_of(values) for values in found)


def _parsed(path: Path, columns: Sequence[str]) -> Columns:
    lines = _lines(path)
    titles = _heading(lines)
    for column in columns:
        if titles.count(column) != 1:
            raise _column_missing(path.name, column)
    places = [(column, titles.index(column)) for column in columns]
    values = list(zip(*_rows(path, lines, titles, places), strict=True)) or [()] * len(columns)
    return tuple(
        np.array(found, np.int64) if column in NUMBERS else ids_of(found)
        for column, found in zip(columns, values, strict=True)
    )


def _lines(path: Path) -> list[list[str]]:
    content = read_bytes(path)
    try:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        sentence = f"« {path.name} » n’est pas un CSV en UTF-8 : enregistrez-le sous cette forme."
        raise Refusal("table_unreadable", sentence, field=path.stem) from error


def _heading(lines: list[list[str]]) -> list[str]:
    return [title.strip() for title in lines[0]] if lines else []


def _column_missing(name: str, column: str) -> Refusal:
    return Refusal("column_missing", f"« {name} » : il faut une colonne « {column} ».", field=column)


def _rows(path: Path, lines: list[list[str]], titles: list[str], places: list[tuple[str, int]]) -> Iterator[tuple]:
    for number, line in enumerate(lines[1:], 2):
        where = f"« {path.name} », ligne {number}"
        if line and len(line) != len(titles):
            sentence = f"{where} : {len(line)} valeurs pour {len(titles)} colonnes."
            raise Refusal("row_length", sentence, field=places[0][0])
        if line:
            yield tuple(_value(path.stem, where, column, line[place].strip()) for column, place in places)


def _value(name: str, where: str, column: str, text: str) -> str | int:
    if not text:
        if (name, column) not in MAY_BE_EMPTY:
            raise Refusal("value_missing", f"{where} : « {column} » est vide.", field=column)
        return EMPTY if column in NUMBERS else ""
    if column not in NUMBERS:
        return text
    if not INTEGER.fullmatch(text):
        sentence = f"{where} : « {text[:30]} » n’est pas un nombre entier ({column})."
        raise Refusal("not_an_integer", sentence, field=column)
    number = int(text)
    if number < 0:
        raise Refusal(f"negative_{column}", f"{where} : {number} est négatif ; donnez 0 ou plus.", field=column)
    return number
