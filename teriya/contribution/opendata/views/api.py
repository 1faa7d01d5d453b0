"""The open interface, version 1: read-only, without a session. What it answers is told in `openapi.py`, and held to it in a test."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.contribution.figures import queries as figures
from teriya.contribution.figures.models import Figure
from teriya.contribution.opendata import queries
from teriya.contribution.opendata.datasets import Dataset, both, catalogue
from teriya.contribution.opendata.models import Release, ReleaseFile
from teriya.contribution.opendata.openapi import document
from teriya.contribution.opendata.states import ReleaseKind
from teriya.contribution.opendata.views.files import A_WHILE, FOR_EVER, published, sent
from teriya.foundation.rules import queries as rules


def open_to_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to all on purpose: these are published figures."""
    return login_not_required(require_safe(view))


@open_to_programs
def openapi(request: HttpRequest) -> HttpResponse:
    """The document of this interface."""
    return _json(request, document())


@open_to_programs
def releases(request: HttpRequest) -> HttpResponse:
    """Every published release, the latest first."""
    rows = queries.with_files(queries.all_published())
    return _json(request, {"releases": [_release(request, row) for row in rows]})


@open_to_programs
def release(request: HttpRequest, number: str) -> HttpResponse:
    row = queries.with_files(queries.all_published()).filter(number=number).first()
    return _json(request, _release(request, row)) if row else _unknown(request)


@open_to_programs
def datasets(request: HttpRequest) -> HttpResponse:
    """What the latest release holds, column by column."""
    latest = queries.published().first()
    return _json(request, {"datasets": [_dataset(request, one, latest) for one in catalogue()] if latest else []})


@open_to_programs
def dataset(request: HttpRequest, dataset: str) -> HttpResponse:
    """The lines of a dataset in the latest release."""
    latest = queries.published().first()
    return _data(request, latest, dataset, A_WHILE)


@open_to_programs
def release_dataset(request: HttpRequest, number: str, dataset: str) -> HttpResponse:
    """The lines of a dataset in one release: the same bytes for ever."""
    row = queries.all_published().filter(number=number, kind=ReleaseKind.DATA).first()
    return _data(request, row, dataset, FOR_EVER)


@open_to_programs
def published_figures(request: HttpRequest) -> HttpResponse:
    """The numbers that the agency published one by one, each with its definition; the one that replaces another says why."""
    rows = figures.published().select_related("restates")
    return _json(request, {"figures": [_figure(row) for row in rows]})


@open_to_programs
def about(request: HttpRequest) -> HttpResponse:
    """Who publishes."""
    agency = rules.agency()
    return _json(request, {"agency": agency["name"]["fr"], "short_name": agency["short_name"], "country": agency["country"]})  # fmt: skip


def _release(request: HttpRequest, row: Release) -> dict[str, Any]:
    return {
        "number": row.number, "kind": row.kind, "known_on": row.on.isoformat(), "published_on": row.published_on.isoformat(),
        "licence": row.licence, "licence_url": row.licence_url, "sha256": row.digest,
        "files": [_file(request, row, file) for file in row.files.all()],
    }  # fmt: skip


def _file(request: HttpRequest, row: Release, file: ReleaseFile) -> dict[str, Any]:
    return {
        "dataset": file.dataset, "format": file.format, "lines": file.lines, "hidden": file.hidden, "sha256": file.sha256,
        "url": _url(request, "opendata:file", row.number, file.dataset, file.format),
    }  # fmt: skip


def _figure(row: Figure) -> dict[str, Any]:
    return {
        "code": row.code, "measure": row.measure, "first": row.first.isoformat(), "last": row.last.isoformat(), "known_on": row.on.isoformat(),
        "narrowed": row.narrowed, "total": row.total, "definition": {"fr": row.definition_fr, "en": row.definition_en}, "sha256": row.digest,
        "published_on": row.published_on.isoformat() if row.published_on else None, "restates": row.restates.code if row.restates else None,
        "why": row.why,
    }  # fmt: skip


def _dataset(request: HttpRequest, one: Dataset, latest: Release) -> dict[str, Any]:
    return {
        "dataset": one.code, "release": latest.number, "url": _url(request, "opendata:api_dataset", one.code),
        "title": asdict(both(one.title)), "description": asdict(both(one.description)),
        "columns": [asdict(column.field()) for column in one.fields],
    }  # fmt: skip


def _url(request: HttpRequest, route: str, *args: str) -> str:
    return request.build_absolute_uri(reverse(route, args=args))


def _data(request: HttpRequest, row: Release | None, dataset: str, cache: str) -> HttpResponse:
    known = queries.public_files().filter(release=row, dataset=dataset, format="json").first() if row else None
    if known is None:
        return _unknown(request)
    same = get_conditional_response(request, etag=f'"{known.sha256}"')
    return published(same or sent(known, f"{known.release.number}-{dataset}"), etag=known.sha256, cache=cache)


def _json(request: HttpRequest, content: dict[str, Any], status: int = 200) -> HttpResponse:
    written = json.dumps(content, ensure_ascii=False).encode()
    digest = hashlib.sha256(written).hexdigest()
    same = get_conditional_response(request, etag=f'"{digest}"') if status == 200 else None
    answer = same or HttpResponse(written, content_type="application/json", status=status)
    return published(answer, etag=digest, cache=A_WHILE)


def _unknown(request: HttpRequest) -> HttpResponse:
    return _json(request, {"code": "not_found", "sentence": _("Rien de publié à cette adresse.")}, status=404)
