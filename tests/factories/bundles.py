"""March 2024 of a team of Haho 1, ordered, sent and answered; its pay sheet came back signed to Yao, and Mazalo verifies."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.foundation.documents.models import Document
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import PayFile, PaymentOrder, PayRun
from teriya.pay.bundles import actions, sheets
from teriya.pay.bundles.models import SignedSheet
from tests.cast import Cast
from tests.factories.allowances import answers, bring, make_payable, prepare
from tests.scenes import scene

BACK = date(2024, 4, 9)
JPEG = b"\xff\xd8\xff\xe0" + bytes(60)


def photo(name: str = "etat.jpg", salt: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, JPEG + salt)


@scene
def make_sent(cast: Cast, count: int = 3) -> PayRun:
    make_payable(cast, count)
    return bring(cast, prepare(cast))


def answer(cast: Cast, run: PayRun, *, returned: int = 0) -> PayRun:
    """The institution says that everybody was paid, but the first `returned` of its order."""
    orders = list(PaymentOrder.objects.filter(line__run=run).order_by("reference"))
    back = tuple(order.reference for order in orders[:returned])
    pay.settle(run=run, institution=PayFile.objects.filter(run=run).first().institution, content=answers(orders, returned=back),
               filename="retour.csv", by=cast.kossivi, on=BACK)  # fmt: skip
    return PayRun.objects.get(pk=run.pk)


def paper_of(run: PayRun) -> Document:
    return sheets.sheets_of(run).get()


def key(cast: Cast, run: PayRun, **excepted) -> SignedSheet:
    return actions.key_sheet(paper=paper_of(run), by=cast["regional_agent"], on=BACK, **excepted)


def complete(cast: Cast, run: PayRun, *, only: str = "") -> None:
    """Everything that people bring to a bundle: references, decision, scans of the sheets (of one commune), proof of the transfer."""
    actions.give_references(
        run=run, values={"fiscal_year": "2024", "budget_line": "66-1-2"}, by=cast["finance_officer"], on=BACK
    )
    actions.give_references(run=run, values={"mandate": "M-118"}, by=cast["public_accountant"], on=BACK)
    for paper in sheets.sheets_of(run):
        if paper.data["commune"] == (only or paper.data["commune"]):
            actions.add_scan(paper=paper, file=photo(), by=cast["regional_agent"], on=BACK)
    actions.bring_piece(run=run, code="decision", number="D-12", dated_on=date(2024, 4, 4), file=photo(salt=b"d"),
                        by=cast["finance_officer"], on=BACK)  # fmt: skip
    for file in run.files.all():
        actions.bring_piece(run=run, code="transfer", of=file, number=f"AVIS-{file.pk}", dated_on=date(2024, 4, 8),
                            file=photo(salt=file.number.encode()), by=cast["public_accountant"], on=BACK)  # fmt: skip
