"""The heirs of a volunteer who died: the act as seen, and the decision of another person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.money import split
from teriya.foundation.core.web import ActionForm
from teriya.pay.savings import actions, queries
from teriya.pay.savings.forms import DecisionForm, HeirsForm
from teriya.pay.savings.models import HeirsAct
from teriya.pay.savings.views.accounts import get_or_post
from teriya.pay.savings.views.deciding import decided, open_steps
from teriya.people.models import Person


@get_or_post
def enter(request: HttpRequest, matricule: str) -> HttpResponse:
    """Write the act of heredity."""
    require(request.user, P.SAVINGS_ASK)
    row = get_object_or_404(Person, matricule=matricule)
    form = HeirsForm(request.POST or None)
    if form.is_valid():
        answer = form.send(request, "savings.enter_heirs", lambda: {
            "id": actions.enter_heirs(person=row, by=request.user, on=timezone.localdate(), **form.values()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("L’acte attend l’approbation d’une autre personne."))
            return redirect("savings:heirs", answer["id"])
    return render(request, "savings/enter_heirs.html", {"form": form, "person": row}, status=form.status)


@get_or_post
def heirs(request: HttpRequest, pk: int) -> HttpResponse:
    """Each heir with the parts and the francs; the decision, then asking for the refunds."""
    require(request.user, P.PAY_READ)
    act = get_object_or_404(HeirsAct.objects.select_related("person"), pk=pk)
    asks = request.method == "POST" and "step" not in request.POST
    form = ActionForm(request.POST) if asks else DecisionForm(request.POST or None)
    if asks and form.is_valid() and form.send(request, "savings.ask_refunds_of_heirs", lambda: {
        "ids": [row.pk for row in actions.ask_refunds_of_heirs(act=act, by=request.user, on=timezone.localdate())]}):  # fmt: skip
        messages.success(request, _("Les remboursements attendent l’approbation d’une autre personne."))
        return redirect("savings:person", act.person.matricule)
    if not asks and decided(request, form, "savings.decide_heirs", lambda step, reason: actions.decide_heirs(
        act=act, step=step, reason=reason, by=request.user, on=timezone.localdate())):  # fmt: skip
        return redirect("savings:heirs", pk)
    rows = list(act.heirs.order_by("pk").prefetch_related("refunds"))
    left = queries.balance(act.person) - queries.reserved(act.person)
    parts = split(max(left, 0), [heir.parts for heir in rows])
    return render(request, "savings/heirs.html", {
        "act": act, "rows": [(heir, francs, heir.refunds.all()) for heir, francs in zip(rows, parts, strict=True)], "left": left, "sum": sum(heir.parts for heir in rows), "form": form,
        "steps": open_steps(request, "heirs", act.state, act.entered_by_id), "history": queries.history_of("heirs", pk),
        "may_ask": act.state == "approved" and left > 0 and request.user.may(P.SAVINGS_ASK),
    }, status=form.status)  # fmt: skip
