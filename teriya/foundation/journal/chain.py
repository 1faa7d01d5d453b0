"""The chain that makes tampering visible: each sealed entry carries a keyed digest over itself and the seal before it.

Entries are written unchained (a chain inside the action's transaction would make every write wait for the longest); the
worker seals what is committed, within seconds. Until then the database role alone protects them.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Now

from teriya.foundation.journal.models import Entry, Seal

_FIELDS = [field.attname for field in Entry._meta.concrete_fields]
_BATCH = 2000
_LATE = 100_000  # how many later numbers a slow transaction may be overtaken by before only `verify` finds its entry
_LOCK = 0x7E21  # one sealer at a time
_SOON = timedelta(minutes=1)
FIRST = "0" * 64


def digest(entry: dict, before: str) -> str:
    """HMAC-SHA-256, under the journal's key, of the previous seal and every field of the entry."""
    content = json.dumps([before, [entry[name] for name in _FIELDS]], default=str, sort_keys=True, ensure_ascii=False)
    return hmac.new(settings.JOURNAL_KEY.encode(), content.encode(), hashlib.sha256).hexdigest()


class ChainBroken(Exception):
    """The chain no longer continues from the seal kept outside the database: nothing is sealed until someone looks."""


def seal() -> int:
    """Chain the committed entries that have no seal yet, in the order of their numbers; returns how many.

    An entry whose transaction ends after a later-numbered one is sealed after it: the order of the chain is its own.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if any(_check_head()):
            raise ChainBroken
        last = Seal.objects.order_by("-number").first()
        number, before = (last.number, last.digest) if last else (0, FIRST)
        seals = []
        for entry in _unsealed(late=_LATE).values(*_FIELDS)[:_BATCH]:
            number, before = number + 1, digest(entry, before)
            seals.append(Seal(number=number, entry_id=entry["id"], digest=before))
        Seal.objects.bulk_create(seals)
    if seals:
        _keep_head(number, before)
    return len(seals)


def _unsealed(late: int | None = None) -> QuerySet[Entry]:
    entries = Entry.objects.filter(~Exists(Seal.objects.filter(entry_id=OuterRef("pk"))))
    if late:
        highest = Seal.objects.aggregate(Max("entry_id"))["entry_id__max"] or 0
        entries = entries.filter(pk__gt=highest - late)
    return entries.order_by("pk")


def _keep_head(number: int, value: str) -> None:
    """Keep the last seal outside the database too: who cuts or rewrites the chain's end must also reach this file."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    fresh = settings.DATA / "journal.head.new"
    fresh.write_text(f"{number} {value}\n")
    fresh.replace(settings.DATA / "journal.head")


@dataclass(frozen=True)
class Fault:
    """What was found, and at which row."""

    code: str
    number: int
    sentence: str


def verify() -> Iterator[Fault]:
    """Recompute the whole chain; yields every place where it does not hold, naming the row."""
    before, expected = FIRST, 1
    for seal_row, entry in _sealed_rows():
        if seal_row.number != expected:
            yield Fault("seal_missing", expected, f"Le sceau {expected} manque (le suivant est {seal_row.number}).")
            expected = seal_row.number
        if entry is None:
            yield Fault("entry_deleted", seal_row.entry_id, f"L’entrée {seal_row.entry_id} a été supprimée.")
        elif not hmac.compare_digest(digest(entry, before), seal_row.digest):
            yield Fault(
                "entry_altered", seal_row.entry_id, f"L’entrée {seal_row.entry_id} ou son sceau a été modifié."
            )
        before, expected = seal_row.digest, expected + 1
    yield from _check_head()
    for entry in _unsealed().filter(at__lt=Now() - _SOON)[:_BATCH]:
        yield Fault("entry_unsealed", entry.pk, f"L’entrée {entry.pk} n’est pas scellée.")


def _sealed_rows() -> Iterator[tuple[Seal, dict | None]]:
    start = 0
    while chunk := list(Seal.objects.filter(number__gt=start).order_by("number")[:_BATCH]):
        entries = {row["id"]: row for row in Entry.objects.filter(pk__in=[s.entry_id for s in chunk]).values(*_FIELDS)}
        yield from ((row, entries.get(row.entry_id)) for row in chunk)
        start = chunk[-1].number


def _check_head() -> Iterator[Fault]:
    """The seal kept outside must stand in the chain, at its place and with its value."""
    head = settings.DATA / "journal.head"
    if not head.exists():
        return
    number, value = head.read_text().split()
    if not Seal.objects.filter(number=int(number), digest=value).exists():
        yield Fault(
            "end_altered", int(number), f"Le sceau {number}, gardé hors de la base, n’est plus dans la chaîne."
        )
