"""Pages of draws: the list, a population frozen, its seed, each line drawn with its bundle and what was found."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.ui.parts import page_of
from teriya.pay.bundles import actions, drawn, pieces
from teriya.pay.bundles.forms import FindingForm, FreezeForm, SeedForm
from teriya.pay.bundles.models import Archive, Draw, DrawnLine

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Every draw ever made, the latest first: none is hidden."""
    require(request.user, P.AUDIT_READ)
    rows = Draw.objects.defer("population").select_related("form", "centre").annotate(
        found=Count("drawn", filter=~Q(drawn__finding="")), wrong=Count("drawn", filter=Q(drawn__finding="not_conform"))
    )  # fmt: skip
    return render(request, "bundles/draws.html", {"page": page_of(request, rows.order_by("-pk")), "may_draw": request.user.may(P.AUDIT_DRAW)})  # fmt: skip


@get_or_post
def freeze(request: HttpRequest) -> HttpResponse:
    """What is to be drawn from: frozen before the seed is known."""
    require(request.user, P.AUDIT_DRAW)
    form = FreezeForm(request.POST or None)

    def do() -> dict:
        return {"id": actions.freeze_population(by=request.user, on=timezone.localdate(), **form.values()).pk}

    if form.is_valid() and (answer := form.send(request, "bundles.freeze_population", do)):
        return redirect("bundles:draw", answer["id"])
    return render(request, "bundles/freeze.html", {"form": form}, status=form.status)


@get_or_post
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """A population and its digest; its seed; the lines drawn, each with what its bundle lacks and what was found."""
    require(request.user, P.AUDIT_READ)
    row = get_object_or_404(Draw.objects.select_related("form", "centre"), pk=pk)
    may_draw = request.user.may(P.AUDIT_DRAW)
    form = SeedForm(request.POST or None)
    if form.is_valid() and form.send(
        request, "bundles.draw",
        lambda: {"lines": len(actions.draw_lines(draw=row, by=request.user, on=timezone.localdate(), **form.values()))},
    ):  # fmt: skip
        messages.success(request, _("Le tirage est fait : la graine ne change plus."))
        return redirect("bundles:draw", pk)
    found = row.drawn.select_related("line__mission__person", "line__mission__host", "line__run__form").order_by(
        "rank"
    )
    bundles = [(one, pieces.of_line(one.line)) for one in found]
    same = [one.line for one in drawn.redraw(row)] == [one.line_id for one, _bundle in bundles] if bundles else None
    return render(request, "bundles/draw.html", {
        "draw": row, "form": form, "may_draw": may_draw, "rows": bundles, "complete": sum(not bundle.missing for _one, bundle in bundles),
        "is_same_again": same, "ask_form": ActionForm(),
        "archives": Archive.objects.filter(about="draw", subject_id=row.pk).order_by("-pk")[:5],
    }, status=form.status)  # fmt: skip


@require_safe
def population(request: HttpRequest, pk: int) -> HttpResponse:
    """The population as its digest reads it: line;francs;centre."""
    require(request.user, P.AUDIT_READ)
    row = get_object_or_404(Draw, pk=pk)
    response = HttpResponse(drawn.as_file(row), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="population-{row.number.replace("/", "-")}.csv"'
    return response


@get_or_post
def finding(request: HttpRequest, pk: int, rank: int) -> HttpResponse:
    """What the auditor found on one line drawn."""
    require(request.user, P.AUDIT_DRAW)
    rows = DrawnLine.objects.select_related("draw", "line__mission__person", "line__run__form")
    row = get_object_or_404(rows, draw=pk, rank=rank)
    form = FindingForm(request.POST or None, initial={"finding": row.finding, "note": row.note})
    if form.is_valid() and form.send(
        request, "bundles.note_finding",
        lambda: {"id": actions.note_finding(drawn_line=row, by=request.user, on=timezone.localdate(), **form.values()).pk},
    ):  # fmt: skip
        messages.success(request, _("Le constat est noté."))
        return redirect("bundles:draw", pk)
    return render(
        request,
        "bundles/finding.html",
        {"row": row, "form": form, "bundle": pieces.of_line(row.line)},
        status=form.status,
    )
