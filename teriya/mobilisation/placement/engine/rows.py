"""The rows of a CSV table, each value checked where it stands: a refusal names the file, the line and the column."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from teriya.foundation.core.refusals import Refusal

NUMBERS = {"seats", "ceiling", "places", "rank", "key"}
MAY_BE_EMPTY = {"cells.csv": {"ceiling"}, "cutoffs.csv": {"key", "cause"}}
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
Name = TypeVar("Name")
Value = TypeVar("Value")


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = f"« {path.name} » manque dans « {path.parent} » ou ne se lit pas : ajoutez le fichier."
        raise Refusal("file_missing", sentence, field=path.stem) from error


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The rows of a table, values in the order of the columns asked; numbers are integers, an empty one is None."""
    content = read_bytes(path)
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        sentence = f"« {path.name} » n’est pas un CSV en UTF-8 : enregistrez-le sous cette forme."
        raise Refusal("table_unreadable", sentence, field=path.stem) from error
    return list(_rows(path.name, lines, columns))


def unique(column: str, rows: Iterable[tuple[Name, Value]]) -> dict[Name, Value]:
    """Rows (name, value) as a dictionary. Raises Refusal when a name comes twice."""
    named: dict[Name, Value] = {}
    for name, value in rows:
        if name in named:
            shown = ", ".join(name) if isinstance(name, tuple) else name
            raise Refusal(f"{column}_repeated", f"« {shown} » figure deux fois : gardez une ligne.", field=column)
        named[name] = value
    return named


def _rows(name: str, lines: list[list[str]], columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    heading = [title.strip() for title in lines[0]] if lines else []
    for column in columns:
        if heading.count(column) != 1:
            raise Refusal("column_missing", f"« {name} » : il faut une colonne « {column} ».", field=column)
    places = [(column, heading.index(column)) for column in columns]
    for number, line in enumerate(lines[1:], 2):
        where = f"« {name} », ligne {number}"
        if line and len(line) != len(heading):
            sentence = f"{where} : {len(line)} valeurs pour {len(heading)} colonnes."
            raise Refusal("row_length", sentence, field=columns[0])
        if line:
            yield tuple(_value(name, where, column, line[place].strip()) for column, place in places)


def _value(name: str, where: str, column: str, text: str) -> str | int | None:
    if not text:
        if column not in MAY_BE_EMPTY.get(name, ()):
            raise Refusal("value_missing", f"{where} : « {column} » est vide.", field=column)
        return None if column in NUMBERS else ""
    if column not in NUMBERS:
        return text
    if not INTEGER.fullmatch(text):
        sentence = f"{where} : « {text[:30]} » n’est pas un nombre entier ({column})."
        raise Refusal("not_an_integer", sentence, field=column)
    return int(text)
