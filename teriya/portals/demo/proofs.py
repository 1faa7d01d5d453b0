"""A month paid and proven: signed sheets that came back, all but one photo; references, decision, proofs of transfer; an auditor's draw."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.foundation.core.periods import Month
from teriya.foundation.documents.actions import pdf
from teriya.foundation.documents.models import Document
from teriya.foundation.places.models import Centre
from teriya.foundation.rules.models import Form
from teriya.pay.allowances.models import PayRun
from teriya.pay.bundles import actions, sheets
from teriya.pay.bundles.models import SignedSheet
from teriya.portals.demo.life import Life

SIZE = 12


def prove(life: Life, month: Month, form: Form) -> None:
    """The run of that month, in the hands of the centres, of finance and of the auditor."""
    run = PayRun.objects.get(month=month.first, form=form)
    _signed(life, run)
    _brought(life, run)
    _drawn(life, month, form)


def _signed(life: Life, run: PayRun) -> None:
    """Each centre keys its sheets and photographs them; the photo of the longest never came. One proxy, one absent who is said paid."""
    centres, on = {centre.name: centre.code for centre in Centre.objects.all()}, run.month + timedelta(45)
    papers = sorted(sheets.sheets_of(run), key=lambda paper: (-len(paper.data["rows"]), paper.pk))
    lost, *others = papers
    excepted = {
        others[0].pk: {"thumbprints": [2], "absent": [3]},
        others[1].pk: {"proxies": {1: ("KOMLA Yawa", "PROC-014")}},
    }
    for number, paper in enumerate(papers):
        by = life.staff.centres[centres[paper.data["centre"]]]
        sheet = actions.key_sheet(paper=paper, by=by["regional_agent"], on=on, **excepted.get(paper.pk, {}))
        if paper != lost:
            actions.add_scan(paper=paper, file=_scan(paper, "etat.pdf"), by=by["regional_agent"], on=on)
            _verify(sheet, number, by, on)


def _verify(sheet: SignedSheet, number: int, by: dict, on) -> None:
    if number % 3:
        actions.verify_sheet(sheet=sheet, by=by["regional_supervisor"], on=on + timedelta(2))


def _brought(life: Life, run: PayRun) -> None:
    finance, accountant = life.staff.head_office["finance_officer"], life.staff.head_office["public_accountant"]
    on, year = run.month + timedelta(45), str(run.month.year)
    actions.give_references(run=run, values={"fiscal_year": year, "budget_line": "66-12-04"}, by=finance, on=on)
    actions.give_references(run=run, values={"mandate": f"M-{year}-0{run.pk:03}"}, by=accountant, on=on)
    files = list(run.files.select_related("bordereau").order_by("pk"))
    dated = run.month + timedelta(36)
    actions.bring_piece(run=run, code="decision", number=f"D-{year}-{run.pk:03}", dated_on=dated, file=_scan(files[0].bordereau, "decision.pdf"),
                        by=finance, on=on)  # fmt: skip
    for file in files:
        actions.bring_piece(run=run, code="transfer", of=file, number=f"AVIS-{file.pk:04}", dated_on=dated, by=accountant,
                            file=_scan(file.bordereau, "avis.pdf"), on=on)  # fmt: skip


def _drawn(life: Life, month: Month, form: Form) -> None:
    auditor, on = life.staff.head_office["auditor"], life.today - timedelta(2)
    draw = actions.freeze_population(
        first=month, last=month, form=form, method="stratified", size=SIZE, by=auditor, on=on
    )
    found = actions.draw_lines(
        draw=draw, seed="17-4-42-8-31", witnessed="Boules tirées devant l’huissier, à Lomé", by=auditor, on=on
    )
    for row in found[:3]:
        actions.note_finding(drawn_line=row, finding="conform", note="", by=auditor, on=on)


def _scan(paper: Document, name: str) -> SimpleUploadedFile:
    """A PDF as a scanner would make it: the paper itself."""
    return SimpleUploadedFile(name, pdf(paper))
