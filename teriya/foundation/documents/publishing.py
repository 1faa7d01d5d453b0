"""What anyone may keep to check certificates without network: the public keys, the revocations, the page that reads both."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from teriya.foundation.documents import others, queries, signing
from teriya.foundation.documents.engine.credentials import revocation_list

SERIES = "ATTESTATION"
FIRST_YEAR = 2011  # of the law on volunteering that is the oldest of our countries'
HOUR = 3600  # seconds: how long a copy of the keys or of a list may stay on the way
SCRIPT = Path(__file__).parent / "static/documents/verify.js"


@login_not_required
@require_safe
@cache_control(public=True, max_age=HOUR)
def keys(request: HttpRequest) -> HttpResponse:
    """The issuer and its public keys, the past ones too: the file that a verifier keeps."""
    return JsonResponse(signing.public_keys(), json_dumps_params={"indent": 1, "ensure_ascii": False})


@login_not_required
@require_safe
@cache_control(public=True, max_age=HOUR)
def key(request: HttpRequest, name: str) -> HttpResponse:
    """One public key (JWK), at the address that the tokens give as `kid`."""
    for one in signing.public_keys()["keys"]:
        if one["kid"].rpartition("/")[2] == name:
            return JsonResponse(one)
    raise Http404


@login_not_required
@require_safe
@cache_control(public=True, max_age=HOUR)
def revocations(request: HttpRequest, year: int) -> HttpResponse:
    """The signed list of a year's revoked certificates."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return HttpResponse(_list(year), content_type="application/vc+jwt")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Reads in the browser what a square or a text holds; nothing of it is sent."""
    return render(request, "documents/offline.html", {"given": _given()})


@login_not_required
@require_safe
def offline_kept(request: HttpRequest) -> HttpResponse:
    """The same as one file, with its keys and lists, to keep on a telephone or a computer without network."""
    context = {"given": _given(), "script": SCRIPT.read_text(), "on": timezone.localdate()}
    response = render(request, "documents/offline_kept.html", context)
    response["Content-Disposition"] = 'attachment; filename="verifier-attestations.html"'
    return response


def _given() -> dict:
    """Our keys, those of the agencies that sign with us, and the list of every year that has certificates."""
    lists = [_list(year) for year in queries.years_of(SERIES)]
    return signing.public_keys() | {"lists": lists + others.lists(), "others": others.keys()}


def _list(year: int) -> str:
    address = f"{signing.issuer().id}/attestations/revocations/{year}"
    revoked = queries.revoked_ranks(SERIES, year)
    return signing.token(
        revocation_list(issuer=signing.issuer(), address=address, revoked=revoked, on=timezone.localdate())
    )
