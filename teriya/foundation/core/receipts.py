"""Receipts: a write sent twice, or fifty times at once, is done once and answered alike."""

import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.core.actors import Actor
from teriya.foundation.core.models import Receipt
from teriya.foundation.core.refusals import Refusal


def digest_of(content: Any) -> str:
    """SHA-256 of what was sent, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def once(id: UUID, *, by: Actor, action: str, content: Any, do: Callable[[], dict]) -> dict:
    """Run `do` in one transaction under the sender's id and keep its answer.

    The same id, person, action and content again → the same answer, without running `do`. A refusal rolls the receipt
    back, so the id is not consumed. The same id with anything else → `receipt_used`: what was typed goes into a new form.
    """
    digest = digest_of(content)
    with transaction.atomic():
        # ON CONFLICT waits for a twin still in flight, then inserts nothing: no unique-key error reaches anyone.
        Receipt.objects.bulk_create(
            [Receipt(id=id, by_id=by.id, action=action, content=digest)], ignore_conflicts=True
        )
        receipt = Receipt.objects.select_for_update().get(id=id)
        if (receipt.by_id, receipt.action, receipt.content) != (by.id, action, digest):
            raise Refusal(
                "receipt_used", _("Ce formulaire a déjà servi. Vérifiez ce qui est écrit, puis envoyez-le à nouveau.")
            )
        if not receipt.answer:
            receipt.answer = do() or {"done": True}
            receipt.save(update_fields=["answer"])
        return receipt.answer


def given(id: UUID, *, by: Actor, action: str) -> tuple[str, dict] | None:
    """(digest of what was sent, answer) of a write already done under this id, or None."""
    rows = Receipt.objects.filter(id=id, by_id=by.id, action=action).exclude(answer={})
    return rows.values_list("content", "answer").first()
