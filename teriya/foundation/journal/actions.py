"""Writing the journal: one row per action, in the action's own transaction."""

from collections.abc import Iterable
from datetime import date

from teriya.foundation.core.actors import Actor
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.journal.models import Entry


def write(
    action: str, subject: str, subject_id: int | str, *, by: Actor | None, on: date | None = None, reason: str = "",
    permission: str = "", rows: Iterable | None = None, **facts,
) -> Entry:  # fmt: skip
    """Record that `action` was done. `rows` are the ids a bulk action touched: their count and digest are kept."""
    ids = None if rows is None else sorted(rows)
    return Entry.objects.create(
        action=action, subject=subject, subject_id=str(subject_id), by_id=by.id if by else 0, on=on, reason=reason,
        capacity=by.capacity(permission) if by and permission else "",
        count=1 if ids is None else len(ids), digest="" if ids is None else digest_of(ids), facts=facts,
    )  # fmt: skip
