"""Instalments: proposed for a host, agreed by another person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import actions, queries
from teriya.pay.cofinancing.forms import DecisionForm, PlanForm
from teriya.pay.cofinancing.models import Plan
from teriya.pay.cofinancing.policies import may_agree
from teriya.pay.cofinancing.states import INSTALMENT_LIFE, InstalmentState
from teriya.pay.cofinancing.views.deciding import decided, get_or_post, open_steps


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every schedule of instalments; `?etat=` keeps one state."""
    require(request.user, P.SHARES_READ)
    rows = Plan.objects.select_related("host").order_by("-pk")
    state = request.GET.get("etat", "")
    rows = rows.filter(state=state) if state in InstalmentState.values else rows
    return render(
        request,
        "cofinancing/plans.html",
        {"page": page_of(request, rows), "state": state, "states": InstalmentState.choices},
    )


@get_or_post
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Spread everything that a host owes."""
    require(request.user, P.SHARES_PREPARE)
    host = get_object_or_404(Host, number=number)
    form = PlanForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "shares.propose_plan", lambda: {
            "id": actions.propose(host=host, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("L’échéancier attend l’accord d’une autre personne."))
            return redirect("cofinancing:plan", answer["id"])
    return render(request, "cofinancing/act_on_host.html", {
        "form": form, "host": host, "title": _("Proposer un échéancier"), "submit": _("Proposer"), "owed": max(queries.balance(host), 0),
    }, status=form.status)  # fmt: skip


@get_or_post
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One schedule: its terms, the calls that it covers; the decision."""
    require(request.user, P.SHARES_READ)
    row, form = get_object_or_404(Plan.objects.select_related("host"), pk=pk), DecisionForm(request.POST or None)
    if decided(request, form, "shares.decide_plan", lambda step, reason: actions.decide_plan(
        plan=row, agree=step == "agree", by=request.user, on=timezone.localdate(), reason=reason)):  # fmt: skip
        return redirect("cofinancing:plan", pk)
    return render(request, "cofinancing/plan.html", {
        "plan": row, "terms": row.terms.all(), "calls": row.calls.with_left().select_related("document").order_by("due_on", "pk"), "form": form,
        "steps": open_steps(request, INSTALMENT_LIFE, row.state, row.asked_by_id, names=("agree", "refuse")) if may_agree(request.user, timezone.localdate()) else set(),
        "history": queries.history_of("share_plan", pk),
    }, status=form.status)  # fmt: skip
