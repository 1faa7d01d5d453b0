"""Printed pay sheets: which are still good, who keys them, and which pay line stands on each of their rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.places.models import Place
from teriya.pay.allowances.models import PayLine, PayRun, Visa
from teriya.pay.bundles.models import Signature
from teriya.pay.bundles.states import How

SCAN, PROXY_SCAN = "pay_sheet_signed", "proxy"  # kinds of uploads
SHEET, SIGNATURE = "pay_sheet", "pay_signature"  # what they are about


def pay_sheets() -> QuerySet[Document]:
    """The printed pay sheets, without those of a round that a visa or the accountant refused."""
    first = KeyTextTransform("number", KeyTransform(0, KeyTransform("visas", "data")))
    refused = Visa.objects.filter(run=OuterRef("run"), round=OuterRef("round"), accepted=False)
    signed = Visa.objects.filter(~Exists(refused), run=OuterRef("subject_id"), number=OuterRef("first_visa"))
    papers = Document.objects.filter(kind="etat_de_paye", subject="pay_run")
    return papers.annotate(first_visa=first).filter(Exists(signed)).order_by("pk")


def sheets_of(run: PayRun) -> QuerySet[Document]:
    return pay_sheets().filter(subject_id=run.pk)


def sheets_seen_by(user: User) -> QuerySet[Document]:
    """Those of the communes for which this person keys or verifies; every one for those who read pay."""
    if user.may(P.PAY_READ):
        return pay_sheets()
    return pay_sheets().filter(_within(user, P.PAY_KEY_SIGNED, P.PAY_CHECK_SIGNED))


def sheets_of_duty(user: User, permission: P) -> QuerySet[Document]:
    """Those on which this person may do one duty."""
    return pay_sheets().filter(_within(user, permission))


def _within(user: User, *permissions: P) -> Q:
    """A paper names its commune and its centre; a perimeter is made of communes."""
    seen: set[int] = set()
    for permission in permissions:
        communes = user.communes(permission) if user.may(permission) else set()
        if communes is None:
            return Q()
        seen |= communes
    places = Place.objects.filter(pk__in=seen).values_list("centre__name", "name")
    found = Q(pk__in=[])
    for centre, commune in places:
        found |= Q(data__centre=centre, data__commune=commune)
    return found


@dataclass(frozen=True)
class Row:
    """One row of a printed sheet: its number, what is written there, and the line that it pays."""

    rank: int
    said: dict
    line: PayLine
    signature: Signature | None

    @property
    def contradiction(self) -> str:
        """`absent_paid` when nobody signed for money that was paid, `signed_returned` when who signed never had it."""
        return contradiction(self.signature, self.line) if self.signature else ""


def contradiction(signature: Signature, line: PayLine) -> str:
    if signature.how == How.ABSENT:
        return "absent_paid" if line.state == "paid" else ""
    return "signed_returned" if line.state in ("returned", "set_aside") else ""


def rows_of(paper: Document) -> list[Row]:
    """Its rows in the order of the paper, each with its line: the same person and the same sums."""
    rows = rows_of_all([paper])
    return rows[paper.pk]


def rows_of_all(papers: Iterable[Document]) -> dict[int, list[Row]]:
    """Paper id → its rows. Two lines of one person with the same sums are taken in their order."""
    papers = list(papers)
    lines = PayLine.objects.filter(run__in={paper.subject_id for paper in papers}).exclude(
        state__in=("dropped", "blocked")
    )
    free: dict[tuple, list[PayLine]] = {}
    for line in lines.select_related("mission__person", "mission__host__commune").order_by("pk"):
        key = (line.run_id, line.mission.person.matricule, line.net + line.retained, line.retained)
        free.setdefault(key, []).append(line)
    given = {
        one.line_id: one for one in Signature.objects.filter(line__run__in={paper.subject_id for paper in papers})
    }
    found: dict[int, list[Row]] = {}
    for paper in papers:
        found[paper.pk] = []
        for rank, said in enumerate(paper.data["rows"], start=1):
            same = free.get((paper.subject_id, said["matricule"], said["due"], said["retained"]))
            if same:
                line = same.pop(0)
                found[paper.pk].append(Row(rank, said, line, given.get(line.pk)))
    return found


def scans_of(papers: Iterable[Document]) -> dict[int, list[Upload]]:
    """Paper id → the photos and PDF of it that came back, in the order they came."""
    rows = Upload.objects.filter(subject=SHEET, subject_id__in=[paper.pk for paper in papers], kind=SCAN)
    found: dict[int, list[Upload]] = {}
    for upload in rows.defer("content").order_by("pk"):
        found.setdefault(upload.subject_id, []).append(upload)
    return found


def proxy_scans(signatures: Iterable[Signature]) -> dict[int, list[Upload]]:
    """Line id → the scans of its procuration."""
    of_line = {one.line_id for one in signatures if one.how == How.PROXY}
    rows = Upload.objects.filter(subject=SIGNATURE, subject_id__in=of_line, kind=PROXY_SCAN)
    found: dict[int, list[Upload]] = {}
    for upload in rows.defer("content").order_by("pk"):
        found.setdefault(upload.subject_id, []).append(upload)
    return found
