"""What a pack's files break in their JSON schema, as French sentences with the file and the key."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from referencing import Registry, Resource

Schemas = Mapping[str, dict[str, Any]]

TYPES = {
    "integer": "un entier",
    "string": "un texte",
    "boolean": "vrai ou faux (true, false)",
    "array": "une liste",
    "object": "un groupe de clés",
}

SENTENCES = {
    "type": lambda error: f"attend {TYPES[error.validator_value]}, trouve {_shown(error)}",
    "enum": lambda error: f"attend l’un de {', '.join(map(str, error.validator_value))}, trouve {_shown(error)}",
    "const": lambda error: f"attend {error.validator_value!r}, trouve {_shown(error)}",
    "pattern": lambda error: f"{_shown(error)} n’a pas la forme {error.validator_value}",
    "format": lambda error: f"{_shown(error)} n’est pas une date (AAAA-MM-JJ)",
    "minimum": lambda error: f"{error.instance} est plus petit que {error.validator_value}",
    "maximum": lambda error: f"{error.instance} est plus grand que {error.validator_value}",
    "minLength": lambda error: "ne peut pas être vide",
    "minItems": lambda error: f"attend au moins {error.validator_value} élément(s)",
    "maxItems": lambda error: f"attend au plus {error.validator_value} élément(s)",
    "uniqueItems": lambda error: "répète un élément",
    "required": lambda error: f"il manque {_named(error)}",
    "additionalProperties": lambda error: f"clé inconnue ({_named(error)})",
    "unevaluatedProperties": lambda error: f"clé inconnue ({_named(error)})",
    "anyOf": lambda error: f"{_shown(error)} n’est pas admis",
}


def read_schemas(folder: Path) -> Schemas:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def problems(files: Mapping[str, Any], schemas: Schemas) -> Iterator[str]:
    """One sentence for each error: "forms.toml · form[VEC].provision[0].from : il manque…"."""
    registry = Registry().with_resources(
        (f"{name}.json", Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    for file, content in files.items():
        validator = Draft202012Validator(
            schemas[Path(file).stem], registry=registry, format_checker=FormatChecker(["date"])
        )
        for error in sorted(validator.iter_errors(content), key=lambda error: list(map(str, error.absolute_path))):
            yield f"{file} · {_key(content, error)} : {_sentence(error)}"


def _sentence(error: ValidationError) -> str:
    known = SENTENCES.get(str(error.validator))
    return known(error) if known else error.message


def _shown(error: ValidationError) -> str:
    text = repr(error.instance)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _named(error: ValidationError) -> str:
    """The keys that jsonschema quotes in its English message."""
    return ", ".join(re.findall(r"'([^']+)'", error.message))


def _key(content: Any, error: ValidationError) -> str:
    """The path in the file; an element of a list is called by its code or name where it has one."""
    parts = []
    for step in error.absolute_path:
        content = content[step]
        if isinstance(step, str):
            parts.append(f".{step}")
        else:
            named = isinstance(content, dict) and (content.get("code") or content.get("name"))
            parts.append(f"[{named if isinstance(named, str) else step}]")
    return "".join(parts).lstrip(".") or "(fichier)"
