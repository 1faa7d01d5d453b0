"""Seasons as small as a test: agencies are letters, `"t1": "m1 b2"` is the first candidate of T, who wishes M's first post most."""

from itertools import permutations
from random import Random

from teriya.exchange.seasons.engine.season import Candidate, Key, Post, Season


def season(
    wishes: dict[str, str], posts: str | dict[str, int], *, tolerance=0, pairs: dict[str, int] | None = None, seed="1"
):
    """Candidates rank as they are written. Every two agencies exchange without limit, unless `pairs` says {"tm": 3}."""
    seats = posts if isinstance(posts, dict) else dict.fromkeys(posts.split(), 1)
    agencies = {name[0] for name in (*wishes, *seats)}
    most = (
        dict.fromkeys(permutations(sorted(agencies), 2), 99)
        if pairs is None
        else {(p[0], p[1]): n for p, n in pairs.items()}
    )
    return Season(
        tuple(Post(key(name), number) for name, number in seats.items()),
        tuple(Candidate(key(name), rank, tuple(key(one) for one in wished.split())) for rank, (name, wished) in enumerate(wishes.items(), 1)),
        most, tolerance, seed,
    )  # fmt: skip


def key(name: str) -> Key:
    return name[0], name[1:]


def said(moves) -> str:
    """`t1>m1 m2>t1`."""
    return " ".join(f"{''.join(move.candidate)}>{''.join(move.post)}" for move in moves)


def drawn(
    random: Random, *, agencies=4, candidates=8, posts=6, wishes=4, tolerance=0, limit: int | None = None
) -> Season:
    """A season drawn by chance; `limit`: numbers between two agencies are drawn up to it, some pairs have none."""
    codes = "abcdefghijklmnop"[:agencies]
    places = {f"{random.choice(codes)}{n}": random.choice((1, 1, 2)) for n in range(posts)}
    people = {}
    for n in range(candidates):
        home = random.choice(codes)
        abroad = [place for place in places if place[0] != home]
        people[f"{home}{n}"] = " ".join(random.sample(abroad, min(len(abroad), random.randint(0, wishes))))
    pairs = (
        None
        if limit is None
        else {a + b: random.randint(0, limit) for a, b in permutations(codes, 2) if random.random() < 0.8}
    )
    return season(people, places, tolerance=tolerance, pairs=pairs, seed=str(random.random()))
