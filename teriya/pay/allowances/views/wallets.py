"""Wallets: what waits for a second person, a new one, and the institutions that pay."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.refusals import NotAllowed
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.files.profiles import PROFILES
from teriya.pay.allowances.forms import HolderForm, InstitutionForm, ReasonForm, StopChangeForm, TickedForm, WalletForm
from teriya.pay.allowances.models import Institution, Wallet

SHOWN = 100  # changes that wait for their cycle: a few a month


@require_http_methods(["GET", "POST"])
def wallets(request: HttpRequest) -> HttpResponse:
    """Entered wallets with what is doubtful about them; another person than who entered them approves."""
    user = request.user
    if not (user.may(P.WALLETS_ENTER) or user.may(P.WALLETS_APPROVE) or user.may(P.PAY_READ)):
        raise NotAllowed("not_allowed", _("Votre rôle ne donne pas accès aux comptes de paiement."))
    waiting = queries.wallets_seen_by(user).filter(state="entered")
    page = page_of(request, waiting.select_related("person", "institution").order_by("entered_on", "pk"))
    page.object_list = list(page.object_list)
    doubts = queries.doubts(page.object_list)
    for wallet in page.object_list:
        wallet.doubts = [sentence for _code, sentence in doubts[wallet.pk]]
        wallet.is_mine = wallet.entered_by_id == user.pk
    form = TickedForm(request.POST or None, choices=list(waiting.values_list("pk", flat=True)) if request.POST else ())
    if request.method == "POST" and form.is_valid():
        if form.send(request, "wallets.approve", lambda: _approve(request, form)):
            messages.success(request, _("Les comptes cochés sont en service."))
            return redirect("allowances:wallets")
    return render(request, "allowances/wallets.html", {
        "page": page, "form": form, "may_enter": user.may(P.WALLETS_ENTER), "may_approve": user.may(P.WALLETS_APPROVE),
        "missing": queries.without_wallet(user).count(), "held": queries.held(user, timezone.localdate())[:SHOWN],
        "stopped": queries.stopped_changes(user),
    }, status=form.status)  # fmt: skip


def _approve(request: HttpRequest, form: TickedForm) -> dict:
    ticked = Wallet.objects.filter(pk__in=form.cleaned_data["ticked"])
    done = actions.approve_wallets(wallets=ticked, by=request.user, on=timezone.localdate())
    return {"wallets": [wallet.pk for wallet in done]}


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """One wallet; the next person without one is proposed."""
    require(request.user, P.WALLETS_ENTER)
    missing = queries.without_wallet(request.user).select_related("person", "host").order_by("started_on", "pk")
    form = WalletForm(request.POST or None, user=request.user, initial={"person": request.GET.get("matricule", "")})
    if request.method == "POST" and form.is_valid():
        if form.send(request, "wallets.enter", lambda: _enter(request, form)):
            messages.success(request, _("Le compte attend l’approbation d’une autre personne."))
            return redirect("allowances:enter_wallet")
    return render(
        request, "allowances/enter_wallet.html", {"form": form, "page": page_of(request, missing)}, status=form.status
    )


def _enter(request: HttpRequest, form: WalletForm) -> dict:
    row = actions.NewWallet(**form.values())
    return {"id": actions.enter_wallets(rows=[row], by=request.user, on=timezone.localdate())[0].pk}


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Set an entered wallet aside."""
    require(request.user, P.WALLETS_APPROVE)
    wallet = wallet_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(
        request, "wallets.refuse",
        lambda: {"id": actions.refuse_wallet(wallet=wallet, by=request.user, on=timezone.localdate(), **form.values()).pk},
    ):  # fmt: skip
        return redirect("allowances:wallets")
    return render(request, "allowances/refuse_wallet.html", {"wallet": wallet, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What a paper or the institution says of the holder; and what was found before."""
    require(request.user, P.WALLETS_APPROVE)
    wallet = wallet_or_404(request, pk)
    form = HolderForm(request.POST or None, initial={"holder": wallet.holder})
    if form.is_valid() and form.send(
        request, "wallets.check",
        lambda: {"id": actions.check_holder(wallet=wallet, by=request.user, on=timezone.localdate(), **form.values()).pk},
    ):  # fmt: skip
        messages.success(request, _("La vérification est notée."))
        return redirect("allowances:wallets")
    context = {"wallet": wallet, "form": form, "checks": queries.checks_of(wallet)}
    return render(request, "allowances/check_wallet.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """The person has called: this change is not theirs."""
    require(request.user, P.WALLETS_ENTER)
    wallet = wallet_or_404(request, pk)
    form = StopChangeForm(request.POST or None)
    if form.is_valid() and form.send(
        request, "wallets.stop",
        lambda: {"id": actions.stop_change(wallet=wallet, by=request.user, on=timezone.localdate(), **form.values()).pk},
    ):  # fmt: skip
        messages.success(request, _("Le changement est arrêté : le compte d’avant est en service."))
        return redirect("allowances:wallets")
    return render(request, "allowances/stop_wallet.html", {"wallet": wallet, "form": form}, status=form.status)


def wallet_or_404(request: HttpRequest, pk: int) -> Wallet:
    rows = queries.wallets_seen_by(request.user).select_related("person", "institution", "replaces__institution")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def institutions(request: HttpRequest) -> HttpResponse:
    """Who hands money over; the accountant declares them."""
    require(request.user, P.PAY_READ)
    form = InstitutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.send(request, "pay.open_institution", lambda: {
            "id": actions.open_institution(by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
            return redirect("allowances:institutions")
    context = {
        "form": form,
        "rows": [(row, PROFILES[row.profile].title) for row in Institution.objects.order_by("name")],
        "may_open": request.user.may(P.PAY_EXECUTE),
    }
    return render(request, "allowances/institutions.html", context, status=form.status)
