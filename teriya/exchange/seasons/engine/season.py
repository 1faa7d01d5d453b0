"""What a season is to the planner: places abroad, candidates with their wishes, and how far agencies may drift apart."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Key = tuple[str, str]  # an agency, and a number of its own
Pair = tuple[str, str]  # the agency that sends, the agency that receives


@dataclass(frozen=True)
class Post:
    """A post of the agency that receives. `seats`: how many volunteers it takes."""

    key: Key
    seats: int = 1

    @property
    def agency(self) -> str:
        return self.key[0]


@dataclass(frozen=True)
class Candidate:
    """A volunteer of the agency that sends. `rank`: 1 is the first that the agency would send; `wishes`: the dearest first."""

    key: Key
    rank: int
    wishes: tuple[Key, ...]

    @property
    def agency(self) -> str:
        return self.key[0]


@dataclass(frozen=True)
class Season:
    """`pairs`: how many may go from an agency to another; a pair without a number exchanges nobody.

    `tolerance`: the largest |sent − received| of an agency; `seed`: from it the lot that breaks ties between agencies.
    Raises ValueError where the parts do not hold together.
    """

    posts: tuple[Post, ...]
    candidates: tuple[Candidate, ...]
    pairs: Mapping[Pair, int]
    tolerance: int
    seed: str

    def __post_init__(self) -> None:
        posts, wishes = {post.key for post in self.posts}, [one.wishes for one in self.candidates]
        _once((post.key for post in self.posts), "post")
        _once((one.key for one in self.candidates), "candidate")
        _once(((one.agency, one.rank) for one in self.candidates), "rank")
        for one in self.candidates:
            _once(one.wishes, f"wish of {one.key}")
            if any(agency == one.agency for agency, _ in one.wishes):
                raise ValueError(f"{one.key} wishes a post at home")
        if unknown := {wish for some in wishes for wish in some} - posts:
            raise ValueError(f"wished, but no post: {sorted(unknown)}")
        if (
            self.tolerance < 0
            or any(post.seats < 0 for post in self.posts)
            or any(most < 0 for most in self.pairs.values())
        ):
            raise ValueError("a number below zero")  # fmt: skip

    @property
    def agencies(self) -> list[str]:
        """Every agency that offers, sends, or may: in the order of their codes."""
        named = {post.agency for post in self.posts} | {one.agency for one in self.candidates}
        return sorted(named | {agency for pair in self.pairs for agency in pair})

    def admits(self, candidate: Candidate) -> tuple[Key, ...]:
        """The wishes of a candidate whose agencies exchange."""
        return tuple(wish for wish in candidate.wishes if self.pairs.get((candidate.agency, wish[0]), 0))


@dataclass(frozen=True, order=True)
class Move:
    """A candidate who goes to a post."""

    candidate: Key
    post: Key

    @property
    def pair(self) -> Pair:
        return self.candidate[0], self.post[0]


def balance(moves: Iterable[Move]) -> Counter[str]:
    """Sent less received, agency by agency."""
    found: Counter[str] = Counter()
    for move in moves:
        found[move.candidate[0]] += 1
        found[move.post[0]] -= 1
    return found


def _once(keys: Iterable[object], what: str) -> None:
    for key, times in Counter(keys).items():
        if times > 1:
            raise ValueError(f"the same {what} twice: {key}")
