"""Where savings are held: the accounts, what each run carried to them, what the institution says."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.money import amount as in_francs
from teriya.foundation.documents.views import as_upload
from teriya.foundation.ui.parts import Figure, page_of
from teriya.pay.allowances.models import PayRun
from teriya.pay.savings import actions, queries
from teriya.pay.savings.forms import AccountForm, BalanceForm, DecisionForm, DepositForm, ReasonForm
from teriya.pay.savings.models import Deposit, SavingsAccount
from teriya.pay.savings.views.deciding import decided, open_steps

get_or_post = require_http_methods(["GET", "POST"])


@require_safe
def savings(request: HttpRequest) -> HttpResponse:
    """What was saved in all, where it is, and what each run still has to carry."""
    require(request.user, P.PAY_READ)
    gaps = queries.gaps()
    accounts = SavingsAccount.objects.exclude(state="refused").select_related("institution").order_by("-state", "pk")
    rows = [(account, queries.held(account), next(iter(queries.stated(account)), None)) for account in accounts]
    late = [gap for gap in gaps if gap.francs]
    saved = sum(queries.balances().values())
    figures = [
        Figure(_("Épargne des volontaires"), in_francs(saved), definition=_("retenu, moins ce qui a été rendu")),
        Figure(_("Tenue par les institutions"), in_francs(sum(held for _account, held, _stated in rows))),
        Figure(_("Retenue et pas encore versée"), in_francs(sum(gap.francs for gap in late)), is_good=not late),
    ]
    return render(request, "savings/savings.html", {
        "figures": figures, "rows": rows, "late": late, "page": page_of(request, [gap for gap in reversed(gaps) if not gap.francs]),
        "may_keep": request.user.may(P.SAVINGS_KEEP),
    })  # fmt: skip


@get_or_post
def open_account(request: HttpRequest) -> HttpResponse:
    require(request.user, P.SAVINGS_KEEP)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "savings.open_account", lambda: {
            "id": actions.open_account(by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("Le compte attend l’approbation d’une autre personne."))
            return redirect("savings:account", answer["id"])
    return render(request, "savings/open_account.html", {"form": form}, status=form.status)


@get_or_post
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: the institution's balances beside ours, the deposits with their proof, what was paid out of it; the decision."""
    require(request.user, P.PAY_READ)
    row = get_object_or_404(SavingsAccount.objects.select_related("institution"), pk=pk)
    form = DecisionForm(request.POST or None)
    if decided(request, form, "savings.decide_account", lambda step, reason: actions.decide_account(
        account=row, step=step, reason=reason, by=request.user, on=timezone.localdate())):  # fmt: skip
        return redirect("savings:account", pk)
    deposits = row.deposits.select_related("run", "proof").defer("proof__content").order_by("-on", "-pk")
    return render(request, "savings/account.html", {
        "account": row, "held": queries.held(row), "form": form,
        "stated": [(one, ours, one.balance - ours) for one, ours in queries.stated(row)],
        "page": page_of(request, deposits), "payments": row.payments.select_related("refund__person", "refund__heir").order_by("-on", "-pk")[:25],
        "steps": open_steps(request, "account", row.state, row.entered_by_id), "history": queries.history_of("savings_account", pk),
        "may_keep": request.user.may(P.SAVINGS_KEEP) and row.state == "in_use", "may_cancel": request.user.may(P.SAVINGS_DECIDE),
    }, status=form.status)  # fmt: skip


@get_or_post
def state_balance(request: HttpRequest, pk: int) -> HttpResponse:
    """The institution's statement, typed."""
    require(request.user, P.SAVINGS_KEEP)
    row = get_object_or_404(SavingsAccount.objects.select_related("institution"), pk=pk)
    form = BalanceForm(request.POST or None)
    if form.is_valid() and form.send(request, "savings.state_balance", lambda: {
        "id": actions.state_balance(account=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le solde est comparé au nôtre, au franc."))
        return redirect("savings:account", pk)
    return render(request, "savings/act.html", {
        "form": form, "title": _("Saisir un relevé"), "about": str(row), "back": row.pk, "submit": _("Comparer"),
    }, status=form.status)  # fmt: skip


@get_or_post
def deposit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a run retained, carried to an account."""
    require(request.user, P.SAVINGS_KEEP)
    run = get_object_or_404(PayRun, pk=pk)
    [gap] = queries.gaps([run.pk]) or [None]
    if gap is None:
        raise Http404
    form = DepositForm(request.POST or None, request.FILES or None, initial={"amount": gap.francs})
    if form.is_valid() and form.send(request, "savings.deposit", lambda: {
        "id": actions.deposit(run=run, by=request.user, **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le versement est enregistré avec sa preuve."))
        return redirect("savings:savings")
    return render(request, "savings/deposit.html", {"form": form, "gap": gap}, status=form.status)


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The institution's own paper."""
    require(request.user, P.PAY_READ)
    row = get_object_or_404(Deposit.objects.select_related("proof").exclude(proof=None), pk=pk)
    return as_upload(row.proof)


@get_or_post
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """A deposit written in error."""
    require(request.user, P.SAVINGS_DECIDE)
    row = get_object_or_404(Deposit.objects.select_related("run", "account__institution"), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, "savings.cancel_deposit", lambda: {
        "id": actions.cancel_deposit(deposit=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("savings:account", row.account_id)
    return render(request, "savings/act.html", {
        "form": form, "title": _("Annuler un versement"), "about": f"{row.run.number}, {in_francs(row.amount)}, {row.reference}",
        "back": row.account_id, "submit": _("Annuler le versement"),
    }, status=form.status)  # fmt: skip
