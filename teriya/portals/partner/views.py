"""The partner's own door: its agreements, and nothing of any other. Who reads agreements at the agency sees what the partner sees."""

from datetime import date

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents.views import as_download, as_upload
from teriya.foundation.ui.parts import Row, page_of
from teriya.partnerships.agreements import actions, queries
from teriya.partnerships.agreements.models import Agreement, Report, ReportTemplate
from teriya.partnerships.agreements.statements import lines_of
from teriya.pay.allowances.models import PayLine
from teriya.portals.partner import reporting
from teriya.portals.partner.facts import facts_of
from teriya.portals.partner.files import look_into
from teriya.portals.partner.telling import sections, values

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FreezeForm(ActionForm):
    as_of = forms.DateField(label=_("Rapport à la fin du"), initial=timezone.localdate)


class TemplateForm(ActionForm):
    name = forms.CharField(label=_("Nom du modèle"), max_length=120)
    template = forms.FileField(label=_("Modèle XLSX du bailleur"), help_text=_("2 Mo au plus, sans macros."))


def _visible(request: HttpRequest, pk: int) -> Agreement:
    """The agreement, for its own partner or who reads agreements at the agency; not found for anybody else."""
    if not request.user.may(P.AGREEMENTS_READ):
        require(request.user, P.AGREEMENTS_OWN)
    return get_object_or_404(Agreement.objects.visible_to(request.user).select_related("partner"), pk=pk)


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements of this partner."""
    require(request.user, P.AGREEMENTS_OWN)
    rows = list(Agreement.objects.visible_to(request.user).select_related("partner").order_by("-pk"))
    if len(rows) == 1:
        return redirect("portals:partner_agreement", rows[0].pk)
    return render(request, "portals/partner/agreements.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the agreement stands today: money, people, results, proofs; the reports frozen before."""
    row, today = _visible(request, pk), timezone.localdate()
    form = FreezeForm(request.POST or None)
    if form.is_valid():
        as_of = form.values()["as_of"]
        answer = form.send(request, "agreements.freeze_report", lambda: {
            "id": reporting.freeze(agreement=row, as_of=as_of, by=request.user, on=today).pk})  # fmt: skip
        if answer:
            return redirect("portals:partner_report", answer["id"])
    facts = facts_of(row, today)
    return render(request, "portals/partner/agreement.html", {
        "agreement": row, "facts": facts, "sections": sections(facts)[1:], "bars": _bars(facts), "form": form,
        "reports": row.frozen_reports.order_by("-as_of"), "templates": row.report_templates.order_by("pk"),
        "may_write": request.user.may(P.AGREEMENTS_WRITE), "is_own": not request.user.may(P.AGREEMENTS_READ),
        "has_others": Agreement.objects.visible_to(request.user).count() > 1, **_dated(facts),
    }, status=form.status)  # fmt: skip


def _dated(facts: dict) -> dict[str, list[tuple[dict, date | None]]]:
    """Tranches and invoices, each with the day that a page writes."""
    return {
        "tranches": [(one, _day(one["called_on"])) for one in facts["tranches"]],
        "expenses": [(one, _day(one["on"])) for one in facts["evidence"]["expenses"]],
    }


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def _bars(facts: dict) -> list[Row]:
    money = facts["money"]
    names = (("granted", _("Doté")), ("received", _("Reçu")), ("committed", _("Engagé")), ("spent", _("Dépensé")), ("justified", _("Justifié")))  # fmt: skip
    return [Row(str(label), money[name]) for name, label in names]


@require_safe
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line that its envelopes paid; a pay line is a month of a mission, named only where the agreement says so."""
    row = _visible(request, pk)
    page = page_of(request, lines_of(row))
    pay = PayLine.objects.filter(pk__in=[line.source_id for line in page if line.source == "pay_line"])
    months = {one.pk: one for one in pay.select_related("mission__person", "mission__form", "mission__host__commune")}
    expenses = {one.pk: one for one in queries.expenses_of(Agreement.objects.filter(pk=row.pk))}
    found = [(line, months.get(line.source_id) if line.source == "pay_line" else None,
              expenses.get(line.source_id) if line.source == "expense" else None) for line in page]  # fmt: skip
    return render(request, "portals/partner/lines.html", {"agreement": row, "page": page, "lines": found})


@require_safe
def proof(request: HttpRequest, pk: int, expense: int) -> HttpResponse:
    """The document of an invoice that this agreement pays, once a second person has accepted it."""
    row = _visible(request, pk)
    rows = queries.expenses_of(Agreement.objects.filter(pk=row.pk)).filter(state="accepted").select_related("proof")
    return as_upload(get_object_or_404(rows, pk=expense).proof)


def _report(request: HttpRequest, pk: int) -> Report:
    report = get_object_or_404(Report.objects.select_related("agreement__partner"), pk=pk)
    _visible(request, report.agreement_id)
    return report


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it was frozen, and its files."""
    row = _report(request, pk)
    return render(request, "portals/partner/report.html", {
        "report": row, "agreement": row.agreement, "sections": sections(row.facts), "expenses": _dated(row.facts)["expenses"],
        "names": row.facts["names"] or (), "templates": row.agreement.report_templates.order_by("pk"),
    })  # fmt: skip


@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return as_download(reporting.paper_of(_report(request, pk)))


@require_safe
def report_workbook(request: HttpRequest, pk: int, template: int = 0) -> HttpResponse:
    """The report in a workbook: the agency's, or the funder's own."""
    row = _report(request, pk)
    chosen = get_object_or_404(ReportTemplate, pk=template, agreement=row.agreement_id) if template else None
    response = HttpResponse(bytes(reporting.file_of(row, chosen).content), content_type=XLSX)
    response["Content-Disposition"] = (
        f'attachment; filename="rapport-{row.pk}-{row.as_of.isoformat()}-{template}.xlsx"'
    )
    return response


@require_http_methods(["GET", "POST"])
def add_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the funder's own workbook; the page lists the places that it may have."""
    require(request.user, P.AGREEMENTS_WRITE)
    row = _visible(request, pk)
    known = values(facts_of(row, timezone.localdate()))
    form = TemplateForm(request.POST or None, request.FILES or None)

    def do() -> dict:
        said = form.values()
        content = _read(said["template"])
        look_into(content, known)
        return {
            "id": actions.keep_template(
                agreement=row, name=said["name"], content=content, by=request.user, on=timezone.localdate()
            ).pk
        }

    if form.is_valid() and form.send(request, "agreements.keep_template", do):
        return redirect("portals:partner_agreement", pk)
    return render(request, "portals/partner/template.html", {"agreement": row, "form": form, "places": known.items()}, status=form.status)  # fmt: skip


def _read(file: UploadedFile) -> bytes:
    content = file.read()
    file.seek(0)
    return content
