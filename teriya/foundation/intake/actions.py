"""A file's way in: received as it is, read and shown, then committed in one go or not at all."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.rows import check
from teriya.foundation.intake.engine.tables import read_table
from teriya.foundation.intake.kinds import KINDS, Kind, Line
from teriya.foundation.intake.models import Import, ImportRow
from teriya.foundation.journal import actions as journal

_CHUNK = 1000


def receive(
    *, id: UUID, kind: str, filename: str, data: bytes, context: Mapping[str, Any], by: User, on: date
) -> Import:
    """Keep a file as received. The sender's id again gives the same import."""
    require(by, KINDS[kind].permission)
    require_date(by, on)
    row, _ = Import.objects.get_or_create(id=id, defaults={
        "kind": kind, "filename": filename[:200], "digest": hashlib.sha256(data).hexdigest(), "content": data,
        "context": dict(context), "by_id": by.id, "on": on,
    })  # fmt: skip
    return row


def read(*, file: Import, by: User) -> Import:
    """Read every line and say what is wrong with it or what it will become. Nothing is written in the register."""
    kind = KINDS[file.kind]
    try:
        lines = read_lines(kind, file.filename, bytes(file.content), file.context, by, file.on)
    except Refusal as no:
        file.state, file.refusal = Import.State.REFUSED, no.sentence[:300]
        file.save(update_fields=["state", "refusal"])
        return file
    file.total = len(lines)
    file.rows.all().delete()
    for start in range(0, len(lines), _CHUNK):
        ImportRow.objects.bulk_create(_row(file, line) for line in lines[start : start + _CHUNK])
        file.done = min(start + _CHUNK, file.total)
        file.save(update_fields=["total", "done"])
    file.state = Import.State.READ
    file.save(update_fields=["state", "done"])
    return file


def read_lines(kind: Kind, filename: str, data: bytes, context: Mapping[str, Any], by: User, on: date) -> list[Line]:
    """The file's lines, read and judged. Refuses what is not a table, or not this kind of table."""
    results = check(read_table(filename, data), kind.fields, kind.readers(context, on))
    lines = [Line(result.number, result.values, result.errors) for result in results]
    kind.judge([line for line in lines if not line.errors], context, by, on)
    return lines


def _row(file: Import, line: Line) -> ImportRow:
    errors = [[error.field, error.code, error.sentence] for error in line.errors]
    return ImportRow(
        file=file, line=line.number, shown=list(line.shown.items()), errors=errors, remarks=line.remarks,
        outcome="error" if errors else line.outcome,
    )  # fmt: skip


@transaction.atomic
def commit(*, file: Import, by: User, on: date) -> Import:
    """Write the lines that are new or changed, in one transaction. Lines in error stay out; the file can be sent again mended."""
    locked = Import.objects.select_for_update().get(pk=file.pk)
    kind = KINDS[locked.kind]
    require(by, kind.permission)
    if locked.state == Import.State.COMMITTED:
        return locked
    if locked.state != Import.State.READ:
        raise Refusal("not_read", _("Ce fichier n’a pas encore été lu."))
    # Read again: between the preview and now, somebody else may have entered the same lines.
    lines = read_lines(kind, locked.filename, bytes(locked.content), locked.context, by, locked.on)
    wanted = list(to_write(lines))
    done = kind.commit(wanted, locked.context, by, on) if wanted else {}
    locked.state, locked.done = Import.State.COMMITTED, len(wanted)
    locked.save(update_fields=["state", "done"])
    journal.write("intake.commit", "import", str(locked.pk), by=by, on=on, permission=kind.permission, kind=kind.code,
                  file=locked.digest, written=len(wanted), **done)  # fmt: skip
    return locked


def to_write(lines: list[Line]) -> Iterator[Line]:
    return (line for line in lines if not line.errors and line.outcome != ImportRow.Outcome.SAME)
