"""The bundle (liasse) of a run or of one payment: every piece that the pack asks for, there or missing, and who brings it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.templatetags.ui import day
from teriya.pay.allowances.models import PayFile, PayLine, PayRun, ReturnFile
from teriya.pay.allowances.policies import current_round, said
from teriya.pay.allowances.queries import PUBLISHED
from teriya.pay.bundles import explained, references, sheets
from teriya.pay.bundles.models import BroughtPiece
from teriya.pay.bundles.states import How, Standing
from teriya.service.attendance.models import MonthSheet, PrintedMonth
from teriya.service.missions.models import Contract

BEGUN = ("ordered", "in_charge", "sent", "settled")  # runs that a bundle proves: they have been ordered
PAID = PUBLISHED  # lines that a bundle proves


@dataclass(frozen=True)
class Piece:
    """`number`, `on`, `sha256` as known today; `why`: what is missing and who brings it, or what is to be known of it.

    `source`: where its bytes stand, ("document" | "upload" | "file" | "return" | "explanation", id); nothing for what only the
    register holds. `stamp`: what changes when a piece that is made when asked would say something else.
    """

    code: str
    label: str
    number: str = ""
    on: date | None = None
    sha256: str = ""
    standing: Standing = Standing.PRESENT
    why: str = ""
    source: tuple[str, int] | None = None
    line: int | None = None
    stamp: str = ""

    @property
    def is_missing(self) -> bool:
        return self.standing == Standing.MISSING


@dataclass(frozen=True)
class Bundle:
    """Its pieces in the order of the pack."""

    pieces: list[Piece]

    @cached_property
    def missing(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.is_missing]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the bundle holds: the same as long as nothing comes and nothing changes."""
        return digest_of([
            (p.code, p.label, p.number, str(p.on), p.standing, p.why, p.source, p.stamp) for p in self.pieces
        ])  # fmt: skip


class _Reader:
    """What one bundle reads: a run, or one of its lines."""

    def __init__(self, run: PayRun, line: PayLine | None):
        self.run, self.line = run, line
        visas = list(run.visas.order_by("pk"))
        self.visas = [visa for visa in visas if visa.accepted and visa.round == current_round(visas)]
        self.taken = references.taken(visas)

    @cached_property
    def lines(self) -> list[PayLine]:
        if self.line:
            return [self.line]
        rows = self.run.lines.filter(state__in=PAID).select_related("mission__person", "mission__host")
        return list(rows.order_by("mission__person__matricule", "pk"))

    @cached_property
    def files(self) -> list[PayFile]:
        rows = self.run.files.select_related("institution", "bordereau").defer("content").order_by("pk")
        return list(rows.filter(orders__line=self.line).distinct() if self.line else rows)

    @cached_property
    def papers(self) -> list[Document]:
        papers = list(sheets.sheets_of(self.run))
        if self.line is None:
            return papers
        rows = sheets.rows_of_all(papers)
        return [paper for paper in papers if any(row.line.pk == self.line.pk for row in rows[paper.pk])]

    @cached_property
    def brought(self) -> list[BroughtPiece]:
        return list(self.run.brought_pieces.select_related("upload").defer("upload__content").order_by("pk"))


def of_run(run: PayRun) -> Bundle:
    """Everything that proves a run, each line's contract and presence included."""
    return _bundle(_Reader(run, None))


def of_line(line: PayLine) -> Bundle:
    """Everything that proves one payment: what its run shares with it, what is its own, and its explanation."""
    told = Piece("explanation", _("Explication du paiement"), source=("explanation", line.pk), line=line.pk,
                 stamp=digest_of(explained.paper_of(line)))  # fmt: skip
    return Bundle([*_bundle(_Reader(line.run, line)).pieces, told])


def _bundle(reader: _Reader) -> Bundle:
    found: list[Piece] = []
    for term in rules.terms("proof"):
        is_due = term.facts["step"] in reader.taken
        name, holder = said({"fr": term.fr, "en": term.en}), str(ROLES[term.facts["role"]].name)
        for piece in READERS[term.code](reader, name, holder):
            found.append(piece if is_due or not piece.is_missing else replace(piece, standing=Standing.LATER))
    return Bundle(found)


def _missing(code: str, label: str, holder: str, what: str = "", line: int | None = None) -> Piece:
    brings = _("À apporter : %(holder)s.") % {"holder": holder}
    return Piece(code, label, standing=Standing.MISSING, why=f"{what} {brings}".strip(), line=line)


def _decision(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    rows = [row for row in reader.brought if row.code == "decision"]
    yield from (_brought(row, name) for row in rows)
    if not rows:
        yield _missing("decision", name, holder)


def _brought(row: BroughtPiece, label: str) -> Piece:
    return Piece(row.code, label, row.number, row.dated_on, row.upload.sha256, source=("upload", row.upload_id))


def _visas(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    words = {step["code"]: said(step["name"]) for step in rules.chain()["steps"]}
    for visa in reader.visas:
        yield Piece("visas", words[visa.step], visa.number, visa.on, why=f"{visa.by_name}, {visa.capacity}")


def _references(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    for asked in references.of(reader.run):
        if asked.value:
            yield Piece("references", asked.name, asked.value, asked.on)
        else:
            piece = _missing("references", asked.name, asked.holder)
            yield piece if asked.is_open else replace(piece, standing=Standing.LATER)


def _contracts(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    """The signed contract that covers the month of each line."""
    missions = {line.mission_id for line in reader.lines}
    rows = Contract.objects.filter(mission__in=missions, signed_on__isnull=False).select_related(
        "document", "signed_copy"
    )
    of_mission: dict[int, list[Contract]] = {}
    for row in rows.defer("document__data", "signed_copy__data").order_by("signed_on", "pk"):
        of_mission.setdefault(row.mission_id, []).append(row)
    for line in reader.lines:
        label = f"{name} · {line.mission.person}"
        last = [row for row in of_mission.get(line.mission_id, ()) if row.period.lower <= _last_day(line)]
        if not last:
            yield _missing("contract", label, holder, line=line.pk)
            continue
        paper = last[-1].signed_copy or last[-1].document
        yield _paper("contract", label, paper, line=line.pk)


def _last_day(line: PayLine) -> date:
    return line.month.replace(day=28) if line.is_month else max(line.month, line.mission.ended_on or line.month)


def _paper(code: str, label: str, paper: Document, *, why: str = "", line: int | None = None) -> Piece:
    return Piece(code, label, paper.number, paper.on, paper.sha256, why=why, source=("document", paper.pk), line=line)


def _presences(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    """The sheet of each month counted: its signed paper where it was kept on paper, the site's own record elsewhere."""
    months = [line for line in reader.lines if line.is_month]
    rows = MonthSheet.objects.filter(mission__in=[line.mission_id for line in months], month=reader.run.month)
    sheet_of = {row.mission_id: row for row in rows.select_related("document").defer("document__data")}
    printed = PrintedMonth.objects.filter(
        document__in=[row.document_id for row in sheet_of.values() if row.document_id]
    )
    keyed = {row.document_id: row for row in printed.filter(keyed_on__isnull=False)}
    scans: dict[int, Upload] = {}
    kept = Upload.objects.filter(subject="presence_paper", subject_id__in=[row.pk for row in keyed.values()])
    for upload in kept.defer("content").order_by("pk"):
        scans[upload.subject_id] = upload
    for line in months:
        label, sheet = f"{name} · {line.mission.person}", sheet_of.get(line.mission_id)
        if sheet is None or sheet.confirmed_on is None:
            yield _missing("presence", label, holder, line=line.pk)
            continue
        paper = keyed.get(sheet.document_id)
        if paper and paper.pk in scans:
            scan = scans[paper.pk]
            yield Piece("presence", label, sheet.document.number, scan.on, scan.sha256, source=("upload", scan.pk), line=line.pk)  # fmt: skip
        elif paper:
            lost = _("La photo de la fiche signée %(number)s manque.") % {"number": sheet.document.number}
            yield _missing("presence", label, holder, lost, line.pk)
        elif sheet.document:
            yield _paper("presence", label, sheet.document, why=_on_site(sheet), line=line.pk)
        else:
            yield Piece("presence", label, on=sheet.confirmed_on, why=_on_site(sheet), line=line.pk)


def _on_site(sheet: MonthSheet) -> str:
    words = {"attested": day(sheet.attested_on), "confirmed": day(sheet.confirmed_on)}
    return _("Tenue sur le site : attestée le %(attested)s, confirmée le %(confirmed)s.") % words


def _signed_sheets(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    """Each printed sheet with its scans, and the procurations of its lines."""
    scans, rows = sheets.scans_of(reader.papers), sheets.rows_of_all(reader.papers)
    signatures = [
        row.signature for one in rows.values() for row in one if row.signature and _concerns(reader, row.line)
    ]
    proxies = sheets.proxy_scans(signatures)
    for paper in reader.papers:
        label, kept = f"{name} · {paper.data.get('commune', '')}", scans.get(paper.pk, [])
        for scan in kept:
            yield Piece("signed_sheet", label, paper.number, scan.on, scan.sha256, source=("upload", scan.pk))
        if not kept:
            lost = _("La photo de l’état %(number)s manque.") % {"number": paper.number}
            yield _missing("signed_sheet", label, f"{holder} ({paper.data['centre']})", lost)
    for signature in (one for one in signatures if one.how == How.PROXY):
        label = _("Procuration de %(name)s") % {"name": signature.proxy_name}
        for scan in proxies.get(signature.line_id, []):
            yield Piece("signed_sheet", label, signature.proxy_paper, scan.on, scan.sha256, source=("upload", scan.pk), line=signature.line_id)  # fmt: skip
        if signature.line_id not in proxies:
            yield _missing("signed_sheet", label, holder, line=signature.line_id)


def _concerns(reader: _Reader, line: PayLine) -> bool:
    return reader.line is None or reader.line.pk == line.pk


def _bordereaux(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    for file in reader.files:
        label = f"{name} · {file.institution.name}"
        yield Piece("bordereau", label, file.number, file.on, file.sha256, why=file.filename, source=("file", file.pk))
        yield _paper("bordereau", label, file.bordereau)
    if not reader.files:
        yield _missing("bordereau", name, holder)


def _transfers(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    """What the bank or the institution gave for each payment file."""
    of_file: dict[int, list[BroughtPiece]] = {}
    for row in reader.brought:
        if row.file_id:
            of_file.setdefault(row.file_id, []).append(row)
    for file in reader.files:
        label = f"{name} · {file.number}, {file.institution.name}"
        yield from (_brought(row, label) for row in of_file.get(file.pk, ()))
        if file.pk not in of_file:
            yield _missing("transfer", label, holder)


def _returned(reader: _Reader, name: str, holder: str) -> Iterator[Piece]:
    """The return files that speak of each payment file, with what they say came back."""
    for file in reader.files:
        answers = ReturnFile.objects.filter(lines__order__file=file)
        if reader.line:
            answers = answers.filter(lines__order__line=reader.line)
        label = f"{name} · {file.number}, {file.institution.name}"
        answered = list(answers.distinct().order_by("pk"))
        for row in answered:
            why = _("%(paid)s payés, %(returned)s revenus") % {"paid": row.paid, "returned": row.returned}
            yield Piece("returned", label, row.filename, row.on, row.digest, why=why, source=("return", row.pk))
        if not answered:
            yield _missing("returned", label, holder)


READERS: dict[str, Callable[[_Reader, str, str], Iterator[Piece]]] = {
    "decision": _decision, "visas": _visas, "references": _references, "contract": _contracts, "presence": _presences,
    "signed_sheet": _signed_sheets, "bordereau": _bordereaux, "transfer": _transfers, "returned": _returned,
}  # fmt: skip


def contradictions(run: PayRun) -> list[sheets.Row]:
    """Rows of the run's signed sheets that the returns contradict."""
    rows: Sequence[list[sheets.Row]] = list(sheets.rows_of_all(sheets.sheets_of(run)).values())
    return [row for of_paper in rows for row in of_paper if row.contradiction]
