"""What comes back from a kit, an error taken back, a balance to give up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.core.money import amount
from teriya.insertion.kits import actions
from teriya.insertion.kits.forms import ReasonForm, RepayForm
from teriya.insertion.kits.views.kits import act, get_or_post, kept


@get_or_post
def repay(request: HttpRequest, number: str) -> HttpResponse:
    """Francs received, against a receipt."""
    row = kept(request, number)
    form = RepayForm(request.POST or None)
    if form.is_valid() and form.send(request, "kits.repay", lambda: {
        "id": actions.repay(kit=row, by=request.user, **form.values()).pk}):  # fmt: skip
        messages.success(request, _("Le remboursement est enregistré."))
        return redirect("kits:kit", number)
    left = _("Il reste %(left)s à rembourser.") % {"left": amount(row.left)}
    return act(request, row, form, _("Recevoir un remboursement"), _("Enregistrer"), left)


@get_or_post
def reverse(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A repayment written in error."""
    row = kept(request, number)
    paid = get_object_or_404(row.repayments, pk=pk, reverses=None)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, "kits.reverse", lambda: {
        "id": actions.reverse(repayment=paid, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        return redirect("kits:kit", number)
    told = _("Reçu %(receipt)s, %(francs)s.") % {"receipt": paid.voucher, "francs": amount(paid.amount)}
    return act(request, row, form, _("Annuler un remboursement"), _("Annuler le remboursement"), told)


@get_or_post
def ask_waiver(request: HttpRequest, number: str) -> HttpResponse:
    """Ask that what is left be given up; another person decides."""
    row = kept(request, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.send(request, "kits.ask_waiver", lambda: {
        "id": actions.ask_waiver(kit=row, by=request.user, on=timezone.localdate(), **form.values()).pk}):  # fmt: skip
        messages.success(request, _("La demande attend une autre personne."))
        return redirect("kits:kit", number)
    left = _("Il reste %(left)s à rembourser.") % {"left": amount(row.left)}
    return act(request, row, form, _("Demander d’effacer le solde"), _("Demander"), left)
