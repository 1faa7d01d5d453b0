"""A wave read from a folder, a result written to one and read back.

A folder of inputs holds posts, cells, lines, edges, wishes and order, as CSV (UTF-8, columns in any order, other columns left
aside) or as .npz (an array a column); where the order comes from too, if it says so (order.py). A folder of results holds
placements, cutoffs, ranks, manifest.json, and what a plan gave. Columns: tables.py, funding.py.
"""

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine import tables
from teriya.mobilisation.placement.engine.ids import Ids, Positions, find, ids_of, in_order, unique
from teriya.mobilisation.placement.engine.order import check_drawn, commitment
from teriya.mobilisation.placement.engine.rows import Columns, has_table, read_bytes, read_columns
from teriya.mobilisation.placement.engine.wave import CAUSES, NOBODY, Result, Wave

MATCHER = "2"


class Altered(Exception):
    """A published file does not hold what the system writes; the text says which and why."""


@dataclass(frozen=True)
class Published:
    """A result read back: the digests its manifest gives for inputs, seed and files, and those of its files as they are now."""

    result: Result
    input: dict[str, str]
    seed: str | None
    found: dict[str, str]


def read_wave(folder: Path, places: Mapping[str, int] | None = None) -> Wave:
    """The wave of a folder; candidates are those who wish. `places` stand for those that the lines do not tell."""
    posts, seats, cell = read_columns(folder, "posts", tables.INPUTS["posts"])
    cells, ceiling = read_columns(folder, "cells", tables.INPUTS["cells"])
    if places is None:
        lines, funded = read_columns(folder, "lines", tables.INPUTS["lines"])
    else:
        lines, funded = ids_of(places), np.array(list(places.values()), np.int64)
    paid, payer = read_columns(folder, "edges", tables.INPUTS["edges"])
    names = {"post": unique(posts, "post"), "cell": unique(cells, "cell"), "line": unique(lines, "line")}
    candidates, first, wish, key = _wishes(folder, names["post"])
    edges = [find(cells, paid, "cell", "un lien de financement"), find(lines, payer, "line", "un lien de financement")]
    return Wave(
        candidates=candidates, posts=posts, cells=cells, lines=lines, seats=seats,
        cell=find(cells, cell, "cell", "un poste"), ceiling=ceiling, places=funded,
        edges=np.stack(edges, axis=1), first=first, wish=wish, key=key,
    )  # fmt: skip


def _wishes(folder: Path, posts: Ids) -> tuple[Ids, Positions, Positions, np.ndarray]:
    """Candidates in the order of their names, where their wishes begin, the posts wished and their keys."""
    people, rank, wished = read_columns(folder, "wishes", tables.INPUTS["wishes"])
    if not _follows(people, rank):
        place = np.lexsort((rank, _places(people)))
        people, rank, wished = people[place], rank[place], wished[place]
    begins = np.ones(len(people), bool)
    begins[1:] = people[1:] != people[:-1]
    first = np.append(np.flatnonzero(begins), len(people))
    candidates = people[begins]
    _check_ranks(candidates, first, rank)
    wish = find(posts, wished, "post", "un vœu")
    return candidates, first, wish, _keys(folder, people, wished, candidates, posts, wish)


def _follows(people: Ids, rank: np.ndarray) -> bool:
    """Whether rows already come by candidate, in the order of whole numbers, and rank."""
    if people.dtype.kind not in "iu":
        return False
    return bool(((people[1:] > people[:-1]) | ((people[1:] == people[:-1]) & (rank[1:] > rank[:-1]))).all())


def _places(people: Ids) -> Positions:
    """Where each row's name stands in the order of the names that occur."""
    names, where = np.unique(people, return_inverse=True)
    order = in_order(names)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place[where.reshape(-1)]


def _check_ranks(candidates: Ids, first: Positions, rank: np.ndarray) -> None:
    """Ranks go from 1, without repetition or gap. Rows come by candidate and rank."""
    is_next = np.empty(len(rank), bool)
    is_next[1:] = (rank[1:] > rank[:-1]) & (rank[1:] - rank[:-1] == 1)
    is_next[first[:-1]] = rank[first[:-1]] == 1
    for row in np.flatnonzero(~is_next)[:1]:
        who = np.searchsorted(first, row, side="right") - 1
        name, expected = candidates[who], row - first[who] + 1
        if rank[row] < expected:
            sentence = f"« {name} » a deux vœux de rang {rank[row]} : gardez-en un."
            raise Refusal("rank_repeated", sentence, field="rank")
        sentence = f"« {name} » n’a pas de vœu de rang {expected} : numérotez ses vœux de 1 en 1."
        raise Refusal("rank_missing", sentence, field="rank")


def _keys(folder: Path, people: Ids, wished: Ids, candidates: Ids, posts: Ids, wish: Positions) -> np.ndarray:
    """The key of each wish; the order must hold exactly the wished pairs."""
    ranked, ranking, key = read_columns(folder, "order", tables.INPUTS["order"])
    if np.array_equal(ranked, people) and np.array_equal(ranking, wished):
        return key
    who = find(candidates, people, "candidate", "les vœux")
    return key[_rows_of(candidates, posts, who, wish, ranked, ranking, "l’ordre")]


def _rows_of(
    candidates: Ids, posts: Ids, who: np.ndarray, wish: np.ndarray, people: Ids, wished: Ids, source: str
) -> Positions | slice:
    """The row (candidate, post) of a table that each wish has; the table must hold exactly the wished pairs."""
    width = np.int64(len(posts))
    pairs = find(candidates, people, "candidate", source) * width + find(posts, wished, "post", source)
    asked = who * width + wish
    if len(pairs) == len(asked) and bool((pairs == asked).all()):
        return slice(None)
    order, rows = np.argsort(asked, kind="stable"), np.argsort(pairs, kind="stable")
    for row in np.flatnonzero(asked[order][1:] == asked[order][:-1])[:1]:
        sentence = f"« {candidates[who[order[row]]]} » demande deux fois le même poste."
        raise Refusal("wish_repeated", sentence, field="post")
    for row in np.flatnonzero(pairs[rows][1:] == pairs[rows][:-1])[:1]:
        sentence = f"« {people[rows[row]]}, {wished[rows[row]]} » figure deux fois dans {source} : gardez une ligne."
        raise Refusal("pair_repeated", sentence, field="pair")
    for row in np.flatnonzero(~np.isin(pairs, asked))[:1]:
        sentence = f"« {people[row]}, {wished[row]} » est dans {source} sans vœu : retirez la ligne."
        raise Refusal("key_unwished", sentence, field="key")
    for row in np.flatnonzero(~np.isin(asked, pairs))[:1]:
        who_, post = candidates[who[row]], posts[wish[row]]
        raise Refusal("key_missing", f"Le vœu de « {who_} » pour « {post} » n’est pas dans {source}.", field="key")
    found = np.empty(len(asked), np.int64)
    found[order] = rows
    return found


def read_seed(folder: Path, wave: Wave) -> str | None:
    """The seed of a folder that says where its order comes from, once the order is seen to follow; None where it says nothing.

    Raises Refusal: `order_not_drawn`, `seed_not_one`.
    """
    if not has_table(folder, "points"):
        return None
    (seeds,) = read_columns(folder, "seed", ("seed",))
    if len(seeds) != 1:
        raise Refusal("seed_not_one", "« seed » : il faut une ligne, la graine.", field="seed")
    people, wished, tier, points = read_columns(folder, "points", ("candidate", "post", "tier", "points"))
    rows = _rows_of(wave.candidates, wave.posts, wave.who, wave.wish, people, wished, "les points")
    check_drawn(wave, str(seeds[0]), tier[rows], points[rows])
    return str(seeds[0])


def result_files(result: Result, seed: str | None, plan: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """The files of a published result by name, the manifest last; `plan`: the files of what was planned."""
    tables_of = {f"{name}.csv": content for name, content in tables.render_result(result).items()}
    contents = {**(plan or {}), **tables_of}
    manifest = {
        "digest": result.digest,
        "input": tables.input_digests(result.wave),
        "seed": None if seed is None else commitment(seed),
        "output": {name: tables.sha256(content) for name, content in contents.items()},
        "versions": {"matcher": MATCHER, "python": platform.python_version(), "numpy": np.__version__},
    }
    return contents | {"manifest.json": (json.dumps(manifest, indent=2) + "\n").encode()}


def write_result(out: Path, result: Result, seed: str | None, plan: Mapping[str, bytes] | None = None) -> None:
    """Write the result; the manifest comes last, so a folder half written does not pass for whole."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in result_files(result, seed, plan).items():
            (out / name).write_bytes(content)
    except OSError as error:
        sentence = f"Impossible d’écrire dans « {out} » : choisissez un autre dossier."
        raise Refusal("out_not_writable", sentence, field="out") from error


def read_result(wave: Wave, out: Path) -> Published:
    """A result as published. Raises Refusal where a file is absent, Altered where a content is impossible."""
    manifest = read_manifest(out)
    names = {*manifest["output"], *(f"{name}.csv" for name in tables.RESULTS)}
    found = {name: tables.sha256(read_bytes(out / name)) for name in sorted(names)}
    try:
        columns = {name: read_columns(out, name, titles) for name, titles in tables.RESULTS.items()}
        result = Result(wave, _obtained(wave, columns), *_cutoffs(wave, columns["cutoffs"]), str(manifest["digest"]))
        return Published(result, dict(manifest["input"]), manifest["seed"], found)
    except Refusal as refusal:
        raise Altered(refusal.sentence) from refusal
    except (ValueError, KeyError, TypeError) as error:
        raise Altered("« manifest.json » n’est pas un manifeste de placement.") from error


def read_manifest(out: Path) -> dict:
    text = read_bytes(out / "manifest.json")
    try:
        manifest = json.loads(text)
        return {"digest": manifest["digest"], "input": manifest["input"], "seed": manifest["seed"],
                "output": {Path(name).name: digest for name, digest in manifest["output"].items()}}  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Altered("« manifest.json » n’est pas un manifeste de placement.") from error


def _obtained(wave: Wave, columns: Mapping[str, Columns]) -> Positions:
    """The wish that each published placement is; one that nobody wished is put past the end, where it is seen."""
    people, posts = columns["placements"]
    ranked, rank = columns["ranks"]
    who = find(wave.candidates, unique(people, "candidate"), "candidate", "les placements")
    obtained = obtained_by(wave, who, find(wave.posts, posts, "post", "les placements"))
    told = find(wave.candidates, unique(ranked, "candidate"), "candidate", "les rangs")
    if len(told) != len(who) or (obtained[told] - wave.first[told] + 1 != rank).any():
        raise Altered("les rangs de vœu publiés ne sont pas ceux des placements.")
    return obtained


def obtained_by(wave: Wave, who: Positions, post: Positions) -> Positions:
    """[I] The wish that each candidate of `who` obtains with a post; past the last wish where it was not wished."""
    got = np.full(len(wave.candidates), NOBODY, np.int64)
    got[who] = post
    wishes = np.flatnonzero(wave.wish == got[wave.who])
    obtained = np.where(got == NOBODY, NOBODY, len(wave.wish))
    obtained[wave.who[wishes]] = wishes
    return obtained


def _cutoffs(wave: Wave, columns: Columns) -> tuple[np.ndarray, np.ndarray]:
    posts, key, cause = columns
    place = find(wave.posts, unique(posts, "post"), "post", "les seuils")
    causes = [str(one) for one in cause.tolist()]
    if len(place) != len(wave.posts) or set(causes) - set(CAUSES):
        raise Altered("« cutoffs.csv » n’a pas une ligne par poste, ou une cause inconnue.")
    keys, numbers = np.empty(len(place), np.int64), np.empty(len(place), np.int8)
    keys[place], numbers[place] = key, [CAUSES.index(one) for one in causes]
    return keys, numbers
