"""The page of the official accounts: what is to be carried, what was, each file again as it was."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances.files.workbooks import workbook
from teriya.pay.bundles import actions, carried
from teriya.pay.bundles.forms import ExportForm
from teriya.pay.bundles.models import AccountExport


@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Carry what is new, up to a day; every file carried before, the latest first."""
    require(request.user, P.PAY_READ)
    today, may_export = timezone.localdate(), request.user.may(P.PAY_EXPORT)
    form = ExportForm(request.POST or None, initial={"until": today})
    if form.is_valid() and (
        answer := form.send(
            request, "bundles.export",
            lambda: {"number": actions.export_entries(by=request.user, on=today, **form.values()).number},
        )
    ):  # fmt: skip
        messages.success(request, _("Écritures portées : %(number)s.") % answer)
        return redirect("bundles:exports")
    return render(request, "bundles/exports.html", {
        "page": page_of(request, _light(AccountExport.objects.order_by("-pk"))), "form": form, "may_export": may_export,
        "ready": carried.ready(today),
    }, status=form.status)  # fmt: skip


def _light(rows: QuerySet[AccountExport]) -> QuerySet[AccountExport]:
    return rows.defer("content", "lines")


@require_safe
def csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was carried."""
    require(request.user, P.PAY_READ)
    row = get_object_or_404(AccountExport, pk=pk)
    return _download(bytes(row.content), "text/csv; charset=utf-8", row, "csv")


@require_safe
def xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same lines in a workbook, the same bytes each time."""
    require(request.user, P.PAY_READ)
    row = get_object_or_404(AccountExport, pk=pk)
    sums = [*[""] * (len(row.heads) - 2), row.total, row.total]
    content = workbook(row.number, [14] * len(row.heads), row.heads, row.lines, sums)
    return _download(content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", row, "xlsx")


def _download(content: bytes, kind: str, row: AccountExport, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{row.number.replace("/", "-")}.{ending}"'
    return response
