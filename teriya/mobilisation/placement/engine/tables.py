"""The canonical text of inputs and results, and its SHA-256: the same for whoever computes it again.

A table is UTF-8 CSV, rows sorted, lines ended by LF; so `cat placements.csv cutoffs.csv | sha256sum` gives the digest.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping

from teriya.mobilisation.placement.engine.wave import Cutoff, Result, Wave

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


def render(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    """A table as bytes; None is written as an empty value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(sorted(rows))
    return text.getvalue().encode()


def render_inputs(wave: Wave) -> dict[str, bytes]:
    """The six input tables of a wave, by name."""
    rows: dict[str, Iterable[tuple[object, ...]]] = {
        "posts": ((name, post.seats, post.cell) for name, post in wave.posts.items()),
        "cells": wave.cells.items(),
        "lines": wave.lines.items(),
        "edges": wave.edges,
        "wishes": ((who, rank, post) for who, posts in wave.wishes.items() for rank, post in enumerate(posts, 1)),
        "order": ((who, post, key) for (who, post), key in wave.order.items()),
    }
    return {name: render(columns, rows[name]) for name, columns in INPUTS.items()}


def render_result(result: Result) -> dict[str, bytes]:
    """The three tables of a result, by name."""
    return {
        "placements": _placements(result.placements),
        "cutoffs": _cutoffs(result.cutoffs),
        "ranks": render(RESULTS["ranks"], result.ranks.items()),
    }


def digest(placements: Mapping[str, str], cutoffs: Mapping[str, Cutoff]) -> str:
    """SHA-256, in hexadecimal, of the two published tables one after the other."""
    return sha256(_placements(placements) + _cutoffs(cutoffs))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _placements(placements: Mapping[str, str]) -> bytes:
    return render(RESULTS["placements"], placements.items())


def _cutoffs(cutoffs: Mapping[str, Cutoff]) -> bytes:
    return render(RESULTS["cutoffs"], ((post, cutoff.key, cutoff.cause) for post, cutoff in cutoffs.items()))
