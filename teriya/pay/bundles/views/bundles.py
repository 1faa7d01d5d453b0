"""Pages of bundles: the runs, one run's pieces, one payment's pieces, what people bring."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances.models import PayLine, PayRun
from teriya.pay.bundles import actions, pieces, references
from teriya.pay.bundles.forms import PieceForm, ReferencesForm

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The runs that have been ordered, the latest first, with what their references lack."""
    require(request.user, P.PAY_READ)
    rows = PayRun.objects.filter(state__in=pieces.BEGUN).select_related("form").prefetch_related("references", "visas")
    page = page_of(request, rows.order_by("-month", "-pk"))
    return render(
        request, "bundles/runs.html", {"page": page, "rows": [(run, references.lacking(run)) for run in page]}
    )


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The bundle of a run: each piece of the pack's list, there or missing, and who brings it."""
    row = run_or_404(request, pk)
    bundle = pieces.of_run(row)
    only_missing = "manquent" in request.GET
    return render(request, "bundles/run.html", {
        "run": row, "bundle": bundle, "only_missing": only_missing, "page": page_of(request, bundle.missing if only_missing else bundle.pieces),
        "references": references.of(row), "contradictions": pieces.contradictions(row),
        "may_bring": request.user.may(P.PAY_BRING_PIECES), "may_refer": bool(_mine(request, row)), "ask_form": ActionForm(),
    })  # fmt: skip


@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """The bundle of one payment."""
    row = line_or_404(request, pk)
    bundle = pieces.of_line(row)
    mine = [one for one in pieces.contradictions(row.run) if one.line.pk == row.pk]
    return render(request, "bundles/line.html", {
        "line": row, "run": row.run, "bundle": bundle, "page": page_of(request, bundle.pieces), "contradictions": mine, "ask_form": ActionForm(),
        "explain_form": ActionForm(),
    })  # fmt: skip


@get_or_post
def give_references(request: HttpRequest, pk: int) -> HttpResponse:
    """What the official accounts know the run by, for whoever gives it."""
    row = run_or_404(request, pk)
    asked = _mine(request, row)
    form = ReferencesForm(request.POST or None, asked=asked)

    def do() -> dict:
        given = actions.give_references(run=row, by=request.user, on=timezone.localdate(), **form.values())
        return {"given": [one.code for one in given]}

    if form.is_valid() and form.send(request, "bundles.give_references", do):
        messages.success(request, _("Les références sont enregistrées."))
        return redirect("bundles:run", pk)
    return render(request, "bundles/references.html", {"run": row, "form": form, "asked": asked}, status=form.status)


def _mine(request: HttpRequest, row: PayRun) -> list[references.Asked]:
    """What this person gives, once its step is taken."""
    return [asked for asked in references.of(row) if asked.is_open and request.user.may(asked.permission)]


@get_or_post
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper that another office made: the decision, the proof of a transfer."""
    row = run_or_404(request, pk)
    require(request.user, P.PAY_BRING_PIECES)
    asked = {term.code for term in rules.terms("proof")}
    form = PieceForm(
        request.POST or None, request.FILES or None, files=row.files.select_related("institution").defer("content").order_by("pk") if "transfer" in asked else (),
        decision=label("decision", "proof"), transfer=label("transfer", "proof"),
    )  # fmt: skip
    if form.is_valid() and form.send(
        request, "bundles.bring_piece",
        lambda: {"id": actions.bring_piece(run=row, by=request.user, on=timezone.localdate(), **form.values()).pk},
    ):  # fmt: skip
        messages.success(request, _("La pièce est dans la liasse."))
        return redirect("bundles:run", pk)
    return render(request, "bundles/bring.html", {"run": row, "form": form}, status=form.status)


def run_or_404(request: HttpRequest, pk: int) -> PayRun:
    require(request.user, P.PAY_READ)
    return get_object_or_404(PayRun.objects.filter(state__in=pieces.BEGUN).select_related("form"), pk=pk)


def line_or_404(request: HttpRequest, pk: int) -> PayLine:
    require(request.user, P.PAY_READ)
    rows = PayLine.objects.filter(state__in=pieces.PAID).select_related(
        "run__form", "mission__person", "mission__host__commune", "mission__form"
    )
    return get_object_or_404(rows, pk=pk)
