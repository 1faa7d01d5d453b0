"""Payments: recorded, confirmed by another person, receipted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.views import as_download
from teriya.foundation.ledger import queries as ledger
from teriya.foundation.ui.parts import page_of
from teriya.mobilisation.hosts.models import Host
from teriya.pay.cofinancing import actions, queries
from teriya.pay.cofinancing.forms import DecisionForm, PaymentForm
from teriya.pay.cofinancing.models import Payment
from teriya.pay.cofinancing.states import PAYMENT_LIFE, PaymentState
from teriya.pay.cofinancing.views.deciding import decided, get_or_post, open_steps


@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Every payment, the latest first; `?etat=` keeps one state."""
    require(request.user, P.SHARES_READ)
    rows = Payment.objects.select_related("host", "receipt").order_by("-paid_on", "-pk")
    state = request.GET.get("etat", "")
    rows = rows.filter(state=state) if state in PaymentState.values else rows
    return render(
        request,
        "cofinancing/payments.html",
        {
            "page": page_of(request, rows),
            "state": state,
            "states": PaymentState.choices,
            "may_bring": request.user.may(P.SHARES_PREPARE),
        },
    )


@get_or_post
def record(request: HttpRequest, number: str) -> HttpResponse:
    """What a host paid, as the statement says."""
    require(request.user, P.SHARES_PREPARE)
    host = get_object_or_404(Host, number=number)
    form = PaymentForm(request.POST or None, host=host, initial={"amount": max(queries.balance(host), 0) or None})
    if form.is_valid():
        answer = form.send(request, "shares.record_payment", lambda: {
            "id": actions.record(host=host, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("Le paiement attend la confirmation d’une autre personne."))
            return redirect("cofinancing:host", number)
    return render(request, "cofinancing/act_on_host.html", {
        "form": form, "host": host, "title": _("Enregistrer un paiement"), "submit": _("Enregistrer"),
    }, status=form.status)  # fmt: skip


@get_or_post
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: where it came, what it settled, its receipt."""
    rows = Payment.objects.visible_to(request.user).select_related("host", "receipt", "envelope", "towards__document")
    row, form, today = get_object_or_404(rows, pk=pk), DecisionForm(request.POST or None), timezone.localdate()
    doing = {
        "confirm": lambda reason: actions.confirm(payment=row, by=request.user, on=today),
        "refuse": lambda reason: actions.refuse(payment=row, reason=reason, by=request.user, on=today),
        "annul": lambda reason: actions.annul(payment=row, reason=reason, by=request.user, on=today),
    }
    if decided(request, form, "shares.decide_payment", lambda step, reason: doing[step](reason)):
        return redirect("cofinancing:payment", pk)
    return render(request, "cofinancing/payment.html", {
        "payment": row, "form": form, "reads": request.user.may(P.SHARES_READ), "history": queries.history_of("share_payment", pk),
        "owing": max(-ledger.standing_of(row.envelope).cash, 0) if row.state == "annulled" else 0,
        "allocations": row.allocations.filter(released_on=None).select_related("call__document").order_by("pk"),
        "steps": open_steps(request, PAYMENT_LIFE, row.state, row.recorded_by_id, names=("confirm", "refuse", "annul")),
    }, status=form.status)  # fmt: skip


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        Payment.objects.visible_to(request.user).exclude(receipt=None).select_related("receipt"), pk=pk
    )
    return as_download(row.receipt)
