"""Country packs: a folder of data files becomes a `Pack`, or one refusal that lists everything wrong with it."""

import csv
import json
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.engine import build, checks, schema
from teriya.foundation.rules.engine.contents import Pack

FILES = (
    "agency.toml",
    "forms.toml",
    "rates.toml",
    "papers.toml",
    "words.toml",
    "hosts.toml",
    "services.toml",
    "stays.toml",
    "indicators.toml",
    "claims.toml",
    "accounting.toml",
    "places.csv",
    "centres.csv",
    "map.json",
)


def load(folder: Path) -> Pack:
    """The pack of `countries/<cc>`, checked against `countries/schema` and against itself (`pack_invalid`)."""
    return assemble(read(folder), schema.read_schemas(folder.parent / "schema"))


def assemble(files: Mapping[str, Any], schemas: schema.Schemas) -> Pack:
    """Files already read → Pack. References between files are checked only once every file holds to its schema."""
    problems = list(schema.problems(files, schemas))
    if not problems:
        pack = build.pack(files, schemas["forms"]["$defs"]["rules"]["properties"])
        problems = list(checks.problems(pack))
    if problems:
        raise _refusal(problems)
    return pack


def read(folder: Path) -> dict[str, Any]:
    """The plain content of each file of a pack, by its name; dates become ISO text."""
    files, problems = {}, []
    for name in FILES:
        try:
            files[name] = _content(folder / name)
        except FileNotFoundError:
            problems.append(f"{name} · (fichier) : absent de {folder.name}")
        except ValueError as error:  # TOML, JSON and UTF-8 errors are ValueErrors
            problems.append(f"{name} · (fichier) : illisible ({error})")
    if problems:
        raise _refusal(problems)
    return files


def _content(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".toml":
            return _plain(tomllib.loads(text))
        case ".json":
            return json.loads(text)
        case _:
            return list(csv.DictReader(text.splitlines()))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _refusal(problems: list[str]) -> Refusal:
    count = f"{len(problems)} problème(s) dans les données du pays. Corrigez-les puis rechargez :"
    return Refusal("pack_invalid", "\n".join([count, *problems]))
