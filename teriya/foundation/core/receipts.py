"""Receipts: a write sent twice, or fifty times at once, is done once and answered alike."""

import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
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
        if not _claim(id, by, action, digest):
            receipt = Receipt.objects.get(id=id)
            if (receipt.by_id, receipt.action, receipt.content) != (by.id, action, digest):
                raise Refusal(
                    "receipt_used",
                    _("Ce formulaire a déjà servi. Vérifiez ce qui est écrit, puis envoyez-le à nouveau."),
                )
            return receipt.answer
        answer = do() or {"done": True}
        Receipt.objects.filter(id=id).update(answer=answer)
        return answer


def _claim(id: UUID, by: Actor, action: str, digest: str) -> bool:
    """Whether this sending is the first. A twin still in flight is waited for: no unique-key error reaches anyone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_receipt (id, by_id, action, content, answer) VALUES (%s, %s, %s, %s, '{}')"
            " ON CONFLICT DO NOTHING",
            [id, by.id, action, digest],
        )
        return cursor.rowcount == 1


def answer_of(id: UUID, *, by: Actor) -> dict | None:
    """What the write of this person under this id answered, or None."""
    return Receipt.objects.filter(id=id, by_id=by.id).values_list("answer", flat=True).first()


def given(id: UUID, *, by: Actor, action: str) -> tuple[str, dict] | None:
    """(digest of what was sent, answer) of a write already done under this id, or None."""
    rows = Receipt.objects.filter(id=id, by_id=by.id, action=action).exclude(answer={})
    return rows.values_list("content", "answer").first()
