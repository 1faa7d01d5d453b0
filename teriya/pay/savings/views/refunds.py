"""Refunds: asked, approved, paid, and those that came back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances.models import Wallet
from teriya.pay.savings import actions, queries
from teriya.pay.savings.forms import AgainForm, BackForm, DecisionForm, PayForm, RefundForm
from teriya.pay.savings.models import Refund
from teriya.pay.savings.states import Means, RefundState
from teriya.pay.savings.views.accounts import get_or_post
from teriya.pay.savings.views.deciding import decided, open_steps
from teriya.people.models import Person


@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """Every refund, those that wait first; `?etat=` keeps one state."""
    require(request.user, P.PAY_READ)
    rows = Refund.objects.select_related("person", "heir").order_by("-pk")
    state = request.GET.get("etat", "")
    rows = rows.filter(state=state) if state in RefundState.values else rows
    return render(request, "savings/refunds.html", {"page": page_of(request, rows), "state": state, "states": RefundState.choices})  # fmt: skip


@get_or_post
def ask(request: HttpRequest, matricule: str) -> HttpResponse:
    """The whole of the savings unless less is typed, to the account in use unless another is said."""
    require(request.user, P.SAVINGS_ASK)
    row = get_object_or_404(Person, matricule=matricule)
    left = queries.balance(row) - queries.reserved(row)
    wallet = Wallet.objects.filter(person=row, state="in_use").select_related("institution").first()
    start = {"amount": left, "means": Means.CASH}
    if wallet:
        is_mobile = wallet.institution.profile == "mobile_money"
        start |= {"means": Means.MOBILE if is_mobile else Means.ACCOUNT, "number": wallet.number}
    form = RefundForm(request.POST or None, initial=start)
    if form.is_valid():
        answer = form.send(request, "savings.ask_refund", lambda: {
            "id": actions.ask_refund(person=row, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("Le remboursement attend l’approbation d’une autre personne."))
            return redirect("savings:refund", answer["id"])
    return render(request, "savings/ask_refund.html", {"form": form, "person": row, "left": left}, status=form.status)


@get_or_post
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """One refund: whose, how much, where, each attempt, and what this person may do."""
    require(request.user, P.PAY_READ)
    row = _refund(pk)
    form = DecisionForm(request.POST or None)
    if decided(request, form, "savings.decide_refund", lambda step, reason: actions.decide_refund(
        refund=row, step=step, reason=reason, by=request.user, on=timezone.localdate())):  # fmt: skip
        return redirect("savings:refund", pk)
    keeps, own = request.user.may(P.SAVINGS_KEEP), {row.asked_by_id, row.approved_by_id}
    return render(request, "savings/refund.html", {
        "refund": row, "payments": row.payments.select_related("account__institution").order_by("pk"), "form": form,
        "steps": open_steps(request, "refund", row.state, row.asked_by_id), "history": queries.history_of("refund", pk),
        "may_pay": keeps and row.state == "approved" and request.user.pk not in own, "may_send_back": keeps and row.state == "paid",
        "may_ask_again": row.state == "returned" and request.user.may(P.SAVINGS_ASK),
    }, status=form.status)  # fmt: skip


@get_or_post
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it over, against a receipt."""
    require(request.user, P.SAVINGS_KEEP)
    row, form = _refund(pk), PayForm(request.POST or None)
    if form.is_valid() and form.send(request, "savings.pay_refund", lambda: {
        "id": actions.pay_refund(refund=row, by=request.user, **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le remboursement est payé."))
        return redirect("savings:refund", pk)
    return _act(request, row, form, _("Payer le remboursement"), _("Payer"))


@get_or_post
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """It did not reach its payee."""
    require(request.user, P.SAVINGS_KEEP)
    row, form = _refund(pk), BackForm(request.POST or None)
    if form.is_valid() and form.send(request, "savings.come_back", lambda: {
        "id": actions.come_back(refund=row, by=request.user, **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La somme est de nouveau dans l’épargne."))
        return redirect("savings:refund", pk)
    return _act(request, row, form, _("Remboursement revenu"), _("Enregistrer"))


@get_or_post
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """What came back, to the same payee."""
    require(request.user, P.SAVINGS_ASK)
    row = _refund(pk)
    form = AgainForm(request.POST or None, initial={"means": row.means, "number": row.number})
    if form.is_valid() and form.send(request, "savings.ask_again", lambda: {
        "id": actions.ask_again(refund=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le remboursement attend l’approbation d’une autre personne."))
        return redirect("savings:refund", pk)
    return _act(request, row, form, _("Relancer le remboursement"), _("Demander à nouveau"))


def _act(request: HttpRequest, row: Refund, form, title: str, submit: str) -> HttpResponse:
    context = {"refund": row, "form": form, "title": title, "submit": submit}
    return render(request, "savings/act_on_refund.html", context, status=form.status)


def _refund(pk: int) -> Refund:
    return get_object_or_404(Refund.objects.select_related("person", "heir__act"), pk=pk)
