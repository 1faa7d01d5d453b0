"""Names of candidates, posts, cells and lines: a column of texts or of whole numbers, and where each name stands in it.

Names are put in order shorter first, then by their UTF-8 bytes: B2 before B10, and whole numbers by their value.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teriya.foundation.core.refusals import Refusal

Ids = NDArray[Any]
Positions = NDArray[np.int64]


def ids_of(names: Iterable[object]) -> Ids:
    """A column of names, from texts or from an array; whole numbers stay numbers."""
    if isinstance(names, np.ndarray) and names.dtype.kind in "iu":
        return names.astype(np.int64, copy=False)
    return np.asarray(list(names) if not isinstance(names, np.ndarray) else names, dtype=np.str_).reshape(-1)


def texts(ids: Ids) -> NDArray[np.bytes_]:
    """The names as UTF-8."""
    if ids.dtype.kind in "iu":
        return ids.astype(np.bytes_)
    try:
        return ids.astype(np.bytes_)
    except UnicodeEncodeError:
        return np.char.encode(ids.astype(np.str_), "utf-8")


def in_order(ids: Ids) -> Positions:
    """The positions of the names, in their order."""
    if ids.dtype.kind in "iu":
        return _sorted(ids)
    written = texts(ids)
    return np.lexsort((written, np.char.str_len(written)))


def _sorted(numbers: Ids) -> Positions:
    if len(numbers) < 2 or bool((numbers[1:] >= numbers[:-1]).all()):
        return np.arange(len(numbers))
    return np.argsort(numbers, kind="stable")


def unique(ids: Ids, column: str) -> Ids:
    """The same names, each once. Raises Refusal `<column>_repeated`."""
    ordered = np.sort(ids)
    again = np.flatnonzero(ordered[1:] == ordered[:-1])
    if len(again):
        name = ordered[again[0]]
        raise Refusal(f"{column}_repeated", f"« {name} » figure deux fois : gardez une ligne.", field=column)
    return ids


def find(ids: Ids, wanted: Ids, column: str, source: str) -> Positions:
    """The position of each wanted name. Raises Refusal `unknown_<column>`; `source` says who cites it."""
    if ids.dtype.kind != wanted.dtype.kind:
        ids, wanted = ids.astype(np.str_), wanted.astype(np.str_)
    places: Ids
    if not len(ids):
        places, known = np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    elif _is_counted(ids):  # names 0, 1, 2…: each is its own position
        places, known = wanted, (wanted >= 0) & (wanted < len(ids))
    else:
        order = np.argsort(ids, kind="stable")
        places = order[np.searchsorted(ids, wanted, sorter=order).clip(max=len(ids) - 1)]
        known = ids[places] == wanted
    if not known.all():
        name = wanted[np.flatnonzero(~known)[0]]
        raise Refusal(
            f"unknown_{column}",
            f"« {name} », cité par {source}, n’existe pas : ajoutez-le ou corrigez-le.",
            field=column,
        )
    return places


def _is_counted(ids: Ids) -> bool:
    return ids.dtype.kind in "iu" and ids[0] == 0 and bool((ids == np.arange(len(ids))).all())


def rows_of_text(columns: Sequence[NDArray[np.bytes_]]) -> bytes:
    """CSV rows, ended by LF, from columns of UTF-8 texts of one length."""
    if not len(columns[0]):
        return b""
    if any(_needs_quotes(column) for column in columns):
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(
            [value.decode() for value in row] for row in zip(*columns, strict=True)
        )
        return written.getvalue().encode()
    widths = [max(column.dtype.itemsize, 1) for column in columns]
    table = np.zeros((len(columns[0]), sum(widths) + len(columns)), np.uint8)
    start = 0
    for number, (column, width) in enumerate(zip(columns, widths, strict=True), 1):
        table[:, start : start + width] = np.ascontiguousarray(column).view(np.uint8).reshape(-1, width)
        table[:, start + width] = ord("," if number < len(columns) else "\n")
        start += width + 1
    return table[table != 0].tobytes()


def _needs_quotes(column: NDArray[np.bytes_]) -> bool:
    content = np.ascontiguousarray(column).view(np.uint8)
    return bool(np.isin(content, np.frombuffer(b',"\r\n', np.uint8)).any())
