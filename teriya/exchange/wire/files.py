"""A plain file instead of the network: the same signed messages, on a stick or by mail, and their receipts on the way back."""

import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.exchange.wire import own
from teriya.exchange.wire.actions import prepare, receive, settle
from teriya.exchange.wire.models import Agency
from teriya.foundation.core.refusals import Refusal

RECEIPTS = 500  # the last ones go along: those that the other agency has already are passed over
LARGEST = 20_000_000


def written(agency: Agency, now: datetime | None = None) -> bytes:
    """All that waits for this agency, and our receipts for what it last said."""
    receipts = agency.incoming.exclude(receipt="").order_by("-sequence").values_list("receipt", flat=True)[:RECEIPTS]
    content = {"teriya": 1, "from": own.code(), "to": agency.code, "messages": prepare(agency, now), "receipts": list(receipts)[::-1]}  # fmt: skip
    return json.dumps(content, indent=1).encode()


@transaction.atomic
def read(content: bytes, now: datetime | None = None) -> tuple[Agency, int, int]:
    """(agency, messages taken, receipts kept) of the file of another agency, whole or not at all. Refuses `file_unreadable`,
    `agency_unknown`, `wrong_audience`, and what a message or a receipt is refused for.
    """
    now = now or timezone.now()
    try:
        said = json.loads(content) if len(content) <= LARGEST else None
        sender, to = said["from"], said["to"]
        messages, receipts = said["messages"], said["receipts"]
        if not all(isinstance(one, str) for one in [sender, to, *messages, *receipts]):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal(
            "file_unreadable", _("Ce fichier n’est pas un envoi d’une autre agence."), field="file"
        ) from error
    if to != own.code():
        raise Refusal("wrong_audience", _("Ce fichier est pour une autre agence."), field="file")
    agency = Agency.objects.filter(code=sender, speaks=True).first()
    if agency is None:
        raise Refusal("agency_unknown", _("L’agence qui envoie ce fichier n’est pas au registre."), field="file")
    kept = settle(agency, receipts, now)
    before = agency.heard
    receive(agency, messages, now)
    agency.refresh_from_db()
    return agency, agency.heard - before, kept
