"""The document of the open interface (OpenAPI 3.1), version 1: every path that it serves, and what each answers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.rules import queries as rules

VERSION = "1.0.0"
Json = dict[str, Any]
_STRING, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DAY, _URI = {"type": "string", "format": "date"}, {"type": "string", "format": "uri"}


def document() -> Json:
    """In the language of who asks; addresses from the root of the site."""
    base = reverse("opendata:api").rstrip("/") + "/v1"
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Données ouvertes du volontariat national"), "version": VERSION,
            "description": _("Lecture seule, sans compte. Les publications ne changent jamais : gardez leurs fichiers, leur empreinte est leur ETag."),
            "license": {"name": _("Celle de chaque publication")},
            "contact": {"name": rules.agency()["name"]["fr"]},
        },
        "servers": [{"url": base}],
        "paths": {path: {"get": operation} for path, operation in _paths().items()},
        "components": {"schemas": _schemas(), "responses": _responses(), "parameters": _parameters()},
    }  # fmt: skip


def _paths() -> dict[str, Json]:
    number, dataset = "number", "dataset"
    return {
        "/openapi.json": _operation("openapi", _("Ce document"), {"type": "object"}),
        "/about": _operation("about", _("Qui publie"), _ref("About")),
        "/figures": _operation("figures", _("Les chiffres publiés un par un, avec leur définition"), _list("figures", "Figure")),
        "/releases": _operation("releases", _("Toutes les publications, la dernière d’abord"), _list("releases", "Release")),
        "/releases/{number}": _operation("release", _("Une publication et ses fichiers"), _ref("Release"), number),
        "/releases/{number}/datasets/{dataset}": _operation(
            "release_dataset", _("Les lignes d’un jeu de données, telles que publiées"), _ref("Data"), number, dataset
        ),
        "/datasets": _operation("datasets", _("Les jeux de données de la dernière publication, colonne par colonne"), _list("datasets", "Dataset")),
        "/datasets/{dataset}": _operation("dataset", _("Les lignes d’un jeu de données dans la dernière publication"), _ref("Data"), dataset),
    }  # fmt: skip


def _operation(name: str, summary: str, schema: Json, *parameters: str) -> Json:
    responses = {
        "200": {"description": summary, "headers": {"ETag": {"description": _("Empreinte de la réponse"), "schema": _STRING}},
                "content": {"application/json": {"schema": schema}}},
        "304": {"$ref": "#/components/responses/Same"},
    }  # fmt: skip
    if parameters:
        responses["404"] = {"$ref": "#/components/responses/Unknown"}
    found = {"operationId": name, "summary": summary, "responses": responses}
    given = [{"$ref": f"#/components/parameters/{parameter}"} for parameter in parameters]
    return found | ({"parameters": given} if given else {})


def _parameters() -> Json:
    said = {"number": _("Numéro de la publication, « 2026-1 »"), "dataset": _("Code du jeu de données")}
    return {
        name: {"name": name, "in": "path", "required": True, "description": words, "schema": _STRING}
        for name, words in said.items()
    }


def _responses() -> Json:
    return {
        "Same": {"description": _("Rien n’a changé depuis l’empreinte envoyée dans If-None-Match")},
        "Unknown": {"description": _("Rien de publié à cette adresse"), "content": {"application/json": {"schema": _ref("Problem")}}},
    }  # fmt: skip


def _schemas() -> Json:
    text = _object({"fr": _STRING, "en": _STRING})
    column = _object({
        "name": _STRING, "type": {"enum": ["string", "integer", "date", "month", "quarter"]}, "label": _ref("Text"), "definition": _ref("Text"),
        "source": _ref("Text"), "unit": {"anyOf": [_ref("Text"), {"type": "null"}]},
    })  # fmt: skip
    file = _object({
        "dataset": _STRING, "format": {"enum": ["csv", "json", "xml"]}, "lines": _COUNT, "hidden": _COUNT, "sha256": _DIGEST, "url": _URI,
    })  # fmt: skip
    release = _object({
        "number": _STRING, "kind": {"enum": ["data", "iati"]}, "known_on": _DAY, "published_on": _DAY, "licence": _STRING, "licence_url": _URI,
        "sha256": _DIGEST, "files": {"type": "array", "items": _ref("File")},
    })  # fmt: skip
    line = {"type": "object", "additionalProperties": {"type": ["string", "integer", "null"]}}
    return {
        "Text": text, "Column": column, "File": file, "Release": release,
        "Dataset": _object({"dataset": _STRING, "release": _STRING, "url": _URI, "title": _ref("Text"), "description": _ref("Text"),
                            "columns": {"type": "array", "items": _ref("Column")}}),
        "Data": _object({"dataset": _STRING, "data": {"type": "array", "items": line}}),
        "About": _object({"agency": _STRING, "short_name": _STRING, "country": {"type": "string", "pattern": "^[A-Z]{2}$"}}),
        "Figure": _object({
            "code": _STRING, "measure": _STRING, "first": _DAY, "last": _DAY, "known_on": _DAY, "narrowed": {"type": "object"}, "total": {"type": "integer"},
            "definition": _ref("Text"), "sha256": _DIGEST, "published_on": {"anyOf": [_DAY, {"type": "null"}]},
            "restates": {"type": ["string", "null"]}, "why": _STRING}),
        "Problem": _object({"code": {"const": "not_found"}, "sentence": _STRING}),
    }  # fmt: skip


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(name: str, schema: str) -> Json:
    return _object({name: {"type": "array", "items": _ref(schema)}})


def _ref(schema: str) -> Json:
    return {"$ref": f"#/components/schemas/{schema}"}
