"""A file's way in: received as it is, read and shown, then committed in one go or not at all."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BinaryField, F, Func
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.rows import check
from teriya.foundation.intake.engine.tables import read_table
from teriya.foundation.intake.kinds import KINDS, Kind, Line
from teriya.foundation.intake.models import Import, ImportRow
from teriya.foundation.journal import actions as journal

_CHUNK = 500  # lines read, judged and written together
_PIECE = 1_000_000  # bytes of a file asked of the database at once


def receive(
    *, id: UUID, kind: str, filename: str, data: bytes, context: Mapping[str, Any], by: User, on: date
) -> Import:
    """Keep a file as received. The sender's id again gives the same import; with another file, `receipt_used`."""
    require(by, KINDS[kind].permission)
    require_date(by, on)
    sent = {"kind": kind, "digest": hashlib.sha256(data).hexdigest(), "context": dict(context), "by_id": by.id}
    row, is_new = Import.objects.get_or_create(
        id=id, defaults=sent | {"filename": filename[:200], "content": data, "on": on}
    )
    if not is_new and any(getattr(row, name) != value for name, value in sent.items()):
        raise Refusal("receipt_used", _("Ce formulaire a déjà servi. Choisissez à nouveau le fichier."), field="file")
    return row


def read(*, file: Import, by: User) -> Import:
    """Read every line and say what is wrong with it or what it will become. Nothing is written in the register.

    A file is read once: who asks again gets what was read.
    """
    if not Import.objects.filter(pk=file.pk, state=Import.State.RECEIVED).update(state=Import.State.READING):
        file.refresh_from_db(fields=["state", "refusal", "total", "done"])
        return file
    try:
        for lines, count in _chunks_of(file, by):
            ImportRow.objects.bulk_create(_row(file, line) for line in lines)
            _set(file, done=file.done + len(lines), total=count)
    except Refusal as no:
        file.rows.all().delete()
        return _set(file, state=Import.State.REFUSED, refusal=no.sentence[:300])
    except Exception:  # a failure of ours: the same sending reads the file again
        file.rows.all().delete()
        _set(file, state=Import.State.RECEIVED, done=0, total=0)
        raise
    return _set(file, state=Import.State.READ)


def _set(file: Import, **values) -> Import:
    for name, value in values.items():
        setattr(file, name, value)
    file.save(update_fields=list(values))
    return file


def _chunks_of(file: Import, by: User) -> Iterator[tuple[list[Line], int]]:
    return chunks(KINDS[file.kind], file.filename, b"".join(_pieces_of(file)), file.context, by, file.on)


def _pieces_of(file: Import) -> Iterator[bytes]:
    """The content of a file, some at a time: the database sends each byte as two letters, and they would stand beside it."""
    start = 1
    while True:
        cut = Func(F("content"), start, _PIECE, function="substring", output_field=BinaryField())
        piece = bytes(Import.objects.values_list(cut, flat=True).get(pk=file.pk))
        yield piece
        if len(piece) < _PIECE:
            return
        start += _PIECE


def chunks(
    kind: Kind, filename: str, data: bytes, context: Mapping[str, Any], by: User, on: date
) -> Iterator[tuple[list[Line], int]]:
    """The file's lines, read and judged, some at a time with the number of all. A long file never stands in memory whole.

    Refuses what is not a table, or not this kind of table.
    """
    table = read_table(filename, data)
    del data  # the lines are enough
    readers, judge, count = kind.readers(context, on), kind.judge(context, by, on), len(table.rows)
    while table.rows:
        part = replace(table, rows=table.rows[:_CHUNK])
        del table.rows[:_CHUNK]
        lines = [Line(row.number, row.values, row.errors) for row in check(part, kind.fields, readers)]
        judge([line for line in lines if not line.errors])
        yield lines, count


def read_lines(kind: Kind, filename: str, data: bytes, context: Mapping[str, Any], by: User, on: date) -> list[Line]:
    """All the lines of a file, read and judged."""
    return [line for lines, _count in chunks(kind, filename, data, context, by, on) for line in lines]


def _row(file: Import, line: Line) -> ImportRow:
    errors = [[error.field, error.code, error.sentence] for error in line.errors]
    return ImportRow(
        file=file, line=line.number, shown=list(line.shown.items()), errors=errors, remarks=line.remarks,
        outcome="error" if errors else line.outcome,
    )  # fmt: skip


@transaction.atomic
def commit(*, file: Import, by: User, on: date) -> Import:
    """Write the lines that are new or changed, in one transaction. Lines in error stay out; the file can be sent again mended.

    A kind that `is_whole` refuses `lines_to_mend` while there are any.
    """
    locked = Import.objects.select_for_update().defer("content").get(pk=file.pk)
    kind = KINDS[locked.kind]
    require(by, kind.permission)
    if locked.state == Import.State.COMMITTED:
        return locked
    if locked.state not in (Import.State.READ, Import.State.WRITING):
        raise Refusal("not_read", _("Ce fichier n’a pas encore été lu."))
    done: Counter[str] = Counter()
    # Read again: between the preview and now, somebody else may have entered the same lines.
    for lines, _count in _chunks_of(locked, by):
        if kind.is_whole and any(line.errors for line in lines):
            raise Refusal(
                "lines_to_mend",
                _("Ce fichier s’enregistre en entier : corrigez les lignes en erreur, puis apportez-le à nouveau."),
            )
        if wanted := to_write(lines):
            done.update(kind.commit(wanted, locked.context | {"file": locked.pk}, by, on), written=len(wanted))
    if done["written"]:
        kind.then(by, on)
    _set(locked, state=Import.State.COMMITTED, done=done["written"], refusal="")
    journal.write("intake.commit", "import", str(locked.pk), by=by, on=on, permission=kind.permission, kind=kind.code,
                  file=locked.digest, **{"written": 0} | done)  # fmt: skip
    return locked


def to_write(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not line.errors and line.outcome != ImportRow.Outcome.SAME]


def ask_to_write(file: Import) -> bool:
    """Mark a file as being written by the worker; false when that was asked already."""
    return bool(
        Import.objects.filter(pk=file.pk, state=Import.State.READ).update(state=Import.State.WRITING, refusal="")
    )


def give_up(file: Import, sentence: str) -> None:
    """Say why the worker stopped. A file that could not be read is refused; one not written waits to be written again."""
    said = {"refusal": sentence[:300]}
    files = Import.objects.filter(pk=file.pk)
    files.filter(state__in=(Import.State.RECEIVED, Import.State.READING)).update(state=Import.State.REFUSED, **said)
    files.filter(state=Import.State.WRITING).update(state=Import.State.READ, **said)
