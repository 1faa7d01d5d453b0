"""What exchanges cost: planned by the convention, paid with proof."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.exchange.balances import actions, queries
from teriya.exchange.balances.forms import DeclareForm, RecordForm, StepForm
from teriya.exchange.balances.models import Cost
from teriya.exchange.balances.states import COST_LIFE, CostState
from teriya.exchange.relations.states import Line
from teriya.exchange.wire.models import Agency
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.models import Transition
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import Facing, page_of

get_or_post = require_http_methods(["GET", "POST"])
DECIDED = {"declare": actions.confirm_cost, "set_aside": actions.set_cost_aside, "withdraw": actions.withdraw_cost}


@require_safe
def costs(request: HttpRequest, code: str) -> HttpResponse:
    """Line by line, planned and paid; every cost; every statement."""
    require(request.user, P.BALANCES_READ)
    agency = get_object_or_404(Agency, code=code)
    rows = [(Line(row.line).label, row) for row in queries.cost_rows(agency)]
    drawn = [Facing(str(label), sum(row.planned.values()), row.paid_by_us + row.paid_by_them) for label, row in rows]
    return render(request, "balances/costs.html", {
        "other": agency, "rows": rows, "drawn": drawn, "page": page_of(request, queries.costs(agency, request.user)),
        "statements": queries.statements(agency, request.user)[:12], "may_enter": request.user.may(P.COSTS_ENTER),
    })  # fmt: skip


@get_or_post
def record(request: HttpRequest, code: str) -> HttpResponse:
    """A cost that we paid, with its proof."""
    require(request.user, P.COSTS_ENTER)
    agency = get_object_or_404(Agency, code=code)
    form = RecordForm(request.POST or None, request.FILES or None, agency=agency)
    if form.is_bound and form.is_valid() and form.send(request, "balances.record_costs", lambda: {"ids": [row.pk for row in actions.record_costs(
            stays=list(form.cleaned_data["stays"]), new=form.new(), proof=form.cleaned_data["proof"], by=request.user, on=timezone.localdate())]}):  # fmt: skip
        messages.success(
            request, _("Le coût est entré. Une autre personne le confirme, puis l’autre agence l’apprend.")
        )
        return redirect("balances:costs", code)
    return _form(request, form, agency, _("Entrer un coût que nous avons payé"))


@get_or_post
def declare(request: HttpRequest, code: str) -> HttpResponse:
    """A cost that an agency without the system says that it paid."""
    require(request.user, P.COSTS_ENTER)
    agency = get_object_or_404(Agency, code=code, speaks=False)
    form = DeclareForm(request.POST or None, request.FILES or None, agency=agency)
    if form.is_bound and form.is_valid() and form.send(request, "balances.declare_cost", lambda: {"id": actions.declare_cost(
            stay=form.cleaned_data["stay"], new=form.new(), source=form.cleaned_data["source"], paper=form.cleaned_data["paper"], by=request.user,
            on=timezone.localdate()).pk}):  # fmt: skip
        messages.success(request, _("Le coût est noté comme déclaré par l’autre agence."))
        return redirect("balances:costs", code)
    return _form(request, form, agency, _("Noter un coût que l’autre agence déclare"))


def _form(request: HttpRequest, form, agency: Agency, title: str) -> HttpResponse:
    context = {"form": form, "other": agency, "title": title, "nobody": not queries.payable(agency).exists()}
    return render(request, "balances/enter.html", context, status=form.status)


@get_or_post
def cost(request: HttpRequest, pk: int) -> HttpResponse:
    """One cost with its proof, and what may be decided of it."""
    require(request.user, P.BALANCES_READ)
    rows = Cost.objects.visible_to(request.user).select_related("agency", "nomination__offer", "statement", "proof")
    row, form = get_object_or_404(rows, pk=pk), StepForm(request.POST or None)
    if form.is_bound and form.is_valid() and (decide := DECIDED.get(form.cleaned_data["step"])):
        reason = {} if decide is actions.confirm_cost else {"reason": form.cleaned_data["reason"]}
        if form.send(request, "balances.cost", lambda: {"id": decide(cost=row, by=request.user, on=timezone.localdate(), **reason).pk}):  # fmt: skip
            messages.success(request, _("La décision est enregistrée."))
            return redirect("balances:cost", pk)
    history = Transition.objects.filter(subject=COST_LIFE.subject, subject_id=pk).order_by("pk")
    return render(request, "balances/cost.html", {
        "cost": row, "line": Line(row.line).label, "form": form, "steps": _steps(request, row), "history": [(step, CostState(step.to).label) for step in history],
    }, status=form.status)  # fmt: skip


def _steps(request: HttpRequest, row: Cost) -> set[str]:
    if row.is_declared:
        may = row.state == CostState.DECLARED and row.statement is None and request.user.may(P.COSTS_ENTER)
        return {"withdraw"} if may else set()
    if not row.is_ours or row.statement or not request.user.may(P.COSTS_CONFIRM):
        return set()
    open_ = {step.name for step in COST_LIFE.open_from(row.state)} & DECIDED.keys()
    return open_ - ({"declare", "set_aside"} if row.by_id == request.user.pk else set())


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, P.BALANCES_READ)
    row = get_object_or_404(Cost.objects.visible_to(request.user).select_related("proof"), pk=pk)
    if row.proof is None:
        raise Http404
    return as_upload(row.proof)
