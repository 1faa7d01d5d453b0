"""A wave read from a folder of CSV, a result written to one and read back.

A folder of inputs holds posts, cells, lines, edges, wishes and order; a folder of results holds placements, cutoffs,
ranks and manifest.json. Columns: tables.py. UTF-8, columns in any order, other columns left aside.
"""

import csv
import json
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine import tables
from teriya.mobilisation.placement.engine.check import ranked
from teriya.mobilisation.placement.engine.wave import Cutoff, Post, Result, Wave

MATCHER = "reference 1"
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
Value = TypeVar("Value")


class Altered(Exception):
    """A published file does not hold what the system writes; the text says which and why."""


@dataclass(frozen=True)
class Published:
    """A result read back, with its manifest and the digests of its files as they are now."""

    result: Result
    manifest: dict[str, object]
    digests: dict[str, str]


def read_wave(folder: Path) -> Wave:
    """The wave of a folder; candidates are those who wish. Raises Refusal naming file and line."""
    rows = {name: _read(folder / f"{name}.csv", columns) for name, columns in tables.INPUTS.items()}
    wishes = ranked((candidate, _integer("rank", rank), post) for candidate, rank, post in rows["wishes"])
    return Wave(
        candidates=tuple(wishes),
        posts=_unique("post", ((post, Post(_integer("seats", seats), cell)) for post, seats, cell in rows["posts"])),
        cells=_unique("cell", ((cell, _integer("ceiling", top) if top else None) for cell, top in rows["cells"])),
        lines=_unique("line", ((line, _integer("places", places)) for line, places in rows["lines"])),
        edges=tuple((cell, line) for cell, line in rows["edges"]),
        wishes=wishes,
        order=_unique("pair", (((who, post), _integer("key", key)) for who, post, key in rows["order"])),
    )


def write_result(out: Path, wave: Wave, result: Result) -> None:
    """Write the result; the manifest comes last, so a folder half written does not pass for whole."""
    contents = {
        "placements": tables.render_placements(result.placements),
        "cutoffs": tables.render_cutoffs(result.cutoffs),
        "ranks": tables.render(tables.RANKS, result.ranks.items()),
    }
    manifest = {
        "digest": result.digest,
        "input": input_digests(wave),
        "output": {name: tables.sha256(content) for name, content in contents.items()},
        "versions": {"matcher": MATCHER, "python": platform.python_version()},
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (out / f"{name}.csv").write_bytes(content)
        (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        sentence = f"Impossible d’écrire dans « {out} » ({error.strerror}) : choisissez un autre dossier."
        raise Refusal("out_not_writable", sentence, field="out") from error


def input_digests(wave: Wave) -> dict[str, str]:
    """SHA-256 of each input table in canonical form, whatever the order of its rows."""
    return {name: tables.sha256(content) for name, content in tables.render_inputs(wave).items()}


def read_result(out: Path) -> Published:
    """A result as published. Raises Refusal where a file is absent, Altered where a content is impossible."""
    manifest_text = _bytes(out / "manifest.json")
    try:
        placed = _unique("candidate", _read(out / "placements.csv", tables.PLACEMENTS))
        ranks = _unique(
            "candidate", ((who, _integer("rank", rank)) for who, rank in _read(out / "ranks.csv", tables.RANKS))
        )
        cutoffs = _unique(
            "post",
            (
                (post, Cutoff(_integer("key", key) if key else None, cause))
                for post, key, cause in _read(out / "cutoffs.csv", tables.CUTOFFS)
            ),
        )
        manifest = json.loads(manifest_text)
        result = Result(placed, cutoffs, str(manifest["digest"]), ranks)
    except Refusal as refusal:
        if refusal.code == "file_missing":
            raise
        raise Altered(refusal.sentence) from refusal
    except (ValueError, KeyError, TypeError) as error:
        raise Altered("« manifest.json » est illisible.") from error
    names = ("placements", "cutoffs", "ranks")
    return Published(result, manifest, {name: tables.sha256(_bytes(out / f"{name}.csv")) for name in names})


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = f"« {path.name} » manque dans « {path.parent} » ou ne se lit pas : ajoutez le fichier."
        raise Refusal("file_missing", sentence, field=path.stem) from error


def _read(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows of a table, its columns in the order asked; only a ceiling, a key or a cause may be empty."""
    content = _bytes(path)
    try:
        lines = csv.reader(content.decode("utf-8-sig").splitlines(), strict=True)
        return list(_rows(path.name, list(lines), columns))
    except (UnicodeDecodeError, csv.Error) as error:
        sentence = f"« {path.name} » n’est pas un CSV en UTF-8 : enregistrez-le sous cette forme."
        raise Refusal("table_unreadable", sentence, field=path.stem) from error


def _rows(name: str, lines: list[list[str]], columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    heading = [title.strip() for title in lines[0]] if lines else []
    for column in columns:
        if heading.count(column) != 1:
            raise Refusal("column_missing", f"« {name} » : il faut une colonne « {column} ».", field=column)
    places = [heading.index(column) for column in columns]
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        if len(line) != len(heading):
            sentence = f"« {name} », ligne {number} : {len(line)} valeurs pour {len(heading)} colonnes."
            raise Refusal("row_length", sentence, field=columns[0])
        row = tuple(line[place].strip() for place in places)
        for column, value in zip(columns, row, strict=True):
            if not value and column not in ("ceiling", "key", "cause"):
                raise Refusal("value_missing", f"« {name} », ligne {number} : « {column} » est vide.", field=column)
        yield row


def _integer(column: str, text: str) -> int:
    if not INTEGER.fullmatch(text):
        raise Refusal("not_an_integer", f"« {column} » : « {text[:30]} » n’est pas un nombre entier.", field=column)
    return int(text)
