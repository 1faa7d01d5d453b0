"""The answer to a device: each entry judged alone, in its own transaction."""

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.offline import actions
from teriya.foundation.offline.engine.entries import Entry
from teriya.foundation.offline.models import Deposit, Device

_log = logging.getLogger(__name__)
KEPT, ACCEPTED, REFUSED = "kept", "accepted", "refused"


def answer_to(
    id: str, entry: Entry | UUID | None, *, device: Device, is_author_present: bool, on: date
) -> dict[str, Any]:
    """`accepted` with its receipt, `refused` with a code and a sentence, or where the entry waits.

    What fails in a way that no rule foresaw stays `kept` on the device, is written in the log, and stops no other entry.
    """
    if entry is None:
        return _no(id, "unreadable", _("Cette saisie est illisible."))
    try:
        with transaction.atomic():
            how = {"device": device, "is_author_present": is_author_present, "on": on}
            row = actions.ask(entry, **how) if isinstance(entry, UUID) else actions.receive(entry, **how)
    except Refusal as no:
        page = reverse("offline:deposit", args=[id]) if no.code == "already_received" else ""
        return _no(id, no.code, no.sentence) | {"page": page}
    except (DatabaseError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
        _log.exception("offline entry %s", id)
        return {
            "id": id,
            "state": KEPT,
            "code": "error",
            "sentence": _("Le site n’a pas pu lire cette saisie. Elle reste gardée ici."),
        }
    return _told(row) if row else {"id": id, "state": KEPT}  # never received: the device sends the whole


def _told(row: Deposit) -> dict[str, Any]:
    return {
        "id": str(row.receipt), "state": ACCEPTED if row.state == "applied" else row.state, "code": row.code,
        "sentence": row.sentence, "receipt": row.answer.get("receipt", ""), "page": reverse("offline:deposit", args=[row.receipt]),
    }  # fmt: skip


def _no(id: str, code: str, sentence: str) -> dict[str, Any]:
    return {"id": id, "state": REFUSED, "code": code, "sentence": sentence}
