"""Paid months counted anew, and what is kept on allowances: one person asks, another decides."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.core.states import Lifecycle
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.engine.months import days_of, stretches, thaw
from teriya.pay.allowances.forms import CorrectForm, DecisionForm, RetentionForm
from teriya.pay.allowances.models import Correction, RetentionOrder
from teriya.pay.allowances.states import CORRECTION_LIFE, RETENTION_LIFE, RetentionState
from teriya.pay.allowances.views.lines import line_or_404


@require_safe
def retentions(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, then every retention with what is left of it."""
    require(request.user, P.PAY_READ)
    corrections = Correction.objects.filter(state="entered").select_related("line__mission__person")
    rows = RetentionOrder.objects.exclude(state=RetentionState.REFUSED).select_related("person")
    page = page_of(request, rows.order_by("-state", "-entered_on", "-pk"))
    page.object_list = list(page.object_list)
    left = queries.left(page.object_list)
    for order in page.object_list:
        order.left = left[order.pk]
    return render(request, "allowances/retentions.html", {
        "page": page, "corrections": corrections.order_by("entered_on", "pk"), "may_ask": request.user.may(P.PAY_RETAIN),
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def ask_retention(request: HttpRequest) -> HttpResponse:
    """A savings agreed with the volunteer, or a kit to be paid back."""
    require(request.user, P.PAY_RETAIN)
    form = RetentionForm(request.POST or None)
    if form.is_valid() and form.send(request, "pay.ask_retention", lambda: {
        "id": actions.ask_retention(by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La retenue attend l’approbation d’une autre personne."))
        return redirect("allowances:retentions")
    return render(request, "allowances/ask_retention.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def retention(request: HttpRequest, pk: int) -> HttpResponse:
    """One retention: each month that took something, what is left, and the decision."""
    require(request.user, P.PAY_READ)
    order = get_object_or_404(RetentionOrder.objects.select_related("person"), pk=pk)
    form = DecisionForm(request.POST or None)
    done = _decide(request, form, "pay.decide_retention", lambda step, reason: actions.decide_retention(
        order=order, step=step, reason=reason, by=request.user, on=timezone.localdate()))  # fmt: skip
    if done:
        return redirect("allowances:retention", pk)
    rows = queries.taken([order])[order.pk]
    taken = sum(francs for _line, francs in rows)
    return render(request, "allowances/retention.html", {
        "order": order, "rows": rows, "taken": taken, "left": order.total - taken, "form": form,
        "correction": Correction.objects.filter(order=order).select_related("line").first(),
        "steps": _steps(request, RETENTION_LIFE, order.state, order.entered_by_id), "history": _history("retention", pk),
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a paid month anew; the rates are those of the line."""
    require(request.user, P.PAY_CORRECT)
    line = line_or_404(request, pk)
    month = thaw(line.inputs)
    form = CorrectForm(
        request.POST or None, month=line.month, stretches=stretches(month), days=days_of(month), basis=month.basis
    )
    if form.is_valid():
        answer = form.send(request, "pay.correct", lambda: {
            "id": actions.correct_line(line=line, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            return redirect("allowances:correction", answer["id"])
    return render(request, "allowances/correct.html", {"line": line, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """What was paid beside what is counted anew, and the decision of another person."""
    require(request.user, P.PAY_READ)
    rows = Correction.objects.select_related("line__mission__person", "line__mission__host", "order")
    row = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST or None)
    done = _decide(request, form, "pay.decide_correction", lambda step, reason: actions.decide_correction(
        correction=row, step=step, reason=reason, by=request.user, on=timezone.localdate()))  # fmt: skip
    if done:
        return redirect("allowances:correction", pk)
    return render(request, "allowances/correction.html", {
        "correction": row, "line": row.line, "form": form, "history": _history("correction", pk),
        "steps": _steps(request, CORRECTION_LIFE, row.state, row.entered_by_id),
        "due_lines": [item for item in row.line.lines if item["kind"] != "retention"],
    }, status=form.status)  # fmt: skip


def _decide(request: HttpRequest, form: DecisionForm, action: str, do: Callable) -> dict | None:
    if request.method != "POST" or not form.is_valid():
        return None
    values = form.values()
    answer = form.send(request, action, lambda: {"id": do(values["step"], values["reason"]).pk})
    if answer:
        messages.success(request, _("La décision est enregistrée."))
    return answer


def _steps(request: HttpRequest, life: Lifecycle, state: str, entered_by: int) -> set[str]:
    """The decisions that this person may take now."""
    if request.user.pk == entered_by or not request.user.may(P.PAY_DECIDE):
        return set()
    return {step.name for step in life.open_from(state)}


def _history(subject: str, pk: int) -> QuerySet[Transition]:
    return Transition.objects.filter(subject=subject, subject_id=pk).order_by("pk")
