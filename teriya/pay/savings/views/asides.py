"""Pay that came back after a death, set aside for the heirs: the request, and the decision of another person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.core.web import ActionForm
from teriya.pay.allowances.models import PayLine
from teriya.pay.savings import actions, queries
from teriya.pay.savings.forms import DecisionForm
from teriya.pay.savings.models import SetAside
from teriya.pay.savings.views.accounts import get_or_post
from teriya.pay.savings.views.deciding import decided, open_steps


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """From the savings of the person: keep this pay for the heirs."""
    require(request.user, P.SAVINGS_ASK)
    line, form = get_object_or_404(PayLine.objects.select_related("mission__person"), pk=pk), ActionForm(request.POST)
    if form.is_valid():
        answer = form.send(request, "savings.ask_aside", lambda: {
            "id": actions.ask_aside(line=line, by=request.user, on=timezone.localdate()).pk})  # fmt: skip
        if answer:
            messages.success(request, _("La mise de côté attend l’approbation d’une autre personne."))
            return redirect("savings:aside", answer["id"])
    for no in form.non_field_errors():
        messages.error(request, no)
    return redirect("savings:person", line.mission.person.matricule)


@get_or_post
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """One pay set aside, or waiting to be: whose, why it came back; the decision."""
    require(request.user, P.PAY_READ)
    row = get_object_or_404(SetAside.objects.select_related("line__mission__person", "line__run"), pk=pk)
    form = DecisionForm(request.POST or None)
    if decided(request, form, "savings.decide_aside", lambda step, reason: actions.decide_aside(
        aside=row, step=step, reason=reason, by=request.user, on=timezone.localdate())):  # fmt: skip
        return redirect("savings:aside", pk)
    return render(request, "savings/aside.html", {
        "aside": row, "order": row.line.orders.select_related("wallet__institution").order_by("attempt").last(), "form": form,
        "steps": open_steps(request, "aside", row.state, row.asked_by_id), "history": queries.history_of("set_aside", pk),
    }, status=form.status)  # fmt: skip
