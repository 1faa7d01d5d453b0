"""A file that leaves a phone in pieces: after a cut it goes on from what is here. Whole, its form hands it in."""

from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.core.actors import Actor
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine.files import LARGEST, media_type
from teriya.foundation.documents.models import Piece

MOST_FILES = 16  # of one person on their way at once: the photos of two forms
KEPT_FOR = timedelta(days=2)  # without news; the phone still has the file, and begins again


@transaction.atomic
def take(*, file: UUID, name: str, start: int, size: int, content: bytes, by: Actor) -> int:
    """Keep the piece that begins at `start`, of `size` bytes in all; returns how many bytes are here from the beginning.

    An empty piece asks. One that is here already, or would leave a hole, changes nothing: the phone goes on from the answer.
    Refuses `file_too_large`, `file_unreadable` by its first bytes, `too_many_files`.
    """
    rows = Piece.objects.filter(by_id=by.id, file=file)
    here = _length(rows)
    if size > LARGEST or start + len(content) > size:
        raise Refusal("file_too_large", _("Ce fichier est trop grand."))
    if not content or start != here:
        return here
    if start == 0:
        if not media_type(content[:16]):
            raise Refusal("file_unreadable", _("Envoyez une photo (JPEG ou PNG) ou un PDF."))
        if Piece.objects.filter(by_id=by.id, start=0).count() >= MOST_FILES:
            raise Refusal("too_many_files", _("Trop de fichiers sont en route : envoyez-les l’un après l’autre."))
    row = Piece(file=file, by_id=by.id, name=name[-120:], start=start, size=size, content=content)
    Piece.objects.bulk_create([row], ignore_conflicts=True)  # two pages may send the same one at once
    return _length(rows)


def joined(*, file: UUID, by: Actor) -> SimpleUploadedFile:
    """The file that this person's pieces make. Refuses `file_not_here` while one is missing."""
    rows = list(Piece.objects.filter(by_id=by.id, file=file).order_by("start"))
    content = b"".join(bytes(row.content) for row in rows)
    if not rows or len(content) != rows[-1].size:
        sentence = _(
            "Ce fichier n’est pas arrivé. Choisissez une photo (JPEG ou PNG) ou un PDF, de %(limit)s Mo au plus."
        )
        raise Refusal("file_not_here", sentence % {"limit": LARGEST // 1024 // 1024}, field="photo")  # fmt: skip
    return SimpleUploadedFile(rows[-1].name, content)


def forget(*, file: UUID, by: Actor) -> None:
    """Handed in: its pieces are no longer needed."""
    Piece.objects.filter(by_id=by.id, file=file).delete()


def forget_abandoned() -> None:
    """The files of which nothing came for two days."""
    moving = Piece.objects.filter(at__gte=timezone.now() - KEPT_FOR).values("file")
    Piece.objects.exclude(file__in=moving).delete()


def _length(rows: QuerySet[Piece]) -> int:
    last = rows.order_by("-start").values_list("start", Length("content")).first()
    return sum(last) if last else 0
