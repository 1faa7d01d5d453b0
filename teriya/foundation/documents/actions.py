"""Issuing papers: a number without gaps, a code that the public can check, a content frozen on the day."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.engine.binding import bound
from teriya.foundation.documents.engine.codes import grouped, new_code
from teriya.foundation.documents.engine.credentials import Service, credential
from teriya.foundation.documents.engine.files import LARGEST, MOST_PIXELS, media_type, pixels, without_notes
from teriya.foundation.documents.engine.render import can_draw, plain, render
from teriya.foundation.documents.engine.seals import seal_of, sealed
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.documents.signing import issuer, key, token
from teriya.foundation.journal import actions as journal

PART = 25  # letters drawn at once


@dataclass(frozen=True)
class Sheet:
    """What a room wants on one paper: its subject, and the data of its kind (engine/papers.py) without number or code."""

    subject_id: int
    data: Mapping[str, Any]
    person: int | None = None
    credential: Service | None = None  # what the agency also signs, to be checked without network
    joint: str = ""  # what two agencies signed together (engine/jointly.py), to be checked without network
    is_sealed: bool = (
        False  # its PDF bears the agency's signature over all its bytes; a paper with a credential does anyway
    )


def issue(*, kind: str, series: str, subject: str, sheet: Sheet, by: Actor, on: date) -> Document:
    """Freeze one paper. Its PDF is made when first asked for, always with the same bytes."""
    return issue_many(kind=kind, series=series, subject=subject, sheets=[sheet], by=by, on=on)[0]


@transaction.atomic
def issue_many(
    *, kind: str, series: str, subject: str, sheets: Sequence[Sheet], by: Actor, on: date
) -> list[Document]:
    """`issue` for a set, in three statements: numbers in the order of the sheets."""
    numbers = [f"{series}/{on.year}/{n:06}" for n in next_numbers(series, on.year, len(sheets))] if sheets else []
    rows = []
    for number, sheet in zip(numbers, sheets, strict=True):
        code = _code(number)
        checked = {"code": grouped(code), "url": f"{settings.SITE}/verifier/{code}"}
        if sheet.credential and not settings.TRIAL:
            said = credential(issuer=issuer(), number=number, page=checked["url"], on=on, service=sheet.credential)
            checked |= {"token": token(said), "offline": f"{settings.SITE}/verifier/hors-ligne"}
        elif sheet.joint and not settings.TRIAL:
            checked |= {"token": sheet.joint, "offline": f"{settings.SITE}/verifier/hors-ligne"}
        elif sheet.is_sealed and not settings.TRIAL:
            checked |= {"sealed": True}
        rows.append(
            Document(kind=kind, series=series, number=number, subject=subject, subject_id=sheet.subject_id, person=sheet.person,
                     code=code, data={**sheet.data, "number": number, "verification": checked}, on=on,
                     is_trial=settings.TRIAL)
        )  # fmt: skip
    Document.objects.bulk_create(rows)
    if rows:
        journal.write(
            "documents.issue", kind, rows[0].number, by=by, on=on, rows=[row.pk for row in rows], last=rows[-1].number
        )
    return rows


def _code(number: str) -> str:
    """From the paper's number under the installation's key: nobody guesses it, a trial made again gives it again."""
    return new_code(salted_hmac("teriya.documents", number, algorithm="sha256").digest())


def pdf(document: Document) -> bytes:
    """The paper as PDF/A. Its digest is kept the first time; a later rendering that differs is refused, not shown."""
    content = _rendered([document])
    if {"token", "sealed"} & document.data.get("verification", {}).keys():
        content = sealed(content, document.seal or _seal(document, content))
    digest = hashlib.sha256(content).hexdigest()
    if not document.sha256:
        Document.objects.filter(pk=document.pk, sha256="").update(sha256=digest)
        document.sha256 = digest
    elif document.sha256 != digest:
        raise Refusal(
            "document_differs",
            _("Le document %(number)s ne se réimprime pas à l’identique : prévenez l’administrateur.")
            % {"number": document.number},
        )
    return content


def sheet(cards: Sequence[Document]) -> bytes:
    """Cards of one day or several, ten a sheet, to print and cut out: a way to print them, not a paper of its own."""
    return _rendered(cards, is_sheet=True)


def together(papers: Iterable[Document]) -> bytes:
    """Papers one after the other in one file, each with its number: a way to print them, not a paper of its own."""
    return bound(plain(one.kind, one.data, on=one.on, trial=one.is_trial) for one in papers)


def letters(paper: Document, tell: Callable[[int], None]) -> bytes:
    """A set of letters in one file, some at a time; how many are drawn is told on the way."""
    return bound(_by_parts(paper, tell))


def _by_parts(paper: Document, tell: Callable[[int], None]) -> Iterator[bytes]:
    every = paper.data["letters"]
    for start in range(0, len(every), PART):
        tell(start)
        part = {"letters": every[start : start + PART], "first": start + 1, "count": len(every)}
        yield plain(paper.kind, paper.data | part, on=paper.on, trial=paper.is_trial)


def _rendered(papers: Sequence[Document], *, is_sheet: bool = False) -> bytes:
    """A paper, or several cards on their sheets, with the photos that they name."""
    first, data = papers[0], papers[0].data
    pictures: dict[int, bytes] = {}
    if first.kind == "carte":
        data = {"is_sheet": is_sheet, "cards": [one.data for one in papers]}
        named = Upload.objects.filter(pk__in=[one.data["photo"] for one in papers if "photo" in one.data])
        pictures = {pk: bytes(content) for pk, content in named.values_list("pk", "content")}
    return render(first.kind, data, on=max(one.on for one in papers), trial=first.is_trial, pictures=pictures)


def _seal(document: Document, content: bytes) -> str:
    """Made once and kept: the key in use may be another one when the paper is printed again."""
    Document.objects.filter(pk=document.pk, seal="").update(seal=seal_of(content, key()))
    document.refresh_from_db(fields=["seal", "sha256"])
    return document.seal


def withdraw_many(documents: Sequence[Document], *, reason: str, by: Actor | None, on: date) -> None:
    """Papers that a later one replaces: their public pages say so. The calling action has checked who may, and why."""
    rows = list(Document.objects.select_for_update().filter(pk__in=[one.pk for one in documents], revoked_on=None))
    for row in rows:
        row.revoked_on, row.revoked_because = on, reason[:200]
    Document.objects.bulk_update(rows, ["revoked_on", "revoked_because"])
    if rows:
        journal.write(
            "documents.withdraw", rows[0].kind, rows[0].number, by=by, on=on, reason=reason, rows=[r.pk for r in rows]
        )


@transaction.atomic
def revoke(*, document: Document, reason: str, by: Actor, on: date) -> None:
    """Withdraw a paper: its public page says so from then on. The paper itself is kept."""
    require(by, P.CERTIFICATES_REVOKE)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez le motif de la révocation."), field="reason")
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.revoked_on:
        raise Refusal("already_revoked", _("Le document %(number)s est déjà révoqué.") % {"number": locked.number})
    locked.revoked_on, locked.revoked_because = on, reason
    locked.save(update_fields=["revoked_on", "revoked_because"])
    journal.write(
        "documents.revoke", locked.kind, locked.number, by=by, on=on, reason=reason, permission=P.CERTIFICATES_REVOKE
    )


def look_at(file: UploadedFile) -> str:
    """JPEG, PNG or PDF, by the file's own bytes. Refuses `file_too_large`, `file_unreadable` and `too_many_pixels`."""
    if (file.size or 0) > LARGEST:
        sentence = _("Ce fichier dépasse %(limit)s Mo. Prenez une photo plus petite.")
        raise Refusal("file_too_large", sentence % {"limit": LARGEST // 1024 // 1024})
    content = file.read()
    file.seek(0)
    found = media_type(content[:16])
    if not found:
        raise Refusal("file_unreadable", _("Envoyez une photo (JPEG ou PNG) ou un PDF."))
    if pixels(content) > MOST_PIXELS:
        raise Refusal(
            "too_many_pixels", _("Cette photo a trop de points : prenez-la avec un téléphone, en taille normale.")
        )
    return found


def look_at_picture(file: UploadedFile) -> None:
    """A photo that a paper can bear. Refuses `file_unreadable` for a PDF or a photo broken on its way."""
    is_photo = look_at(file).startswith("image/")
    content = file.read()
    file.seek(0)
    if not is_photo or not can_draw(without_notes(content)):
        raise Refusal(
            "file_unreadable", _("Cette photo ne se lit pas : prenez-la à nouveau (JPEG ou PNG)."), field="file"
        )


@transaction.atomic
def keep(*, file: UploadedFile, kind: str, subject: str, subject_id: int, by: Actor, on: date) -> Upload:
    """Keep what a person hands in about a subject of the calling room, which has checked who may. The same file again is one.

    Refuses what is neither a photo nor a PDF, or weighs too much. A photo loses what the telephone wrote in it.
    """
    found = look_at(file)
    content = without_notes(file.read())
    digest = hashlib.sha256(content).hexdigest()
    row, is_new = Upload.objects.get_or_create(
        subject=subject, subject_id=subject_id, kind=kind, sha256=digest,
        defaults={"name": (file.name or "")[-120:], "media_type": found, "size": len(content), "content": content,
                  "by_id": by.id, "on": on},
    )  # fmt: skip
    if is_new:
        journal.write("documents.keep", subject, subject_id, by=by, on=on, kind=kind, file=digest)
    return row
