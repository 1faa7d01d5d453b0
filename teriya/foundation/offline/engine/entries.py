"""What a device sends: some entries in JSON, each judged alone."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

MOST_BYTES = 8_000_000  # of one sending: photographs are shrunk by the device
MOST_ENTRIES = 50
_MOST_FIELDS, _LONGEST = 600, 20_000
_LONGEST_PATH = 300


class Unreadable(ValueError):
    """The sending, or one entry, is not what a device of ours sends."""


class File(NamedTuple):
    """`arrived`: the id under which it came before, in pieces; its `data` are then still empty."""

    name: str
    type: str
    data: bytes
    arrived: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One form as typed: `id` is its receipt's, `fields` are what the page would have posted."""

    id: UUID
    path: str
    typed_at: datetime
    fields: list[tuple[str, str]]
    files: list[tuple[str, File]] = field(default_factory=list)

    def content(self) -> dict[str, Any]:
        """As kept in the base."""
        files = [[name, file.name, file.type, base64.b64encode(file.data).decode()] for name, file in self.files]
        return {"fields": [list(pair) for pair in self.fields], "files": files}


def read(body: bytes, *, at: datetime) -> list[tuple[str, Entry | UUID | None]]:
    """(id as sent, the entry or None when it is unreadable) of each entry. Raises Unreadable when the whole is.

    An id alone asks where an entry received before stands.

    The device's clock may be wrong by days: what is trusted is how long before the sending the entry was typed.
    """
    try:
        sent = json.loads(body)
        sent_at, rows = _instant(sent["sent_at"]), sent["entries"]
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable("not a sending") from error
    if not isinstance(rows, list) or len(rows) > MOST_ENTRIES:
        raise Unreadable("too many entries")
    return [(_id(row), _asked(row) or _entry(row, sent_at, at)) for row in rows]


def values(content: dict[str, Any]) -> dict[str, list[str]]:
    """field → what was typed in it."""
    found: dict[str, list[str]] = {}
    for name, text in content.get("fields", []):
        found.setdefault(name, []).append(text)
    return found


def files(content: dict[str, Any]) -> list[tuple[str, File]]:
    return [(field, File(name, type, base64.b64decode(data))) for field, name, type, data in content.get("files", [])]


def _id(row: Any) -> str:
    return str(row.get("id", ""))[:40] if isinstance(row, dict) else ""


def _asked(row: Any) -> UUID | None:
    try:
        return UUID(row["id"]) if row.keys() == {"id"} else None
    except (AttributeError, ValueError, TypeError):
        return None


def _entry(row: Any, sent_at: datetime, at: datetime) -> Entry | None:
    try:
        age = max(sent_at - _instant(row["typed_at"]), timedelta())
        fields = [(str(name), str(text)) for name, text in row["fields"]]
        files = [(str(field), _file(str(name), str(type), held)) for field, name, type, held in row.get("files", [])]
        found = Entry(UUID(row["id"]), str(row["path"]), at - age, fields, files)
    except (ValueError, KeyError, TypeError, OverflowError, binascii.Error):
        return None
    too_long = len(fields) > _MOST_FIELDS or any(len(name) + len(text) > _LONGEST for name, text in fields)
    return None if too_long or len(found.path) > _LONGEST_PATH or _holds_nul(found) else found


def _file(name: str, type: str, held: Any) -> File:
    """Named by what came in pieces; or whole, from a device that keeps older scripts of ours."""
    if isinstance(held, dict):
        return File(name, type, b"", UUID(held["arrived"]))
    return File(name, type, base64.b64decode(held, validate=True))


def _holds_nul(entry: Entry) -> bool:
    """PostgreSQL holds no NUL in a text."""
    return "\0" in entry.path or any("\0" in name + text for name, text in entry.fields)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise Unreadable("no time zone")
    return instant
