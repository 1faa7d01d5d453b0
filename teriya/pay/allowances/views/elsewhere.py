"""Pay lists of other programmes: those that are compared with, and withdrawing one."""

from django.contrib import messages
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.ui.parts import page_of
from teriya.pay.allowances import actions
from teriya.pay.allowances.forms import WithdrawListForm
from teriya.pay.allowances.models import OtherPay


@require_http_methods(["GET", "POST"])
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Each list with its month and its lines, the latest first."""
    require(request.user, P.PAY_READ)
    rows = OtherPay.objects.filter(withdrawn_on=None).order_by().values("programme", "month")
    lists = rows.annotate(lines=Count("pk"), since=Min("on")).order_by("-month", "programme")
    may_write = request.user.may(P.PAY_PREPARE)
    names = [f"{one['month']:%Y-%m} {one['programme']}" for one in lists]
    form = WithdrawListForm(request.POST or None, lists=names)
    if request.method == "POST" and form.is_valid():
        done = form.send(request, "pay.withdraw_other_pay", lambda: {"lines": actions.withdraw_other_pay(
            by=request.user, on=timezone.localdate(), **form.values())})  # fmt: skip
        if done:
            messages.success(request, _("La liste est retirée : le prochain calcul ne la compare plus."))
            return redirect("allowances:elsewhere")
    context = {"page": page_of(request, lists), "form": form, "may_write": may_write, "has_lists": bool(names)}
    return render(request, "allowances/elsewhere.html", context, status=form.status)
