"""What came back from the institutions, and what is paid again."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.forms import MatchForm, ReasonForm, ReturnForm, TickedForm
from teriya.pay.allowances.models import Institution, PayLine, PaymentOrder, PayRun, Suspense
from teriya.pay.allowances.policies import require_reader
from teriya.pay.allowances.views.runs import run_or_404

OFFERED = 25  # orders without an answer, shown beside a line to match


@require_http_methods(["GET", "POST"])
def returns(request: HttpRequest, pk: int) -> HttpResponse:
    """Files read for a run, their unexplained lines, and the form that brings another."""
    run = run_or_404(request, pk)
    may_bring, why_not = _may_bring(request, run)
    institutions = Institution.objects.filter(payfile__run=run).distinct().order_by("name")
    form = ReturnForm(request.POST or None, request.FILES or None, institutions=institutions)
    if request.method == "POST" and form.is_valid():
        answer = form.send(request, "pay.settle", lambda: _settle(request, run, form))
        if answer:
            messages.success(
                request, _("Lu : %(paid)s payés, %(returned)s revenus, %(unknown)s inexpliqués.") % answer
            )
            return redirect("allowances:returns", pk)
    return render(request, "allowances/returns.html", {
        "run": run, "form": form, "may_bring": may_bring, "why_not": why_not,
        "files": run.returns.select_related("institution").annotate(open=queries.OPEN_LINES).order_by("-pk"),
    }, status=form.status)  # fmt: skip


def _may_bring(request: HttpRequest, run: PayRun) -> tuple[bool, str]:
    """Whether this person reads the returns of the run, and what forbids it to who reconciles others."""
    if not request.user.may(P.PAY_RECONCILE) or run.state not in ("sent", "settled"):
        return False, ""
    try:
        require_reader(request.user, run)
    except NotAllowed as no:
        return False, no.sentence
    return True, ""


def _settle(request: HttpRequest, run: PayRun, form: ReturnForm) -> dict:
    data = form.cleaned_data
    file = actions.settle(
        run=run, institution=data["institution"], content=data["file"].read(), filename=data["file"].name, by=request.user,
        on=timezone.localdate(),
    )  # fmt: skip
    return {"paid": file.paid, "returned": file.returned, "unknown": file.suspended}


@require_http_methods(["GET", "POST"])
def returned(request: HttpRequest) -> HttpResponse:
    """Lines whose money came back, with the reason; the accountant pays them again, run by run."""
    require(request.user, P.PAY_READ)
    waiting = PayLine.objects.filter(state="returned").order_by("run__month", "pk")
    page = page_of(
        request, waiting.select_related("mission__person", "run").prefetch_related("orders__wallet__institution")
    )
    for row in page:
        row.order = max(row.orders.all(), key=lambda order: order.attempt)
        row.is_dead = queries.is_dead(row.mission)
    form = TickedForm(request.POST or None, choices=list(waiting.values_list("pk", flat=True)) if request.POST else ())
    if request.method == "POST" and form.is_valid():
        if form.send(request, "pay.reorder", lambda: _reorder(request, form)):
            messages.success(request, _("Un fichier complémentaire est parti."))
            return redirect("allowances:returned")
    context = {"page": page, "form": form, "may_pay": request.user.may(P.PAY_EXECUTE)}
    return render(request, "allowances/returned.html", context, status=form.status)


def _reorder(request: HttpRequest, form: TickedForm) -> dict:
    lines = PayLine.objects.filter(pk__in=form.cleaned_data["ticked"])
    files = actions.reorder(lines=lines, by=request.user, on=timezone.localdate())
    return {"files": [file.pk for file in files]}


@require_safe
def suspense(request: HttpRequest) -> HttpResponse:
    """Lines of return files that nothing explained, the oldest first."""
    require(request.user, P.PAY_READ)
    page = page_of(request, _waiting().order_by("line__file__on", "pk"))
    return render(
        request, "allowances/suspense.html", {"page": page, "may_resolve": request.user.may(P.PAY_RECONCILE)}
    )


@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which order a line is about."""
    require(request.user, P.PAY_RECONCILE)
    found = get_object_or_404(_waiting(), pk=pk)
    line, order = found.line, found.line.order
    first = {"reference": order.reference if order else "", "said": line.said}
    form = MatchForm(request.POST or None, initial=first)
    if form.is_valid() and form.send(request, "pay.match_line", lambda: {
        "id": actions.match_line(suspense=found, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La ligne est rapprochée."))
        return redirect("allowances:suspense")
    waiting = PaymentOrder.objects.filter(line__run=line.file.run_id, state__in=("sent", "contested"))
    return render(request, "allowances/match_line.html", {
        "found": found, "line": line, "form": form, "is_mine": line.file.by_id == request.user.pk,
        "orders": waiting.select_related("line__mission__person", "wallet__institution").order_by("reference")[:OFFERED],
    }, status=form.status)  # fmt: skip


@require_http_methods(["GET", "POST"])
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a line and count nothing."""
    require(request.user, P.PAY_RECONCILE)
    found = get_object_or_404(_waiting(), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, "pay.set_aside_line", lambda: {
        "id": actions.set_aside_line(suspense=found, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La ligne est écartée, avec son motif."))
        return redirect("allowances:suspense")
    context = {"found": found, "line": found.line, "form": form}
    return render(request, "allowances/set_aside_line.html", context, status=form.status)


def _waiting() -> QuerySet[Suspense]:
    return Suspense.objects.filter(state="waiting").select_related(
        "line__file__run", "line__file__institution", "line__order"
    )
