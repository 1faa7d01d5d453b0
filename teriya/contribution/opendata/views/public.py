"""Open data as all read it: what there is, how fresh it is, under which licence; each file at an address that stays."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from teriya.contribution.opendata import queries
from teriya.contribution.opendata.datasets import catalogue
from teriya.contribution.opendata.making import ACTIVITIES, DICTIONARY_CODE
from teriya.contribution.opendata.models import Release
from teriya.contribution.opendata.openapi import document
from teriya.contribution.opendata.states import ReleaseKind
from teriya.contribution.opendata.views.files import A_WHILE, FOR_EVER, published, sent
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import page_of


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The latest release whole, the latest file of the agreements, and every release before."""
    page = page_of(request, queries.published())
    latest = queries.published().first()
    return render(request, "opendata/home.html", {
        "about": rules.agency(), "page": page, "latest": latest, "datasets": _told(latest) if latest else [],
        "dictionary": DICTIONARY_CODE, "iati": queries.published(ReleaseKind.IATI).first(), "activities": ACTIVITIES,
    })  # fmt: skip


@login_not_required
@require_safe
def release(request: HttpRequest, number: str) -> HttpResponse:
    """One release, at the address that it keeps."""
    row = get_object_or_404(queries.all_published(), number=number)
    return render(request, "opendata/published.html", {
        "release": row, "datasets": _told(row), "dictionary": DICTIONARY_CODE, "files": row.files.defer("content"),
    })  # fmt: skip


def _told(row: Release) -> list[dict]:
    """The datasets that the release holds, with what the catalogue says of them."""
    files: dict[str, list] = {}
    for file in row.files.defer("content"):
        files.setdefault(file.dataset, []).append(file)
    return [{"dataset": one, "files": files[one.code]} for one in catalogue() if one.code in files]


@login_not_required
@require_safe
def file(request: HttpRequest, number: str, dataset: str, format: str) -> HttpResponse:
    """The same bytes for ever."""
    known = get_object_or_404(queries.public_files(), release__number=number, dataset=dataset, format=format)
    return _answer(request, known, FOR_EVER)


@login_not_required
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """The latest file of the agreements, at the address that the IATI registry reads."""
    latest = queries.published(ReleaseKind.IATI).first()
    if latest is None:
        raise Http404
    return _answer(request, queries.public_files().get(release=latest, dataset=ACTIVITIES), A_WHILE)


def _answer(request: HttpRequest, known, cache: str) -> HttpResponse:
    """`known` is read without its bytes: who has them already is told so."""
    same = get_conditional_response(request, etag=f'"{known.sha256}"')
    answer = same or sent(known, f"{known.release.number}-{known.dataset}")
    return published(answer, etag=known.sha256, cache=cache)


@login_not_required
@require_safe
def programmers(request: HttpRequest) -> HttpResponse:
    """The interface for programs, told to people from its own document."""
    return render(request, "opendata/api.html", {"document": document(), "site": request.build_absolute_uri("/")[:-1]})
