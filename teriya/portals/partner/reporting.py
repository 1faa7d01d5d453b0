"""Freezing a report at a date, and the papers made of it. What is frozen is what everybody prints afterwards."""

from datetime import date

from django.db import transaction
from django.utils.translation import override

from teriya.foundation.accounts.models import User
from teriya.foundation.documents import actions as documents
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.partnerships.agreements import actions
from teriya.partnerships.agreements.models import Agreement, Report, ReportFile, ReportTemplate
from teriya.portals.partner.facts import facts_of
from teriya.portals.partner.files import filled, own_workbook
from teriya.portals.partner.telling import sections

SUBJECT = "agreement_report"


@transaction.atomic
def freeze(*, agreement: Agreement, as_of: date, by: User, on: date) -> Report:
    """The report at the end of a day: the one frozen before when there is one, else today's facts of that day, with its PDF."""
    known = Report.objects.filter(agreement=agreement, as_of=as_of).first()
    if known:
        return known
    report = actions.freeze_report(agreement=agreement, as_of=as_of, facts=facts_of(agreement, as_of), by=by, on=on)
    documents.issue(kind="fiche", series="RAPPORT-CONV", subject=SUBJECT, sheet=documents.Sheet(report.pk, _paper(report)), by=by, on=on)  # fmt: skip
    return report


def paper_of(report: Report) -> Document:
    return Document.objects.get(subject=SUBJECT, subject_id=report.pk)


def file_of(report: Report, template: ReportTemplate | None) -> ReportFile:
    """The workbook of a report, made when it is first asked for and kept; always in French, as the PDF is."""
    found = ReportFile.objects.filter(report=report, template=template).first()
    if found is None:
        with override("fr"):
            content = filled(bytes(template.content), report.facts) if template else own_workbook(report.facts)
        found = actions.keep_file(report=report, template=template, content=content)
    return found


def _paper(report: Report) -> dict:
    with override("fr"):
        parts = [
            {"title": title, "fields": [{"label": line.label, "value": line.said} for line in lines]}
            for title, lines in sections(report.facts)
        ]
        named = [
            {"label": one["matricule"], "value": f"{one['name']}, {one['host']}"}
            for one in report.facts["names"] or ()
        ]
    if named:
        parts.append({"title": "Les volontaires", "fields": named})
    return letterhead() | {"title": f"Rapport de la convention {report.facts['reference']}", "sections": parts}
