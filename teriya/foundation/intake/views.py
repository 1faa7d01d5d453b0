from collections import Counter
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.intake import actions
from teriya.foundation.intake.forms import FileForm
from teriya.foundation.intake.jobs import read_file
from teriya.foundation.intake.kinds import KINDS
from teriya.foundation.intake.models import Import

READ_AT_ONCE = 400_000  # bytes: about 3 000 lines, read in the time of a page


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a file: the list of those already brought stands below."""
    require(request.user, P.INTAKE_IMPORT)
    form = FileForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        file = _receive(request, form)
        return redirect("intake:preview", file.pk)
    recent = Import.objects.filter(by_id=request.user.id).defer("content").order_by("-at")[:25]
    return render(request, "intake/bring.html", {"form": form, "recent": recent, "kinds": KINDS}, status=form.status)


def _receive(request: HttpRequest, form: FileForm) -> Import:
    data = form.cleaned_data
    context = {name: data[name] for name in ("wave", "form") if data[name]}
    file = actions.receive(
        id=data["receipt"], kind=data["kind"], filename=data["file"].name, data=data["file"].read(), context=context,
        by=request.user, on=timezone.localdate(),
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
    file = get_object_or_404(Import.objects.defer("content"), pk=id, by_id=request.user.id)
    rows = file.rows.order_by("line")
    counts = Counter(rows.values_list("outcome", flat=True))
    if request.GET.get("etat") in counts:
        rows = rows.filter(outcome=request.GET["etat"])
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "intake/preview.html", {
        "file": file, "kind": KINDS[file.kind], "page": page, "counts": counts, "form": ActionForm(),
        "to_write": counts["new"] + counts["changed"], "refresh": 2 if file.state == Import.State.RECEIVED else None,
    })  # fmt: skip


@require_http_methods(["POST"])
def commit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write what the preview showed."""
    file = get_object_or_404(Import.objects.defer("content"), pk=id, by_id=request.user.id)
    form = ActionForm(request.POST)
    if form.is_valid():
        form.send(
            request,
            "intake.commit",
            lambda: {"written": actions.commit(file=file, by=request.user, on=timezone.localdate()).done},
        )
    return redirect("intake:preview", file.pk)
