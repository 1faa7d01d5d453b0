"""Pages of a month on paper: the sheets printed, the one in hand keyed, its photo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Upload
from teriya.foundation.documents.views import as_upload
from teriya.service.attendance import keying
from teriya.service.attendance.forms import NumberForm, PaperForm, ScanForm
from teriya.service.attendance.models import PrintedMonth
from teriya.service.attendance.views import month_asked


@require_safe
def on_paper(request: HttpRequest) -> HttpResponse:
    """The sheets of a month: printed, come back, still awaited; a number typed leads to its sheet."""
    require(request.user, P.PRESENCE_KEY)
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        try:
            return redirect("attendance:key", keying.paper_numbered(form.cleaned_data["number"], request.user).pk)
        except Refusal as no:
            form.add_error(no.field, no.sentence)
    month = month_asked(request)
    papers = keying.standing(request.user, month)
    return render(request, "attendance/on_paper.html", {
        "form": form, "month": month, "papers": papers, "unprinted": keying.unprinted(request.user, month),
        "keyed": sum(paper.keyed_on is not None for paper, _seen in papers),
    }, status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "POST"])
def key(request: HttpRequest, pk: int) -> HttpResponse:
    """One signed sheet, keyed without leaving the keyboard; the next number is asked at once."""
    paper = _paper_or_404(request, pk)
    month = Month.of(paper.month)
    missions = [] if paper.keyed_on else keying.missions_to_key(paper, request.user)
    form = PaperForm(request.POST or None, request.FILES or None, missions=missions, month=month)
    if request.method == "POST" and (answer := form.already(request, "attendance.key_paper")):
        return _next(request, answer)
    if form.is_valid():
        answer = form.send(request, "attendance.key_paper", lambda: _key(request, paper, form))
        if answer:
            return _next(request, answer)
    return render(request, "attendance/key.html", {
        "paper": paper, "month": month, "form": form, "missions": missions, "replaced": keying.replaced(paper),
        "scans": keying.scans_of(paper), "scan_form": ScanForm(),
    }, status=form.status)  # fmt: skip


def _key(request: HttpRequest, paper: PrintedMonth, form: PaperForm) -> dict:
    sheets = keying.key_paper(paper=paper, by=request.user, on=timezone.localdate(), **form.values())
    return {"number": paper.document.number, "months": len(sheets), "month": str(Month.of(paper.month))}


def _next(request: HttpRequest, answer: dict) -> HttpResponse:
    said = _("Fiche %(number)s saisie : mois attestés, %(months)s. Une autre personne les confirme.")
    messages.success(request, said % answer)
    response = redirect("attendance:on_paper")
    response["Location"] += f"?mois={answer['month']}"
    return response


@require_http_methods(["GET", "POST"])
def add_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo of a sheet already keyed, when it comes later."""
    paper = _paper_or_404(request, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.send(
        request, "attendance.add_scan",
        lambda: {"id": keying.add_scan(paper=paper, file=form.cleaned_data["photo"], by=request.user, on=timezone.localdate()).pk},
    ):  # fmt: skip
        messages.success(request, _("La photo de la fiche est gardée."))
        return redirect("attendance:key", pk)
    return render(request, "attendance/add_scan.html", {"paper": paper, "form": form}, status=form.status)


@require_safe
def scan(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """A signed sheet as it was photographed."""
    paper = _paper_or_404(request, pk)
    kept = [one.pk for one in keying.scans_of(paper)]
    return as_upload(get_object_or_404(Upload.objects.filter(pk__in=kept), pk=upload))


def _paper_or_404(request: HttpRequest, pk: int) -> PrintedMonth:
    require(request.user, P.PRESENCE_KEY)
    rows = PrintedMonth.objects.to_key_by(request.user).select_related("document", "host__commune")
    return get_object_or_404(rows, pk=pk)
