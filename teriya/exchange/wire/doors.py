"""The two public addresses of the protocol: who we are, and where messages are handed in. Described by `openapi.py`."""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from teriya.exchange.wire import kinds, own
from teriya.exchange.wire.actions import receive
from teriya.exchange.wire.carrying import DOOR
from teriya.exchange.wire.engine import carriage, envelopes
from teriya.exchange.wire.models import Agency, AgencyKey, Nonce
from teriya.exchange.wire.openapi import document
from teriya.foundation.core.refusals import Refusal

LARGEST = 5_000_000  # bytes of a bundle
STATUSES = {
    "carriage_unsigned": 401, "carriage_repeated": 401, "agency_unknown": 401, "agency_not_known": 403, "body_too_large": 413, "too_far_ahead": 425,
}  # fmt: skip


def problem(no: Refusal) -> JsonResponse:
    """RFC 9457: a code for machines, a sentence for people; what we speak, where that was the matter."""
    status = STATUSES.get(no.code, 400)
    told = {"type": f"{settings.SITE}/echange/v1/problemes/{no.code}", "title": no.code, "status": status, "code": no.code, "detail": no.sentence}  # fmt: skip
    if no.code == "version_unsupported":
        told["versions"] = list(envelopes.VERSIONS)
    return JsonResponse(told, status=status, content_type="application/problem+json")


def answers_problems(view: Callable) -> Callable:
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except Refusal as no:
            return problem(no)

    return answered


@login_not_required
@require_safe
def about(request: HttpRequest) -> JsonResponse:
    """Who we are and what we understand; keys are not to be believed from here, they are read out."""
    card = own.card()
    told = {name: card[name] for name in ("agency", "name", "country", "versions")}
    return JsonResponse(told | {"kid": own.current().public.kid, "kinds": kinds.names()})


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    return JsonResponse(document(), json_dumps_params={"indent": 1})


@login_not_required
@csrf_exempt
@require_POST
@answers_problems
def messages(request: HttpRequest) -> JsonResponse:
    """Take a bundle of another agency; the signed receipts of what is settled."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise Refusal("body_too_large", "Ce lot est trop gros : envoyez-en un plus petit.")
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise Refusal("body_too_large", "Ce lot est trop gros : envoyez-en un plus petit.")
    sender = _carried_by(request, body)
    return JsonResponse({"receipts": receive(sender, _tokens(body, sender))})


def _carried_by(request: HttpRequest, body: bytes) -> Agency:
    """The agency whose key signed this carriage, which is taken once. Its own address is what it must have signed."""
    headers = {
        name: request.headers.get(name, "")
        for name in ("Content-Type", "Content-Digest", "Signature-Input", "Signature")
    }
    carried = carriage.Carried(
        f"{settings.SITE}{DOOR}", body, {name: value for name, value in headers.items() if value}
    )
    keys = {key.kid: key for key in AgencyKey.objects.believed_at(timezone.now()).select_related("agency")}
    kid, nonce = carriage.check(carried, {kid: key.x for kid, key in keys.items()})
    Nonce.objects.filter(at__lt=timezone.now() - 2 * carriage.LASTS).delete()  # their carriage is no longer good
    try:
        with transaction.atomic():
            Nonce.objects.create(nonce=nonce[:64])
    except IntegrityError as error:
        raise Refusal("carriage_repeated", "Ce transport a déjà été pris : signez-en un nouveau.") from error
    return keys[kid].agency


def _tokens(body: bytes, sender: Agency) -> list[str]:
    try:
        said = json.loads(body)
        tokens = said["messages"]
        if said["from"] != sender.code or said["to"] != own.code() or not all(isinstance(one, str) for one in tokens):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal(
            "message_unfit", "Ce lot n’est pas écrit comme il doit l’être, ou n’est pas pour nous."
        ) from error
    return tokens
