"""Waves drawn from a seed: python -m bench.placement.generator FOLDER CANDIDATES plain|constrained|budgets [SEED].

The same words give the same folder of .npz, whose names are whole numbers from 0 (NumPy's PCG64, seed 1 by default).

posts       one for 30 candidates, each of 1 to 5 seats: 10 candidates a seat. One in five is of a priority domain.
wishes      12 posts drawn by candidate, half of them evenly and half by the square of an even draw (the first posts are
            the most wanted: that of rank x, among J, in proportion to 1 + (J / 4x)^½); those drawn twice are dropped, and a length of 8 to 12, drawn evenly, is kept.
order       priority domain, then points (90 to 300 of the jury, given to the candidate, and 0 to 20 of the host, given to the
            pair), then one lottery; the keys are 1, 2, 3… without a gap.
plain       one cell without a ceiling, one line that pays every seat: the hospitals and residents of 1962.
constrained 408 cells: 17 sectors × 8 regions × 3 classes of allowance, drawn evenly by post. One in three has a ceiling,
            seven tenths of its seats. 12 lines, 4 funders × 3 classes: funder 0 pays everywhere, each other five sectors and
            two regions; together they pay eight tenths of the seats, in equal parts.
budgets     the same, its lines in francs, as PLAN wants them: three allowances (45 000, 60 000, 75 000 a month, for a year),
            and what the lines of `constrained` cost for each funder's budget. Beside it standings.npz, that the order is
            made of, and members.npz: 45 % of the candidates, whose jury gave 10 points less.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

SECTORS, REGIONS, CLASSES, FUNDERS = 17, 8, 3, 4
MONTHLY = np.array([45_000, 60_000, 75_000])
DRAWN, SHORTEST, LONGEST = 12, 8, 12
BLOCK = 100_000  # candidates drawn at a time

Column = np.ndarray


class Wishes(NamedTuple):
    """counts [I]; post, host [W]: the wished posts by candidate, and the points of the host."""

    counts: Column
    post: Column
    host: Column


def write(folder: Path, candidates: int, kind: str, seed: int = 1) -> None:
    """The folder of inputs of a wave."""
    chance = np.random.Generator(np.random.PCG64(seed))
    folder.mkdir(parents=True)
    seats = chance.integers(1, 6, max(candidates // 30, 2))
    is_member = chance.random(candidates) < 0.45
    jury = chance.integers(90, 301, candidates) - 10 * is_member
    draw = chance.permutation(candidates)
    wishes = _wishes(chance, candidates, len(seats))
    _money(folder, chance, seats, kind)
    who = np.repeat(np.arange(candidates, dtype=np.int32), wishes.counts)
    ranks = np.arange(1, LONGEST + 1, dtype=np.uint8)
    rank = np.concatenate([ranks[:count] for count in wishes.counts.tolist()])
    np.savez(folder / "wishes.npz", candidate=who, rank=rank, post=wishes.post)
    del rank
    tier = (np.arange(len(seats)) % 5 != 0).astype(np.int8)[wishes.post]
    score = jury.astype(np.int16)[who] + wishes.host
    np.savez(folder / "order.npz", candidate=who, post=wishes.post, key=_keys(tier, score, draw, who, wishes.post, len(seats)))  # fmt: skip
    if kind == "budgets":
        np.savez(folder / "standings.npz", tier=tier, score=score, draw=draw)
        np.savez(folder / "members.npz", candidate=np.flatnonzero(is_member))


def _wishes(chance: np.random.Generator, candidates: int, posts: int) -> Wishes:
    blocks = [_block(chance, min(BLOCK, candidates - start), posts) for start in range(0, candidates, BLOCK)]
    return Wishes(*(np.concatenate(column) for column in zip(*blocks, strict=True)))


def _block(chance: np.random.Generator, candidates: int, posts: int) -> Wishes:
    even = chance.random((candidates, DRAWN))
    drawn = (np.where(chance.random(even.shape) < 0.5, even, even * even) * posts).astype(np.int32)
    by_post = np.argsort(drawn, axis=1, kind="stable")
    ordered = np.take_along_axis(drawn, by_post, axis=1)
    again = np.zeros(drawn.shape, bool)
    np.put_along_axis(again, by_post[:, 1:], ordered[:, 1:] == ordered[:, :-1], axis=1)
    length = chance.integers(SHORTEST, LONGEST + 1, (candidates, 1))
    kept = ~again & (np.cumsum(~again, axis=1) <= length)
    host = chance.integers(0, 21, drawn.shape, dtype=np.int16)
    return Wishes(kept.sum(axis=1), drawn[kept], host[kept])


def _keys(tier: Column, score: Column, draw: Column, who: Column, post: Column, posts: int) -> Column:
    """[W] From 1, without a gap: tier, score, lottery, and the post for two wishes of one candidate equal in all else."""
    place = (tier * np.int64(512) + (400 - score)) * np.int64(len(draw))
    place += draw[who]
    place *= posts
    place += post
    order = np.argsort(place)
    del place
    keys = np.empty(len(order), np.int32)
    keys[order] = np.arange(1, len(order) + 1, dtype=np.int32)
    return keys


def _money(folder: Path, chance: np.random.Generator, seats: Column, kind: str) -> None:
    """posts, cells, edges, lines, and for PLAN costs and budgets."""
    if kind == "plain":
        cell, ceiling, edges, places = np.zeros(len(seats), np.int64), np.array([-1]), np.array([[0, 0]]), seats.sum()
        np.savez(folder / "lines.npz", line=np.array([0]), places=np.array([places]))
        np.savez(folder / "cells.npz", cell=np.array([0]), ceiling=ceiling)
    else:
        cells = SECTORS * REGIONS * CLASSES
        cell = chance.integers(0, cells, len(seats))
        held = np.bincount(cell, seats, cells).astype(np.int64)
        ceiling = np.where(chance.random(cells) < 1 / 3, held * 7 // 10, -1)
        edges = _edges(chance)
        lines = np.arange(FUNDERS * CLASSES)
        places = np.full(len(lines), seats.sum() * 8 // 10 // len(lines))
        _lines(folder, lines, places, kind)
        more = {"class": np.arange(cells) % CLASSES} if kind == "budgets" else {}
        np.savez(folder / "cells.npz", cell=np.arange(cells), ceiling=ceiling, **more)
    np.savez(folder / "posts.npz", post=np.arange(len(seats)), seats=seats, cell=cell)
    np.savez(folder / "edges.npz", cell=edges[:, 0], line=edges[:, 1])


def _edges(chance: np.random.Generator) -> Column:
    """(cell, line): cell = (sector × 8 + region) × 3 + class, line = funder × 3 + class."""
    pays = np.zeros((FUNDERS, SECTORS, REGIONS), bool)
    pays[0] = True
    for funder in range(1, FUNDERS):
        pays[funder, chance.choice(SECTORS, 5, replace=False)] = True
        pays[funder, :, chance.choice(REGIONS, 2, replace=False)] = True
    funder, sector, region = np.nonzero(pays)
    kind = np.arange(CLASSES)[:, None]
    cells, lines = (sector * REGIONS + region) * CLASSES + kind, funder * CLASSES + kind
    return np.stack([cells.ravel(), lines.ravel()], axis=1)


def _lines(folder: Path, lines: Column, places: Column, kind: str) -> None:
    if kind != "budgets":
        np.savez(folder / "lines.npz", line=lines, places=places)
        return
    cost = MONTHLY * 12
    budgets = (places * cost[lines % CLASSES]).reshape(FUNDERS, CLASSES).sum(axis=1)
    np.savez(folder / "lines.npz", line=lines, funder=lines // CLASSES, **{"class": lines % CLASSES})
    np.savez(folder / "costs.npz", cost=cost, **{"class": np.arange(CLASSES)})
    np.savez(folder / "budgets.npz", funder=np.arange(FUNDERS), budget=budgets)


if __name__ == "__main__":
    where, size, sort, *given = sys.argv[1:]
    write(Path(where), int(size), sort, *map(int, given))
