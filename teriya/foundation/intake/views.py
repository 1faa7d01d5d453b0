import csv
from collections import Counter
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake import actions, blanks
from teriya.foundation.intake.forms import FileForm
from teriya.foundation.intake.jobs import read_file, write_file
from teriya.foundation.intake.kinds import KINDS
from teriya.foundation.intake.models import Import, ImportRow

READ_AT_ONCE = 400_000  # bytes: about 3 000 lines, read in the time of a page
WRITTEN_AT_ONCE = 3_000  # lines
_WORKING = (Import.State.RECEIVED, Import.State.READING, Import.State.WRITING)
_REFRESH = 3  # seconds


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a file: the list of those already brought stands below."""
    require(request.user, P.INTAKE_IMPORT)
    chosen = request.POST.get("kind") or request.GET.get("type", "")
    form = FileForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        chosen=chosen,
        wave=request.GET.get("vague", ""),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("intake:preview", _receive(request, form).pk)
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, no.sentence)
    recent = Import.objects.filter(by_id=request.user.id).defer("content").order_by("-at")[:25]
    rows = [(file, KINDS[file.kind].title) for file in recent if file.kind in KINDS]
    return render(
        request, "intake/bring.html", {"form": form, "recent": rows, "kinds": form.kinds}, status=form.status
    )


@require_safe
def blank(request: HttpRequest, kind: str) -> HttpResponse:
    """The workbook to fill for one kind of file, for who may bring it."""
    require(request.user, P.INTAKE_IMPORT)
    found = KINDS.get(kind)
    if found is None or not request.user.may(found.permission):
        raise Http404
    response = HttpResponse(blanks.blank(found), content_type=blanks.XLSX)
    response["Content-Disposition"] = f'attachment; filename="modele_{kind}.xlsx"'
    return response


def _receive(request: HttpRequest, form: FileForm) -> Import:
    data = form.cleaned_data
    file = actions.receive(
        id=data["receipt"], kind=data["kind"], filename=data["file"].name, data=data["file"].read(),
        context=form.context(), by=request.user, on=timezone.localdate(),
    )  # fmt: skip
    if file.state == Import.State.RECEIVED:
        if len(file.content) <= READ_AT_ONCE:
            actions.read(file=file, by=request.user)
        else:
            read_file.defer(id=str(file.pk))
    return file


@require_safe
def preview(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the file will write, and what is wrong with each line."""
    return _preview(request, _mine(request, id), ActionForm())


@require_http_methods(["POST"])
def commit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write what the preview showed."""
    file, form = _mine(request, id), ActionForm(request.POST)
    if form.is_valid() and form.send(request, "intake.commit", lambda: _commit(request, file)):
        return redirect("intake:preview", file.pk)
    return _preview(request, file, form)


def _commit(request: HttpRequest, file: Import) -> dict:
    today = timezone.localdate()
    if file.total <= WRITTEN_AT_ONCE:
        return {"written": actions.commit(file=file, by=request.user, on=today).done}
    if actions.ask_to_write(file):
        write_file.defer(id=str(file.pk), on=today.isoformat())
    return {"asked": file.total}


def _preview(request: HttpRequest, file: Import, form: ActionForm) -> HttpResponse:
    counts = Counter(file.rows.values_list("outcome", flat=True))
    outcome, is_stopped = request.GET.get("etat", ""), KINDS[file.kind].is_whole and counts["error"] > 0
    rows = file.rows.order_by("line")
    rows = rows.filter(outcome=outcome) if outcome in counts else rows
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "intake/preview.html", {
        "file": file, "kind": KINDS[file.kind], "page": page, "counts": counts, "form": form, "outcome": outcome,
        "outcomes": [(code, label, counts[code]) for code, label in ImportRow.Outcome.choices if counts[code]],
        "to_write": 0 if is_stopped else counts["new"] + counts["changed"], "is_stopped": is_stopped, "refresh": _REFRESH if file.state in _WORKING else None,
    }, status=form.status)  # fmt: skip


@require_safe
def errors(request: HttpRequest, id: UUID) -> HttpResponse:
    """The lines to mend, as a table for whoever keeps the file."""
    file = _mine(request, id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="a-corriger-{file.pk}.csv"'
    answer.write("\ufeff")  # spreadsheets then read the accents
    table = csv.writer(answer, delimiter=";")
    table.writerow([_("Ligne"), _("Ce qui ne va pas")])
    for line, found in file.rows.exclude(errors=[]).order_by("line").values_list("line", "errors"):
        table.writerows([line, " " + sentence] for _field, _code, sentence in found)  # a space: never a formula
    return answer


def _mine(request: HttpRequest, id: UUID) -> Import:
    return get_object_or_404(Import.objects.defer("content"), pk=id, by_id=request.user.id, kind__in=KINDS)
