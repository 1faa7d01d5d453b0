"""What a round is given and what it answers, in columns (NumPy)."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine import check
from teriya.mobilisation.placement.engine.ids import Ids, find, ids_of, unique

Integers = NDArray[np.int64]
NOBODY = -1  # no ceiling, no wish obtained, no cutoff
CAUSES = ("", "seats", "ceiling", "money")  # by their number in `Result.cause`


class Post(NamedTuple):
    """Seats asked by a host; the cell is its sector × region × allowance class."""

    seats: int
    cell: str


class Cutoff(NamedTuple):
    """Where a post stopped: the worst key held in what binds it, 0 if nothing is held, None if nobody was refused there.

    cause: "seats", "ceiling", "money", or "" when nobody was refused.
    """

    key: int | None
    cause: str


@dataclass(frozen=True, eq=False)
class Wave:
    """The frozen inputs of a round. I candidates, J posts, K cells, L lines, E edges, W wishes.

    candidates, posts, cells, lines: their names, texts or whole numbers, each once.
    seats [J]: persons a post may hold. cell [J]: the position of the post's cell.
    ceiling [K]: persons a cell may hold, -1 where there is no ceiling. places [L]: persons that a line pays.
    edges [E, 2]: (cell, line), by position: the line may pay the cell; a cell without an edge has no place.
    first [I + 1], wish [W]: the wishes of candidate i are wish[first[i] : first[i + 1]], posts by position, dearest first.
    key [W]: where each wish stands in the published order; from 1, distinct over the wave, the smaller goes first.

    Checked when it is made: raises Refusal, whose code and field say what is wrong (check.py).
    """

    candidates: Ids
    posts: Ids
    cells: Ids
    lines: Ids
    seats: Integers
    cell: Integers
    ceiling: Integers
    places: Integers
    edges: Integers
    first: Integers
    wish: NDArray[Any]
    key: Integers

    def __post_init__(self) -> None:
        for column in ("candidate", "post", "cell", "line"):
            name = f"{column}s"
            object.__setattr__(self, name, unique(ids_of(getattr(self, name)), column))
        for name in ("seats", "cell", "ceiling", "places", "edges", "first", "key"):
            object.__setattr__(self, name, check.integers(getattr(self, name), name))
        object.__setattr__(self, "edges", self.edges.reshape(-1, 2))
        object.__setattr__(self, "wish", check.integers(self.wish, "wish").astype(np.int32, copy=False))
        check.whole(self)

    @classmethod
    def of(
        cls, *, candidates: Iterable[str], posts: Mapping[str, tuple[int, str]], cells: Mapping[str, int | None],
        lines: Mapping[str, int], edges: Iterable[tuple[str, str]], wishes: Mapping[str, Iterable[str]],
        order: Mapping[tuple[str, str], int],
    ) -> "Wave":  # fmt: skip
        """A wave from mappings by name; `order` holds exactly the wished pairs. Raises Refusal."""
        people, named = unique(ids_of(candidates), "candidate"), {name: unique(ids_of(given), name) for name, given in
                        (("post", posts), ("cell", cells), ("line", lines))}  # fmt: skip
        find(people, ids_of(wishes), "candidate", "un vœu")
        rows = [(who, post) for who in people.tolist() for post in wishes.get(who, ())]
        counts = [sum(1 for _ in wishes.get(who, ())) for who in people.tolist()]
        pairs = list(edges)
        check.same_pairs(rows, order)
        return cls(
            candidates=people, posts=named["post"], cells=named["cell"], lines=named["line"],
            seats=check.exact([seats for seats, _ in posts.values()], "seats"),
            cell=find(named["cell"], ids_of([cell for _, cell in posts.values()]), "cell", "un poste"),
            ceiling=check.exact([check.ceiling(top, name) for name, top in cells.items()], "ceiling"),
            places=check.exact(list(lines.values()), "places"),
            edges=np.stack([find(named["cell"], ids_of([cell for cell, _ in pairs]), "cell", "un lien de financement"),
                            find(named["line"], ids_of([line for _, line in pairs]), "line", "un lien de financement")], axis=1),
            first=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]),
            wish=find(named["post"], ids_of([post for _, post in rows]), "post", "un vœu"),
            key=check.exact([order[pair] for pair in rows], "key"),
        )  # fmt: skip

    def in_order_of(self, key: Integers) -> "Wave":
        """The same wave in another order: only the keys are looked at again. Raises Refusal."""
        other = copy(self)
        object.__setattr__(other, "key", check.integers(key, "key"))
        check.keys(other)
        return other

    @cached_property
    def who(self) -> NDArray[np.int32]:
        """The candidate of each wish, by position."""
        return np.repeat(np.arange(len(self.candidates), dtype=np.int32), np.diff(self.first))

    @cached_property
    def rank(self) -> Integers:
        """The rank of each wish in its candidate's list, from 1."""
        return np.arange(1, len(self.wish) + 1) - self.first[self.who]

    @cached_property
    def payers(self) -> NDArray[np.bool_]:
        """[K, L]: whether the line may pay the cell."""
        table = np.zeros((len(self.cells), len(self.lines)), bool)
        table[self.edges[:, 0], self.edges[:, 1]] = True
        return table

    def candidate(self, name: str | int) -> int:
        """The position of a candidate. Raises Refusal."""
        return _position(self.candidates, name, "candidate", "n’est pas candidat de cette vague : vérifiez le numéro.")

    def post(self, name: str | int) -> int:
        """The position of a post. Raises Refusal."""
        return _position(self.posts, name, "post", "n’est pas un poste de cette vague.")

    def wishes_of(self, candidate: int) -> Integers:
        """The positions of a candidate's wishes, the dearest first."""
        return np.arange(self.first[candidate], self.first[candidate + 1])


def _position(ids: Ids, name: str | int, column: str, no: str) -> int:
    found = np.flatnonzero(ids.astype(np.str_) == str(name))
    if not len(found):
        raise Refusal(f"unknown_{column}", f"« {name} » {no}", field=column)
    return int(found[0])


@dataclass(frozen=True, eq=False)
class Result:
    """The outcome of a wave.

    wish [I]: the position of the wish that each candidate obtained, -1 for none.
    key, cause [J]: the cutoff of each post, -1 where nobody was refused; the number of its cause in CAUSES.
    digest: SHA-256, in hexadecimal, of the published placements and cutoffs.
    """

    wave: Wave
    wish: Integers
    key: Integers
    cause: NDArray[np.int8]
    digest: str

    @property
    def placed(self) -> int:
        return int((self.wish >= 0).sum())

    @cached_property
    def post(self) -> Integers:
        """[I]: the post obtained, by position, -1 for none."""
        obtained = self.wish >= 0
        return np.where(
            obtained, self.wave.wish[np.where(obtained, self.wish, 0)] if len(self.wave.wish) else NOBODY, NOBODY
        )

    @cached_property
    def placements(self) -> dict[str, str]:
        """The post of each placed candidate, by name."""
        people = np.flatnonzero(self.post >= 0)
        names = (self.wave.candidates[people].tolist(), self.wave.posts[self.post[people]].tolist())
        return dict(zip(*names, strict=True))

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of the wish that each placed candidate obtained."""
        people = np.flatnonzero(self.wish >= 0)
        ranks = self.wish[people] - self.wave.first[people] + 1
        return dict(zip(self.wave.candidates[people].tolist(), ranks.tolist(), strict=True))

    @cached_property
    def cutoffs(self) -> dict[str, Cutoff]:
        """The cutoff of each post, by name."""
        rows = zip(self.wave.posts.tolist(), self.key.tolist(), self.cause.tolist(), strict=True)
        return {post: Cutoff(None if key == NOBODY else key, CAUSES[cause]) for post, key, cause in rows}
