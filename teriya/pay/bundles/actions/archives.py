"""A bundle as one ZIP: its pieces, then its numbered list; made once for what it holds, its digest in the journal."""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.making import MakingState
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.actions import Sheet
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.journal import actions as journal
from teriya.pay.allowances.models import PayFile, PayLine, PayRun, ReturnLine
from teriya.pay.bundles import explained, pieces
from teriya.pay.bundles.models import Archive, ArchivePart, Draw
from teriya.pay.bundles.states import About, Standing
from teriya.pay.bundles.zips import Zip

AT_ONCE = 60  # pieces: more is the worker's
SAID_EVERY, ROWS = (
    25,
    1000,
)  # pieces between two words of progress; rows of one printed list, for a longer one fills the memory
EXPLANATION = "pay_explanation"


def bundle_of(about: str, subject_id: int) -> pieces.Bundle:
    """What an archive of this subject holds today."""
    if about == About.RUN:
        return pieces.of_run(PayRun.objects.get(pk=subject_id))
    if about == About.LINE:
        return pieces.of_line(_line(subject_id))
    lines = PayLine.objects.filter(draws__draw=subject_id).order_by("draws__rank").values_list("pk", flat=True)
    return pieces.Bundle([piece for pk in lines for piece in pieces.of_line(_line(pk)).pieces])


def _line(pk: int) -> PayLine:
    return PayLine.objects.select_related(
        "run__form", "mission__person", "mission__host__commune", "mission__form"
    ).get(pk=pk)


@transaction.atomic
def ask_archive(*, about: str, subject_id: int, by: User, on: date) -> Archive:
    """The archive of what the bundle holds now: the one already made when nothing has changed, one to make otherwise."""
    require(by, P.PAY_READ)
    with override("fr"):
        bundle = bundle_of(about, subject_id)
    row, is_new = Archive.objects.get_or_create(
        about=about, subject_id=subject_id, digest=bundle.digest,
        defaults={"total": len(bundle.pieces), "missing": len(bundle.missing), "by_id": by.pk, "on": on},
    )  # fmt: skip
    if not is_new and (row.state == MakingState.FAILED or (row.state == MakingState.MADE and not row.parts.exists())):
        Archive.objects.filter(pk=row.pk).update(state=MakingState.ASKED, failure="", done=0)
        row.refresh_from_db()
    return row


def make(archive: Archive) -> None:
    """Write the ZIP part by part; a failure leaves its reason and no part. The archives of before keep their digest, not their bytes."""
    by = User.objects.get(pk=archive.by_id)
    ArchivePart.objects.filter(archive=archive).delete()
    with override("fr"):
        bundle = bundle_of(archive.about, archive.subject_id)
        if bundle.digest != archive.digest:
            raise Refusal("bundle_changed", _("La liasse a changé depuis la demande : demandez-la à nouveau."))
        sha, size = _write(archive, bundle, by)
    with transaction.atomic():
        row = Archive.objects.select_for_update().get(pk=archive.pk)
        row.state, row.done, row.sha256, row.size, row.index = MakingState.MADE, row.total, sha, size, archive.index
        row.save(update_fields=["state", "done", "sha256", "size", "index"])
        same = Archive.objects.filter(about=row.about, subject_id=row.subject_id).exclude(pk=row.pk)
        ArchivePart.objects.filter(archive__in=same).delete()
        journal.write("bundles.archive", row.about, row.subject_id, by=by, on=row.on, permission=P.PAY_READ, sha256=sha,
                      size=size, pieces=row.total, missing=row.missing)  # fmt: skip


def _write(archive: Archive, bundle: pieces.Bundle, by: User) -> tuple[str, int]:
    """(SHA-256, size) of the ZIP. Each piece once, even when many lines share it; its digest is known as it is written."""
    whole, size, place = hashlib.sha256(), 0, 0

    def hand(part: bytes) -> None:
        nonlocal size, place
        whole.update(part)
        size, place = size + len(part), place + 1
        ArchivePart.objects.create(archive=archive, place=place, content=part)

    out, names, digests = Zip(hand), {}, {}
    for number, piece in enumerate(bundle.pieces, start=1):
        if piece.source and piece.source not in names:
            ending, content = _bytes(piece, by, archive.on)
            names[piece.source] = (
                f"{len(names) + 1:05}-{piece.code}-{slugify(piece.number or piece.label)[:50]}.{ending}"
            )
            digests[piece.source] = hashlib.sha256(content).hexdigest()
            out.add(names[piece.source], content)
        if number % SAID_EVERY == 0:
            archive.tell(number)
    for number, paper in enumerate(_lists(archive, bundle, names, digests, by), start=1):
        out.add(f"00000-liasse-{number:02}.pdf", documents.pdf(paper))
    out.close()
    return whole.hexdigest(), size


def _bytes(piece: pieces.Piece, by: User, on: date) -> tuple[str, bytes]:
    """(ending of the name, bytes) of a piece."""
    kind, pk = piece.source
    if kind == "document":
        return "pdf", documents.pdf(Document.objects.get(pk=pk))
    if kind == "explanation":
        return "pdf", documents.pdf(explain(line=_line(pk), by=by, on=on))
    if kind == "upload":
        upload = Upload.objects.get(pk=pk)
        return upload.media_type.rpartition("/")[2], bytes(upload.content)
    if kind == "file":
        file = PayFile.objects.get(pk=pk)
        return file.filename.rpartition(".")[2], bytes(file.content)
    return "csv", _returned(pk)


def _returned(pk: int) -> bytes:
    """What was read of a return file, line by line: its own bytes are not kept, its digest is."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["ligne", "référence", "dit", "date", "montant", "motif", "suite"])
    for row in ReturnLine.objects.filter(file=pk).order_by("place", "pk"):
        writer.writerow(
            [
                row.place,
                row.reference,
                row.said,
                row.on or "",
                row.amount or "",
                row.reason.lstrip("=+-@"),
                row.outcome,
            ]
        )
    return out.getvalue().encode()


def _lists(archive: Archive, bundle: pieces.Bundle, names: dict, digests: dict, by: User) -> Iterator[Document]:
    """« Liasse, pièces 1 à N »: numbered lists, the same ones when the same archive is made again."""
    if archive.index:
        yield from sorted(
            Document.objects.filter(pk__in=archive.index), key=lambda paper: archive.index.index(paper.pk)
        )
        return
    title, subject = _title(archive)
    for start in range(0, len(bundle.pieces), ROWS):
        rows = bundle.pieces[start : start + ROWS]
        data = letterhead() | {
            "title": f"{title}, pièces {start + 1} à {start + len(rows)}",
            "preamble": _preamble(subject, bundle),
            "first": start + 1,
            "columns": [{"title": name, "kind": kind} for name, kind in (
                ("Pièce", "text"), ("Numéro", "text"), ("Date", "date"), ("État", "text"), ("Rang du fichier", "text"), ("SHA-256", "text"))],
            "rows": [_row(piece, names, digests) for piece in rows],
            "closing": "" if start + ROWS < len(bundle.pieces) else f"Fin de la liasse. Empreinte de ce qu’elle contient : {archive.digest}.",
            "signatures": [],
        }  # fmt: skip
        paper = documents.issue(
            kind="liste", series="LIASSE", subject="pay_bundle", sheet=Sheet(archive.pk, data), by=by, on=archive.on
        )
        archive.index.append(paper.pk)
        yield paper


def _title(archive: Archive) -> tuple[str, str]:
    if archive.about == About.RUN:
        return "Liasse", f"État de paye {PayRun.objects.get(pk=archive.subject_id).number}"
    if archive.about == About.LINE:
        line = _line(archive.subject_id)
        return (
            "Liasse d’un paiement",
            f"{line.mission.person}, {line.mission.person.matricule}, état de paye {line.run.number}",
        )
    draw = Draw.objects.get(pk=archive.subject_id)
    return "Liasses d’un tirage", f"Tirage {draw.number}, graine {draw.seed}, population {draw.digest}"


def _preamble(subject: str, bundle: pieces.Bundle) -> str:
    lost = len(bundle.missing)
    said = (
        "aucune pièce due ne manque"
        if not lost
        else f"{lost} pièce manque"
        if lost == 1
        else f"{lost} pièces manquent"
    )
    return f"{subject}. {len(bundle.pieces)} pièces demandées ; {said}."


def _row(piece: pieces.Piece, names: dict, digests: dict) -> list:
    state = str(Standing(piece.standing).label) + (f". {piece.why}" if piece.is_missing else "")
    digest = digests.get(piece.source, piece.sha256)
    blocks = " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
    number = piece.number.replace("/", "/\u200b").replace("_", "_\u200b")  # where a narrow column may break it
    return [piece.label, number, piece.on, state, names.get(piece.source, "")[:5], blocks]


@transaction.atomic
def explain(*, line: PayLine, by: User, on: date) -> Document:
    """The printed explanation of a payment: the last one again as long as it says the same."""
    require(by, P.PAY_READ)
    data = explained.paper_of(line)
    last = Document.objects.filter(subject=EXPLANATION, subject_id=line.pk).order_by("-pk").first()
    if last and {key: last.data.get(key) for key in data} == data:
        return last
    return documents.issue(
        kind="fiche", series="EXPLICATION", subject=EXPLANATION, sheet=Sheet(line.pk, data), by=by, on=on
    )
