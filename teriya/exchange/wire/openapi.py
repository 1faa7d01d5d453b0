"""The protocol between agencies as an OpenAPI 3.1 document: its two addresses, what a message holds, and each kind with its schema."""

from typing import Any

from django.conf import settings

from teriya.exchange.wire import kinds
from teriya.exchange.wire.carrying import DOOR
from teriya.exchange.wire.engine import envelopes

Json = dict[str, Any]
TYPES = {str: "string", int: "integer", dict: "object"}
REFUSALS = {
    "400": "A message, or the bundle, is not as it must be: nothing of it is taken.",
    "401": "The carriage is not signed by a key of a known agency, is too old, or was taken before.",
    "403": "The exchange with this agency is not confirmed, or is suspended.",
    "413": "The bundle is larger than five million bytes.",
    "425": "A message comes before too many others that are waited for: send those first.",
}


def document() -> Json:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Exchange between national volunteering agencies", "version": str(max(envelopes.VERSIONS)),
            "description": (
                "A message is a JWS (Ed25519, RFC 8037) without expiry; its personal part is a JWE (ECDH-ES on X25519, A256GCM) that only "
                "the receiver opens. Messages have ranks, each direction its own, without a gap: they are applied once, in order. The "
                "carriage is signed (RFC 9421, tag teriya-wire) over @method, @target-uri, content-digest and content-type. The same "
                "JSON in a file, with receipts, does the work of the network."
            ),
        },
        "servers": [{"url": settings.SITE}],
        "paths": {
            "/echange/v1/": {"get": {"operationId": "about", "summary": "Who we are, and what we understand.",
                                     "responses": {"200": _answer("Our code, name, versions and kinds of message.", "About")}}},
            "/echange/v1/openapi.json": {"get": {"operationId": "openapi", "summary": "This document.",
                                                 "responses": {"200": _answer("OpenAPI 3.1.", "Object")}}},
            DOOR: {"post": {
                "operationId": "messages", "summary": "Hand in a bundle, whole or not at all; the receipts of what is settled.",
                "parameters": [_header(name) for name in ("Content-Digest", "Signature-Input", "Signature")],
                "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Bundle")}}},
                "responses": {"200": _answer("Signed receipts, in the order of ranks.", "Receipts")} | {
                    status: _answer(words, "Problem", "application/problem+json") for status, words in REFUSALS.items()
                },
            }},
        },
        "components": {"schemas": _schemas()},
    }  # fmt: skip


def _schemas() -> Json:
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    return {
        "Object": {"type": "object"},
        "About": _object({"agency": text, "name": text, "country": text, "kid": text, "kinds": texts, "versions": {"type": "array", "items": {"type": "integer"}}}),
        "Bundle": _object({"teriya": {"const": 1}, "from": text, "to": text, "messages": texts}),
        "Receipts": _object({"receipts": texts}),
        "Problem": _object({"type": text, "title": text, "status": {"type": "integer"}, "code": text, "detail": text}),
        "Message": _object({name: {"type": TYPES[kind]} for name, kind in envelopes.NAMES.items()}),
        "Receipt": _object({name: {"type": TYPES[kind]} for name, kind in envelopes.RECEIPT_NAMES.items()}),
    } | {f"said.{name}": {"type": "object"} | dict(kinds.known(name).schema) for name in kinds.names()}  # fmt: skip


def _object(properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(words: str, schema: str, media: str = "application/json") -> Json:
    return {"description": words, "content": {media: {"schema": _ref(schema)}}}


def _header(name: str) -> Json:
    return {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
