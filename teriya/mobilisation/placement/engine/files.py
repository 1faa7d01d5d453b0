"""A wave read from a folder of CSV, a result written to one and read back.

A folder of inputs holds posts, cells, lines, edges, wishes and order; a folder of results holds placements, cutoffs,
ranks and manifest.json. Columns: tables.py. UTF-8, columns in any order, other columns left aside.
"""

import json
import platform
from dataclasses import dataclass
from pathlib import Path

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.placement.engine import tables
from teriya.mobilisation.placement.engine.check import ranked
from teriya.mobilisation.placement.engine.rows import read_bytes, read_rows, unique
from teriya.mobilisation.placement.engine.wave import Cutoff, Post, Result, Wave

MATCHER = "reference 1"


class Altered(Exception):
    """A published file does not hold what the system writes; the text says which and why."""


@dataclass(frozen=True)
class Published:
    """A result read back: the digests its manifest gives for inputs and files, and those of its files as they are now."""

    result: Result
    input: dict[str, str]
    output: dict[str, str]
    found: dict[str, str]


def read_wave(folder: Path) -> Wave:
    """The wave of a folder; candidates are those who wish. Raises Refusal."""
    rows = {name: read_rows(folder / f"{name}.csv", columns) for name, columns in tables.INPUTS.items()}
    wishes = ranked(rows["wishes"])
    return Wave(
        candidates=tuple(wishes),
        posts=unique("post", ((post, Post(seats, cell)) for post, seats, cell in rows["posts"])),
        cells=unique("cell", rows["cells"]),
        lines=unique("line", rows["lines"]),
        edges=tuple(rows["edges"]),
        wishes=wishes,
        order=unique("pair", (((candidate, post), key) for candidate, post, key in rows["order"])),
    )


def result_files(wave: Wave, result: Result) -> dict[str, bytes]:
    """The files of a published result by name, the manifest last."""
    contents = {f"{name}.csv": content for name, content in tables.render_result(result).items()}
    manifest = {
        "digest": result.digest,
        "input": input_digests(wave),
        "output": {name: tables.sha256(content) for name, content in contents.items()},
        "versions": {"matcher": MATCHER, "python": platform.python_version()},
    }
    return contents | {"manifest.json": (json.dumps(manifest, indent=2) + "\n").encode()}


def write_result(out: Path, wave: Wave, result: Result) -> None:
    """Write the result; the manifest comes last, so a folder half written does not pass for whole."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in result_files(wave, result).items():
            (out / name).write_bytes(content)
    except OSError as error:
        sentence = f"Impossible d’écrire dans « {out} » : choisissez un autre dossier."
        raise Refusal("out_not_writable", sentence, field="out") from error


def input_digests(wave: Wave) -> dict[str, str]:
    """SHA-256 of each input table in canonical form, whatever the order of its rows."""
    return {f"{name}.csv": tables.sha256(content) for name, content in tables.render_inputs(wave).items()}


def read_result(out: Path) -> Published:
    """A result as published. Raises Refusal where a file is absent, Altered where a content is impossible."""
    found = {f"{name}.csv": tables.sha256(read_bytes(out / f"{name}.csv")) for name in tables.RESULTS}
    manifest_text = read_bytes(out / "manifest.json")
    try:
        manifest = json.loads(manifest_text)
        rows = {name: read_rows(out / f"{name}.csv", columns) for name, columns in tables.RESULTS.items()}
        result = Result(
            placements=unique("candidate", rows["placements"]),
            cutoffs=unique("post", ((post, Cutoff(key, cause)) for post, key, cause in rows["cutoffs"])),
            digest=manifest["digest"],
            ranks=unique("candidate", rows["ranks"]),
        )
        return Published(result, dict(manifest["input"]), dict(manifest["output"]), found)
    except Refusal as refusal:
        raise Altered(refusal.sentence) from refusal
    except (ValueError, KeyError, TypeError) as error:
        raise Altered("« manifest.json » n’est pas un manifeste de placement.") from error
