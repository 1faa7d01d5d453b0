"""Inputs checked at the door: each thing that can be wrong has its own code, and a sentence that says where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teriya.foundation.core.refusals import Refusal

if TYPE_CHECKING:
    from teriya.mobilisation.placement.engine.wave import Wave

LARGEST = 2**31 - 1  # of seats, ceilings and places: the matcher counts persons in 32 bits
TOGETHER = 1 << 13  # candidates whose wishes are looked at together: the processor's own memory holds them


def integers(given: ArrayLike, column: str) -> NDArray[np.int64]:
    """A column of whole numbers. Raises Refusal `not_an_integer`."""
    values = np.asarray(given)
    if values.size == 0:
        return values.astype(np.int64)
    if values.dtype.kind not in "iu":
        raise Refusal("not_an_integer", f"« {column} » : il faut des nombres entiers.", field=column)
    return values.astype(np.int64, copy=False)


def exact(values: Sequence[Any], column: str) -> NDArray[np.int64]:
    """A column from Python's own integers; true, 1.0 and a text are none. Raises Refusal `not_an_integer`."""
    for value in values:
        if type(value) is not int:
            raise Refusal("not_an_integer", f"« {column} » : {value!r} n’est pas un nombre entier.", field=column)
    return np.array(values, dtype=np.int64)


def ceiling(top: int | None, name: str) -> int:
    """A ceiling as the wave keeps it: -1 where there is none. Raises Refusal."""
    if top is None:
        return -1
    if type(top) is int and top < 0:
        raise Refusal("negative_ceiling", f"« {name} » : {top} est négatif ; donnez 0 ou plus.", field="ceiling")
    return top


def same_pairs(wished: Iterable[tuple[str, str]], order: Mapping[tuple[str, str], int]) -> None:
    """The order holds exactly the wished pairs. Raises Refusal `key_missing` or `key_unwished`."""
    pairs = set(wished)
    for candidate, post in pairs - order.keys():
        raise Refusal("key_missing", f"Le vœu de « {candidate} » pour « {post} » n’a pas de clé.", field="key")
    for candidate, post in order.keys() - pairs:
        raise Refusal("key_unwished", f"« {candidate}, {post} » a une clé sans vœu : retirez la ligne.", field="key")


def whole(wave: "Wave") -> None:
    """Refuse a wave that does not hold together."""
    _lengths(wave)
    for code, column, names, numbers, least in (
        ("negative_seats", "seats", wave.posts, wave.seats, 0),
        ("negative_ceiling", "ceiling", wave.cells, wave.ceiling, -1),
        ("negative_places", "places", wave.lines, wave.places, 0),
    ):
        for position in np.flatnonzero((numbers < least) | (numbers > LARGEST))[:1]:
            sentence = f"« {names[position]} » : {numbers[position]} n’est pas entre 0 et {LARGEST}."
            raise Refusal(code, sentence, field=column)
    _positions("cell", wave.cell, len(wave.cells))
    _positions("cell", wave.edges[:, 0], len(wave.cells))
    _positions("line", wave.edges[:, 1], len(wave.lines))
    _positions("post", wave.wish, len(wave.posts))
    _edges(wave)
    _wishes(wave)
    keys(wave)


def _lengths(wave: "Wave") -> None:
    for column, values, expected in (
        ("seats", wave.seats, len(wave.posts)), ("cell", wave.cell, len(wave.posts)), ("ceiling", wave.ceiling, len(wave.cells)),
        ("places", wave.places, len(wave.lines)), ("first", wave.first, len(wave.candidates) + 1), ("key", wave.key, len(wave.wish)),
    ):  # fmt: skip
        if values.shape != (expected,):
            raise Refusal(
                "column_length", f"« {column} » : {len(values)} valeurs, {expected} attendues.", field=column
            )
    if wave.first[0] != 0 or wave.first[-1] != len(wave.wish) or (np.diff(wave.first) < 0).any():
        raise Refusal("column_length", "« first » ne découpe pas la colonne des vœux.", field="first")


def _positions(column: str, values: NDArray[Any], known: int) -> None:
    if values.size and not (0 <= values.min() and values.max() < known):
        raise Refusal(f"unknown_{column}", f"« {column} » : une position est hors de la liste.", field=column)


def _edges(wave: "Wave") -> None:
    pairs = np.sort(wave.edges[:, 0] * len(wave.lines) + wave.edges[:, 1])
    for again in np.flatnonzero(pairs[1:] == pairs[:-1])[:1]:
        cell, line = divmod(int(pairs[again]), len(wave.lines))
        sentence = f"La ligne « {wave.lines[line]} » paie deux fois la cellule « {wave.cells[cell]} »."
        raise Refusal("edge_repeated", sentence, field="line")


def _wishes(wave: "Wave") -> None:
    for start in range(0, len(wave.candidates), TOGETHER):
        wishes = slice(wave.first[start], wave.first[start : start + TOGETHER + 1][-1])
        pairs = wave.who[wishes] * np.int64(len(wave.posts)) + wave.wish[wishes]
        pairs.sort()
        for again in np.flatnonzero(pairs[1:] == pairs[:-1])[:1]:
            candidate = wave.candidates[pairs[again] // len(wave.posts)]
            raise Refusal("wish_repeated", f"« {candidate} » demande deux fois le même poste.", field="post")


def keys(wave: "Wave") -> None:
    """Keys are 1 or more, and distinct. Raises Refusal."""
    if not len(wave.key):
        return
    if wave.key.min() < 1:
        pair = _pair(wave, int(wave.key.argmin()))
        raise Refusal("key_below_one", f"« {pair} » : la clé {wave.key.min()} doit être au moins 1.", field="key")
    for key in _repeated(wave.key)[:1]:
        one, other = (_pair(wave, int(wish)) for wish in np.flatnonzero(wave.key == key)[:2])
        sentence = f"« {one} » et « {other} » ont la même clé {key}."
        raise Refusal("key_repeated", sentence, field="key")


def _repeated(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keys that occur twice, if any do. Most often keys leave no gap, and each is seen in a table of them all, sooner
    than they would be sorted."""
    if key.max() <= 2 * len(key):
        is_seen = np.zeros(key.max() + 1, bool)
        is_seen[key] = True
        if np.count_nonzero(is_seen) == len(key):
            return key[:0]
    ordered = np.sort(key)
    return ordered[1:][ordered[1:] == ordered[:-1]]


def _pair(wave: "Wave", wish: int) -> str:
    return f"{wave.candidates[wave.who[wish]]}, {wave.posts[wave.wish[wish]]}"
