"""The canonical text of inputs and results, and its SHA-256: the same for whoever computes it again.

A table is UTF-8 CSV, rows in the order of their names (ids.py), lines ended by LF; so
`cat placements.csv cutoffs.csv | sha256sum` gives the digest of a result.
"""

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np

from teriya.mobilisation.placement.engine.ids import Ids, in_order, rows_of_text, texts
from teriya.mobilisation.placement.engine.wave import CAUSES, NOBODY, Integers, Result, Wave

INPUTS = {
    "posts": ("post", "seats", "cell"),
    "cells": ("cell", "ceiling"),
    "lines": ("line", "places"),
    "edges": ("cell", "line"),
    "wishes": ("candidate", "rank", "post"),
    "order": ("candidate", "post", "key"),
}
RESULTS = {
    "placements": ("candidate", "post"),
    "cutoffs": ("post", "key", "cause"),
    "ranks": ("candidate", "rank"),
}
TOGETHER = 1 << 13  # candidates whose wishes are put in order together, so that memory stays small


def render(columns: Sequence[str], values: Sequence[np.ndarray]) -> bytes:
    """A table as bytes, from columns of names, texts and numbers; -1 is written as an empty value."""
    return (",".join(columns) + "\n").encode() + rows_of_text([_written(column) for column in values])


def _written(column: np.ndarray) -> np.ndarray:
    if column.dtype.kind in "iu" and (column == NOBODY).any():
        return np.where(column == NOBODY, b"", column.astype(np.bytes_))
    return texts(column)


def render_inputs(wave: Wave) -> dict[str, bytes]:
    """The six input tables of a wave, by name."""
    posts, cells, lines = in_order(wave.posts), in_order(wave.cells), in_order(wave.lines)
    edges = wave.edges[np.lexsort((_places(lines)[wave.edges[:, 1]], _places(cells)[wave.edges[:, 0]]))]
    wishes = np.concatenate([np.empty(0, np.int64), *_wishes_in_order(wave)])
    people, wished = wave.candidates[wave.who[wishes]], wave.posts[wave.wish[wishes]]
    values: dict[str, Sequence[np.ndarray]] = {
        "posts": (wave.posts[posts], wave.seats[posts], wave.cells[wave.cell[posts]]),
        "cells": (wave.cells[cells], wave.ceiling[cells]),
        "lines": (wave.lines[lines], wave.places[lines]),
        "edges": (wave.cells[edges[:, 0]], wave.lines[edges[:, 1]]),
        "wishes": (people, wave.rank[wishes], wished),
        "order": (people, wished, wave.key[wishes]),
    }
    return {name: render(columns, values[name]) for name, columns in INPUTS.items()}


def input_digests(wave: Wave) -> dict[str, str]:
    """SHA-256 of each input, whatever the order of its rows and its file: of the table's text, and for the two long ones of
    their columns: names in order, then whole numbers of eight bytes, the least significant first.

    wishes: candidates (a line each), posts (a line each), wishes per candidate, position of each wished post.
    order: the key of each wish, in the same order.
    """
    few = Wave.__new__(Wave)  # the same wave without anybody: its short tables
    nobody = {"candidates": wave.candidates[:0], "first": wave.first[:1], "wish": wave.wish[:0], "key": wave.key[:0]}
    for name in Wave.__dataclass_fields__:
        object.__setattr__(few, name, nobody.get(name, getattr(wave, name)))
    tables = render_inputs(few)
    digests = {name: sha256(tables[name]) for name in ("posts", "cells", "lines", "edges")}
    people, posts = in_order(wave.candidates), in_order(wave.posts)
    place = _places(posts)
    names = rows_of_text([texts(wave.candidates[people])]) + rows_of_text([texts(wave.posts[posts])])
    wished, order = hashlib.sha256(names + _bytes(np.diff(wave.first)[people])), hashlib.sha256()
    for wishes in _wishes_in_order(wave):
        wished.update(_bytes(place[wave.wish[wishes]]))
        order.update(_bytes(wave.key[wishes]))
    return digests | {"wishes": wished.hexdigest(), "order": order.hexdigest()}


def _bytes(column: np.ndarray) -> memoryview:
    return np.ascontiguousarray(column, dtype="<i8").data


def _places(order: Integers) -> Integers:
    """Where each position stands in an order."""
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return places


def _wishes_in_order(wave: Wave) -> Iterator[Integers]:
    """The wishes by candidate, in the order of their names, then by rank; those of some candidates at a time."""
    people = in_order(wave.candidates)
    for start in range(0, len(people), TOGETHER):
        some = people[start : start + TOGETHER]
        counts = wave.first[some + 1] - wave.first[some]
        yield np.arange(counts.sum()) + np.repeat(wave.first[some] - (np.cumsum(counts) - counts), counts)


def render_result(result: Result) -> dict[str, bytes]:
    """The three tables of a result, by name."""
    wave = result.wave
    people = _placed_in_order(wave, result.wish)
    ranks = result.wish[people] - wave.first[people] + 1
    return {
        "placements": _placements(wave, result.wish),
        "cutoffs": _cutoffs(wave, result.key, result.cause),
        "ranks": render(RESULTS["ranks"], (wave.candidates[people], ranks)),
    }


def digest(wave: Wave, wish: Integers, key: Integers, cause: np.ndarray) -> str:
    """SHA-256, in hexadecimal, of the two published tables one after the other."""
    return sha256(_placements(wave, wish), _cutoffs(wave, key, cause))


def sha256(*contents: bytes | memoryview) -> str:
    total = hashlib.sha256()
    for content in contents:
        total.update(content)
    return total.hexdigest()


def _placed_in_order(wave: Wave, wish: Integers) -> Integers:
    people = np.flatnonzero(wish >= 0)
    return people[in_order(wave.candidates[people])]


def _placements(wave: Wave, wish: Integers) -> bytes:
    people = _placed_in_order(wave, wish)
    return render(RESULTS["placements"], (wave.candidates[people], wave.posts[wave.wish[wish[people]]]))


def _cutoffs(wave: Wave, key: Integers, cause: np.ndarray) -> bytes:
    posts = in_order(wave.posts)
    names: Ids = np.array(CAUSES, np.bytes_)
    return render(RESULTS["cutoffs"], (wave.posts[posts], key[posts], names[cause[posts]]))
