"""Pages of the pay sheets that come back signed: to print, to photograph, to key, to verify."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.core.web import ActionForm
from teriya.foundation.documents import pieces
from teriya.foundation.documents.models import Document, Upload
from teriya.foundation.documents.views import as_download, as_upload
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances.models import PayRun
from teriya.pay.bundles import actions, sheets
from teriya.pay.bundles.forms import BackForm, ScanForm, SignedForm
from teriya.pay.bundles.models import Signature, SignedSheet
from teriya.pay.bundles.states import How

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def signed(request: HttpRequest) -> HttpResponse:
    """The printed sheets of the perimeter, the latest first: who signed is keyed, verified, or awaited; a missing photo says so."""
    _require_reader(request)
    page = page_of(request, sheets.sheets_seen_by(request.user).order_by("-pk"))
    papers = list(page.object_list)
    keyed = {row.paper_id: row for row in SignedSheet.objects.filter(paper__in=papers)}
    runs = PayRun.objects.select_related("form").in_bulk([paper.subject_id for paper in papers])
    scans = sheets.scans_of(papers)
    rows = [(paper, runs[paper.subject_id], keyed.get(paper.pk), len(scans.get(paper.pk, ()))) for paper in papers]
    return render(request, "bundles/signed.html", {"page": page, "rows": rows})


@get_or_post
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet: its rows, its scans, what was keyed, what the returns contradict."""
    paper = paper_or_404(request, pk)
    may_key = _may(request.user, P.PAY_KEY_SIGNED, paper)
    form = SignedForm(request.POST or None)
    if form.is_valid() and form.send(request, "bundles.key_sheet", lambda: _key(request, paper, form)):
        messages.success(request, _("L’état est saisi. Une autre personne le vérifie."))
        return redirect("bundles:sheet", pk)
    rows = sheets.rows_of(paper)
    proxies = sheets.proxy_scans([row.signature for row in rows if row.signature])
    found = SignedSheet.objects.filter(paper=paper).first()
    names = dict(User.objects.filter(pk__in={found.keyed_by_id, found.verified_by_id} if found else ()).values_list("pk", "name"))  # fmt: skip
    return render(request, "bundles/sheet.html", {
        "paper": paper, "run": PayRun.objects.select_related("form").get(pk=paper.subject_id), "sheet": found,
        "rows": [(row, proxies.get(row.line.pk, [])) for row in rows],
        "scans": sheets.scans_of([paper]).get(paper.pk, []), "form": form, "verify_form": ActionForm(),
        "keyed_by": names.get(found.keyed_by_id, "") if found else "", "verified_by": names.get(found.verified_by_id, "") if found else "",
        "may_key": may_key, "is_open": may_key and (not found or found.state != "verified"),
        "may_check": bool(found) and found.state == "keyed" and found.keyed_by_id != request.user.pk and _may(request.user, P.PAY_CHECK_SIGNED, paper),
    }, status=form.status)  # fmt: skip


def _key(request: HttpRequest, paper: Document, form: SignedForm) -> dict:
    return {"sheet": actions.key_sheet(paper=paper, by=request.user, on=timezone.localdate(), **form.values()).pk}


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to print and sign, as PDF."""
    return as_download(paper_or_404(request, pk))


@get_or_post
def add_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """One more photo or PDF of the signed sheet."""
    require(request.user, P.PAY_KEY_SIGNED)
    paper = paper_or_404(request, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.send(
        request, "bundles.add_scan",
        lambda: {"id": actions.add_scan(paper=paper, file=handed(request, form), by=request.user, on=timezone.localdate()).pk},
    ):  # fmt: skip
        messages.success(request, _("La photo est gardée."))
        return redirect("bundles:sheet", pk)
    return render(request, "bundles/add_scan.html", {"paper": paper, "form": form}, status=form.status)


@get_or_post
def add_proxy_scan(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """The procuration of one line."""
    require(request.user, P.PAY_KEY_SIGNED)
    paper = paper_or_404(request, pk)
    signature = get_object_or_404(
        Signature.objects.select_related("sheet__paper"), sheet__paper=paper, line=line, how=How.PROXY
    )
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid() and form.send(
        request, "bundles.add_proxy_scan",
        lambda: {"id": actions.add_proxy_scan(signature=signature, file=handed(request, form), by=request.user, on=timezone.localdate()).pk},
    ):  # fmt: skip
        messages.success(request, _("La procuration est gardée."))
        return redirect("bundles:sheet", pk)
    return render(
        request, "bundles/add_scan.html", {"paper": paper, "form": form, "signature": signature}, status=form.status
    )


def handed(request: HttpRequest, form: ScanForm):
    """The file of a form, whichever way it came."""
    arrived = form.cleaned_data["arrived"]
    if not arrived:
        return form.cleaned_data["photo"]
    file = pieces.joined(file=arrived, by=request.user)
    pieces.forget(file=arrived, by=request.user)
    return file


@require_safe
def scan(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """A photo of the signed sheet, or of one of its procurations."""
    paper = paper_or_404(request, pk)
    rows = sheets.rows_of(paper)
    kept = [
        one for found in sheets.proxy_scans([row.signature for row in rows if row.signature]).values() for one in found
    ]
    kept += sheets.scans_of([paper]).get(paper.pk, [])
    return as_upload(get_object_or_404(Upload.objects.filter(pk__in=[one.pk for one in kept]), pk=upload))


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """The keying says what the paper says."""
    found, form = _keyed_or_404(request, pk), ActionForm(request.POST)
    if form.is_valid() and form.send(
        request, "bundles.verify_sheet",
        lambda: {"id": actions.verify_sheet(sheet=found, by=request.user, on=timezone.localdate()).pk},
    ):  # fmt: skip
        messages.success(request, _("L’état est vérifié."))
        return redirect("bundles:sheet", pk)
    return render(
        request, "bundles/check.html", {"paper": found.paper, "form": form, "verifies": True}, status=form.status
    )


@get_or_post
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The keying is not what the paper says."""
    require(request.user, P.PAY_CHECK_SIGNED)
    found, form = _keyed_or_404(request, pk), BackForm(request.POST or None)
    if form.is_valid() and form.send(
        request, "bundles.send_back_sheet",
        lambda: {"id": actions.send_back(sheet=found, by=request.user, on=timezone.localdate(), **form.values()).pk},
    ):  # fmt: skip
        messages.success(request, _("L’état est renvoyé à la saisie."))
        return redirect("bundles:sheet", pk)
    return render(request, "bundles/check.html", {"paper": found.paper, "form": form}, status=form.status)


def _keyed_or_404(request: HttpRequest, pk: int) -> SignedSheet:
    return get_object_or_404(SignedSheet.objects.select_related("paper"), paper=paper_or_404(request, pk))


def _require_reader(request: HttpRequest) -> None:
    if not any(map(request.user.may, (P.PAY_READ, P.PAY_KEY_SIGNED, P.PAY_CHECK_SIGNED))):
        raise NotAllowed("not_allowed", _("Votre rôle ne donne pas accès aux états de paye."))


def _may(user: User, permission: P, paper: Document) -> bool:
    return user.may(permission) and sheets.sheets_of_duty(user, permission).filter(pk=paper.pk).exists()


def paper_or_404(request: HttpRequest, pk: int) -> Document:
    _require_reader(request)
    return get_object_or_404(sheets.sheets_seen_by(request.user), pk=pk)
